import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { z } from 'zod'
import { hubScript } from '@main/hub/hub-script.ts'
import type { Hub } from '@main/hub/hub.ts'
import grantSource from './grant-alerts.lua?raw'
import { Granted, MOST_IN_WARD, MOST_OF_RUN } from './owed-alert.ts'
import { readJson } from './read-json.ts'
import { type PartOutcome, PartSummary, readOutcome, RunCourse, RunPlan, writeOutcome } from './run-plan.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** What a run has on the hub is kept for a week after its last change; the station that ran it keeps it longer. */
export const KEPT_SECONDS = 604_800
/** A file's content is not picked up again for so long. */
const PICKED_UP_SECONDS = 7_776_000
const CLAIM = 'claimed by '
/** A station that claimed a file's content and died leaves it to another after so long. */
const CLAIM_SECONDS = 600
const MOST_RUNS = 200

const grantScript = hubScript(grantSource)

const Texts = z.array(z.string())
/** A hash, as whichever protocol gives it. */
const HashReply = z.union([
  z.array(z.string()),
  z.record(z.string(), z.string()).transform((fields) => Object.entries(fields).flat()),
  z.map(z.string(), z.string()).transform((fields) => [...fields].flat()),
])
const Maybe = z.string().nullable()
const Entry = z.object({
  plan: RunPlan.omit({ duplicates: true, parts: true, columns: true }),
  parts: z.number(),
})
export type HubRun = z.infer<typeof Entry>

/** Runs as all stations and engine hosts see them. Every method rejects with a HubError when the hub does not answer. */
export class RedisClinicalRisk {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  isLive(): boolean {
    return this.#hub.state.link === 'live'
  }

  now(): number {
    return this.#hub.now()
  }

