import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { HubError } from '@main/hub/hub-error.ts'
import type { Reading } from '@shared/features/alerts/model.ts'
import type {
  AlertPublisher,
  HistoryMember,
  HistoryPosition,
  MissedMessages,
  PatientRecords,
  SeriesReading,
} from './ports.ts'

const HISTORY_PAGE = 500
const HISTORIES_AT_ONCE = 50
/** Longer than a station pauses between two pages; a station that died in the middle holds the others up no longer. */
const LEASE_MS = 5_000
const Members = z.array(z.string())
/** `{value}:{8 hex}`: the suffix keeps equal values apart. */
const seriesMember = /^([^:]+):[0-9a-f]*$/i
const ModuleSeries = z.array(z.tuple([z.coerce.number(), z.coerce.number()]))

/** The seed's records of one patient: alert history and time series, with or without the TimeSeries module. */
export class RedisPatientRecords implements PatientRecords, AlertPublisher {
  readonly #hub: Hub
  #hasSeriesModule: boolean | null = null

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async history(
    patientId: string,
    before: HistoryPosition | null,
    limit: number,
  ): Promise<readonly HistoryMember[]> {
    const key = this.#hub.keys.alertHistory(patientId)
    const start = before?.score ?? '+inf'
    const skip = before?.skip ?? 0
    const reply = await this.#hub.run(
      'ZREVRANGEBYSCORE',
      key,
      start,
      '-inf',
      'WITHSCORES',
      'LIMIT',
      skip,
      limit,
    )
    return membersOf(reply)
  }

  async historyCount(patientId: string): Promise<number> {
    return z.number().parse(await this.#hub.run('ZCARD', this.#hub.keys.alertHistory(patientId)))
  }

  async series(patientId: string, metric: string, from: number, to: number): Promise<SeriesReading> {
    const key = this.#hub.keys.series(patientId, metric)
    const points = (await this.#moduleSeries(key, from, to)) ?? (await this.#setSeries(key, from, to))
    return points.length === 0 ? { kind: 'nothing' } : { kind: 'found', points }
  }

  async metrics(patientId: string): Promise<readonly string[]> {
    const found = new Set<string>()
    const { keys } = this.#hub
    for await (const page of this.#hub.scan(keys.seriesPattern(patientId))) {
      for (const key of page) {
        const metric = keys.metricOf(key, patientId)
        if (metric !== null) found.add(metric)
      }
    }
    return [...found].sort()
  }

  async publish(unit: string, patientId: string, text: string, at: number): Promise<void> {
    const { keys } = this.#hub
    // History first: if this process dies in between, reconciliation finds the message there.
    await this.#hub.run('ZADD', keys.alertHistory(patientId), at / 1_000, text)
    await this.#hub.run('PUBLISH', keys.unitAlerts(unit), text)
    await this.#hub.run('PUBLISH', keys.patientAlerts(patientId), text)
  }

  /** Null when the hub has no TimeSeries module, or this key was written by the seed's fallback. */
  async #moduleSeries(key: string, from: number, to: number): Promise<Reading[] | null> {
    if (this.#hasSeriesModule === false) return null
    try {
      const reply = await this.#hub.run('TS.RANGE', key, from, to)
      this.#hasSeriesModule = true
      return ModuleSeries.parse(reply).map(([at, value]) => ({ at, value }))
    } catch (error) {
      if (!(error instanceof HubError) || error.failure !== 'refused') throw error
      if (error.code === 'ERR' && this.#hasSeriesModule === null)
        this.#hasSeriesModule = await this.#asksForModule()
      return null
    }
  }

  async #asksForModule(): Promise<boolean> {
    const reply = await this.#hub.run('COMMAND', 'INFO', 'TS.RANGE')
    return Array.isArray(reply) && reply[0] !== null && reply[0] !== undefined
  }

  /** The seed's fallback: member `{value}:{8 hex}`, score in unix seconds. */
  async #setSeries(key: string, from: number, to: number): Promise<Reading[]> {
    const reply = await this.#hub.run('ZRANGEBYSCORE', key, from / 1_000, to / 1_000, 'WITHSCORES')
    return pairsOf(reply).flatMap(([member, score]) => {
      const text = seriesMember.exec(member)?.[1]
      const value = Number(text)
      return text !== undefined && Number.isFinite(value)
        ? [{ at: Math.round(Number(score) * 1_000), value }]
        : []
    })
  }
}

