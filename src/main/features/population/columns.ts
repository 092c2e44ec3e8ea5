import { riskMetrics } from '@shared/features/population/model.ts'

export const METRICS = riskMetrics.length
const FIRST = 1_024
const GROWTH = 1.5

/**
 * The numbers of all patients, one column each, so that a million of them take some hundred bytes each. NaN stands for
 * what is not known, in `birth` and `nextContact` (days since 1970) the least integer.
 */
export class Columns {
  capacity = 0
  score = new Float64Array()
  before = new Float64Array()
  day = new Int32Array()
  highSince = new Float64Array()
  enteredAt = new Float64Array()
  /** Value and time of each metric, side by side. */
  values = new Float64Array()
  times = new Float64Array()
  birth = new Int32Array()
  sex = new Int8Array()
  unit = new Int32Array()
  conditions = new Int32Array()
  manager = new Int32Array()
  snoozeUntil = new Float64Array()
  snoozeAt = new Float64Array()
  nextContact = new Int32Array()
  /** Revision of the care record; 0 without one. */
  careRev = new Int32Array()
  /** 1 when the score is another program's. */
  foreign = new Uint8Array()
  /** 1 when the patient has a score. */
  ranked = new Uint8Array()
  /** 1 when the patient is on the roster. */
  enrolled = new Uint8Array()

  /** Makes room for this many patients. */
  reserve(count: number): void {
    if (count <= this.capacity) return
    const before = this.capacity
    this.capacity = Math.max(FIRST, count, Math.ceil(this.capacity * GROWTH))
    const { capacity } = this
    const floats = (old: Float64Array, each = 1): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(capacity * each).fill(Number.NaN, before * each)
      grown.set(old)
      return grown
    }
    const whole = (old: Int32Array, empty: number): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(capacity).fill(empty, before)
      grown.set(old)
      return grown
    }
    const bytes = (old: Uint8Array): Uint8Array<ArrayBuffer> => {
      const grown = new Uint8Array(capacity)
      grown.set(old)
      return grown
    }
    this.score = floats(this.score)
    this.before = floats(this.before)
    this.day = whole(this.day, 0)
    this.highSince = floats(this.highSince)
    this.enteredAt = floats(this.enteredAt)
    this.values = floats(this.values, METRICS)
    this.times = floats(this.times, METRICS)
    this.birth = whole(this.birth, UNKNOWN_DAY)
    const sex = new Int8Array(capacity)
    sex.set(this.sex)
    this.sex = sex
    this.unit = whole(this.unit, -1)
    this.conditions = whole(this.conditions, -1)
    this.manager = whole(this.manager, -1)
    this.snoozeUntil = floats(this.snoozeUntil)
    this.snoozeAt = floats(this.snoozeAt)
    this.nextContact = whole(this.nextContact, UNKNOWN_DAY)
    this.careRev = whole(this.careRev, 0)
    this.foreign = bytes(this.foreign)
    this.ranked = bytes(this.ranked)
    this.enrolled = bytes(this.enrolled)
  }
}

/** A day that is not known. */
export const UNKNOWN_DAY = -2_147_483_648
const DAY_MS = 86_400_000

/** Days since 1970 of an ISO date. */
export function dayOfDate(date: string | null): number {
  const at = date === null ? Number.NaN : Date.parse(`${date}T00:00:00Z`)
  return Number.isFinite(at) ? Math.round(at / DAY_MS) : UNKNOWN_DAY
}

/** The ISO date of a day since 1970. */
export function dateOfDay(day: number): string | null {
  return day === UNKNOWN_DAY ? null : new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** Whole years from one day to another; null when the birth is not known or lies ahead. */
export function yearsBetween(birth: number, now: number): number | null {
  if (birth === UNKNOWN_DAY) return null
  const born = new Date(birth * DAY_MS)
  const today = new Date(now)
  const had =
    today.getUTCMonth() > born.getUTCMonth() ||
    (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() >= born.getUTCDate())
  const years = today.getUTCFullYear() - born.getUTCFullYear() - (had ? 0 : 1)
  return years < 0 ? null : years
}
