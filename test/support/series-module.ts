import { createServer, connect, type Server, type Socket } from 'node:net'
import type { Redis } from '@main/hub/open-client.ts'
import { takeFrame, takeCommand } from './resp-frames.ts'

/** A command that waits for its reply; replies leave in the order of the commands. */
interface Waiting {
  reply: Buffer | null
}

const MODULE = /^TS\./i

/**
 * Stands between clients and a real server that has no time-series module, and answers TS.ADD, TS.RANGE, TS.REVRANGE
 * and TS.MRANGE as the module does (RedisTimeSeries 1.12, RESP2). A series is also a string on the server, so that SCAN
 * finds its key and commands for other types are refused there as they are with the module.
 */
export class SeriesModule {
  readonly #target: number
  readonly #client: Redis
  readonly #series = new Map<string, Map<number, number>>()
  readonly #labels = new Map<string, readonly string[]>()
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  port = 0
  /** TS commands that came, by name. */
  readonly asked = new Map<string, number>()

  /** @param client of the server at that port. */
  constructor(targetPort: number, client: Redis) {
    this.#target = targetPort
    this.#client = client
  }

  async start(): Promise<this> {
    this.#server = createServer((outer) => this.#accept(outer))
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.port = address.port
    return this
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => {
      if (this.#server) this.#server.close(() => resolve())
      else resolve()
    })
  }

  #accept(outer: Socket): void {
    const inner = connect(this.#target, '127.0.0.1')
    const waiting: Waiting[] = []
    let [fromOuter, fromInner] = [Buffer.alloc(0), Buffer.alloc(0)]
    const flush = (): void => {
      while (waiting[0]?.reply) {
        outer.write(waiting[0].reply)
        waiting.shift()
      }
    }
    let listens = false
    outer.on('data', (chunk: Buffer) => {
      fromOuter = Buffer.concat([fromOuter, chunk])
      for (let taken = takeCommand(fromOuter); taken !== null; taken = takeCommand(fromOuter)) {
        const bytes = fromOuter.subarray(0, taken.length)
        fromOuter = fromOuter.subarray(taken.length)
        const [name = ''] = taken.command
        listens ||= /^subscribe$/i.test(name)
        const slot: Waiting = { reply: null }
        if (!listens) waiting.push(slot)
        if (!this.#isMine(taken.command)) {
          inner.write(bytes)
          continue
        }
        void this.answer(taken.command).then((reply) => {
          slot.reply = Buffer.from(reply)
          flush()
        })
      }
    })
    inner.on('data', (chunk: Buffer) => {
      fromInner = Buffer.concat([fromInner, chunk])
      for (let length = takeFrame(fromInner); length !== null; length = takeFrame(fromInner)) {
        const bytes = Buffer.from(fromInner.subarray(0, length))
        fromInner = fromInner.subarray(length)
        const slot = waiting.find(({ reply }) => reply === null)
        // Messages of a channel answer no command.
        if (slot === undefined) outer.write(bytes)
        else slot.reply = bytes
        flush()
      }
    })
    const end = (): void => {
      inner.destroy()
      outer.destroy()
      this.#sockets.delete(outer)
      this.#sockets.delete(inner)
    }
    for (const socket of [inner, outer]) {
      this.#sockets.add(socket)
      socket.on('error', end)
      socket.on('close', end)
    }
  }

  #isMine([name = '', second = '', third = '']: readonly string[]): boolean {
    return MODULE.test(name) || (/^command$/i.test(name) && /^info$/i.test(second) && MODULE.test(third))
  }

  /** The reply to one TS command, as bytes of the protocol. */
  async answer(command: readonly string[]): Promise<string> {
    const [name = '', key = '', ...rest] = command
    this.asked.set(name.toUpperCase(), (this.asked.get(name.toUpperCase()) ?? 0) + 1)
    switch (name.toUpperCase()) {
      case 'TS.ADD':
        return this.#add(key, rest)
      case 'TS.RANGE':
        return (await this.#refusal(key)) ?? pointsReply(cut(this.#between(key, rest), rest))
      case 'TS.REVRANGE':
        return (await this.#refusal(key)) ?? pointsReply(cut(this.#between(key, rest).toReversed(), rest))
      case 'TS.MRANGE':
        return this.#many(key, rest)
      case 'COMMAND':
        return '*1\r\n*1\r\n$8\r\nts.range\r\n'
      default:
        return `-ERR unknown command '${name}'\r\n`
    }
  }

  async #refusal(key: string): Promise<string | null> {
    if (this.#series.has(key)) return null
    return (await this.#client.exists(key)) === 0
      ? '-ERR TSDB: the key does not exist\r\n'
      : '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'
  }

  async #add(key: string, [at = '', value = '', ...options]: readonly string[]): Promise<string> {
    const known = this.#series.get(key) ?? new Map<number, number>()
    if (!this.#series.has(key)) {
      if ((await this.#client.exists(key)) === 1)
        return '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'
      await this.#client.set(key, 'a time series')
      this.#series.set(key, known)
      const labels = options.findIndex((option) => option.toUpperCase() === 'LABELS')
      this.#labels.set(key, labels === -1 ? [] : options.slice(labels + 1))
    }
    if (known.has(Number(at)))
      return '-ERR TSDB: Error at upsert, update is not supported when DUPLICATE_POLICY is set to BLOCK mode\r\n'
    known.set(Number(at), Number(value))
    return `:${at}\r\n`
  }

  #between(key: string, [from = '-', to = '+']: readonly string[]): [number, number][] {
    const low = from === '-' ? Number.NEGATIVE_INFINITY : Number(from)
    const high = to === '+' ? Number.POSITIVE_INFINITY : Number(to)
    return [...(this.#series.get(key) ?? [])]
      .filter(([at]) => at >= low && at <= high)
      .sort(([a], [b]) => a - b)
  }

  /** `from to AGGREGATION avg <ms> FILTER metric=<name>`, as the seed asks. */
  #many(
    from: string,
    [to = '+', _aggregation, _avg, bucket = '', _filter, filter = '']: readonly string[],
  ): string {
    const [label = '', wanted = ''] = filter.split('=')
    const replies = [...this.#series.keys()].flatMap((key) => {
      const labels = this.#labels.get(key) ?? []
      if (labels[labels.indexOf(label) + 1] !== wanted || !labels.includes(label)) return []
      const buckets = new Map<number, number[]>()
      for (const [at, value] of this.#between(key, [from, to])) {
        const start = Math.floor(at / Number(bucket)) * Number(bucket)
        buckets.set(start, [...(buckets.get(start) ?? []), value])
      }
      const points = [...buckets].map(([at, values]): [number, number] => [
        at,
        values.reduce((sum, value) => sum + value, 0) / values.length,
      ])
      return [`*3\r\n$${Buffer.byteLength(key)}\r\n${key}\r\n*0\r\n${pointsReply(points)}`]
    })
    return `*${replies.length}\r\n${replies.join('')}`
  }
}

function cut(points: [number, number][], rest: readonly string[]): [number, number][] {
  const count = rest.findIndex((option) => option.toUpperCase() === 'COUNT')
  return count === -1 ? points : points.slice(0, Number(rest[count + 1]))
}

function pointsReply(points: readonly [number, number][]): string {
  return `*${points.length}\r\n${points.map(([at, value]) => `*2\r\n:${at}\r\n+${value}\r\n`).join('')}`
}
