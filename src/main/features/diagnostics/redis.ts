import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import type { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { newestFirst } from '@main/hub/newest-first.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { RunPlace } from '@shared/features/diagnostics/contract.ts'
import {
  Diagnosis,
  type Feedback,
  FeedbackVerdict,
  type ProgressLine,
} from '@shared/features/diagnostics/model.ts'
import beginSource from './begin.lua?raw'
import endSource from './end.lua?raw'
import feedbackSource from './feedback.lua?raw'
import limitSource from './limit.lua?raw'
import type {
  Begun,
  DiagnosticStore,
  Ended,
  FeedbackFigure,
  Grip,
  NewRun,
  RunWrite,
  SpentFigure,
  StoredRun,
} from './ports.ts'
import { CACHE_SECONDS, hexOf, LEASE_MS, patientOf, progressPayload, runDigest, WINDOW } from './seed.ts'
import { newRunFields, pairs, readProgress, readRun } from './stored.ts'
import releaseSource from './release.lua?raw'
import spentSource from './spent.lua?raw'
import writeSource from './write.lua?raw'

const beginScript = hubScript(beginSource)
const writeScript = hubScript(writeSource)
const endScript = hubScript(endSource)
const feedbackScript = hubScript(feedbackSource)
const limitScript = hubScript(limitSource)
const spentScript = hubScript(spentSource)
const releaseScript = hubScript(releaseSource)

const DAY_MS = 86_400_000
/** Runs are kept a month; figures without patients stay, costs for somewhat more than a year. */
const KEEP_MS = 31 * DAY_MS
const SPENT_KEEP_MS = 400 * DAY_MS
/** Sessions of all patients that the list remembers. */
const RECENT = 10_000

const Texts = z.array(z.string())
const BeginReply = z.union([
  z.tuple([z.enum(['begun', 'ended']), z.string()]),
  z.tuple([z.literal('busy'), z.coerce.number()]),
  z.tuple([z.literal('missing')]),
])
const EndReply = z.union([
  z.tuple([z.literal('ended'), z.string()]),
  z.tuple([z.enum(['done', 'alive', 'missing'])]),
])
const LimitReply = z.tuple([z.number(), z.number(), z.number()])
const FeedbackLine = z.object({
  confidence: z.number().min(0).max(1),
  verdict: FeedbackVerdict,
  useful: z.boolean(),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .nullable()
    .default(null),
})
const Amount = z.number().int().nonnegative()
const SpentLine = z.object({ calls: Amount, moneyMicro: Amount, modelMs: Amount, runMs: Amount })

export interface DiagnosticTimes {
  readonly leaseMs: number
}

/** Diagnostic runs on the hub: the seed's lock with a fencing token, guarded writes, durable progress, figures. */
export class RedisDiagnostics implements DiagnosticStore {
  readonly #hub: Hub
  readonly #station: string
  readonly leaseMs: number

  constructor(hub: Hub, station: string, times: DiagnosticTimes = { leaseMs: LEASE_MS }) {
    this.#hub = hub
    this.#station = station
    this.leaseMs = times.leaseMs
  }

  now(): number {
    return Math.round(this.#hub.now())
  }

  async begin(sessionId: string, token: string, run: NewRun | null): Promise<Begun> {
    const mode = run === null ? 'resume' : 'new'
    const reply = BeginReply.parse(
      await this.#hub.script(beginScript, this.#keys(sessionId), [
        token,
        this.leaseMs,
        sessionId,
        this.now(),
        this.#station,
        KEEP_MS,
        mode,
        ...(run === null ? [] : newRunFields(run)),
      ]),
    )
    switch (reply[0]) {
      case 'begun':
        return { kind: 'begun', grip: { sessionId, token, fence: reply[1] } }
      case 'ended':
        return { kind: 'ended', status: reply[1] }
      case 'busy':
        return { kind: 'busy', freeInMs: Math.max(0, reply[1]) }
      case 'missing':
        return { kind: 'missing' }
    }
  }

  async write({ sessionId, token, fence }: Grip, { fields, lines, final }: RunWrite): Promise<boolean> {
    const now = this.now()
    const members = Object.entries(fields)
    const args: HubArgument[] = [token, fence, this.leaseMs, now, KEEP_MS, sessionId]
    args.push(this.#hub.keys.diagnosticsWake(), this.#hub.keys.diagnosticProgress(sessionId), final ?? '')
    args.push(members.length, ...members.flat(), lines.length)
    for (const { event, specialist, confidence } of lines) {
      const isSeeds = event === 'specialist_started' || event === 'specialist_complete'
      const payload =
        isSeeds && specialist !== null ? progressPayload(event, specialist, confidence, this.#hub.now()) : ''
      args.push(event, specialist ?? '', confidence ?? '', payload)
    }
    return (await this.#hub.script(writeScript, this.#keys(sessionId).slice(0, 4), args)) === 'ok'
  }

  async release({ sessionId, token }: Grip): Promise<void> {
    await this.#hub.script(releaseScript, this.#keys(sessionId).slice(0, 1), [token])
  }

  async end(
    sessionId: string,
    how: 'cancelled' | 'abandoned' | 'discarded',
    by: Actor | null,
  ): Promise<Ended> {
    const actor = by === null ? '' : JSON.stringify(by)
    const reply = EndReply.parse(
      await this.#hub.script(endScript, this.#keys(sessionId), [
        how,
        this.now(),
        sessionId,
        this.#hub.keys.diagnosticsWake(),
        actor,
      ]),
    )
    return reply[0] === 'ended' ? { ended: reply[1] } : reply[0]
  }

  async limit(sessionId: string): Promise<{ allowed: boolean; resetMs: number }> {
    const reply = await this.#hub.script(
      limitScript,
      [this.#hub.keys.diagnosticLimit()],
      [sessionId, WINDOW.most, WINDOW.ms],
    )
    const [allowed, , resetMicros] = LimitReply.parse(reply)
    return { allowed: allowed === 1, resetMs: Math.ceil(resetMicros / 1_000) }
  }

  async read(sessionId: string): Promise<StoredRun | null> {
    const reply = Texts.parse(await this.#hub.run('HGETALL', this.#key(sessionId, 'run')))
    return reply.length === 0 ? null : readRun(sessionId, pairs(reply))
  }

  async progress(sessionId: string): Promise<readonly ProgressLine[]> {
    return readProgress(await this.#hub.run('XRANGE', this.#key(sessionId, 'log'), '-', '+', 'COUNT', 500))
  }

  async placesOf(
    patientId: string | null,
    limit: number,
    after: RunPlace | null = null,
  ): Promise<readonly RunPlace[]> {
    const { keys } = this.#hub
    const key = patientId === null ? keys.diagnostics('recent') : keys.diagnosticRun(patientId, 'runs')
    const from = after === null ? null : { member: after.sessionId, at: after.at }
    const places = await newestFirst(this.#hub, key, from, limit)
    return places.map(({ member, at }) => ({ sessionId: member, at }))
  }

  async isOurs(sessionId: string): Promise<boolean> {
    return (await this.#hub.run('EXISTS', this.#key(sessionId, 'run'))) === 1
  }

  async lockOf(patientId: string): Promise<string | null> {
    const reply = await this.#hub.run('GET', this.#hub.keys.diagnosticLock(patientId))
    return typeof reply === 'string' ? reply : null
  }

  async watch(sessionId: string, at: number | null): Promise<void> {
    const key = this.#hub.keys.diagnostics('running')
    if (at === null) {
      await this.#hub.run('ZREM', key, sessionId)
      return
    }
    const recent = this.#hub.keys.diagnostics('recent')
    const replies = await this.#hub.runAll([
      ['ZADD', key, at, sessionId],
      ['ZADD', recent, 'NX', this.now(), sessionId],
      ['ZREMRANGEBYRANK', recent, 0, -RECENT - 1],
    ])
    for (const reply of replies) if (reply.status === 'rejected') throw reply.reason
  }

  async toLookAt(limit: number): Promise<readonly string[]> {
    const key = this.#hub.keys.diagnostics('running')
    return Texts.parse(await this.#hub.run('ZRANGEBYSCORE', key, '-inf', this.now(), 'LIMIT', 0, limit))
  }

  async cached(digest: string): Promise<Diagnosis | null> {
    try {
      const text = await this.#hub.run('GET', this.#hub.keys.diagnosticCache(digest))
      return typeof text === 'string' ? Diagnosis.parse(JSON.parse(text)) : null
    } catch (error) {
      // Somebody keeps something else under this name: there is no diagnosis in it.
      if (error instanceof HubError && error.code !== 'WRONGTYPE') throw error
      return null
    }
  }

  async cache(digest: string, diagnosis: Diagnosis): Promise<void> {
    const key = this.#hub.keys.diagnosticCache(digest)
    await this.#hub.run('SETEX', key, CACHE_SECONDS, JSON.stringify(diagnosis))
  }

  async feedback(sessionId: string, feedback: Feedback, figure: FeedbackFigure): Promise<string | null> {
    const status = await this.#hub.script(
      feedbackScript,
      [this.#key(sessionId, 'run')],
      [JSON.stringify(feedback), sessionId, this.#hub.keys.diagnosticsWake()],
    )
    if (status !== 'completed') return String(status)
    const key = this.#hub.keys.diagnostics('feedback')
    await this.#hub.run('HSET', key, runDigest(sessionId), JSON.stringify(figure))
    return null
  }

  async feedbackFigures(): Promise<readonly FeedbackFigure[]> {
    return this.#lines(this.#hub.keys.diagnostics('feedback'), FeedbackLine)
  }

  async spent(
    { sessionId, fence }: Pick<Grip, 'sessionId' | 'fence'>,
    startedAt: number,
    figure: SpentFigure,
  ): Promise<void> {
    const key = this.#hub.keys.diagnostics(`spent:${dayOf(startedAt)}`)
    const text = JSON.stringify({ ...figure, fence: Number(fence) })
    await this.#hub.script(spentScript, [key], [runDigest(sessionId), fence, text, SPENT_KEEP_MS])
  }

  async spentOn(day: string): Promise<readonly SpentFigure[]> {
    return this.#lines(this.#hub.keys.diagnostics(`spent:${day}`), SpentLine)
  }

  async #lines<T>(key: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    return Texts.parse(await this.#hub.run('HVALS', key)).map((text) => schema.parse(JSON.parse(text)))
  }

  #key(sessionId: string, what: 'run' | 'log'): string {
    return this.#hub.keys.diagnosticRun(patientOf(sessionId), `${what}:${hexOf(sessionId)}`)
  }

  #keys(sessionId: string): string[] {
    const patient = patientOf(sessionId)
    const { keys } = this.#hub
    return [
      keys.diagnosticLock(patient),
      keys.diagnosticRun(patient, 'fence'),
      this.#key(sessionId, 'run'),
      this.#key(sessionId, 'log'),
      keys.diagnosticRun(patient, 'runs'),
    ]
  }
}

/** The day in UTC, as `2026-11-22`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
