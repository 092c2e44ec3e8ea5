import { cutCsv } from './csv-cutter.ts'
import { readBundle } from './fhir-record.ts'
import { readRow } from './record-read.ts'
import type { RowReading } from './part-input.ts'
import { withNotes } from './row-reading.ts'
import type { RunPlan } from './run-plan.ts'
import { cellsOf } from './source-csv.ts'

/** Reads the text of one row again, as the format of its run has it. */
export function readMendedText(
  plan: Pick<RunPlan, 'format' | 'columns' | 'delimiter'>,
  text: string,
  asOf: number,
): RowReading {
  if (plan.format === 'csv') return readLine(plan, text, asOf)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'rejected', reason: 'The row is not JSON.' }
  }
  if (plan.format !== 'fhir') return withNotes(readRow(value, asOf))
  const [first, second] = readBundle(value, asOf)
  if (first === undefined || second !== undefined)
    return { kind: 'rejected', reason: 'A mended bundle must hold exactly one Patient.' }
  return withNotes(first)
}

function readLine(plan: Pick<RunPlan, 'columns' | 'delimiter'>, text: string, asOf: number): RowReading {
  const cut = cutCsv(Buffer.from(text, 'utf8'), plan.delimiter, plan.columns.length, true)
  const [bad] = cut.bad
  if (bad !== undefined) return { kind: 'rejected', reason: bad.reason }
  if (cut.good !== 1) return { kind: 'rejected', reason: 'The text must be exactly one row.' }
  const cells = cellsOf(cut, 0)
  const row = Object.fromEntries(plan.columns.map((name, at) => [name, cells[at] ?? '']))
  return withNotes(readRow(row, asOf))
}
