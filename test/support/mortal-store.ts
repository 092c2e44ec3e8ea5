import type { ApprovalStore } from '@main/features/approvals/ports.ts'

/**
 * The call of the store at which the process dies, counted from the moment that `armed` is set. `heard`: the hub has
 * carried the call out, and nobody is left to take the answer.
 */
export interface Mortality {
  readonly call: number
  readonly heard: boolean
  armed: boolean
}

const forever = new Promise<never>(() => undefined)

/**
 * A store whose process is killed at a given call, as by SIGKILL: the hub hears nothing after it, no answer arrives,
 * and nothing that waits for one goes on.
 */
export function mortal(
  store: ApprovalStore,
  dies: Mortality | null,
): { store: ApprovalStore; dead: () => boolean } {
  let calls = 0
  let isDead = false
  async function step<T>(ask: () => Promise<T>): Promise<T> {
    if (isDead) return forever
    if (dies?.armed === true) calls += 1
    if (dies === null || calls < dies.call || !dies.armed) return ask()
    isDead = true
    if (dies.heard) await ask()
    return forever
  }
  return {
    dead: () => isDead,
    store: {
      now: () => store.now(),
      commit: (before, change) => step(() => store.commit(before, change)),
      attach: () => step(() => store.attach()),
      states: (ids) => step(() => store.states(ids)),
      closed: (after, limit) => step(() => store.closed(after, limit)),
      logAfter: (streamId, limit) => step(() => store.logAfter(streamId, limit)),
      due: (now, limit) => step(() => store.due(now, limit)),
      duties: (before, limit) => step(() => store.duties(before, limit)),
      done: (duty) => step(() => store.done(duty)),
      mirror: (approval, lifeMs, over) => step(() => store.mirror(approval, lifeMs, over)),
      publish: (approval) => step(() => store.publish(approval)),
      readRequest: (id) => step(() => store.readRequest(id)),
      requests: () => store.requests(),
      claimLook: () => step(() => store.claimLook()),
      endLook: (begunAt) => step(() => store.endLook(begunAt)),
      lookedAt: () => step(() => store.lookedAt()),
      figures: () => step(() => store.figures()),
      trim: (before, firstDay) => step(() => store.trim(before, firstDay)),
    },
  }
}
