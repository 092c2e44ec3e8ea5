import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { Crossing } from '@shared/features/population/board.ts'
import { type CareRecord, type Enrolment, RiskMetric } from '@shared/features/population/model.ts'
import type { BoardStore, Change, KnownPatient, LogHead, StoredPatient } from './ports.ts'
import { isPatientId, pairsOf, readCareRecord, readChange, readEnrolment, readState } from './stored.ts'

const SCAN_COUNT = 1_000
const Texts = z.array(z.string().nullable())
const ScanReply = z.tuple([z.string(), z.array(z.string())])
const Entries = z.array(z.tuple([z.string(), z.array(z.string())]))

/** What boards read from the hub. */
export class RedisBoard implements BoardStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  now(): number {
    return Math.round(this.#hub.now())
  }

  async population(): Promise<number> {
    return z.number().parse(await this.#hub.run('ZCARD', this.#hub.keys.riskScores()))
  }

  async page(offset: number, limit: number): Promise<readonly StoredPatient[]> {
    const key = this.#hub.keys.riskScores()
    const ranked = pairsOf(await this.#hub.run('ZREVRANGE', key, offset, offset + limit - 1, 'WITHSCORES'))
    return this.#whole(
      ranked
        .map(([patientId, score]) => ({ patientId, score: Number(score) }))
        .filter(({ patientId, score }) => isPatientId(patientId) && Number.isFinite(score)),
    )
  }

  async patient(patientId: string): Promise<KnownPatient | null> {
    const key = this.#hub.keys.riskScores()
    const [found, place] = await Promise.all([
      this.#hub.run('ZSCORE', key, patientId),
      this.#hub.run('ZREVRANK', key, patientId),
    ])
    const score = typeof found === 'string' && Number.isFinite(Number(found)) ? Number(found) : null
    const rank = score !== null && typeof place === 'number' ? place + 1 : null
    const [whole] = await this.#whole([{ patientId, score, rank }])
    return whole === undefined || (score === null && whole.enrolment === null) ? null : whole
  }

  async head(): Promise<LogHead> {
    const { keys } = this.#hub
    const [seq, epoch] = await Promise.all([
      this.#hub.run('GET', keys.population('seq')),
      this.#hub.run('GET', keys.population('epoch')),
    ])
    return {
      seq: typeof seq === 'string' ? Number(seq) : 0,
      epoch: typeof epoch === 'string' ? epoch : null,
    }
  }

  async changesAfter(seq: number, limit: number): Promise<readonly Change[]> {
    const key = this.#hub.keys.population('log')
    const reply = Entries.parse(await this.#hub.run('XRANGE', key, `(${seq}-0`, '+', 'COUNT', limit))
    return reply.flatMap(([, fields]) => readChange(fields[1] ?? null) ?? [])
  }

  async enrolled(): Promise<number> {
    return z.number().parse(await this.#hub.run('HLEN', this.#hub.keys.population('roster')))
  }

  async *enrolments(isWanted: (patientId: string) => boolean): AsyncIterable<readonly Enrolment[]> {
    const key = this.#hub.keys.population('roster')
    let cursor = '0'
    do {
      const [next, flat] = ScanReply.parse(await this.#hub.run('HSCAN', key, cursor, 'COUNT', SCAN_COUNT))
      cursor = next
      yield pairsOf(flat).flatMap(([patientId, text]) =>
        isWanted(patientId) ? (readEnrolment(text) ?? []) : [],
      )
    } while (cursor !== '0')
  }

  async careOf(patientIds: readonly string[]): Promise<readonly CareRecord[]> {
    if (patientIds.length === 0) return []
    const reply = await this.#hub.run('HMGET', this.#hub.keys.population('care'), ...patientIds)
    return Texts.parse(reply).flatMap((text) => readCareRecord(text) ?? [])
  }

  async crossings(limit: number): Promise<readonly Crossing[]> {
    const key = this.#hub.keys.population('crossings')
    const reply = Entries.parse(await this.#hub.run('XREVRANGE', key, '+', '-', 'COUNT', limit))
    return reply.flatMap(([, fields]) => {
      const { patient, kind, score, metric, at } = Object.fromEntries(pairsOf(fields))
      const known = RiskMetric.safeParse(metric)
      const crossing = Crossing.safeParse({
        patientId: patient,
        kind,
        score: Number(score),
        metric: known.success ? known.data : null,
        at: Number(at),
      })
      return crossing.success ? [crossing.data] : []
    })
  }

  async #whole<T extends { readonly patientId: string }>(
    patients: readonly T[],
  ): Promise<(T & Pick<StoredPatient, 'state' | 'enrolment' | 'care'>)[]> {
    if (patients.length === 0) return []
    const ids = patients.map(({ patientId }) => patientId)
    const { keys } = this.#hub
    const replies = await this.#hub.runAll(
      (['state', 'roster', 'care'] as const).map((what) => ['HMGET', keys.population(what), ...ids]),
    )
    const [states = [], enrolments = [], care = []] = replies.map((reply) => {
      if (reply.status === 'rejected') throw reply.reason
      return Texts.parse(reply.value)
    })
    return patients.map((patient, index) => ({
      ...patient,
      state: readState(states[index] ?? null),
      enrolment: readEnrolment(enrolments[index] ?? null),
      care: readCareRecord(care[index] ?? null),
    }))
  }
}
