import { type Alert, isOpen } from '@shared/features/alerts/model.ts'
import type { AlertStore, CommitItem, UnitPosition } from './ports.ts'
import type { UnitReplica } from './unit-replica.ts'

/** Alerts per call: a ward of thousands in one script would hold up the whole hub. */
const AT_ONCE = 200

/**
 * Puts back what the hub has lost, or has in an older state, when it came back empty or without its last moments (a
 * kill between writing and storing, a power cut, a replica that took over before it had everything): what this
 * station still holds is all that is left of it. Only states that the hub had confirmed are ever in a copy, so an
 * older one on the hub is always a loss. Any number of stations may do so; each alert is taken once. Answers how many
 * alerts were put back.
 * @param open what the hub holds open now.
 */
export async function restoreLost(
  store: AlertStore,
  before: UnitReplica,
  position: UnitPosition,
  open: readonly Alert[],
): Promise<number> {
  if (before.epoch === null) return 0
  const isShorter = before.epoch !== position.epoch || position.seq < before.seq
  // What was closed comes first, so that the alert in its place finds the place free.
  const known = [...before.closed(), ...before.all()]
  const there = new Map(open.map((alert) => [alert.id, alert]))
  const elsewhere = known.filter((alert) => !there.has(alert.id) && (isShorter || isOpen(alert)))
  for (const alert of await store.states(
    before.unit,
    elsewhere.map(({ id }) => id),
  ))
    there.set(alert.id, alert)
  const items = known.flatMap((alert) => itemFor(alert, there.get(alert.id) ?? null, isShorter))
  const restored = new Set<string>()
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const chunk = items.slice(start, start + AT_ONCE)
    const outcomes = await store.commit(before.unit, chunk)
    chunk.forEach(({ changes }, index) => {
      if (outcomes[index]?.kind === 'applied') for (const { change } of changes) restored.add(change.next.id)
    })
  }
  if (restored.size > 0) await markAsCounted(store, before, restored)
  return restored.size
}

/**
 * Messages that are counted in what was put back must not be counted again when the histories are read. Those of an
 * alert that has gone on without them must.
 */
async function markAsCounted(
  store: AlertStore,
  before: UnitReplica,
  restored: ReadonlySet<string>,
): Promise<void> {
  const messages = [...before.messages()].filter(([, alertId]) => restored.has(alertId))
  for (let start = 0; start < messages.length; start += AT_ONCE) {
    const chunk = messages.slice(start, start + AT_ONCE)
    await store.commit(
      before.unit,
      chunk.map(([messageId]) => ({ messageId, bundle: null, changes: [] })),
    )
  }
}

function itemFor(alert: Alert, there: Alert | null, isShorter: boolean): CommitItem[] {
  // What others have closed since stays closed.
  if (there !== null && (there.rev >= alert.rev || !isOpen(there))) return []
  // A closed alert that is missing has most likely reached the end of its retention.
  if (there === null && !isOpen(alert) && !isShorter) return []
  const kind = there === null ? 'raised' : (alert.timeline.at(-1)?.kind ?? 'raised')
  const changes = [{ change: { kind, next: alert }, expectedRev: there?.rev ?? 0 }]
  return [{ messageId: there === null ? alert.id : '', bundle: null, changes }]
}
