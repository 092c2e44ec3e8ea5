import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import type { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { PriorAuthRecord, type PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { CACHE_SECONDS, CacheEntry } from './identical-requests.ts'
import { outcomeOf } from './outcome.ts'
import type { PriorAuthStore, Put, PutOutcome } from './ports.ts'
import putSource from './put.lua?raw'

const putScript = hubScript(putSource)
const Texts = z.array(z.string().nullable())
/** Ids removed in one call. */
const TRIM_AT_ONCE = 1_000

/** Prior authorisations on the hub, where every station finds them. */
export class RedisPriorAuth implements PriorAuthStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  now(): number {
    return Math.round(this.#hub.now())
  }

  async cached(digests: readonly string[]): Promise<readonly (CacheEntry | null)[]> {
    const replies = await this.#hub.runAll(
      digests.map((digest) => ['GET', this.#hub.keys.priorAuthCache(digest)] as const),
    )
    return replies.map((reply) => {
      if (reply.status === 'rejected') {
        // Somebody keeps another kind of value under this name: there is no approval in it.
        if (reply.reason instanceof HubError && reply.reason.code === 'WRONGTYPE') return null
        throw reply.reason
      }
      return typeof reply.value === 'string' ? readEntry(reply.value) : null
    })
  }

  async cache(entries: ReadonlyMap<string, CacheEntry>): Promise<void> {
    const commands = [...entries].map(
      ([digest, entry]) =>
        ['SETEX', this.#hub.keys.priorAuthCache(digest), CACHE_SECONDS, JSON.stringify(entry)] as const,
    )
    for (const reply of await this.#hub.runAll(commands)) if (reply.status === 'rejected') throw reply.reason
  }

  async put(puts: readonly Put[]): Promise<readonly PutOutcome[]> {
    const years = new Set(puts.map(({ record }) => yearOf(record)))
    const outcomes = new Map<string, PutOutcome>()
    for (const year of years) {
      const some = puts.filter(({ record }) => yearOf(record) === year)
      const { keys } = this.#hub
      const scriptKeys = [
        keys.priorAuth('records'),
        keys.priorAuth('open'),
        keys.priorAuth('closed'),
        keys.priorAuthOutcomes(year),
        keys.priorAuth('claims'),
      ]
      const replies = Texts.parse(await this.#hub.script(putScript, scriptKeys, some.flatMap(argumentsOf)))
      some.forEach(({ record }, index) => {
        const stored = replies[index] ?? ''
        outcomes.set(record.id, stored === '' ? null : (readRecord(stored) ?? unreadable(record)))
      })
    }
    return puts.map(({ record }) => outcomes.get(record.id) ?? null)
  }

  async read(ids: readonly string[]): Promise<readonly PriorAuthRecord[]> {
    if (ids.length === 0) return []
    const stored = Texts.parse(await this.#hub.run('HMGET', this.#hub.keys.priorAuth('records'), ...ids))
    return stored.flatMap((text) => (text === null ? [] : (readRecord(text) ?? [])))
  }

  async idOfClaim(of: Pick<PriorAuthRequest, 'patientId' | 'claim'>): Promise<string | null> {
    const name = claimNameOf(of)
    if (name === null) return null
    const reply = await this.#hub.run('HGET', this.#hub.keys.priorAuth('claims'), name)
    return z.string().nullable().parse(reply)
  }

  async ids(
    which: 'open' | 'closed',
    limit: number,
    from = 0,
  ): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
    const key = this.#hub.keys.priorAuth(which)
    const command = which === 'open' ? 'ZRANGE' : 'ZREVRANGE'
    const [ids, total] = await Promise.all([
      this.#hub.run(command, key, from, from + limit - 1),
      this.#hub.run('ZCARD', key),
    ])
    return { ids: z.array(z.string()).parse(ids), total: z.number().parse(total) }
  }

  async outcomes(year: number): Promise<readonly string[]> {
    return z.array(z.string()).parse(await this.#hub.run('HVALS', this.#hub.keys.priorAuthOutcomes(year)))
  }

  async trim(before: number): Promise<void> {
    const closed = this.#hub.keys.priorAuth('closed')
    const reply = await this.#hub.run('ZRANGEBYSCORE', closed, '-inf', before, 'LIMIT', 0, TRIM_AT_ONCE)
    const ids = z.array(z.string()).parse(reply)
    if (ids.length === 0) return
    await this.#forgetClaims(ids)
    await this.#hub.run('HDEL', this.#hub.keys.priorAuth('records'), ...ids)
    await this.#hub.run('ZREM', closed, ...ids)
  }

  /** A name that has passed on to a later request stays. */
  async #forgetClaims(ids: readonly string[]): Promise<void> {
    const names = (await this.read(ids)).flatMap(({ id, request }) => {
      const name = claimNameOf(request)
      return name === null ? [] : [{ id, name }]
    })
    if (names.length === 0) return
    const claims = this.#hub.keys.priorAuth('claims')
    const holders = Texts.parse(await this.#hub.run('HMGET', claims, ...names.map(({ name }) => name)))
    const gone = names.filter(({ id }, index) => holders[index] === id).map(({ name }) => name)
    if (gone.length > 0) await this.#hub.run('HDEL', claims, ...gone)
  }
}

function yearOf({ clock }: PriorAuthRecord): number {
  return new Date(clock.submittedAt).getUTCFullYear()
}

function argumentsOf({ record, expectedRev }: Put): HubArgument[] {
  return [
    record.id,
    expectedRev,
    record.rev,
    JSON.stringify(record),
    record.decidedAt === null ? '1' : '0',
    record.decidedAt ?? record.clock.deadlineAt,
    JSON.stringify(outcomeOf(record)),
    claimNameOf(record.request) ?? '',
  ]
}

/** The patient is part of it, so that equal identifiers of two senders do not lead to another patient's request. */
function claimNameOf({ patientId, claim }: Pick<PriorAuthRequest, 'patientId' | 'claim'>): string | null {
  return claim === null ? null : JSON.stringify([patientId, claim.identifier, claim.sequence])
}

function readRecord(stored: string): PriorAuthRecord | null {
  try {
    return PriorAuthRecord.safeParse(JSON.parse(stored.slice(stored.indexOf('|') + 1))).data ?? null
  } catch {
    return null
  }
}

/** What stands there cannot be read: it is somebody else's, and stays. */
function unreadable(record: PriorAuthRecord): PriorAuthRecord {
  return { ...record, rev: Number.MAX_SAFE_INTEGER, origin: null }
}

function readEntry(text: string): CacheEntry | null {
  try {
    return CacheEntry.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
