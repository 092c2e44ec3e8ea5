import type { RowState } from './queue-order.ts'

const states: Readonly<Record<RowState, string>> = {
  free: 'Nobody has it',
  mine: 'You have it',
  others: 'Somebody has it',
  question: 'Information asked for',
  deciding: 'Can be undone',
}

/** The asker's own word, where it is one that this station's rules use; any other text is shown as it came. */
const recommendations: Readonly<Partial<Record<string, string>>> = {
  approve: 'Approve',
  deny: 'Deny',
  review: 'Look at it',
  ask_for_information: 'Ask for information',
}

/** Words of the Approvals screen: the queue. */
export const approvalStrings = {
  title: 'Approvals',
  listLabel: 'Requests, oldest deadline first',
  states,
  any: { kind: 'All types', state: 'All states' },
  filter: { kind: 'Type', state: 'State' },
  count: (shown: number, all: number): string =>
    shown === all ? (all === 1 ? '1 request' : `${all} requests`) : `${shown} of ${all} requests`,
  urgent: 'Urgent',
  fourEyes: 'Four eyes',
  escalated: (level: number): string => (level === 1 ? 'Escalated' : `Escalated ${level} times`),
  handedTo: (user: string): string => `For ${user}`,
  second: (user: string): string => `Approved once, by ${user}`,
  recommendation: (text: string): string => recommendations[text] ?? text,
  noRecommendation: 'No recommendation',
  confidence: (share: number): string => `${Math.round(share * 100)} %`,
  noConfidence: 'no confidence stated',
  cost: (dollars: string): string => `$${dollars}`,
  noCost: 'cost not stated',
  patient: (id: string): string => `Patient ${id}`,
  asked: (at: string): string => `Asked ${at}`,
  who: {
    free: 'nobody has it',
    question: 'information asked for',
    mine: (left: string): string => `you, for ${left}`,
    others: (user: string, left: string): string => `${user}, for ${left}`,
    deciding: (user: string, decision: string): string => `${user}: ${decision.toLowerCase()}, can be undone`,
    decidingMine: (decision: string): string => `you: ${decision.toLowerCase()}, can be undone`,
  },
  which: { label: 'Requests', waiting: 'Waiting', closed: 'Closed' },
  closed: {
    label: 'Closed requests, the latest first',
    search: 'Patient number',
    show: (id: string): string => `Closed requests of ${id}`,
    of: (id: string): string => `Patient ${id}`,
    everyone: 'Show everyone’s',
    verdicts: {
      pending: 'Open again',
      claimed: 'Open again',
      information_asked: 'Open again',
      withdrawn: 'Withdrawn',
      expired: 'Expired',
    },
    by: (user: string): string => `by ${user}`,
    byNobody: 'by nobody',
    further: 'Show older ones',
    reading: 'Reading…',
    end: 'No older ones: closed requests are kept for 30 days, the audit keeps what was decided.',
    searched: 'Not all of the list has been looked through yet.',
    loading: 'Reading the closed requests…',
    failed: 'The closed requests could not be read',
    stale: (reason: string): string => `The list could not be renewed; it is shown as it was. ${reason}`,
    none: {
      title: 'No request was closed in the last 30 days',
      text: 'Approved, denied, withdrawn and expired requests appear here, the latest on top.',
    },
    noneYet: {
      title: 'None so far',
      text: 'The latest part of the list was looked through. Older ones may be for you to see.',
    },
    nonePatient: {
      title: 'No closed request of this patient',
      text: 'Closed requests are kept for 30 days; the audit keeps what was decided.',
    },
    nonePatientYet: {
      title: 'None of this patient so far',
      text: 'The latest part of the list was looked through. Older ones may be of this patient.',
    },
    keys: 'J K move · Enter opens',
  },
  deadline: { over: (since: string): string => `${since} over`, now: '0:01', label: 'Deadline' },
  waitingRows: (count: number): string =>
    count === 1 ? '1 new request waits' : `${count} new requests wait`,
  showWaiting: 'Show',
  keys: { move: 'J K move', open: 'Enter opens' },
  empty: {
    title: 'No request waits for a decision',
    text: (kinds: string): string =>
      `What waits for a person appears here, the oldest deadline on top: ${kinds}.`,
  },
  filtered: { title: 'No request fits the filter', clear: 'Show all requests' },
  looking: {
    title: 'Looking for requests…',
    text: 'The hub has not been looked through yet: there may be more than is shown.',
  },
  loading: 'Reading the queue…',
  failed: 'The queue could not be read',
  again: 'Try again',
  partial: 'The hub is still being looked through: there may be more requests than are shown.',
  unreadable: (count: number): string =>
    count === 1
      ? 'One request of another program could not be understood and is in nobody’s queue. The Hub screen shows it.'
      : `${count} requests of other programs could not be understood and are in nobody’s queue. The Hub screen shows them.`,
  link: {
    lost: (since: string): string =>
      `No link to the hub since ${since}. Requests are shown as they were then; nothing can be decided until the link is back.`,
    lostEver: 'No link to the hub. Nothing can be decided until it is there.',
  },
  mayNotRead: {
    title: 'You decide nothing in this queue',
    text: 'Your role is shown no kind of request.',
  },
  undo: {
    label: 'Decisions that can be undone',
    said: (decision: string, subject: string): string => `${decision}: ${subject}.`,
    left: (seconds: number): string => `Final in ${seconds} s`,
    button: 'Undo',
    busy: 'Undoing…',
  },
} as const
