import { rowLabel } from '@renderer/features/alerts/describe.ts'
import { isCallingHigh } from '@renderer/features/alerts/board-order.ts'
import { boardStrings } from '@renderer/features/alerts/strings.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

/**
 * One sentence for all alerts that came within a short time: one is named in full, more are counted, so that a
 * flood does not keep a screen reader talking for minutes. Null when there is nothing to say.
 */
export function announcement(arrived: readonly Alert[]): string | null {
  const [only] = arrived
  if (only === undefined) return null
  if (arrived.length === 1) return boardStrings.arrived.one(rowLabel(only))
  return boardStrings.arrived.many(arrived.length, arrived.filter(isCallingHigh).length)
}
