import type { Alert } from '@shared/features/alerts/model.ts'
import type { AlertStore, CommitItem, UnitPosition } from './ports.ts'
import type { UnitReplica } from './unit-replica.ts'

/** Alerts per call: a ward of thousands in one script would hold up the whole hub. */
const AT_ONCE = 200

/**
 * True when the hub knows less than it did: it came back empty, or without its last moments (a power cut, a replica
 * that took over before it had everything).
 */
export function hasLostData(before: UnitReplica, position: UnitPosition): boolean {
  return before.epoch !== null && (before.epoch !== position.epoch || position.seq < before.seq)
}

/**
 * Puts back the open alerts that the hub has lost, or has in an older state: what this station still shows is all
 * that is left of them. Any number of stations may do so; each alert is taken once. Answers how many were put back.
 */
export async function restoreLost(store: AlertStore, before: UnitReplica): Promise<number> {
  const open = [...before.all()]
  let restored = 0
  for (let start = 0; start < open.length; start += AT_ONCE) {
    const chunk = open.slice(start, start + AT_ONCE)
    const there = await store.states(
      before.unit,
      chunk.map((alert) => alert.id),
    )
    const items = chunk.flatMap((alert) => itemFor(alert, there.find(({ id }) => id === alert.id) ?? null))
    if (items.length === 0) continue
    const outcomes = await store.commit(before.unit, items)
    restored += outcomes.filter(({ kind }) => kind === 'applied').length
  }
  return restored
}

function itemFor(alert: Alert, there: Alert | null): CommitItem[] {
  if (there !== null && there.rev >= alert.rev) return []
  const kind = there === null ? 'raised' : (alert.timeline.at(-1)?.kind ?? 'raised')
  const changes = [{ change: { kind, next: alert }, expectedRev: there?.rev ?? 0 }]
  return [{ messageId: there === null ? alert.id : '', bundle: null, changes }]
}
