import type { Doubt, EventKind } from '@shared/features/alerts/model.ts'
import type { DeliveryStamp } from '@shared/features/alerts/contract.ts'
import type { Priority } from '@shared/clinical/priority.ts'
import type { EscalationTarget, Role } from '@shared/clinical/roles.ts'
import type { Severity } from '@shared/clinical/severity.ts'

const roles: Readonly<Record<Role | EscalationTarget, string>> = {
  nurse: 'nurse',
  'charge-nurse': 'charge nurse',
  physician: 'physician',
  'rapid-response': 'rapid response',
  pharmacist: 'pharmacist',
  'care-manager': 'care manager',
  'quality-research': 'quality and research',
  'privacy-officer': 'privacy officer',
  administrator: 'administrator',
}
const priorities: Readonly<Record<Priority, string>> = {
  high: 'High priority',
  medium: 'Medium priority',
  low: 'Low priority',
}
const severities: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'info',
}

const doubts: Readonly<Record<Doubt, string>> = {
  'unknown-type': 'unknown type',
  'unknown-unit': 'unit not understood',
  'missing-unit': 'no unit given',
  'implausible-value': 'value not plausible',
  'not-graded': 'not graded by this station',
  'time-ahead': 'time of publisher is ahead',
  'time-ancient': 'time of publisher is long past',
  'time-missing': 'no time given',
}
const doubtsInFull: Readonly<Record<Doubt, string>> = {
  'unknown-type': 'This station does not know this kind of finding. It is shown as the publisher sent it.',
  'unknown-unit': 'The unit of measure was not understood, so the value was not compared with any limit.',
  'missing-unit': 'The publisher gave no unit of measure; the usual unit was assumed.',
  'implausible-value': 'The value lies outside what is plausible. Check the patient and the device.',
  'not-graded': 'This station could not grade the finding. The publisher’s severity is shown.',
  'time-ahead': 'The publisher’s clock is ahead of the hub. The age is counted from arrival.',
  'time-ancient': 'The publisher’s time is long past. The value may be old.',
  'time-missing': 'The publisher gave no time. The age is counted from arrival.',
}
const timeline: Readonly<Record<EventKind, string>> = {
  raised: 'raised',
  repeated: 'reported again',
  worsened: 'worsened',
  acknowledged: 'acknowledged',
  escalated: 'escalated',
  taken: 'taken',
  released: 'released',
  read_back: 'read back',
  noted: 'note added',
  resolved: 'resolved',
  expired: 'expired',
  superseded: 'replaced by a worse finding',
}
const stamps: Readonly<Record<DeliveryStamp['what'], string>> = {
  received: 'received',
  shown: 'shown',
  notified: 'notification shown',
  sounded: 'tone played',
  'notification-suppressed': 'notification not shown',
  'sound-suppressed': 'tone not played',
}

/** Words shared by the board, the detail and the patient page. A translation replaces this object. */
export const words = {
  roles,
  priorities,
  severities,
  doubts,
  doubtsInFull,
  timeline,
  stamps,
  bedUnknown: 'Bed not known',
  bedUnknownShort: 'Bed ?',
  nameUnknown: 'Name not known',
  demo: 'DEMO',
  above: (limit: string) => `above ${limit}`,
  below: (limit: string) => `below ${limit}`,
  atOrAbove: (limit: string) => `at or above ${limit}`,
  atOrBelow: (limit: string) => `at or below ${limit}`,
  noLimit: 'no limit compared',
  worst: (value: string) => `worst ${value}`,
  times: (count: number) => `×${count}`,
  timesInFull: (count: number) => `${count} times`,
  couldNotRead: (reason: string) => `Could not be read: ${reason}`,
} as const

export const boardStrings = {
  title: 'Alerts',
  tabsLabel: 'Which alerts',
  tabs: { open: 'Open', mine: 'Mine', followed: 'Followed', history: 'Last 24 h' },
  gridLabel: 'Open alerts, most urgent first',
  empty: {
    open: {
      title: 'No open alerts',
      text: 'A new alert of your units appears here the moment it is published.',
    },
    mine: { title: 'Nothing is with you', text: 'Alerts that you acknowledge or take appear here.' },
    followed: {
      title: 'No open alerts of followed patients',
      text: 'Follow a patient with F, or on the patient page; their open alerts appear here.',
    },
  },
  loading: 'Fetching the open alerts…',
  failedTitle: 'The open alerts could not be fetched',
  failedEmpty: 'This does not mean that there are none. The station keeps trying.',
  stale: 'Shown as last known. The list is being fetched again.',
  waiting: (count: number) =>
    count === 1
      ? '1 new alert waits · it joins when the pointer leaves the list'
      : `${count} new alerts wait · they join when the pointer leaves the list`,
  showWaiting: 'Show now',
  withYou: 'with you',
  escalatesIn: (time: string) => `escalates in ${time}`,
  escalatesNow: 'escalation is due now',
  escalatedTo: (role: string) => `escalated to ${role}`,
  escalated: 'escalated',
  nextIn: (time: string) => `next step in ${time}`,
  readBackIn: (time: string) => `read back due in ${time}`,
  readBackNow: 'read back is overdue',
  readBackTo: (who: string) => `read back to ${who}`,
  resolved: 'resolved',
  expired: 'expired',
  rowMoved: 'The list had just moved under the pointer, so nothing was done. Press again.',
  wallMore: (count: number) => (count === 1 ? '1 more alert below' : `${count} more alerts below`),
  missed: {
    title: 'Missed while away',
    span: (from: string, to: string) => `This station was not watching from ${from} to ${to}.`,
    raised: (critical: number, warning: number, info: number) =>
      `Raised meanwhile: ${critical} critical, ${warning} warning, ${info} info.`,
    open: (open: number, escalated: number) => `${open} still open, ${escalated} escalated.`,
    dismiss: 'Dismiss',
  },
  arrived: {
    one: (name: string) => `New alert. ${name}`,
    many: (count: number, high: number) =>
      high === 0 ? `${count} new alerts.` : `${count} new alerts, ${high} of high priority.`,
  },
  rowName: (parts: readonly string[]) => parts.join(', '),
} as const

export const historyStrings = {
  unitLabel: 'Unit',
  empty: (unit: string) => ({
    title: `Nothing in the last 24 h in ${unit}`,
    text: 'Every event of the unit’s alerts (raised, acknowledged, escalated, resolved) is listed here.',
  }),
  failed: 'The unit’s history could not be read',
  loading: 'Reading the unit’s history…',
  more: 'Show older',
  columns: { time: 'Time', event: 'Event', bed: 'Bed', patient: 'Patient', finding: 'Finding' },
  tableLabel: (unit: string) => `Events of ${unit}, newest first`,
} as const
