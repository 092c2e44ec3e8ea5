import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { HubError } from '@main/hub/hub-error.ts'
import type { Count, CountStore } from './redis-ports.ts'

/** Days of the ledger are kept for so long. */
const KEEP_DAYS_SECONDS = 400 * 86_400
/** In a pipeline the client makes an object of a hash, alone it leaves fields and values in a row. */
const HashReply = z.union([z.array(z.string()), z.record(z.string(), z.string())])

/** Counters on the hub: what was asked and spent by day, and how the rules' warnings fared. */
export class RedisCounts implements CountStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async add(counts: readonly Count[]): Promise<readonly Count[]> {
    const days = [...new Set(counts.flatMap(({ day }) => day ?? []))]
    const commands: [string, ...HubArgument[]][] = [
      ...counts.map(({ day, field, by }): [string, ...HubArgument[]] => [
        'HINCRBY',
        this.#key(day),
        field,
        by,
      ]),
      ...days.map((day): [string, ...HubArgument[]] => ['EXPIRE', this.#key(day), KEEP_DAYS_SECONDS]),
    ]
    try {
      const replies = await this.#hub.runAll(commands)
      return counts.filter((_, at) => {
        const reply = replies[at]
        return reply?.status !== 'fulfilled' && !isUnknown(reply?.reason)
      })
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      return isUnknown(error) ? [] : counts
    }
  }

  async addNow({ day, field, by }: Count & { day: string }): Promise<number> {
    const [sum] = await this.#hub.runAll([
      ['HINCRBY', this.#key(day), field, by],
      ['EXPIRE', this.#key(day), KEEP_DAYS_SECONDS],
    ])
    if (sum?.status !== 'fulfilled') throw sum?.reason ?? new Error('a reply is missing')
    return z.number().parse(sum.value)
  }

  async days(days: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]> {
    const replies = await this.#hub.runAll(days.map((day) => ['HGETALL', this.#key(day)]))
    return replies.map((reply) => {
      if (reply.status === 'rejected') throw reply.reason
      return countersOf(reply.value)
    })
  }

  async figures(): Promise<ReadonlyMap<string, number>> {
    return countersOf(await this.#hub.run('HGETALL', this.#key(null)))
  }

  #key(day: string | null): string {
    return day === null ? this.#hub.keys.interactions('figures') : this.#hub.keys.interactionLedger(day)
  }
}

/** A counter that may have been added already is not added again: the ledger rather misses a call than counts it twice. */
function isUnknown(reason: unknown): boolean {
  return reason instanceof HubError && reason.failure === 'outcome-unknown'
}

function countersOf(reply: unknown): ReadonlyMap<string, number> {
  const hash = HashReply.parse(reply)
  const flat = Array.isArray(hash) ? hash : Object.entries(hash).flat()
  const counters = new Map<string, number>()
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const value = Number(flat[at + 1])
    if (Number.isSafeInteger(value)) counters.set(flat[at] ?? '', value)
  }
  return counters
}
