import { dateText } from './day-input.ts'
import { formatDay } from '@renderer/ui/time-format.ts'

const many = (count: number, who: string | undefined): string =>
  who ?? (count === 1 ? '1 patient' : `${count} patients`)

const kinds = { call: 'Call', message: 'Message', visit: 'Visit', other: 'Other' } as const

const dayOf = dateText

/** Words of care work: what was done, the dialogs, and the part of the card. */
export const careStrings = {
  title: 'Care work',
  kinds,
  notRead: 'What was agreed on for this patient could not be read. Nothing was changed.',
  assigned: (count: number, who: string | undefined, manager: string | null): string =>
    manager === null
      ? `${many(count, who)} given back: with nobody now.`
      : `${many(count, who)} assigned to ${manager}.`,
  refused: (patients: readonly string[]): string =>
    `Others have changed ${patients.slice(0, 5).join(', ')}${patients.length > 5 ? ` and ${patients.length - 5} more` : ''} meanwhile. They were left as they are.`,
  snoozed: (who: string, until: number | null): string =>
    until === null ? `${who} is no longer snoozed.` : `${who} snoozed until ${formatDay(until)}.`,
  noted: (who: string): string => `The contact with ${who} is written down.`,
  contactSet: (who: string, date: string | null): string =>
    date === null ? `No next contact is set for ${who}.` : `Next contact with ${who}: ${dayOf(date)}.`,
  undoReason: 'Undone: the act before was not meant.',
  undo: 'Undo',
  undoKey: 'Z',
  undoing: 'Undoing…',
  undone: 'Undone.',
  notUndone: 'It could not be undone.',
  dismiss: 'Keep it',
  loading: 'Reading what was agreed on…',
  failed: 'What was agreed on could not be read',
  manager: 'Care manager',
  nobody: 'nobody',
  since: (manager: string, moment: string): string => `${manager}, since ${moment}`,
  snooze: 'Snoozed',
  snoozeNot: 'no',
  snoozeUntil: (day: string, by: string, reason: string): string => `until ${day} by ${by}: ${reason}`,
  contact: 'Next contact',
  contactNone: 'not set',
  contactOverdue: (day: string, days: number): string =>
    days === 1 ? `${day}, 1 day late` : `${day}, ${days} days late`,
  notes: 'Contacts',
  notesNone: 'No contact has been written down.',
  notesAll: (count: number): string => `All ${count} contacts`,
  notesOlder: (count: number): string => `${count} earlier ones were written; they are no longer kept here.`,
  note: (kind: string, by: string, moment: string): string => `${kind} by ${by}, ${moment}`,
  reached: 'reached',
  notReached: 'not reached',
  actions: {
    assign: 'Assign',
    snooze: 'Snooze',
    wake: 'Wake',
    outreach: 'Note',
    contact: 'Next contact',
    patient: 'Patient',
  },
  dialog: {
    cancel: 'Cancel',
    who: (count: number, who: string): string => (count === 1 ? who : `${count} patients`),
    assign: {
      title: (who: string): string => `Assign ${who}`,
      manager: 'Care manager (user name)',
      known: 'Care managers so far',
      me: 'Me',
      submit: 'Assign',
      sending: 'Assigning…',
      nobody: 'Give back to nobody',
      needed: 'Name the care manager.',
      changed: (count: number, done: number): string =>
        `${count === 1 ? '1 patient was' : `${count} patients were`} changed by others after you saw the list, and left as is. ${done === 0 ? 'Nobody was assigned.' : `${many(done, undefined)} assigned.`}`,
      changedLabel: 'Changed by others meanwhile',
      now: (who: string, hands: string): string => `${who}: ${hands} now`,
      leave: 'Leave as is',
      again: (count: number): string => (count === 1 ? 'Assign this one too' : `Assign these ${count} too`),
    },
    snooze: {
      title: (who: string): string => `Snooze ${who}`,
      text: 'The patient stays out of lists that hide snoozed ones. Passing the threshold of 75 ends it.',
      until: 'Until',
      spans: { '1': 'Tomorrow', '7': 'A week', '30': '30 days', '90': '90 days' },
      reason: 'Reason',
      needed: 'Give a reason of at least five letters.',
      submit: 'Snooze',
      sending: 'Snoozing…',
      wakeTitle: (who: string): string => `Wake ${who}`,
      wakeText: 'The patient comes back to all lists.',
      wake: 'Wake',
      waking: 'Waking…',
    },
    outreach: {
      title: (who: string): string => `Contact with ${who}`,
      kind: 'Kind',
      reached: 'The patient was reached',
      text: 'What was said and agreed on',
      needed: 'Write at least a few words.',
      submit: 'Write down',
      sending: 'Writing…',
    },
    contact: {
      title: (who: string): string => `Next contact with ${who}`,
      day: 'Day, as 2026-12-01',
      spans: 'In',
      in: { '1': 'A day', '7': 'A week', '14': 'Two weeks', '30': '30 days' },
      bad: 'Not a day like 2026-12-01.',
      submit: 'Set',
      sending: 'Setting…',
      none: 'No next contact',
    },
  },
} as const
