import { z } from 'zod'
import type { ChainHead } from '@shared/features/audit/model.ts'
import type { Hub } from '@main/hub/hub.ts'
import { headLine, readHead } from './heads.ts'
import type { HeadBoard } from './ports.ts'

/** Heads of one station that the hub keeps; at one every ten seconds of work this is a day and more. */
const HEADS_KEPT = 10_000

const StreamReply = z.array(z.tuple([z.string(), z.array(z.string())]))
/** RESP3 gives a map, RESP2 a flat list. */
const HashReply = z.union([
  z.array(z.string()),
  z.record(z.string(), z.string()).transform((fields) => Object.entries(fields).flat()),
  z.map(z.string(), z.string()).transform((fields) => [...fields].flat()),
])
const SetReply = z.union([z.array(z.string()), z.set(z.string()).transform((members) => [...members])])

/** Signed heads on the hub. They hold numbers, hashes and signatures: nothing about patients or people. */
export class RedisHeadBoard implements HeadBoard {
  readonly #hub: () => Hub | null

  constructor(hub: () => Hub | null) {
    this.#hub = hub
  }

  isLive(): boolean {
    return this.#hub()?.state.link === 'live'
  }

  async publish(head: ChainHead): Promise<void> {
    const hub = this.#live()
    const { keys } = hub
    await hub.run(
      'XADD',
      keys.audit(head.station, 'heads'),
      'MAXLEN',
      '~',
      HEADS_KEPT,
      '*',
      'head',
      headLine(head),
    )
    await hub.run('SADD', keys.auditStations(), head.station)
  }

  async headsOf(station: string): Promise<readonly (ChainHead | null)[]> {
    const hub = this.#live()
    return readStream(await hub.run('XRANGE', hub.keys.audit(station, 'heads'), '-', '+'))
  }

  async newestOf(stations: readonly string[]): Promise<ReadonlyMap<string, ChainHead>> {
    const hub = this.#live()
    const replies = await hub.runAll(
      stations.map(
        (station) => ['XREVRANGE', hub.keys.audit(station, 'heads'), '+', '-', 'COUNT', 1] as const,
      ),
    )
    const newest = new Map<string, ChainHead>()
    for (const [index, station] of stations.entries()) {
      const reply = replies[index]
      if (reply?.status !== 'fulfilled') continue
      const [head] = readStream(reply.value)
      if (head && head.station === station) newest.set(station, head)
    }
    return newest
  }

  async stations(): Promise<readonly string[]> {
    const hub = this.#live()
    return SetReply.parse(await hub.run('SMEMBERS', hub.keys.auditStations()))
  }

  async witness(head: ChainHead, witness: string): Promise<void> {
    const hub = this.#live()
    await hub.run('HSET', hub.keys.audit(head.station, 'witnesses'), witness, headLine(head))
  }

  async witnessesOf(station: string): Promise<readonly (ChainHead | null)[]> {
    const hub = this.#live()
    const flat = HashReply.parse(await hub.run('HGETALL', hub.keys.audit(station, 'witnesses')))
    return flat.filter((_, index) => index % 2 === 1).map((text) => readHead(text))
  }

  #live(): Hub {
    const hub = this.#hub()
    if (hub === null) throw new Error('there is no hub')
    return hub
  }
}

function readStream(reply: unknown): (ChainHead | null)[] {
  return StreamReply.parse(reply).map(([, fields]) => readHead(fields[fields.indexOf('head') + 1] ?? ''))
}
