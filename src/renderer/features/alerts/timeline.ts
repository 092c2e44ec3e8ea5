import { detailStrings } from './strings-detail.ts'
import { words } from './strings.ts'
import type { DeliveryStamp } from '@shared/features/alerts/contract.ts'
import type { Alert, TimelineEntry } from '@shared/features/alerts/model.ts'

/** One line of "Delivery and actions"; `after` is milliseconds since the publication, for the delivery stamps. */
export interface TimelineLine {
  readonly key: string
  readonly at: number
  readonly text: string
  readonly kind: 'action' | 'stamp'
}

function actionText(entry: TimelineEntry): string {
  const what = words.timeline[entry.kind]
  const who =
    entry.actor === null
      ? entry.kind === 'escalated' || entry.kind === 'expired'
        ? detailStrings.byClock
        : ''
      : detailStrings.by(`${entry.actor.user}, ${words.roles[entry.actor.role]}`)
  return [[what, who].filter((part) => part !== '').join(' '), entry.text]
    .filter((part) => part !== null && part !== '')
    .join(': ')
}

function stampText(stamp: DeliveryStamp): string {
  const line = detailStrings.onStation(words.stamps[stamp.what], stamp.station)
  return stamp.detail === null ? line : `${line}: ${stamp.detail}`
}

/** Actions and delivery stamps in the order in which they happened; at the same time delivery comes first. */
export function mergeTimeline(
  entries: readonly TimelineEntry[],
  stamps: readonly DeliveryStamp[],
): readonly TimelineLine[] {
  const lines: TimelineLine[] = [
    ...stamps.map((stamp, index): TimelineLine => ({
      key: `s${index}`,
      at: stamp.at,
      text: stampText(stamp),
      kind: 'stamp',
    })),
    ...entries.map((entry, index): TimelineLine => ({
      key: `e${index}`,
      at: entry.at,
      text: actionText(entry),
      kind: 'action',
    })),
  ]
  return lines.sort((a, b) => a.at - b.at)
}

/** Deadlines that are still to come or are due, soonest first. */
export function upcoming(
  alert: Pick<Alert, 'due'>,
): readonly { readonly text: string; readonly at: number }[] {
  return alert.due
    .map((deadline) => ({ text: detailStrings.due[deadline.kind], at: deadline.at }))
    .sort((a, b) => a.at - b.at)
}
