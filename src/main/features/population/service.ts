import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import type { Distribution, Why } from '@shared/features/population/board.ts'
import { type CohortFilter, type RiskMetric, riskMetrics } from '@shared/features/population/model.ts'
import type { PopulationCopy } from './copy.ts'
import { distributionOf } from './distribution.ts'
import { impossible, rules, SEED_SOURCE, singleChange, takeReading } from './engine.ts'
import { isRefusal, onHub, populationFailure } from './errors.ts'
import type { BoardStore, CareDesk, FurtherScores, PatientState, ReadingStore } from './ports.ts'
import { readingId } from './reading-id.ts'
import { PopulationReplica } from './replica.ts'

const YEAR_MS = 365 * 86_400_000
/** Points of a plot; more cannot be told apart. */
const MOST_POINTS = 500
const AGAIN_MS = 200

export interface PopulationServicePorts {
  readonly readings: ReadingStore
  readonly board: BoardStore
  readonly copy: PopulationCopy
  readonly care: Pick<CareDesk, 'wake'>
  readonly further: FurtherScores
}

const units: Readonly<Record<RiskMetric, readonly string[]>> = {
  a1c: ['%'],
  bmi: ['kg/m²', 'kg/m2'],
  blood_pressure: ['mmhg', 'mm[hg]'],
}

/** Readings by hand, the reasons behind a bar, and how the population lies. */
export class PopulationService {
  readonly #ports: PopulationServicePorts

  constructor(ports: PopulationServicePorts) {
    this.#ports = ports
  }

  /**
   * Writes one reading. Throws a RequestFailure when it cannot be, or when the hub does not take it.
   * @param unit as typed.
   * @param at milliseconds since 1970.
   * @returns null when the metric gives no points and the patient has no score.
   */
  async record(
    patientId: string,
    metric: string,
    value: number,
    unit: string,
    at: number,
  ): Promise<{ score: number | null }> {
    const { readings } = this.#ports
    const bare = { patientId, metric, value, at: Math.round(at) }
    const fault = impossible(bare, readings.now()) ?? otherUnit(metric, unit)
    if (fault !== null)
      throw populationFailure('population.bad-reading', `${fault} Nothing was written; correct the reading.`)
    const reading = { ...bare, id: readingId(bare) }
    const recorded = await onHub(async () => {
      try {
        return await readings.record(reading, false)
      } catch (error) {
        // It may have been done: doing it again adds nothing, and its answer says what holds now.
        if (!(error instanceof HubError) || error.failure !== 'outcome-unknown') throw error
        await pause(AGAIN_MS)
        return readings.record(reading, false)
      }
    })
    if (recorded.crossing === 'entered') await this.#wake(patientId)
    return { score: recorded.score }
  }

  /** Everything behind one bar. */
  async why(patientId: string): Promise<Why> {
    const { board, further } = this.#ports
    const known = await onHub(() => board.patient(patientId))
    if (known === null)
      throw populationFailure(
        'population.not-found',
        'This patient has no risk score and is not on the roster. Enter a reading, or look the patient up under another name.',
      )
    const now = board.now()
    const single = new PopulationReplica()
    if (known.score !== null) single.putScore(patientId, known.score, known.state)
    if (known.enrolment !== null) single.putEnrolment(known.enrolment)
    if (known.care !== null) single.putCare(known.care)
    const row = single.row(single.slotOf(patientId) ?? 0, known.rank, now)
    const [trend, more] = await Promise.all([this.#trend(patientId, now), further(patientId)])
    const unreadable = trend.reduce((sum, { unreadable: count }) => sum + count, 0)
    const refused = trend.reduce((sum, { refused: count }) => sum + count, 0)
    return {
      row,
      formula: riskMetrics.map((metric) => ({ metric, rule: rules[metric].words })),
      source: SEED_SOURCE,
      change: row.foreign || row.score === null ? null : singleChange(row.contributions),
      trend: trend.map(({ metric, points }) => ({ metric, points: thinned(points) })),
      course: thinned(courseOf(trend)),
      further: more.scores,
      remarks: [
        ...(row.foreign
          ? ['The score was written by another program; the readings known here do not explain it.']
          : []),
        ...trend.flatMap(({ metric, isRead }) =>
          isRead ? [] : [`The readings of ${rules[metric].label} could not be read; the trend lacks them.`],
        ),
        ...(unreadable === 0 ? [] : [`${unreadable} stored readings could not be understood.`]),
        ...(refused === 0
          ? []
          : [`${refused} stored readings are impossible, or in another unit, and do not count.`]),
        ...more.remarks,
      ],
    }
  }

  async distribution(filter: CohortFilter): Promise<Distribution> {
    const replica = await onHub(() => this.#ports.copy.ready())
    return distributionOf(replica, filter, this.#ports.board.now())
  }

  /** A crossing ends a snooze; the board shows it awake by the time of the crossing even where this fails. */
  async #wake(patientId: string): Promise<void> {
    try {
      await this.#ports.care.wake(patientId, this.#ports.readings.now())
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }

  async #trend(patientId: string, now: number) {
    return Promise.all(
      riskMetrics.map(async (metric) => {
        try {
          const { points, unreadable } = await this.#ports.readings.series(
            patientId,
            metric,
            now - YEAR_MS,
            now,
          )
          const possible = points.filter(({ at, value }) => impossible({ metric, at, value }, now) === null)
          return {
            metric,
            points: possible,
            unreadable,
            refused: points.length - possible.length,
            isRead: true,
          }
        } catch (error) {
          if (!(error instanceof HubError)) throw error
          return { metric, points: [], unreadable: 0, refused: 0, isRead: false }
        }
      }),
    )
  }
}

/** How the score went with those readings, oldest first. */
function courseOf(
  trend: readonly {
    readonly metric: RiskMetric
    readonly points: readonly { at: number; value: number }[]
  }[],
): { at: number; score: number }[] {
  const all = trend
    .flatMap(({ metric, points }) => points.map((point) => ({ ...point, metric })))
    .sort((a, b) => a.at - b.at)
  let state: PatientState | null = null
  const course: { at: number; score: number }[] = []
  for (const { metric, at, value } of all) {
    state = takeReading(state, { patientId: '', metric, value, at, id: '' }, at)?.next ?? state
    if (state !== null) course.push({ at, score: state.score })
  }
  return course
}

/** Every n-th and always the last. */
function thinned<T>(points: readonly T[]): T[] {
  const step = Math.ceil(points.length / MOST_POINTS)
  return points.filter((_, index) => (points.length - 1 - index) % Math.max(1, step) === 0)
}

function otherUnit(metric: string, unit: string): string | null {
  const known = riskMetrics.find((each) => each === metric)
  if (known === undefined || units[known].includes(unit.trim().toLowerCase())) return null
  const said = unit.trim() === '' ? 'no unit was given' : `it was given in ${unit.trim()}`
  return `${rules[known].label} is counted in ${rules[known].unit}; ${said}.`
}
