import { bandOf } from '@shared/features/population/bands.ts'
import type { AgeBand, CohortFilter } from '@shared/features/population/model.ts'
import { yearsBetween } from './columns.ts'
import type { PopulationReplica } from './replica.ts'

const ageBands: Readonly<Record<AgeBand, readonly [from: number, below: number]>> = {
  '0-17': [0, 18],
  '18-39': [18, 40],
  '40-64': [40, 65],
  '65-79': [65, 80],
  '80+': [80, Number.POSITIVE_INFINITY],
}

export type Matches = (slot: number) => boolean

/**
 * The filter as one question per patient. What is asked about and not known of a patient does not match.
 * @param search part of a name or an id in any case; '' for all.
 */
export function compileFilter(
  replica: PopulationReplica,
  filter: CohortFilter,
  search: string,
  now: number,
): Matches {
  const { columns } = replica
  const tests: Matches[] = []
  if (filter.unit !== null) {
    const unit = replica.units.find(filter.unit)
    tests.push((slot) => unit !== undefined && columns.unit[slot] === unit)
  }
  if (filter.ageBand !== null) {
    const [from, below] = ageBands[filter.ageBand]
    tests.push((slot) => {
      const years = yearsBetween(columns.birth[slot] ?? 0, now)
      return years !== null && years >= from && years < below
    })
  }
  if (filter.condition !== null) {
    const sets = replica.setsWith(filter.condition)
    tests.push((slot) => sets.has(columns.conditions[slot] ?? -1))
  }
  if (filter.careManager !== null) {
    const manager = filter.careManager === '' ? -1 : replica.managers.find(filter.careManager)
    tests.push((slot) => manager !== undefined && columns.manager[slot] === manager)
  }
  const { band, scores } = filter
  if (band === 'unscored') tests.push((slot) => columns.ranked[slot] === 0)
  else if (band !== null)
    tests.push((slot) => columns.ranked[slot] === 1 && bandOf(columns.score[slot] ?? 0) === band)
  if (scores !== null) {
    const { from, below } = scores
    tests.push((slot) => {
      const score = columns.score[slot] ?? 0
      return columns.ranked[slot] === 1 && score >= from && (below === null || score < below)
    })
  }
  if (filter.awake) tests.push((slot) => replica.snoozedUntil(slot, now) === null)
  const wanted = search.trim().toLowerCase()
  if (wanted !== '')
    tests.push(
      (slot) =>
        (replica.names[slot]?.toLowerCase().includes(wanted) ?? false) ||
        (replica.ids[slot]?.toLowerCase().includes(wanted) ?? false),
    )
  return (slot) => replica.has(slot) && tests.every((test) => test(slot))
}

/** True when everybody matches. */
export function isOpen(filter: CohortFilter, search: string): boolean {
  const { unit, ageBand, condition, careManager, band, scores, awake } = filter
  const none = [unit, ageBand, condition, careManager, band, scores].every((each) => each === null)
  return none && !awake && search.trim() === ''
}
