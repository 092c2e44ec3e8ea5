import { diagnosticStrings as s } from './strings.ts'
import type { RunRow } from '@shared/features/diagnostics/model.ts'

/** What leads a run, with its confidence; what a run without result has instead. */
export function leadingWords(row: RunRow): string {
  if (row.leading === null) return row.risk === null ? s.list.notYet : s.list.noLeading
  return row.confidence === null ? row.leading : `${row.leading} ${s.percent(row.confidence)}`
}

/** The risk of a run; its state while it has none. */
export function riskWords(row: RunRow): string {
  return row.risk === null ? s.statuses[row.status] : s.risks[row.risk]
}

export function judgedWords(row: RunRow): string {
  return row.feedback === null ? s.list.unjudged : s.list.judged[row.feedback]
}
