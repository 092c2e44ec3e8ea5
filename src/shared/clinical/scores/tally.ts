import { conclude, type Reading } from './conclude.ts'
import { cutAt, edgesOf, type Cut } from './cuts.ts'
import { extremes, type Lookup } from './extremes.ts'
import type { Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { measured, oneOf, yesNo, type Variable } from './variable.ts'

/** One criterion of a score of points, already judged: what it gives at least and at most. */
export interface Item {
  readonly label: string
  readonly low: number
  readonly high: number
  readonly missing: readonly string[]
  readonly input: string
  readonly faults: readonly string[]
}

/** A criterion that reads one or several inputs. */
export function item<const Name extends string>(
  label: string,
  variables: readonly Variable<Name>[],
  points: (of: Lookup<Name>) => number,
): Item {
  const faults = variables.flatMap(({ fault }) => (fault === null ? [] : [fault]))
  const input =
    variables.length === 1
      ? variables.map(({ shown }) => shown).join('')
      : variables.map((variable) => `${variable.label} ${variable.shown}`).join(', ')
  return { label, input, faults, ...extremes(variables, points) }
}

/** A criterion that gives its points when present. The label is also its name among the missing. */
export function flagItem(label: string, value: Known<boolean>, points: number): Item {
  return item(label, [yesNo('flag', label, value)], (of) => of('flag') * points)
}

/** A criterion that reads one number in a table of ranges. */
export function bandItem(
  label: string,
  measure: Measure,
  value: Known<number>,
  cuts: readonly Cut<number>[],
): Item {
  return item(label, [measured('value', measure, value, edgesOf(cuts))], (of) => cutAt(cuts, of('value')))
}

/** A criterion with options of which each has its points. */
export function choiceItem(
  label: string,
  value: Known<string>,
  points: Readonly<Record<string, number>>,
): Item {
  const table = Object.values(points)
  return item(label, [oneOf('choice', label, value, Object.keys(points))], (of) => table[of('choice')] ?? 0)
}

export interface Tally<Band extends string> {
  readonly source: string
  readonly items: readonly Item[]
  readonly reading: Reading<Band>
}

/** Adds the criteria up, or refuses with every fault that there is. */
export function tally<Band extends string>({ source, items, reading }: Tally<Band>): ScoreResult<Band> {
  const faults = items.flatMap((each) => each.faults)
  if (faults.length > 0) return { kind: 'refused', reason: [...new Set(faults)].join(' ') }
  return conclude({
    source,
    reading,
    lowest: items.reduce((sum, { low }) => sum + low, 0),
    highest: items.reduce((sum, { high }) => sum + high, 0),
    missing: [...new Set(items.flatMap(({ missing }) => missing))],
    items: items.map(({ label, input, low, high }) => ({ label, input, points: low === high ? low : null })),
  })
}

/** The worst criterion decides, for stages that take the greatest of several. */
export function greatest<Band extends string>({ source, items, reading }: Tally<Band>): ScoreResult<Band> {
  const faults = items.flatMap((each) => each.faults)
  if (faults.length > 0) return { kind: 'refused', reason: [...new Set(faults)].join(' ') }
  const lowest = Math.max(...items.map(({ low }) => low))
  return conclude({
    source,
    reading,
    lowest,
    highest: Math.max(...items.map(({ high }) => high)),
    missing: [...new Set(items.filter(({ high }) => high > lowest).flatMap(({ missing }) => missing))],
    items: items.map(({ label, input, low, high }) => ({ label, input, points: low === high ? low : null })),
  })
}
