import { actionWords } from './action-words.ts'
import type { AuditKind, AuditOutcome } from '@shared/ipc/audit-record.ts'

const kinds: Readonly<Record<AuditKind, string>> = {
  read: 'looked at',
  write: 'changed',
  'sign-in': 'sign-in',
  'sign-out': 'sign-out',
  'break-glass': 'emergency access',
  export: 'export',
  setting: 'setting',
  'ai-advice': 'AI advice',
  decision: 'decision',
  system: 'station itself',
}

const outcomes: Readonly<Record<AuditOutcome, string>> = {
  intent: 'begun',
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  unknown: 'not known',
}

/** Words of the Audit screen. */
export const auditStrings = {
  title: 'Audit',
  kinds,
  outcomes,
  action: (name: string): string => actionWords[name] ?? name,
  any: 'any',
  filter: {
    label: 'Filter',
    patient: 'Patient',
    user: 'Person',
    action: 'Action',
    kind: 'Kind',
    outcome: 'Outcome',
    from: 'From',
    to: 'To',
    timeHint: '2026-11-22 or 2026-11-22 14:30',
    badTime: 'Not a day like 2026-11-22, or a day and time like 2026-11-22 14:30.',
    search: 'Search',
    searching: 'Searching…',
    stop: 'Stop searching',
    clear: 'Clear',
    who: 'Who looked at this patient?',
  },
  columns: {
    seq: 'No.',
    local: 'Time',
    hub: 'Hub time',
    person: 'Person',
    action: 'Action',
    kind: 'Kind',
    patients: 'Patient',
    outcome: 'Outcome',
    details: 'Details',
  },
  noHubTime: 'no hub',
  entries: 'Entries',
  none: 'No entry matches',
  noneText: (looked: number): string => `All ${looked} entries were looked through.`,
  loading: 'Reading the audit…',
  failed: 'The audit could not be searched',
  more: 'Search further back',
  soFar: (looked: number, backTo: string): string => `${looked} entries looked through, back to ${backTo}.`,
  unreadable: (count: number): string =>
    count === 1
      ? 'One entry could not be opened and may match. Verify the audit.'
      : `${count} entries could not be opened and may match. Verify the audit.`,
  why: (reason: string): string => `Reason: ${reason}`,
  session: (id: string): string => `Session ${id.slice(0, 8)}`,
  who: {
    title: (patient: string): string => `Who looked at patient ${patient}`,
    none: 'Nobody at this station',
    noneText: 'No entry of this station names this patient. Other stations keep their own audit.',
    partial: 'The search has not reached the beginning of the audit: there may be more.',
    columns: { person: 'Person', role: 'Role', looks: 'Looks', acts: 'Acts', first: 'First', last: 'Last' },
    back: 'Back to all entries',
  },
  health: {
    label: 'State of the audit',
    blocked: 'Nothing is being done at this station, because nothing can be recorded.',
    last: (seq: number, at: string): string => `Last entry: no. ${seq}, ${at}.`,
    noEntry: 'Nothing has been recorded since the start.',
    published: (seq: number, at: string): string =>
      `The hub holds the signed state of entry ${seq} since ${at}.`,
    unpublished: 'The hub has not taken a signed state of this audit since the start.',
    copies: (count: number): string =>
      count === 1
        ? 'This station keeps copies of the signed states of 1 other station.'
        : `This station keeps copies of the signed states of ${count} other stations.`,
    retention: (years: number): string => `Entries are kept for ${years} years.`,
    verify: 'Verify',
    verifying: 'Verifying…',
    progress: (done: number, total: number): string => `${done} of ${total} files verified`,
    intact: (entries: number, seconds: string): string =>
      `Intact: ${entries} entries verified in ${seconds} s.`,
    broken: (faults: number): string =>
      faults === 1 ? 'The audit has a fault:' : `The audit has ${faults} faults:`,
    comparedHub: (count: number): string =>
      count === 1
        ? 'Compared with 1 signed state held by the hub.'
        : `Compared with ${count} signed states held by the hub.`,
    hubNotAsked: 'The hub could not be asked for the signed states that it holds.',
    inFile: (segment: number, sentence: string): string =>
      segment > 0 ? `File ${segment}: ${sentence}` : sentence,
    exportCsv: 'Export as CSV',
    exportLines: 'Export as JSON Lines',
    exporting: 'Exporting…',
    exported: (entries: number): string =>
      `${entries} entries were exported, with a signature file beside them.`,
    cancelled: 'Nothing was exported.',
  },
} as const
