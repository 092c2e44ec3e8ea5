import type { Approval } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import type { ApprovalInput } from './engine-command.ts'
import { decide } from './engine.ts'
import type { Change, Refusal } from './engine-record.ts'
import type { ApprovalStore } from './ports.ts'

const MAX_ROUNDS = 10

export type Transition =
  | { readonly kind: 'applied'; readonly change: Change }
  | { readonly kind: 'unchanged'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** The hub does not know it, or it changes faster than one can decide. */
  | { readonly kind: 'not-found' }

/**
 * Decides on the newest state that is known and lets the hub accept or refuse; a refusal brings the newer state and
 * the decision is made again on that. What was decided under a token that has been passed on is not repeated.
 * @param inputOn what is put to the engine for a state; it may throw to end the matter.
 */
export async function transit(
  store: ApprovalStore,
  policy: ApprovalPolicy,
  known: Approval | null,
  inputOn: (state: Approval | null) => ApprovalInput,
  learned: (approval: Approval) => void,
): Promise<Transition> {
  let state = known
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const input = inputOn(state)
    const outcome = decide(state, input, policy, store.now())
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'unchanged')
      return state === null ? { kind: 'not-found' } : { kind: 'unchanged', approval: state }
    const committed = await store.commit(state, outcome.change)
    if (committed.kind === 'applied') {
      learned(outcome.change.next)
      return { kind: 'applied', change: outcome.change }
    }
    if (committed.current !== null) learned(committed.current)
    if (committed.kind === 'late') return { kind: 'refused', why: 'too-late' }
    // A station's reckoning of the hub's clock may be a moment ahead of the end of somebody's claim.
    if (committed.kind === 'early') return { kind: 'refused', why: 'taken' }
    state = committed.current
    if (state === null && input.kind !== 'asked') return { kind: 'not-found' }
  }
  return { kind: 'not-found' }
}
