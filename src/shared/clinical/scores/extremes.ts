import type { Variable } from './variable.ts'

/** Reads one input of the combination that is being computed. */
export type Lookup<Name extends string> = (name: Name) => number

export interface Extremes {
  readonly low: number
  readonly high: number
  /** Names in words of the unknown inputs that can change the result; empty when low equals high. */
  readonly missing: readonly string[]
}

/**
 * Least and greatest result over everything the unknown inputs could be: the computation runs for every combination of
 * their candidates. Exact for steps whose edges are among the candidates, and for computations that only rise or only
 * fall in each input while the others are held (the direction may depend on the others).
 */
export function extremes<Name extends string>(
  variables: readonly Variable<Name>[],
  compute: (of: Lookup<Name>) => number,
): Extremes {
  const sets = variables.map(({ value, candidates }) => (value === null ? candidates : [value]))
  const size = sets.reduce((product, set) => product * set.length, 1)
  const current = new Map<Name, number>()
  const lookup: Lookup<Name> = (name) => {
    const value = current.get(name)
    if (value === undefined) throw new RangeError(`The score reads an input that it does not list: ${name}.`)
    return value
  }
  const results: number[] = []
  for (let index = 0; index < size; index += 1) {
    let rest = index
    for (const [at, variable] of variables.entries()) {
      const set = sets[at] ?? []
      current.set(variable.name, set[rest % set.length] ?? Number.NaN)
      rest = Math.floor(rest / set.length)
    }
    results.push(compute(lookup))
  }
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const result of results) {
    low = Math.min(low, result)
    high = Math.max(high, result)
  }
  return { low, high, missing: deciding(variables, sets, results) }
}

/** The unknown inputs that change the result for at least one setting of the others. */
function deciding(
  variables: readonly Variable[],
  sets: readonly (readonly number[])[],
  results: readonly number[],
): readonly string[] {
  let stride = 1
  const found: string[] = []
  for (const [at, variable] of variables.entries()) {
    const count = sets[at]?.length ?? 1
    const step = stride
    const changes = results.some(
      (result, index) => Math.floor(index / step) % count < count - 1 && result !== results[index + step],
    )
    if (variable.value === null && changes) found.push(variable.label)
    stride *= count
  }
  return found
}