  async create(plan: RunPlan, course: RunCourse): Promise<void> {
    const { keys } = this.#hub
    await this.#hub.run(
      'SET',
      keys.clinicalRiskRun(plan.id, 'source'),
      await packed(JSON.stringify(plan)),
      'EX',
      KEPT_SECONDS,
    )
    await this.putCourse(plan.id, course)
    const { duplicates: _, parts, columns: __, ...head } = plan
    const entry: HubRun = { plan: head, parts: parts.length }
    await this.#hub.run('HSET', keys.clinicalRisk('runs'), plan.id, JSON.stringify(entry))
  }

  async runs(): Promise<readonly HubRun[]> {
    const texts = Texts.parse(await this.#hub.run('HVALS', this.#hub.keys.clinicalRisk('runs')))
    const entries = texts.flatMap((text) => {
      const entry = readJson(text, Entry)
      return entry === null ? [] : [entry]
    })
    entries.sort((a, b) => b.plan.asOf - a.plan.asOf)
    const old = entries.slice(MOST_RUNS).map(({ plan }) => plan.id)
    if (old.length > 0) await this.#hub.run('HDEL', this.#hub.keys.clinicalRisk('runs'), ...old)
    return entries.slice(0, MOST_RUNS)
  }

  async plan(id: string): Promise<RunPlan | null> {
    const text = Maybe.parse(await this.#hub.run('GET', this.#hub.keys.clinicalRiskRun(id, 'source')))
    return text === null ? null : RunPlan.parse(JSON.parse(await unpacked(text)))
  }

  async putCourse(id: string, course: RunCourse): Promise<void> {
    const key = this.#hub.keys.clinicalRiskRun(id, 'status')
    await this.#hub.run('SET', key, JSON.stringify(course), 'EX', KEPT_SECONDS)
    await this.#tell(id)
  }

  async course(id: string): Promise<RunCourse | null> {
    const text = Maybe.parse(await this.#hub.run('GET', this.#hub.keys.clinicalRiskRun(id, 'status')))
    return text === null ? null : readJson(text, RunCourse)
  }

  /** A part, or a mended row (`m` and its number). What is there already stays: all come to the same. */
  async putPart(id: string, field: string, outcome: PartOutcome): Promise<void> {
    const { keys } = this.#hub
    const rows = await packed(writeOutcome(outcome))
    await this.#hub.run('HSET', keys.clinicalRiskRun(id, 'rows'), field, rows)
    await this.#hub.run('EXPIRE', keys.clinicalRiskRun(id, 'rows'), KEPT_SECONDS)
    // A part that was worked on without the hub: what it has raised counts like the rest.
    if (!field.startsWith('m')) {
      const grants = keys.clinicalRiskRun(id, 'once')
      await this.#hub.run('HSETNX', grants, field, JSON.stringify(outcome.summary.granted))
      await this.#hub.run('EXPIRE', grants, KEPT_SECONDS)
    }
    const summary = JSON.stringify(outcome.summary)
    await this.#hub.run('HSETNX', keys.clinicalRiskRun(id, 'parts'), field, summary)
    await this.#hub.run('EXPIRE', keys.clinicalRiskRun(id, 'parts'), KEPT_SECONDS)
    await this.#tell(id)
  }

  /** Replaces the rows of a part by fewer, once the station that runs it has kept them all. */
  async trimPart(id: string, field: string, outcome: PartOutcome): Promise<void> {
    const rows = await packed(writeOutcome(outcome))
    await this.#hub.run('HSET', this.#hub.keys.clinicalRiskRun(id, 'rows'), field, rows)
  }

  async parts(id: string): Promise<ReadonlyMap<string, PartSummary>> {
    const reply = await this.#hub.run('HGETALL', this.#hub.keys.clinicalRiskRun(id, 'parts'))
    const flat = HashReply.parse(reply)
    const found = new Map<string, PartSummary>()
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const summary = readJson(flat[at + 1] ?? '', PartSummary)
      if (summary !== null) found.set(flat[at] ?? '', summary)
    }
    return found
  }

  async part(id: string, field: string): Promise<PartOutcome | null> {
    const text = Maybe.parse(await this.#hub.run('HGET', this.#hub.keys.clinicalRiskRun(id, 'rows'), field))
    return text === null ? null : readOutcome(await unpacked(text))
  }

  /** How many of the wanted alerts of each ward a part may raise; the same when it is asked again. */
  async grantAlerts(id: string, part: number, wanted: ReadonlyMap<string, number>): Promise<Granted> {
    const key = this.#hub.keys.clinicalRiskRun(id, 'once')
    const limits = [MOST_IN_WARD, MOST_OF_RUN, KEPT_SECONDS].map(String)
    const args = [String(part), JSON.stringify([...wanted]), ...limits]
    return readJson(z.string().parse(await this.#hub.script(grantScript, [key], args)), Granted) ?? {}
  }

  /**
   * Who picks up a file's content: `mine` for the first who asks and whenever he asks again, until it is `taken`. A claim
   * of another passes when he does nothing with it.
   */
  async claim(mark: string, station: string): Promise<'mine' | 'claimed' | 'taken'> {
    const key = this.#hub.keys.clinicalRiskRun(mark, 'once')
    const own = `${CLAIM}${station}`
    if ((await this.#hub.run('SET', key, own, 'NX', 'EX', CLAIM_SECONDS)) === 'OK') return 'mine'
    const by = Maybe.parse(await this.#hub.run('GET', key))
    if (by === own) return 'mine'
    return by === null || by.startsWith(CLAIM) ? 'claimed' : 'taken'
  }

  /** The content has been picked up: by nobody any more. */
  async take(mark: string): Promise<void> {
    await this.#hub.run('SET', this.#hub.keys.clinicalRiskRun(mark, 'once'), '1', 'EX', PICKED_UP_SECONDS)
  }

  async #tell(id: string): Promise<void> {
    await this.#hub.run('PUBLISH', this.#hub.keys.clinicalRiskWake(), id)
  }
}

async function packed(text: string): Promise<string> {
  return (await deflate(Buffer.from(text, 'utf8'), { level: 1 })).toString('base64')
}

async function unpacked(text: string): Promise<string> {
  return (await inflate(Buffer.from(text, 'base64'))).toString('utf8')
}
