import { isCalling, isOpen, type Alert } from '@shared/features/alerts/model.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { severityRank } from '@shared/clinical/severity.ts'

export type AlertMap = ReadonlyMap<string, Alert>

/** High priority and nobody has acknowledged it: the alerts that must never wait, hide or lose their place. */
export function isCallingHigh(alert: Alert): boolean {
  return priorityOf(alert.severity) === 'high' && isCalling(alert)
}

/**
 * Order of the board: calling high priority first, then by priority, then newest first by the time it was
 * raised (a repeat does not move its row), then by id so that all stations agree.
 */
export function compareOnBoard(a: Alert, b: Alert): number {
  return (
    Number(isCallingHigh(b)) - Number(isCallingHigh(a)) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    b.raisedAt - a.raisedAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** Sorts a whole board once; ids of the open alerts. */
export function sortBoard(items: AlertMap): string[] {
  return [...items.values()]
    .filter(isOpen)
    .sort(compareOnBoard)
    .map((alert) => alert.id)
}

/**
 * The order after a change, without sorting again: the changed ids are taken out and the open ones among them
 * merged back in. Cost grows with the board only linearly, so that a flood stays smooth.
 * `items` is the board after the change; the alerts of `order` that are not in `changed` are as they were.
 */
export function reorder(order: readonly string[], changed: ReadonlySet<string>, items: AlertMap): string[] {
  const incoming: Alert[] = []
  for (const id of changed) {
    const alert = items.get(id)
    if (alert !== undefined && isOpen(alert)) incoming.push(alert)
  }
  incoming.sort(compareOnBoard)
  const merged: string[] = []
  let next = 0
  for (const id of order) {
    if (changed.has(id)) continue
    const alert = items.get(id)
    if (alert === undefined) continue
    for (let candidate = incoming[next]; candidate !== undefined; candidate = incoming[next]) {
      if (compareOnBoard(candidate, alert) > 0) break
      merged.push(candidate.id)
      next += 1
    }
    merged.push(id)
  }
  for (const rest of incoming.slice(next)) merged.push(rest.id)
  return merged
}

/** What the list shows and what waits in the strip. */
export interface Arrangement {
  readonly shown: readonly string[]
  readonly waiting: readonly string[]
}

/**
 * Keeps rows still while the pointer is in the list: rows shown stay where they are, even when their alert has
 * closed; new calling high alerts come in at the top; all other new ones wait. When not holding, the board's own
 * order is shown.
 */
export function arrange(
  shownBefore: readonly string[],
  order: readonly string[],
  items: AlertMap,
  holding: boolean,
): Arrangement {
  if (!holding) return { shown: order, waiting: [] }
  const known = new Set(shownBefore)
  const urgent: string[] = []
  const waiting: string[] = []
  for (const id of order) {
    if (known.has(id)) continue
    const alert = items.get(id)
    if (alert !== undefined && isCallingHigh(alert)) urgent.push(id)
    else waiting.push(id)
  }
  const shown = urgent.length === 0 ? shownBefore : [...urgent, ...shownBefore]
  return { shown, waiting }
}

/** Counts for the status bar and the rail. `calling`: those that nobody has acknowledged. */
export interface BoardCounts {
  readonly high: number
  readonly medium: number
  readonly low: number
  readonly calling: number
  readonly callingHigh: number
}

export const noCounts: BoardCounts = { high: 0, medium: 0, low: 0, calling: 0, callingHigh: 0 }

/** The counts after `changed` alerts went from `before` to `after`; costs only as much as changed. */
export function recount(
  counts: BoardCounts,
  changed: Iterable<string>,
  before: AlertMap,
  after: AlertMap,
): BoardCounts {
  const now = { ...counts }
  const add = (alert: Alert | undefined, by: 1 | -1): void => {
    if (alert === undefined || !isOpen(alert)) return
    now[priorityOf(alert.severity)] += by
    if (isCalling(alert)) now.calling += by
    if (isCallingHigh(alert)) now.callingHigh += by
  }
  for (const id of changed) {
    add(before.get(id), -1)
    add(after.get(id), 1)
  }
  return now
}

/** Counts a whole board once. */
export function countBoard(items: AlertMap): BoardCounts {
  return recount(noCounts, items.keys(), new Map(), items)
}

export type BoardTab = 'open' | 'mine' | 'followed' | 'history'

/** Whether an open alert is with this user: taken by them, or acknowledged by them and taken by nobody. */
export function isMine(alert: Alert, user: string): boolean {
  return alert.holder === null ? alert.acknowledgedBy?.user === user : alert.holder.user === user
}
