import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import type { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { pairsOf } from './stored.ts'

export interface SeriesPoint {
  readonly at: number
  readonly value: number
}

/** Points of one series; `unreadable` counts members that are no reading. */
export interface SeriesPoints {
  readonly points: readonly SeriesPoint[]
  readonly unreadable: number
}

type Command = [string, ...HubArgument[]]

/** `{value}:{8 hex}`: the suffix keeps equal values apart. */
const member = /^([^:]+):[0-9a-f]*$/i
const ModulePoints = z.array(z.tuple([z.coerce.number(), z.coerce.number()]))

/** Reads the seed's series, which a hub holds as time series or, without that module, as sorted sets; or some of each. */
export class SeriesReader {
  readonly #hub: Hub
  #hasModule: Promise<boolean> | null = null

  constructor(hub: Hub) {
    this.#hub = hub
  }

  /** Whether the hub knows time series. Asked once for each reader; rejects with a HubError. */
  hasModule(): Promise<boolean> {
    this.#hasModule ??= this.#hub.run('COMMAND', 'INFO', 'TS.ADD').then(
      (reply) => Array.isArray(reply) && reply[0] !== null && reply[0] !== undefined,
      (error: unknown) => {
        this.#hasModule = null
        throw error
      },
    )
    return this.#hasModule
  }

  /** Oldest first. Both ends in milliseconds since 1970, included. */
  async between(key: string, from: number, to: number): Promise<SeriesPoints> {
    const [points = nothing] = await this.#read(
      [key],
      (each) => ['TS.RANGE', each, from, to],
      (each) => ['ZRANGEBYSCORE', each, from / 1_000, to / 1_000, 'WITHSCORES'],
    )
    return points
  }

  /** The newest first, of each key. */
  newest(keys: readonly string[], count: number): Promise<readonly SeriesPoints[]> {
    return this.#read(
      keys,
      (key) => ['TS.REVRANGE', key, '-', '+', 'COUNT', count],
      (key) => ['ZREVRANGE', key, 0, count - 1, 'WITHSCORES'],
    )
  }

  async #read(
    keys: readonly string[],
    asSeries: (key: string) => Command,
    asSet: (key: string) => Command,
  ): Promise<readonly SeriesPoints[]> {
    const found = new Map<string, SeriesPoints>()
    if (await this.hasModule()) {
      const replies = await this.#hub.runAll(keys.map(asSeries))
      for (const [index, reply] of replies.entries()) {
        // A key that is no time series was written by the seed's fallback; a missing one may be either.
        if (reply.status === 'fulfilled') found.set(keys[index] ?? '', pointsOf(reply.value))
        else throwUnlessRefused(reply.reason)
      }
    }
    const others = keys.filter((key) => !found.has(key))
    const replies = await this.#hub.runAll(others.map(asSet))
    for (const [index, reply] of replies.entries()) {
      if (reply.status === 'fulfilled') found.set(others[index] ?? '', membersOf(reply.value))
      else throwUnlessRefused(reply.reason)
    }
    return keys.map((key) => found.get(key) ?? nothing)
  }
}

const nothing: SeriesPoints = { points: [], unreadable: 0 }

function pointsOf(reply: unknown): SeriesPoints {
  return { points: ModulePoints.parse(reply).map(([at, value]) => ({ at, value })), unreadable: 0 }
}

function membersOf(reply: unknown): SeriesPoints {
  const pairs = pairsOf(reply)
  const points = pairs.flatMap(([text, score]) => {
    const number = member.exec(text)?.[1]
    const value = number === undefined ? Number.NaN : Number(number)
    return Number.isFinite(value) ? [{ at: Math.round(Number(score) * 1_000), value }] : []
  })
  return { points, unreadable: pairs.length - points.length }
}

function throwUnlessRefused(reason: unknown): void {
  if (!(reason instanceof HubError) || reason.failure !== 'refused' || reason.code === 'NOPERM') throw reason
}
