import type {
  ApprovalEventKind,
  ApprovalStatus,
  BasisLine,
  Verdict,
} from '@shared/features/approvals/model.ts'

const events: Readonly<Record<ApprovalEventKind, string>> = {
  asked: 'Asked',
  changed: 'What is asked was changed',
  asked_again: 'Asked again',
  fenced: 'An older run was turned away',
  claimed: 'Taken',
  renewed: 'Kept',
  released: 'Given back',
  lease_ended: 'Time to decide ran out; it is free again',
  proposed: 'Decided, can be undone',
  undone: 'Decision undone',
  first_approved: 'Approved by the first of two',
  approved: 'Approved',
  denied: 'Denied',
  question: 'Information asked for',
  answer: 'Answered',
  withdrawn: 'Withdrawn',
  delegated: 'Handed over',
  delegation_ended: 'Handing over ended',
  escalated: 'Escalated: the deadline is near',
  expired: 'Expired: nobody decided in time',
  refreshed: 'Kept on the hub for another day',
  hastened: 'The deadline was brought forward',
  restored: 'Put back after the hub had lost it',
}

const statuses: Readonly<Record<ApprovalStatus, string>> = {
  pending: 'Waits for a decision',
  claimed: 'Being decided',
  approved: 'Approved',
  denied: 'Denied',
  information_asked: 'Information asked for',
  withdrawn: 'Withdrawn',
  expired: 'Expired: nobody decided in time',
}

const standings: Readonly<Record<BasisLine['standing'], string>> = {
  for: 'For it',
  against: 'Against it',
  missing: 'Missing',
}

/** Words of the Approvals screen: one request, and what is done with it. */
export const requestStrings = {
  label: 'Request',
  choose: {
    title: 'No request is open',
    text: 'J and K move through the list, Enter opens a request. What it rests on is then shown here; a decision is recorded with exactly what was shown.',
  },
  reading: 'Reading the request…',
  failed: 'The request could not be read',
  gone: 'The hub no longer has this request',
  goneText: 'Closed requests are kept for 30 days; the audit keeps what was decided.',
  again: 'Read it again',
  changed: 'This request has changed since you opened it. You see it as it was.',
  showChanged: 'Show it as it is now',
  statuses,
  decided: (verdict: Verdict, user: string, at: string): string =>
    `${verdict === 'approved' ? 'Approved' : 'Denied'} by ${user}, ${at}`,
  firstApproval: (user: string, at: string): string =>
    `Approved by ${user}, ${at}. A second person has to approve as well.`,
  fourEyes: 'Two people have to approve this request.',
  reason: 'Reason',
  handedOver: (to: string, by: string, until: string): string => `Handed to ${to} by ${by}, until ${until}`,
  recommendation: 'Recommendation',
  confidence: 'Confidence',
  cost: 'Estimated cost',
  deadline: 'Deadline',
  asked: 'Asked',
  type: 'Type',
  number: 'Request',
  deadlineAt: (left: string, moment: string): string => `${left} (${moment})`,
  basis: 'What it rests on',
  standings,
  none: {
    for: 'Nothing was named.',
    against: 'Nothing was named. That nobody named anything does not mean that there is nothing.',
    missing: 'Nothing was named as missing.',
  },
  noBasis:
    'The program that asked named no single findings: there is only its justification, and nothing that argues against it was looked for.',
  justification: 'Justification',
  noJustification: 'None was given.',
  exchange: 'Questions and answers',
  question: (user: string, at: string): string => `${user} asked, ${at}`,
  answer: (user: string, at: string): string => `${user} answered, ${at}`,
  unanswered: 'Not answered yet.',
  history: 'History',
  events,
  byProgram: 'a program',
  byClock: 'the clock',
  proposed: (verdict: Verdict, own: boolean, user: string, until: string): string =>
    `${verdict === 'approved' ? 'Approved' : 'Denied'} by ${own ? 'you' : user}. Final at ${until}; until then it can be undone.`,
  said: {
    mine: 'You have this request.',
    others: (user: string): string => `${user} has this request.`,
    free: 'Nobody has this request.',
  },
  claim: {
    mine: (left: string): string => `You have this request for another ${left}.`,
    others: (user: string, station: string, left: string): string =>
      `${user} at ${station} has this request for another ${left}.`,
    free: 'Nobody has this request. Deciding takes it for you.',
    question: 'Information was asked for. It can be decided all the same.',
  },
  notYours: 'Your role does not decide requests of this kind.',
  secondNeeded: 'You approved first; the second approval is somebody else’s.',
  handedElsewhere: (user: string): string => `This request is handed to ${user}.`,
} as const

/** Words of what is done with a request. */
export const actStrings = {
  label: 'Decide',
  take: { label: 'Take', busy: 'Taking…' },
  release: { label: 'Give back', busy: 'Giving back…' },
  approve: { label: 'Approve', busy: 'Approving…' },
  deny: { label: 'Deny…', busy: 'Denying…' },
  ask: { label: 'Ask…', busy: 'Asking…', done: 'Asked. The request waits for the answer.' },
  delegate: { label: 'Hand over…', busy: 'Handing over…', done: 'Handed over.' },
  answer: { label: 'Answer…', busy: 'Answering…', done: 'Answered.' },
  withdraw: { label: 'Withdraw…', busy: 'Withdrawing…', done: 'Withdrawn.' },
  changedFirst: 'The request has changed since you opened it. Look at it as it is now (L), then decide.',
  cancel: 'Cancel',
  dialogs: {
    deny: {
      title: (subject: string): string => `Deny ${subject}`,
      text: 'The reason goes to the asker and into the record. It has to say what is missing or not met, specifically enough to act on.',
      field: 'Reason',
      hint: 'For example: six weeks of physiotherapy are not documented.',
      problem: 'Say specifically why: at least four words, and what is missing or not met.',
      submit: 'Deny',
    },
    ask: {
      title: (subject: string): string => `Ask about ${subject}`,
      text: 'The asker sees the question. The request stays in the queue, its deadline runs on, and your hold on it ends.',
      field: 'Question',
      hint: '',
      problem: 'Write what you need to know.',
      submit: 'Ask',
    },
    answer: {
      title: (subject: string): string => `Answer about ${subject}`,
      text: 'The answer is shown to whoever decides.',
      field: 'Answer',
      hint: '',
      problem: 'Write the answer.',
      submit: 'Answer',
    },
    withdraw: {
      title: (subject: string): string => `Withdraw ${subject}`,
      text: 'Nobody decides the request any more. This cannot be undone; it can be asked anew.',
      field: 'Reason',
      hint: '',
      problem: 'Say why it is withdrawn.',
      submit: 'Withdraw',
    },
    delegate: {
      title: (subject: string): string => `Hand over ${subject}`,
      text: 'The person has it alone for four hours, or until it is escalated.',
      field: 'User name',
      hint: 'As at sign-in, for example n.okafor.',
      problem: 'Name the person by the name they sign in with.',
      submit: 'Hand over',
      note: 'Note',
    },
  },
} as const
