import type { CheckResult, Finding, LateAnswer, PairPlaces } from '@shared/features/interactions/check.ts'
import { interactionRank } from '@shared/features/interactions/model.ts'

/** The two places in ascending order: an answer about (a, b) is one about (b, a). */
export function inOrder([a, b]: PairPlaces): PairPlaces {
  return a <= b ? [a, b] : [b, a]
}

export function pairKey(a: number, b: number): string {
  return a <= b ? `${a}:${b}` : `${b}:${a}`
}

/** Worst first; what interrupts before what does not; then in the order of the list. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    interactionRank(b.severity) - interactionRank(a.severity) ||
    Number(b.interrupts) - Number(a.interrupts) ||
    (a.drugs[0] ?? 0) - (b.drugs[0] ?? 0) ||
    (a.drugs[1] ?? 0) - (b.drugs[1] ?? 0)
  )
}

/** Puts a model's late answer into the result it belongs to. An answer for another check changes nothing. */
export function withLate(result: CheckResult, late: LateAnswer): CheckResult {
  if (late.checkId !== result.checkId) return result
  const key = pairKey(...late.pair)
  const others = (pairs: readonly PairPlaces[]): PairPlaces[] =>
    pairs.filter((pair) => pairKey(...pair) !== key)
  const nothing = late.finding === null && late.unchecked === null
  const same = (finding: Finding): boolean =>
    late.finding !== null && finding.key === late.finding.key && pairKey(...late.pair) === pairOf(finding)
  return {
    ...result,
    pending: others(result.pending),
    // What could not be checked a moment ago has been answered now, or failed for the reason that came.
    unchecked: [
      ...result.unchecked.filter(({ drugs }) => pairKey(drugs[0] ?? -1, drugs[1] ?? -1) !== key),
      ...(late.unchecked === null ? [] : [late.unchecked]),
    ],
    clear: nothing ? [...others(result.clear), inOrder(late.pair)] : others(result.clear),
    adviceOnly: [...others(result.adviceOnly), ...(nothing && late.adviceOnly ? [inOrder(late.pair)] : [])],
    findings:
      late.finding === null
        ? result.findings
        : [...result.findings.filter((finding) => !same(finding)), late.finding].sort(byWeight),
    citations: { ...result.citations, ...late.citations },
  }
}

/** The key of the pair that a finding is about; null for one drug alone or more than two. */
export function pairOf(finding: Finding): string | null {
  const [a, b, ...more] = [...new Set(finding.drugs)]
  return a === undefined || b === undefined || more.length > 0 ? null : pairKey(a, b)
}

/**
 * The answer about an earlier list, said of the present one: what was asked about drugs that are gone is dropped, and
 * pairs with drugs that came since have no answer. `drugs` is empty, since recognitions are kept by entry.
 * @param before the names of the entries that were asked about, in order.
 * @param now the names of the present entries, in order.
 * @param asking whether the present list is being asked about; if not, new pairs are simply unchecked.
 */
export function carryOver(
  result: CheckResult,
  before: readonly number[],
  now: readonly number[],
  asking: boolean,
): CheckResult {
  const places = new Map(before.map((id, place) => [place, now.indexOf(id)]))
  const placeOf = (place: number): number => places.get(place) ?? -1
  const stays = (drugs: readonly number[]): boolean => drugs.every((place) => placeOf(place) >= 0)
  const pair = ([a, b]: PairPlaces): PairPlaces => inOrder([placeOf(a), placeOf(b)])
  return {
    ...result,
    drugs: [],
    findings: result.findings
      .filter(({ drugs }) => stays(drugs))
      .map((finding) => ({ ...finding, drugs: finding.drugs.map(placeOf) })),
    clear: result.clear.filter(stays).map(pair),
    adviceOnly: result.adviceOnly.filter(stays).map(pair),
    pending: [...result.pending.filter(stays).map(pair), ...(asking ? newPairs(before, now) : [])],
    unchecked: result.unchecked
      .filter(({ drugs }) => stays(drugs))
      .map((each) => ({ ...each, drugs: each.drugs.map(placeOf) })),
  }
}

function newPairs(before: readonly number[], now: readonly number[]): PairPlaces[] {
  const known = new Set(before)
  return now.flatMap((one, a) =>
    now.slice(a + 1).flatMap((other, step): PairPlaces[] => {
      const isNew = !known.has(one) || !known.has(other)
      return isNew ? [[a, a + 1 + step]] : []
    }),
  )
}
