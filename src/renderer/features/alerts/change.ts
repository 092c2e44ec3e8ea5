import { decimalsOf } from './describe.ts'
import { detailStrings } from './strings-detail.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { formatChange } from '@renderer/ui/value-format.ts'

const MINUTE = 60_000

/** `+0.7 in 41 min` from the first to the last reading of the alert; null with fewer than two readings. */
export function changeLine(alert: Pick<Alert, 'trend' | 'type' | 'unitOfMeasure'>): string | null {
  const [first, last] = [alert.trend[0], alert.trend.at(-1)]
  if (first === undefined || last === undefined || last.at <= first.at) return null
  const change = formatChange(first.value, last.value, decimalsOf(alert))
  const minutes = Math.max(1, Math.round((last.at - first.at) / MINUTE))
  return minutes < 120
    ? detailStrings.change(change, minutes)
    : detailStrings.changeHours(change, Math.round(minutes / 60))
}
