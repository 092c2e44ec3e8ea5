import { bandOf } from '@shared/features/population/bands.ts'
import {
  type BoardRow,
  type CareRecord,
  type Contribution,
  type Enrolment,
  riskMetrics,
} from '@shared/features/population/model.ts'
import { Columns, dateOfDay, dayOfDate, METRICS, yearsBetween } from './columns.ts'
import { DAY_MS, pointsOf } from './engine.ts'
import { Interned } from './interned.ts'
import type { PatientState } from './ports.ts'
import { RankOrder } from './rank-order.ts'

/** A day that no clock reaches: nothing is known of how the score was before. */
const NEVER = 2_147_483_647

const sexes = ['female', null, 'male'] as const

/** The whole population in memory: what each score is made of, who the patients are, what is agreed on. */
export class PopulationReplica {
  readonly columns = new Columns()
  readonly units = new Interned()
  readonly managers = new Interned()
  readonly conditionSets = new Interned()
  readonly ids: string[] = []
  readonly names: (string | null)[] = []
  readonly order = new RankOrder((a, b) => this.#ranksBefore(a, b))
  readonly #slots = new Map<string, number>()
  #enrolled = 0
  #unscoredCount = 0
  #unscored: Int32Array | null = null
  readonly #conditions: (readonly string[])[] = []
  /** The number of each list of conditions as it was written, so that a million of them are sorted few times. */
  readonly #written = new Map<string, number>()

  slotOf(patientId: string): number | undefined {
    return this.#slots.get(patientId)
  }

  /** Makes room ahead, so that reading a million patients copies nothing twice. */
  reserve(count: number): void {
    this.columns.reserve(count)
  }

  /** Everybody: with a score, or on the roster without one. */
  get size(): number {
    return this.order.length + this.#unscoredCount
  }

  get enrolled(): number {
    return this.#enrolled
  }

  /** How many are on the roster and have no score: nothing that counts was ever read. */
  get unscored(): number {
    return this.#unscoredCount
  }

  /** By rank; after the last of them those without a score, by id. They have a place in lists and none in the ranking. */
  at(position: number): number {
    const { length } = this.order
    if (position < length) return this.order.at(position)
    this.#unscored ??= this.#sortUnscored()
    return this.#unscored[position - length] ?? -1
  }

  /** 1 for the highest; null without a score. */
  rankOf(slot: number): number | null {
    return this.columns.ranked[slot] === 1 ? this.order.find(slot) + 1 : null
  }

  /** True for those who belong to the population: with a score, or on the roster. */
  has(slot: number): boolean {
    return this.columns.ranked[slot] === 1 || this.columns.enrolled[slot] === 1
  }

  /** A score with what it is made of; `state` null when the hub has nothing of ours. */
  putScore(patientId: string, score: number, state: PatientState | null): number {
    const slot = this.#slotFor(patientId)
    const { columns } = this
    if (columns.ranked[slot] === 1) {
      this.order.move(slot, () => {
        columns.score[slot] = score
      })
    } else {
      columns.score[slot] = score
      columns.ranked[slot] = 1
      this.order.append(slot)
      if (columns.enrolled[slot] === 1) this.#countUnscored(-1)
    }
    this.#putState(slot, score, state)
    return slot
  }

  putEnrolment({ patientId, name, birthDate, sex, unit, conditions }: Enrolment): number {
    const slot = this.#slotFor(patientId)
    const { columns } = this
    if (columns.enrolled[slot] === 0) {
      columns.enrolled[slot] = 1
      this.#enrolled += 1
      if (columns.ranked[slot] === 0) this.#countUnscored(1)
    }
    this.names[slot] = name
    columns.birth[slot] = dayOfDate(birthDate)
    columns.sex[slot] = sexes.indexOf(sex) - 1
    columns.unit[slot] = this.units.numberOf(unit)
    columns.conditions[slot] = this.#conditionsOf(conditions)
    return slot
  }

  putCare({ patientId, rev, manager, snooze, nextContact }: CareRecord): number {
    const slot = this.#slotFor(patientId)
    const { columns } = this
    columns.careRev[slot] = rev
    columns.manager[slot] = this.managers.numberOf(manager)
    columns.snoozeUntil[slot] = snooze?.until ?? Number.NaN
    columns.snoozeAt[slot] = snooze?.at ?? Number.NaN
    columns.nextContact[slot] = dayOfDate(nextContact)
    return slot
  }

  conditionsAt(slot: number): readonly string[] {
    return this.#conditions[this.columns.conditions[slot] ?? -1] ?? []
  }

  /** Every condition that anybody has. */
  allConditions(): string[] {
    return [...new Set(this.#conditions.flat())].sort()
  }

  /** The numbers of those sets of conditions that hold this one. */
  setsWith(condition: string): ReadonlySet<number> {
    return new Set(this.#conditions.flatMap((set, number) => (set.includes(condition) ? [number] : [])))
  }

  /** Until when the patient is kept from the list; null when awake. A crossing since then has woken him. */
  snoozedUntil(slot: number, now: number): number | null {
    const until = this.columns.snoozeUntil[slot] ?? Number.NaN
    if (!(until > now)) return null
    const entered = this.columns.enteredAt[slot] ?? Number.NaN
    return entered > (this.columns.snoozeAt[slot] ?? Number.NaN) ? null : until
  }

  /** The score with which yesterday ended (UTC); null when there was none. For those who have a score. */
  yesterday(slot: number, now: number): number | null {
    const { day, score, before } = this.columns
    const value = (day[slot] ?? 0) < Math.floor(now / DAY_MS) ? score[slot] : before[slot]
    return orNull(value)
  }

  contributionsAt(slot: number): Contribution[] {
    const { values, times } = this.columns
    return riskMetrics.flatMap((metric, index) => {
      const value = values[slot * METRICS + index] ?? Number.NaN
      const at = times[slot * METRICS + index] ?? Number.NaN
      return Number.isNaN(value) ? [] : [{ metric, value, at, points: pointsOf(metric, value) }]
    })
  }

  /** One bar. @param rank 1 for the highest; null without a score. */
  row(slot: number, rank: number | null, now: number): BoardRow {
    const { columns } = this
    const contributions = this.contributionsAt(slot)
    const known = new Set(contributions.map(({ metric }) => metric))
    const score = columns.ranked[slot] === 1 ? (columns.score[slot] ?? 0) : null
    return {
      patientId: this.ids[slot] ?? '',
      name: this.names[slot] ?? null,
      ageYears: yearsBetween(columns.birth[slot] ?? 0, now),
      unit: this.units.textOf(columns.unit[slot] ?? -1),
      conditions: [...this.conditionsAt(slot)],
      rank,
      score,
      band: score === null ? null : bandOf(score),
      contributions,
      missing: riskMetrics.filter((metric) => !known.has(metric)),
      yesterday: score === null ? null : this.yesterday(slot, now),
      highSince: orNull(columns.highSince[slot]),
      foreign: columns.foreign[slot] === 1,
      care: {
        rev: columns.careRev[slot] ?? 0,
        manager: this.managers.textOf(columns.manager[slot] ?? -1),
        snoozedUntil: this.snoozedUntil(slot, now),
        nextContact: dateOfDay(columns.nextContact[slot] ?? 0),
      },
    }
  }

  #countUnscored(by: 1 | -1): void {
    this.#unscoredCount += by
    this.#unscored = null
  }

  #sortUnscored(): Int32Array {
    const slots: number[] = []
    for (let slot = 0; slot < this.ids.length; slot += 1)
      if (this.columns.enrolled[slot] === 1 && this.columns.ranked[slot] === 0) slots.push(slot)
    return Int32Array.from(slots.sort((a, b) => ((this.ids[a] ?? '') < (this.ids[b] ?? '') ? -1 : 1)))
  }

  /** As ZREVRANGE orders: by score, and equal scores by name backwards, so that pages of both sources agree. */
  #ranksBefore(a: number, b: number): boolean {
    const { score } = this.columns
    const difference = (score[a] ?? 0) - (score[b] ?? 0)
    if (difference !== 0) return difference > 0
    return (this.ids[a] ?? '') > (this.ids[b] ?? '')
  }

  #putState(slot: number, score: number, state: PatientState | null): void {
    const { columns } = this
    columns.foreign[slot] =
      state === null || state.contributions.length === 0 || state.score !== score ? 1 : 0
    columns.day[slot] = state?.day ?? NEVER
    columns.before[slot] = state?.before ?? Number.NaN
    columns.highSince[slot] = state?.highSince ?? Number.NaN
    columns.enteredAt[slot] = state?.enteredAt ?? Number.NaN
    for (const [index, metric] of riskMetrics.entries()) {
      const contribution = state?.contributions.find((each) => each.metric === metric)
      columns.values[slot * METRICS + index] = contribution?.value ?? Number.NaN
      columns.times[slot * METRICS + index] = contribution?.at ?? Number.NaN
    }
  }

  #slotFor(patientId: string): number {
    const known = this.#slots.get(patientId)
    if (known !== undefined) return known
    const slot = this.ids.length
    this.columns.reserve(slot + 1)
    this.#slots.set(patientId, slot)
    this.ids.push(patientId)
    this.names.push(null)
    return slot
  }

  #conditionsOf(conditions: readonly string[]): number {
    if (conditions.length === 0) return -1
    const written = conditions.join('\n')
    const known = this.#written.get(written)
    if (known !== undefined) return known
    const sorted = [...conditions].sort()
    const number = this.conditionSets.numberOf(JSON.stringify(sorted))
    this.#conditions[number] ??= sorted
    this.#written.set(written, number)
    return number
  }
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
