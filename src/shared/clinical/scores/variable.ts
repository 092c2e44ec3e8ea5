import { faultOf, type Measure } from './measure.ts'
import type { Known, Sex } from './score.ts'

/** One input of a score, as a number: booleans are 0 and 1, choices count from 0 in the order given. */
export interface Variable<Name extends string = string> {
  readonly name: Name
  readonly label: string
  /** Null when not known or not usable. */
  readonly value: number | null
  /** Values that stand for everything the input could be while it is not known. */
  readonly candidates: readonly number[]
  readonly shown: string
  /** Why the given value is refused; null when it is not. */
  readonly fault: string | null
}

export const NOT_KNOWN = 'not known'

/**
 * A measured number. While it is not known, its candidates are the two ends of the range, and, for every edge at which
 * the score changes, the edge with a value on either side: enough to meet every step of a table.
 */
export function measured<const Name extends string>(
  name: Name,
  measure: Measure,
  value: Known<number>,
  edges: readonly number[] = [],
): Variable<Name> {
  const known = value ?? null
  const fault = known === null ? null : faultOf(measure, known)
  const unit = measure.unit === '' ? '' : ` ${measure.unit}`
  return {
    name,
    label: measure.label,
    value: fault === null ? known : null,
    candidates: candidatesOf(measure, edges),
    shown: known === null ? NOT_KNOWN : `${known}${unit}`,
    fault,
  }
}

function candidatesOf({ low, high, whole }: Measure, edges: readonly number[]): readonly number[] {
  const inside = edges.filter((edge) => edge >= low && edge <= high)
  if (inside.length === 0) return [low, high]
  if (whole === true) {
    const near = inside.flatMap((edge) => [Math.ceil(edge) - 1, Math.floor(edge), Math.floor(edge) + 1])
    return ascending([low, high, ...near.filter((value) => value >= low && value <= high)])
  }
  const marks = ascending([low, ...inside, high])
  const between = marks.slice(1).map((mark, index) => (mark + (marks[index] ?? mark)) / 2)
  return ascending([...marks, ...between])
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

/** Yes or no, as 1 or 0. */
export function yesNo<const Name extends string>(
  name: Name,
  label: string,
  value: Known<boolean>,
): Variable<Name> {
  return oneOf(name, label, value === null || value === undefined ? null : value ? 'yes' : 'no', [
    'no',
    'yes',
  ])
}

/** One of several options, as its position in the list. */
export function oneOf<const Name extends string>(
  name: Name,
  label: string,
  value: Known<string>,
  options: readonly string[],
): Variable<Name> {
  const known = value ?? null
  const position = known === null ? -1 : options.indexOf(known)
  const refused = known !== null && position < 0
  return {
    name,
    label,
    value: position < 0 ? null : position,
    candidates: options.map((_, index) => index),
    shown: known === null ? NOT_KNOWN : known.replaceAll('-', ' '),
    fault: refused ? `For "${label}" the score takes only: ${options.join(', ')}.` : null,
  }
}

/** Sex as the score's publication used it: male 0, female 1. */
export function sexOf(value: Known<Sex>): Variable<'sex'> {
  return oneOf('sex', 'sex', value, ['male', 'female'])
}
