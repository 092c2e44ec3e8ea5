import { isUtf8 } from 'node:buffer'
import { type Cut, cutCsv } from './csv-cutter.ts'
import { CutRoom } from './csv-record.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { readRow } from './record-read.ts'
import { cellUses } from './plain-rows.ts'
import { withNotes } from './row-reading.ts'
import type { KeptReject, PlanPart, SourcePlan } from './run-plan.ts'
import { cellsOf } from './source-csv.ts'
import type { SourceBytes } from './source-bytes.ts'

export const duplicateReason =
  'This patient occurs before in the file, and the first row counts. If that one was rejected, replay the right one.'

interface PartRoom {
  read: Buffer
  readonly cut: CutRoom
}

/** A CSV file opened for work: each part is one range of bytes, so that no host reads more than it works on. */
export class CsvParts implements OpenSource {
  readonly #bytes: SourceBytes
  readonly #plan: SourcePlan
  readonly #asOf: number
  readonly #duplicates: ReadonlySet<number>
  /** Memory of parts that have been worked on, for those to come. */
  readonly #rooms: PartRoom[] = []

  /** @param asOf milliseconds since 1970 that ages are of. */
  constructor(bytes: SourceBytes, plan: SourcePlan, asOf: number) {
    this.#bytes = bytes
    this.#plan = plan
    this.#asOf = asOf
    this.#duplicates = new Set(plan.duplicates)
  }

  async part(part: PlanPart): Promise<PartInput> {
    const room = this.#rooms.pop() ?? { read: Buffer.alloc(0), cut: new CutRoom() }
    if (room.read.length < part.to - part.from) room.read = Buffer.allocUnsafe(part.to - part.from)
    const bytes = await this.#bytes.read(part.from, part.to, room.read)
    const width = this.#plan.columns.length
    const cut = cutCsv(bytes, this.#plan.delimiter, width, true, part.records, room.cut)
    const bad = cut.bad.map(({ index, line, reason, from, to }) =>
      rejectOf(
        part.first + index,
        part.line + line,
        reason,
        textOf(bytes.subarray(from, to)),
        this.#plan.columns,
      ),
    )
    const numberOf = (row: number): number => part.first + (cut.index[row] ?? 0)
    const again: KeptReject[] = []
    if (this.#duplicates.size > 0)
      for (let row = 0; row < cut.good; row += 1) {
        const number = numberOf(row)
        if (!this.#duplicates.has(number)) continue
        const line = part.line + (cut.line[row] ?? 0)
        again.push(
          rejectOf(number, line, duplicateReason, this.#sourceText(bytes, cut, row), this.#plan.columns),
        )
      }
    return {
      table: {
        text: cut.text,
        rows: cut.good,
        cells: cut.cells,
        columns: cellUses(this.#plan.columns),
        recordOf: numberOf,
        without: this.#duplicates,
        rest: (rows) =>
          Promise.resolve(
            rows.map(({ row, record }): SingleRow => {
              const read = (): RowReading => this.#read(cellsOf(cut, row))
              return {
                number: record,
                line: part.line + (cut.line[row] ?? 0),
                text: () => this.#sourceText(bytes, cut, row),
                get reading() {
                  return read()
                },
              }
            }),
          ),
        release: () => void this.#rooms.push(room),
      },
      single: [],
      rejects: [...bad, ...again],
    }
  }

  async record(part: PlanPart, number: number): Promise<RowReading | null> {
    const bytes = await this.#bytes.read(part.from, part.to)
    const cut = cutCsv(bytes, this.#plan.delimiter, this.#plan.columns.length, true, part.records)
    const row = cut.index.subarray(0, cut.good).indexOf(number - part.first)
    return row === -1 ? null : this.#read(cellsOf(cut, row))
  }

  close(): Promise<void> {
    return this.#bytes.close()
  }

  #read(cells: readonly string[]): RowReading {
    const row = Object.fromEntries(this.#plan.columns.map((name, at) => [name, cells[at] ?? '']))
    return withNotes(readRow(row, this.#asOf))
  }

  #sourceText(bytes: Buffer, cut: Cut, row: number): string {
    const rest = bytes.subarray(cut.from[row] ?? 0, row + 1 < cut.good ? cut.from[row + 1] : bytes.length)
    return textOf(rest.subarray(0, cutCsv(rest, this.#plan.delimiter, null, true, 1).used))
  }
}

/** Bytes as text without the line end; what is not UTF-8 as Latin-1, so that nothing of it is lost. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replace(/\r?\n$/, '')
}
