import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { LinkTrouble } from '@shared/features/hub-health/model.ts'
import { Asked } from './asked.ts'
import { HeadlessStation } from './headless-station.ts'
import type { TestRedis } from './redis-server.ts'
import { seedMessage } from './seed-publisher.ts'

/** The issue allows 3 s for the right sentence and 1 s for recovery; a busy machine may take longer to run the test. */
const SAID_MS = 6_000
const BACK_MS = 10_000

/** One station that meets a fault of its hub: what it must say, and what must have arrived afterwards. */
export class FaultRun {
  readonly station: HeadlessStation
  readonly #redis: TestRedis
  readonly #asked = new Asked()
  #round = 0
  #hadAlert = false
  #during: Promise<boolean> = Promise.resolve(false)

  private constructor(redis: TestRedis, url: string) {
    this.#redis = redis
    this.station = new HeadlessStation({ hubUrl: url, units: ['icu'] })
  }

  /** A live station that shows the alert of the patient `before`. */
  static async start(redis: TestRedis, url: string): Promise<FaultRun> {
    const run = await FaultRun.connecting(redis, url)
    await run.station.live()
    await run.#publish('before')
    run.#hadAlert = true
    await run.station.until('the alert before', () => run.station.alertOf('before') !== undefined)
    return run
  }

  /** A station that is not expected to come live yet. */
  static async connecting(redis: TestRedis, url: string): Promise<FaultRun> {
    const run = new FaultRun(redis, url)
    await run.station.start()
    return run
  }

  /** Asks for everything that goes to the hub, without waiting for the answers. */
  async askMuch(): Promise<void> {
    const id = this.station.alertOf('before')?.id ?? '0'.repeat(32)
    this.#asked.add(
      this.station.answer('alerts.note', { id, text: 'seen' }),
      this.station.answer('alerts.stamps', { id }),
      this.station.answer('alerts.patient', { patientId: 'before' }),
      this.station.answer('alerts.trend', { patientId: 'before', type: 'potassium', hours: 24 }),
      this.station.answer('alerts.patient-history', { patientId: 'before', cursor: null, search: '' }),
      this.station.answer('alerts.unit-history', { unit: 'icu', cursor: null }),
      this.station.answer('alerts.policy', { unit: 'icu' }),
      this.station.answer('hub.report', {}),
      this.station.answer('alerts.list', {}),
    )
    await pause(1)
  }

  async says(trouble: LinkTrouble, sentence: RegExp): Promise<void> {
    const { station } = this
    const what = `"${trouble}"`
    await station
      .until(what, () => station.status?.trouble === trouble, SAID_MS)
      .catch((error: unknown) => {
        throw new Error(`${String(error)}; the station says ${String(station.status?.trouble)}`)
      })
    expect(station.status?.link).toBe('lost')
    expect(station.status?.sentence).toMatch(sentence)
    expect(station.status?.sentence).not.toContain(this.#redis.password)
  }

  /** The trouble stays what it is: it must not alternate with others, or read as live in between. */
  async staysLost(trouble: LinkTrouble): Promise<void> {
    const from = this.station.pushed.length
    const statuses = (): unknown[] =>
      this.station.pushed
        .slice(from)
        .flatMap(({ name, payload }) => (name === 'hub.changed' ? [payload] : []))
    await this.station.until('seven more statuses', () => statuses().length >= 7)
    for (const status of statuses()) expect(status).toMatchObject({ link: 'lost', trouble })
  }

  /** What a bedside system does meanwhile, as far as the hub lets it; not waited for. */
  publishDuring(): void {
    this.#during = this.#publish('during').catch(() => false)
  }

  /** The hub takes one message and then answers nobody for a while: the station's own call is on its way. */
  async publishAndPause(patientId: string, ms: number): Promise<void> {
    const text = JSON.stringify(seedMessage({ patient_id: patientId }))
    const { client } = this.#redis
    await client
      .pipeline([
        ['publish', 'alerts:icu', text],
        ['client', 'pause', String(ms), 'ALL'],
      ])
      .exec()
    const { station } = this
    await station.until('the alert from before the pause', () => station.alertOf(patientId) !== undefined)
  }

  /**
   * The link is live, what was shown is still shown, what was published meanwhile and since arrives, all requests
   * have been answered. `late` reaches only the history, as from a publisher that was faster than the station.
   */
  async isBack({ late }: { late: boolean } = { late: true }): Promise<void> {
    const { station } = this
    await station.until('the link is live again', () => station.status?.link === 'live', BACK_MS)
    this.#round += 1
    if (late) await this.#remember(`late${this.#round}`)
    await this.#publish(`after${this.#round}`)
    const wanted = [
      ...(this.#hadAlert ? ['before'] : []),
      `after${this.#round}`,
      ...(late ? [`late${this.#round}`] : []),
    ]
    if (await this.#during) wanted.push('during')
    for (const patient of wanted)
      await station.until(`the alert "${patient}"`, () => station.alertOf(patient) !== undefined, BACK_MS)
    await this.askMuch()
    expect(await this.#asked.settled(BACK_MS)).toBeGreaterThan(0)
  }

  async stop(): Promise<void> {
    await this.station.stop()
  }

  /** True when at least one of the two ways has taken it. */
  async #publish(patientId: string): Promise<boolean> {
    const text = JSON.stringify(seedMessage({ patient_id: patientId }))
    const { client } = this.#redis
    const taken = await Promise.allSettled([
      client.publish('alerts:icu', text),
      client.publish(`alerts:patient:${patientId}`, text),
      client.zadd(`alert_history:${patientId}`, Date.now() / 1_000, text),
    ])
    const [heard, , remembered] = taken
    return (heard.status === 'fulfilled' && heard.value > 0) || remembered.status === 'fulfilled'
  }

  async #remember(patientId: string): Promise<void> {
    const text = JSON.stringify(seedMessage({ patient_id: patientId }))
    await this.#redis.client.zadd(`alert_history:${patientId}`, Date.now() / 1_000, text)
  }
}
