import type { ApprovalKind, Verdict } from '@shared/features/approvals/model.ts'

interface KindWords {
  readonly name: string
  /** What stands over the asker's recommendation; null where nobody recommends anything. */
  readonly recommendation: string | null
  /** What stands over everything that is named for and against it. */
  readonly basis: string
  /** What stands over the asker's own words. */
  readonly justification: string
  /** What stands over lines that nobody has weighed for or against it. */
  readonly facts: string
  /** Why no question can be put from here; null where one can. */
  readonly nobodyToAsk: string | null
  readonly approve: string
  /** Of the button that asks for more first. */
  readonly approveAsks: string
  readonly deny: string
  readonly denyAsks: string
  /** After the decision, by its verdict. */
  readonly past: Readonly<Record<Verdict, string>>
  readonly approving: DecisionWords
  readonly denying: DecisionWords
}

/** What the dialog of a decision says. */
interface DecisionWords {
  readonly title: (subject: string) => string
  readonly text: string
  readonly field: string
  readonly hint: string
  readonly problem: string
}

const requested = {
  recommendation: 'Recommendation',
  basis: 'What it rests on',
  justification: 'Justification',
  facts: 'Facts',
  nobodyToAsk: null,
  approve: 'Approve',
  approveAsks: 'Approve…',
  deny: 'Deny',
  denyAsks: 'Deny…',
  past: { approved: 'Approved', denied: 'Denied' },
  approving: {
    title: (subject: string): string => `Approve ${subject}`,
    text: 'The note goes into the record.',
    field: 'Note',
    hint: '',
    problem: 'Write what the decision rests on.',
  },
  denying: {
    title: (subject: string): string => `Deny ${subject}`,
    text: 'The reason goes to the asker and into the record. It has to say what is missing or not met, specifically enough to act on.',
    field: 'Reason',
    hint: 'For example: six weeks of physiotherapy are not documented.',
    problem: 'Say specifically why: at least four words, and what is missing or not met.',
  },
} as const satisfies Omit<KindWords, 'name'>

/** What each kind of request is called, and how one decides it. */
export const kindWordsOf: Readonly<Record<ApprovalKind, KindWords>> = {
  prior_authorization: { ...requested, name: 'Prior authorisation' },
  high_risk_diagnosis: { ...requested, name: 'High-risk diagnosis' },
  other: { ...requested, name: 'Other' },
  drug_answer: {
    name: 'AI drug answer',
    recommendation: 'The answer says',
    basis: 'What it rests on',
    justification: 'What happens',
    facts: 'What else it says, and its origin',
    nobodyToAsk: 'A model cannot be asked back. Reject what it leaves open.',
    approve: 'Validate',
    approveAsks: 'Validate…',
    deny: 'Reject',
    denyAsks: 'Reject…',
    past: { approved: 'Validated', denied: 'Rejected' },
    approving: {
      title: (subject) => `Validate the answer about ${subject}`,
      text: 'Everybody is shown the answer as validated by you, with this severity. A note, if you write one, stands beside it.',
      field: 'Note',
      hint: '',
      problem: 'Write what the decision rests on.',
    },
    denying: {
      title: (subject) => `Reject the answer about ${subject}`,
      text: 'The answer is withdrawn everywhere, and the pair reads as unchecked until another source answers.',
      field: 'Reason',
      hint: 'For example: the mechanism that it names is of another drug.',
      problem: 'Say specifically why: at least four words, and what is wrong with the answer.',
    },
  },
  emergency_access: {
    name: 'Emergency access',
    recommendation: null,
    basis: 'What happened',
    justification: 'Reason given at the time',
    facts: 'Facts',
    nobodyToAsk: 'The person who used it cannot be asked from here. Speak to them, and write what they said.',
    approve: 'Justified',
    approveAsks: 'Justified…',
    deny: 'Not justified',
    denyAsks: 'Not justified…',
    past: { approved: 'Justified', denied: 'Not justified' },
    approving: {
      title: (subject) => `Justified: ${subject}`,
      text: 'What you found goes into the record, with what you were shown.',
      field: 'Finding',
      hint: '',
      problem: 'Write what you found.',
    },
    denying: {
      title: (subject) => `Not justified: ${subject}`,
      text: 'What you found goes into the record, with what you were shown. What follows from it is not decided here.',
      field: 'Finding',
      hint: 'For example: none of the patients opened was on that ward.',
      problem: 'Say specifically why: at least four words, and what was not justified.',
    },
  },
}
