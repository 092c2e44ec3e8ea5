import { shareWords, spanWords } from './queue-view.ts'
import { priorAuthStrings } from './strings-queue.ts'
import type { PublicMetrics } from '@shared/features/prior-auth/answers.ts'

const s = priorAuthStrings.figures

const time = (ms: number | null): string => (ms === null ? s.noTime : spanWords(ms))

/** The yearly public metrics as lines of name and value, in the order of 42 CFR 422.122(c). */
export function metricLines(metrics: PublicMetrics): readonly (readonly [string, string])[] {
  const { lines } = s
  return [
    [lines.standardApproved, shareWords(metrics.standardApproved)],
    [lines.standardDenied, shareWords(metrics.standardDenied)],
    [lines.standardApprovedAfterAppeal, shareWords(metrics.standardApprovedAfterAppeal)],
    [lines.extendedAndApproved, shareWords(metrics.extendedAndApproved)],
    [lines.expeditedApproved, shareWords(metrics.expeditedApproved)],
    [lines.expeditedDenied, shareWords(metrics.expeditedDenied)],
    [lines.averageStandard, time(metrics.standard.averageMs)],
    [lines.medianStandard, time(metrics.standard.medianMs)],
    [lines.averageExpedited, time(metrics.expedited.averageMs)],
    [lines.medianExpedited, time(metrics.expedited.medianMs)],
  ]
}

/** One cell of a CSV file (RFC 4180). A leading sign would be run as a formula by a spreadsheet, so it is quoted text. */
export function csvCell(text: string): string {
  const safe = /^[=+@\-\t]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The metrics and the items that need authorisation, for publishing. */
export function metricsCsv(metrics: PublicMetrics): string {
  const rows: readonly (readonly string[])[] = [
    [s.metric, s.value],
    [s.year, String(metrics.year)],
    ...metricLines(metrics),
    [s.code, s.name],
    ...metrics.items.map(({ code, name }) => [code, name]),
  ]
  return `${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}
