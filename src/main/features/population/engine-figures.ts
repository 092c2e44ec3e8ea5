import type { CareFigures } from '@shared/features/population/board.ts'
import type { CareRecord } from '@shared/features/population/model.ts'
import { isOverdue, snoozedUntil } from './engine-care.ts'
import { quantile } from './engine-statistics.ts'

/** What can be done for a patient, as the log of care work names it. */
export const careActKinds = ['assigned', 'snoozed', 'woken', 'contact', 'planned'] as const

/** One line of the log of care work. */
export interface CareAct {
  readonly patientId: string
  readonly kind: (typeof careActKinds)[number]
  /** To whom the patient was handed; null to nobody, and for every other act. */
  readonly manager: string | null
  /** Who did it; '' when a crossing of the threshold did. */
  readonly by: string
  /** Whether the patient was reached; null when it was no contact. */
  readonly reached: boolean | null
  /** Milliseconds since 1970 by the hub's clock. */
  readonly at: number
}

/** How long the score or the announcement of one reading took. Times in milliseconds since 1970. */
export interface Delay {
  /** The time that the reading bears. */
  readonly readAt: number
  /** When the score that it gave was on the hub, and a crossing was announced. */
  readonly writtenAt: number
  /** True when the reading lifted the patient above the threshold. */
  readonly entered: boolean
}

export interface Entered {
  readonly patientId: string
  readonly at: number
}

type Manager = CareFigures['managers'][number]
type Row = CareFigures['efficiency'][number]

const DAY_MS = 86_400_000
/** Readings that were taken longer ago than this when they came were entered late; they say nothing of the hub. */
const LATE_MS = DAY_MS

/**
 * What each care manager carries now, and the contacts that he made; by name. Whoever made contacts without having a
 * patient now is listed too.
 * @param isHigh whether this patient's score is above the threshold.
 * @param acts of the last thirty days.
 */
export function loads(
  records: Iterable<CareRecord>,
  isHigh: (patientId: string) => boolean,
  acts: Iterable<CareAct>,
  now: number,
): readonly Manager[] {
  const byName = new Map<string, Manager>()
  const change = (name: string, by: (manager: Manager) => Partial<Manager>): void => {
    const before = byName.get(name) ?? nothing(name)
    byName.set(name, { ...before, ...by(before) })
  }
  for (const record of records) {
    if (record.manager === null) continue
    change(record.manager, ({ patients, high, snoozed, overdue }) => ({
      patients: patients + 1,
      high: high + (isHigh(record.patientId) ? 1 : 0),
      snoozed: snoozed + (snoozedUntil(record, now) === null ? 0 : 1),
      overdue: overdue + (isOverdue(record, now) ? 1 : 0),
    }))
  }
  for (const { kind, by, reached } of acts) {
    if (kind !== 'contact') continue
    change(by, (manager) => ({
      contacts: manager.contacts + 1,
      reached: manager.reached + (reached === true ? 1 : 0),
    }))
  }
  return [...byName.values()].sort((a, b) => (a.manager < b.manager ? -1 : 1))
}

function nothing(manager: string): Manager {
  return { manager, patients: 0, high: 0, snoozed: 0, overdue: 0, contacts: 0, reached: 0 }
}

/** What the figures of the seed's table are computed from. All of the last thirty days. */
export interface Happened {
  readonly delays: readonly Delay[]
  readonly entered: readonly Entered[]
  readonly acts: readonly CareAct[]
  readonly managers: readonly Manager[]
}

/**
 * The seed's table (healthcare-ai-redis-use-cases.md, use case 5, "Measured Benefits") with what came of it here.
 * Medians and 95 % limits are quantiles of type 7. Nothing is estimated: what did not happen gives no figure.
 */
