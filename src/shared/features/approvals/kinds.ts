import { meets, type Permission } from '@shared/clinical/permissions.ts'
import { ApprovalKind } from './model.ts'

/** Who may do what with requests of one kind, and how such a request lives. */
interface KindRules {
  /** Sees that there are such requests, and what is in them. */
  readonly see: Permission
  /** Takes, decides and hands over; all of these together. */
  readonly decide: readonly Permission[]
  /** Answers a reviewer's question and withdraws; null: nobody can be asked, and nobody takes it back. */
  readonly speak: Permission | null
  /**
   * `seed`: it stands under the seed's key too, and expires undecided. `own`: no program of others sees it; it stays
   * open beyond its deadline until somebody decides, and the feature that asked is told once the ruling stands.
   */
  readonly course: 'seed' | 'own'
  /** Nobody decides what they themselves asked for, whatever four eyes say. */
  readonly neverOwn: boolean
  /** An approval too must say why. */
  readonly wordsToApprove: boolean
}

const asRequested = { see: 'read-approvals', speak: 'request-approvals', course: 'seed' } as const
const plain = { neverOwn: false, wordsToApprove: false } as const
const diagnosing = ['review-approvals', 'decide-approvals-diagnosis'] as const

const rules: Readonly<Record<ApprovalKind, KindRules>> = {
  prior_authorization: {
    ...asRequested,
    ...plain,
    decide: ['review-approvals', 'decide-approvals-prior-auth'],
  },
  high_risk_diagnosis: { ...asRequested, ...plain, decide: diagnosing },
  other: { ...asRequested, ...plain, decide: diagnosing },
  drug_answer: {
    ...plain,
    see: 'validate-interactions',
    decide: ['validate-interactions'],
    speak: null,
    course: 'own',
  },
  emergency_access: {
    see: 'review-emergency-access',
    decide: ['review-emergency-access'],
    speak: null,
    course: 'own',
    neverOwn: true,
    wordsToApprove: true,
  },
}

/** The rules of one kind. */
export function rulesOf(kind: ApprovalKind): KindRules {
  return rules[kind]
}

/** The rights of a person; null when nobody has signed in. */
type Held = ReadonlySet<Permission> | null

export function maySee(held: Held, kind: ApprovalKind): boolean {
  return meets(held, rules[kind].see)
}

export function mayDecide(held: Held, kind: ApprovalKind): boolean {
  return maySee(held, kind) && rules[kind].decide.every((each) => meets(held, each))
}

/** Answer a question about it, withdraw it. */
export function maySpeak(held: Held, kind: ApprovalKind): boolean {
  const { speak } = rules[kind]
  return maySee(held, kind) && speak !== null && meets(held, speak)
}

/** The kinds of which this holds, in the order of the model. */
export function kindsWhere(holds: (kind: ApprovalKind) => boolean): ReadonlySet<ApprovalKind> {
  return new Set(ApprovalKind.options.filter(holds))
}
