import { cutAt, cutsBetween, type Cut } from './cuts.ts'
import type { Incomplete, Scored, ScoreItem } from './score.ts'

/** What a range of the value means. The meaning may depend on the value inside the range. */
export interface BandReading<Band extends string> {
  readonly band: Band
  readonly meaning: string | ((value: number) => string)
}

export type BandTable<Band extends string> = readonly Cut<BandReading<Band>>[]

/**
 * How the value is read. Several tables stand for a reading that hangs on an input which is not known (`hangsOn`, in
 * words): only where all agree the band is decided.
 */
export interface Reading<Band extends string> {
  readonly tables: readonly BandTable<Band>[]
  readonly hangsOn?: string
}

/** Shorthand of a band's reading. */
export function band<const Band extends string>(
  name: Band,
  meaning: BandReading<Band>['meaning'],
): BandReading<Band> {
  return { band: name, meaning }
}

export interface Findings<Band extends string> {
  readonly lowest: number
  readonly highest: number
  readonly missing: readonly string[]
  readonly items: readonly ScoreItem[]
  readonly reading: Reading<Band>
  readonly source: string
}

/** The answer: scored when value and band are decided, incomplete with the honest bounds otherwise. */
export function conclude<Band extends string>(findings: Findings<Band>): Scored<Band> | Incomplete<Band> {
  const { lowest, highest, items, source, reading } = findings
  const possible = [
    ...new Set(reading.tables.flatMap((table) => cutsBetween(table, lowest, highest).map((cut) => cut.band))),
  ]
  const [table] = reading.tables
  if (lowest === highest && possible.length === 1 && table !== undefined) {
    const { band: name, meaning } = cutAt(table, lowest)
    return {
      kind: 'scored',
      value: lowest,
      band: name,
      meaning: typeof meaning === 'string' ? meaning : meaning(lowest),
      items,
      missing: [],
      source,
    }
  }
  const hangsOn = reading.hangsOn === undefined || reading.tables.length === 1 ? [] : [reading.hangsOn]
  const missing = [...new Set([...findings.missing, ...hangsOn])]
  return { kind: 'incomplete', lowest, highest, possible, missing, items, source }
}