export function efficiency({ delays, entered, acts, managers }: Happened): readonly Row[] {
  const fresh = delays.filter(({ readAt, writtenAt }) => writtenAt - readAt <= LATE_MS)
  return [
    {
      id: 'score-update',
      before: 'Batch (daily)',
      seed: 'Real-time (<100ms)',
      ours: spread(fresh.map(took)),
      why: `From the time that a reading bears to its score on the hub, for the last readings that changed a score.${lateOnes(delays.length - fresh.length)}`,
    },
    {
      id: 'identification',
      before: 'Next-day',
      seed: 'Immediate',
      ours: spread(fresh.filter((delay) => delay.entered).map(took)),
      why: 'From the time that a reading bears to the announcement of the crossing. The announcement is made in the same step as the score.',
    },
    windowRow(entered, acts),
    {
      id: 'hospitalisations',
      before: 'Baseline',
      seed: '-15%',
      ours: null,
      why: 'Nothing tells this installation of admissions, so that it cannot be known whether fewer were needed.',
    },
    capacityRow(managers),
  ]
}

function took({ readAt, writtenAt }: Delay): number {
  // The clock of whoever measured may be ahead of the hub's.
  return Math.max(0, writtenAt - readAt)
}

function lateOnes(count: number): string {
  return count === 0 ? '' : ` ${count} that were more than a day old when they came are left out.`
}

function spread(milliseconds: readonly number[]): Row['ours'] {
  if (milliseconds.length === 0) return null
  const sorted = Float64Array.from(milliseconds).sort()
  const [half, most] = [quantile(sorted, 0.5), quantile(sorted, 0.95)]
  return {
    text: `median ${duration(half)}, 95 % within ${duration(most)}`,
    cases: milliseconds.length,
  }
}

/** For each crossing the first contact after it in which the patient was reached, before he crossed again. */
function windowRow(entered: readonly Entered[], acts: readonly CareAct[]): Row {
  const contacts = byPatient(acts.filter(({ kind, reached }) => kind === 'contact' && reached === true))
  const crossings = byPatient(entered)
  const waits: number[] = []
  for (const [patientId, times] of crossings) {
    times.forEach((at, index) => {
      const next = times[index + 1] ?? Number.POSITIVE_INFINITY
      const reachedAt = contacts.get(patientId)?.find((time) => time >= at && time < next)
      if (reachedAt !== undefined) waits.push(reachedAt - at)
    })
  }
  const without = entered.length - waits.length
  const standing =
    entered.length === 0
      ? 'Nobody has crossed the threshold in the last thirty days.'
      : `After ${without} of ${entered.length} crossings of the last thirty days nobody has been reached so far; those are in no figure.`
  return {
    id: 'window',
    before: '24-48 hours',
    seed: '<1 hour',
    ours: spread(waits),
    why: `From a crossing of the threshold to the first contact in which the patient was reached. ${standing}`,
  }
}

/** Times of each patient, ascending. */
function byPatient(all: readonly Entered[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>()
  for (const { patientId, at } of all) {
    const list = times.get(patientId)
    if (list === undefined) times.set(patientId, [at])
    else list.push(at)
  }
  for (const list of times.values()) list.sort((a, b) => a - b)
  return times
}

function perManager(patients: number): string {
  return `${patients} ${patients === 1 ? 'patient' : 'patients'} per care manager`
}

function capacityRow(managers: readonly Manager[]): Row {
  const carrying = managers.filter(({ patients }) => patients > 0)
  const patients = carrying.reduce((sum, manager) => sum + manager.patients, 0)
  const awake = patients - carrying.reduce((sum, manager) => sum + manager.snoozed, 0)
  const each = carrying.length === 0 ? null : awake / carrying.length
  return {
    id: 'capacity',
    before: '50 patients/CM',
    seed: '75 patients/CM',
    ours: each === null ? null : { text: perManager(Number(each.toFixed(1))), cases: carrying.length },
    why:
      each === null
        ? 'No patient is in the hands of a care manager.'
        : 'Patients who are assigned and not snoozed, per care manager who has any. It is what they carry, and not what they could.',
  }
}

/** A length of time in the largest unit that it fills. @param ms milliseconds. */
export function duration(ms: number): string {
  const steps = [
    ['d', DAY_MS],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ] as const
  for (const [unit, size] of steps) if (ms >= size) return `${Number((ms / size).toPrecision(3))} ${unit}`
  return `${Math.round(ms)} ms`
}
