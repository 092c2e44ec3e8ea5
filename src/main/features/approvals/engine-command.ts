import type { Actor } from '@shared/clinical/person.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalDueKind, Seen, Verdict } from '@shared/features/approvals/model.ts'
import type { Asked } from './engine-asked.ts'

/** What a person does. `by` comes from main's session; that their role may is asked before. */
export type ApprovalCommand =
  | { readonly kind: 'claim'; readonly by: Actor }
  | { readonly kind: 'release'; readonly by: Actor; readonly token: number }
  | {
      readonly kind: 'decide'
      readonly by: Actor
      readonly token: number
      readonly verdict: Verdict
      readonly reason: string | null
      /** An option of the request's choice; null takes what was offered. */
      readonly chosen: string | null
      readonly seen: Seen
    }
  | { readonly kind: 'undo'; readonly by: Actor; readonly token: number }
  | { readonly kind: 'ask'; readonly by: Actor; readonly token: number; readonly text: string }
  | { readonly kind: 'answer'; readonly by: Actor; readonly text: string }
  /** `by` is null when the run that asked takes it back; `fence` then is the run's. */
  | {
      readonly kind: 'withdraw'
      readonly by: Actor | null
      readonly reason: string
      readonly fence: number | null
    }
  | {
      readonly kind: 'delegate'
      readonly by: Actor
      readonly to: { readonly user: string; readonly role: Role }
      readonly note: string
    }

export type ApprovalInput = Asked | ApprovalCommand | { readonly kind: 'due'; readonly due: ApprovalDueKind }

/** One kind of what a person does. */
export type Input<K extends ApprovalCommand['kind']> = Extract<ApprovalCommand, { kind: K }>
