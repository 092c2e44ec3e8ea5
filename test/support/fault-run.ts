import { setTimeout as pause } from 'node:timers/promises'
import { HubStatus, type LinkTrouble } from '@shared/features/hub-health/model.ts'
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

  /** What the station says once it has noticed this trouble; rejects when it does not, or tells the password. */
  async says(trouble: LinkTrouble): Promise<Pick<HubStatus, 'link' | 'sentence'>> {
    const { station } = this
    const told = (): boolean => station.status?.trouble === trouble
    await station.until(`"${trouble}"`, told, SAID_MS).catch((error: unknown) => {
      throw new Error(`${String(error)}; the station says ${String(station.status?.trouble)}`)
    })
    const { link, sentence } = station.status ?? { link: 'connecting', sentence: '' }
    if (sentence.includes(this.#redis.password)) throw new Error('the sentence holds the password')
    return { link, sentence }
  }

  /** The next seven statuses: they must not alternate with others, or read as live in between. */
  async nextStatuses(): Promise<readonly Pick<HubStatus, 'link' | 'trouble'>[]> {
    const from = this.station.pushed.length
    const statuses = (): HubStatus[] =>
      this.station.pushed
        .slice(from)
        .flatMap(({ name, payload }) => (name === 'hub.changed' ? [HubStatus.parse(payload)] : []))
    await this.station.until('seven more statuses', () => statuses().length >= 7)
    return statuses().map(({ link, trouble }) => ({ link, trouble }))
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
   * have been answered (their number is the result). `late` reaches only the history, as from a publisher that was faster than the station.
   */
  async isBack({ late }: { late: boolean } = { late: true }): Promise<number> {
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
    return this.#asked.settled(BACK_MS)
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
