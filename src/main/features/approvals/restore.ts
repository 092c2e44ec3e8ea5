import type { Approval } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { deadlinesOf, type Effect, follows, unguarded } from './engine-record.ts'
import type { ApprovalStore } from './ports.ts'

/**
 * Puts back what a hub has lost that came back empty or without its last moments: only states that it had confirmed are
 * in a station's copy, so an older one on the hub is always a loss. Any number of stations may do so; each request is
 * put back once. Its claims go with it: their tokens are in the record. Rejects with a HubError.
 * @returns how many were put back.
 */
export async function restoreLost(
  store: ApprovalStore,
  known: readonly Approval[],
  policy: ApprovalPolicy,
): Promise<number> {
  const there = new Map((await store.states(known.map(({ id }) => id))).map((state) => [state.id, state]))
  let restored = 0
  for (const approval of known) {
    const before = there.get(approval.id) ?? null
    if (before !== null && before.rev >= approval.rev) continue
    const next = { ...approval, due: deadlinesOf(approval, policy) }
    const effects = effectsOf(next).filter((effect) => follows(next, effect))
    const outcome = await store.commit(before, { kind: 'restored', next, guard: unguarded, effects })
    if (outcome.kind === 'applied') restored += 1
  }
  return restored
}

/** What the hub has lost may be what followed as well: a feature that was told before is told again. */
function effectsOf({ id, content, round, ruling }: Approval): Effect[] {
  if (ruling === null) return [{ kind: 'mirror' }]
  const ruled = { id, kind: content.kind, reference: content.reference, round, ruling }
  return [{ kind: 'mirror' }, { kind: 'tell', ruled }]
}