/** Finds what was published while no station listened, through the histories that every publisher writes. */
export class RedisMissedMessages implements MissedMessages {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async reconciledUntil(unit: string): Promise<number | null> {
    const text = z
      .string()
      .nullable()
      .parse(await this.#hub.run('GET', this.#hub.keys.alert(unit, 'reconciled')))
    return text === null ? null : Number(text)
  }

  async claim(unit: string, station: string): Promise<boolean> {
    const lease = this.#hub.keys.alert(unit, 'lease')
    const reply = await this.#hub.run('SET', lease, station, 'NX', 'PX', LEASE_MS)
    if (reply === 'OK') return true
    // An earlier attempt of this very station, perhaps before it was killed, must not hold it up.
    if ((await this.#hub.run('GET', lease)) !== station) return false
    await this.#hub.run('PEXPIRE', lease, LEASE_MS)
    return true
  }

  async done(unit: string, station: string, until: number): Promise<void> {
    await this.#hub.run('SET', this.#hub.keys.alert(unit, 'reconciled'), until)
    const lease = this.#hub.keys.alert(unit, 'lease')
    // Bringing a message in twice is harmless, so a lease that has passed on needs no fencing; only do not steal it.
    if ((await this.#hub.run('GET', lease)) === station) await this.#hub.run('DEL', lease)
  }

  async *historySince(since: number): AsyncIterable<HistoryMember & { patientId: string }> {
    const pattern = this.#hub.keys.alertHistoryPattern()
    for await (const found of this.#hub.scan(pattern)) {
      // One round trip per patient would take half a minute for a hospital's patients.
      for (let start = 0; start < found.length; start += HISTORIES_AT_ONCE)
        yield* this.#histories(found.slice(start, start + HISTORIES_AT_ONCE), since)
    }
  }

  async *#histories(
    histories: readonly string[],
    since: number,
  ): AsyncIterable<HistoryMember & { patientId: string }> {
    const page = (key: string, offset: number): [string, ...HubArgument[]] => {
      const from = since / 1_000
      return ['ZRANGEBYSCORE', key, from, '+inf', 'WITHSCORES', 'LIMIT', offset, HISTORY_PAGE]
    }
    const replies = await this.#hub.runAll(histories.map((key) => page(key, 0)))
    for (const [index, reply] of replies.entries()) {
      // Somebody's key of another type under this name holds no history, and must not stop all the others.
      if (reply.status === 'rejected' && isOtherType(reply.reason)) continue
      if (reply.status === 'rejected') throw reply.reason
      const key = histories[index] ?? ''
      const patientId = this.#hub.keys.patientOfHistory(key)
      if (patientId === null) continue
      let members = membersOf(reply.value)
      for (let offset = HISTORY_PAGE; ; offset += HISTORY_PAGE) {
        for (const member of members) yield { patientId, ...member }
        if (members.length < HISTORY_PAGE) break
        const [name, ...args] = page(key, offset)
        members = membersOf(await this.#hub.run(name, ...args))
      }
    }
  }
}

function isOtherType(reason: unknown): boolean {
  return reason instanceof HubError && reason.code === 'WRONGTYPE'
}

function membersOf(reply: unknown): HistoryMember[] {
  return pairsOf(reply).map(([member, score]) => ({ payload: Buffer.from(member), score: Number(score) }))
}

function pairsOf(reply: unknown): [string, string][] {
  const flat = Members.parse(reply)
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([flat[at] ?? '', flat[at + 1] ?? ''])
  return pairs
}
