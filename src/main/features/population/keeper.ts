import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import { SCAN_START } from '@main/hub/key-scan.ts'
import { PatientId } from '@shared/clinical/person.ts'
import type { RiskMetric } from '@shared/features/population/model.ts'
import { isRefusal } from './errors.ts'
import type { ForeignWrites, SeriesName } from './foreign.ts'
import type { Change, ReadingStore } from './ports.ts'

/** How the keeper's work is cut: small bites, so that no other work waits for it. */
export const keeperPace = {
  /** Between two bites. */
  tickMs: 1_000,
  /** Patients of the ranking in one bite. */
  scores: 2_000,
  /** Keys in one bite of the walk over series. */
  keys: 1_000,
  /** Writes of other programs that come together are looked at together. */
  gatherMs: 20,
  /** The seed's Python writes its own score after the reading; it is looked at again after these. */
  againMs: [150, 1_000],
} as const

/** Writes that are under way at one time. */
const AT_ONCE = 100
const MEND_MS = 60_000

export type KeeperPace = {
  readonly [K in keyof typeof keeperPace]: K extends 'againMs' ? readonly number[] : number
}

export interface KeeperPorts {
  readonly foreign: ForeignWrites
  readonly readings: ReadingStore
  /** A patient has crossed upward, as the station that wrote the reading may not have lived to see. */
  crossed(patientId: string, at: number): Promise<void>
  /** Readings of other programs that cannot be, met for the first time. */
  refused(metrics: readonly RiskMetric[]): void
  defect(error: unknown): void
}

const ForeignAnnouncement = z.object({
  type: z.literal('high_risk_patient'),
  patient_id: z.union([PatientId, z.number().int().transform(String)]),
  /** Only our own announcements have it. */
  alert_type: z.undefined().optional(),
})

/**
 * Brings what other programs write into the scores: the seed's Python knows neither contributions nor crossings. One
 * station or engine host at a time is the keeper. It hears of writes where the server tells them, of the seed's
 * announcements, and finds the rest on two slow walks: over the scores, and over the series.
 */
export class Keeper {
  readonly #ports: KeeperPorts
  readonly #pace: KeeperPace
  #timer: NodeJS.Timeout | null = null
  #isKeeper = false
  #ticking = false
  #attached = false
  #scoreCursor = '0'
  #seriesPlace = SCAN_START
  #mendedAt = Number.NEGATIVE_INFINITY
  readonly #waiting = new Map<string, SeriesName>()
  #gathering: NodeJS.Timeout | null = null
  readonly #later = new Set<NodeJS.Timeout>()

  constructor(ports: KeeperPorts, pace: KeeperPace = keeperPace) {
    this.#ports = ports
    this.#pace = pace
  }

  get isKeeper(): boolean {
    return this.#isKeeper
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), this.#pace.tickMs)
  }

  /** A new link. */
  async attach(): Promise<void> {
    this.#attached = true
    try {
      await this.#ports.foreign.listenToAdditions()
    } catch (error) {
      // A server that does not let us hear is walked over instead; a lost link attaches again.
      if (!(error instanceof HubError) || error.failure !== 'refused') throw error
    }
    if (this.#timer !== null) void this.#tick()
  }

  detach(): void {
    this.#attached = false
    this.#isKeeper = false
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    if (this.#gathering) clearTimeout(this.#gathering)
    for (const timer of this.#later) clearTimeout(timer)
    this.#later.clear()
    const was = this.#isKeeper && this.#attached
    this.detach()
    if (was) await this.#ports.foreign.release().catch(() => undefined)
  }

  /** A sorted set was added to, by whomever. */
  added(key: string): void {
    if (!this.#isKeeper) return
    const name = this.#ports.foreign.countingSeries(key)
    if (name !== null) this.#lookAt([name])
  }

  /** A message on the care managers' channel. */
  announced(payload: string): void {
    if (!this.#isKeeper) return
    const patientId = announcedPatient(payload)
    if (patientId !== null) this.#lookAt(this.#ports.foreign.seriesOf(patientId))
  }

  /** A change of the population: who has crossed is not snoozed any more. */
  told({ patientId, crossing, at }: Change): void {
    if (this.#isKeeper && crossing?.kind === 'entered')
      void this.#guarded(() => this.#ports.crossed(patientId, at))
  }

  /** One bite of both walks. */
  async look(): Promise<void> {
    const { foreign } = this.#ports
    const walked = await foreign.walkScores(this.#scoreCursor, this.#pace.scores)
    this.#scoreCursor = walked.next
    const names = walked.unexplained.flatMap((patientId) => foreign.seriesOf(patientId))
    const { next, series } = await foreign.walkSeries(this.#seriesPlace, this.#pace.keys)
    this.#seriesPlace = next
    names.push(...series)
    await this.#takeIn(names, walked.unexplained)
  }

  async #tick(): Promise<void> {
    if (this.#ticking || !this.#attached) return
    this.#ticking = true
    try {
      await this.#guarded(async () => {
        this.#isKeeper = (await this.#ports.foreign.claim()) && this.#attached
        if (!this.#isKeeper) return
        await this.#mend()
        await this.look()
      })
    } finally {
      this.#ticking = false
    }
  }

  /** What a station left unwritten that died between two slots of a Cluster. */
  async #mend(): Promise<void> {
    if (!this.#ports.foreign.isCluster || performance.now() - this.#mendedAt < MEND_MS) return
    await this.#ports.readings.mend()
    this.#mendedAt = performance.now()
  }

  #lookAt(names: readonly SeriesName[]): void {
    for (const name of names) this.#waiting.set(JSON.stringify([name.patientId, name.metric]), name)
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null
      const gathered = [...this.#waiting.values()]
      this.#waiting.clear()
      void this.#guarded(() => this.#takeIn(gathered, []))
    }, this.#pace.gatherMs)
  }

  /** Writes what is newer, and the score of those patients anew; looks at them again a little later. */
  async #takeIn(names: readonly SeriesName[], unexplained: readonly string[]): Promise<void> {
    const { foreign, readings } = this.#ports
    const found = await foreign.newer(names)
    if (found.refused.length > 0) this.#ports.refused(found.refused)
    await inBites(found.readings, (reading) => readings.record(reading, true))
    await inBites([...new Set(unexplained)], (patientId) => readings.settle(patientId))
    for (const patientId of new Set(found.readings.map((reading) => reading.patientId)))
      this.#again(patientId)
  }

  #again(patientId: string): void {
    for (const ms of this.#pace.againMs) {
      const timer = setTimeout(() => {
        this.#later.delete(timer)
        if (this.#isKeeper)
          void this.#guarded(async () => void (await this.#ports.readings.settle(patientId)))
      }, ms)
      this.#later.add(timer)
    }
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      // A lost link is said elsewhere, and the walk comes by again.
      if (!isRefusal(error)) this.#ports.defect(error)
    }
  }
}

async function inBites<T>(items: readonly T[], write: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE)
    await Promise.all(items.slice(at, at + AT_ONCE).map(write))
}

/** The patient of an announcement that is another program's; null for one of ours, and for what is none. */
function announcedPatient(payload: string): string | null {
  try {
    const parsed = ForeignAnnouncement.safeParse(JSON.parse(payload))
    return parsed.success ? parsed.data.patient_id : null
  } catch {
    return null
  }
}
