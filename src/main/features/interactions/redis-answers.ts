import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { type Answer, type Entry, writeEntry } from './answers.ts'
import { type Pair, pairField } from './pair-key.ts'
import { type KnownPair, KnownPairs } from './redis-known.ts'
import type { AnswerStore, HubChange } from './redis-ports.ts'
import releaseSource from './release.lua?raw'

const releaseScript = hubScript(releaseSource)
/** The seed keeps answers for 30 days. */
const KEEP_SECONDS = 2_592_000
const Texts = z.array(z.string().nullable())
const wrongType: Entry = { kind: 'unusable', fault: 'it is not a text' }

/** Answers about pairs in the seed's keys, and who asks a model about which. */
export class RedisAnswers implements AnswerStore {
  readonly #hub: Hub
  readonly #known: KnownPairs

  constructor(hub: Hub) {
    this.#hub = hub
    this.#known = new KnownPairs((pair) => hub.keys.drugInteraction(pair))
  }

  isLive(): boolean {
    return this.#hub.state.link === 'live'
  }

  now(): number {
    return this.#hub.now()
  }

  async read(pairs: readonly Pair[]): Promise<readonly Entry[]> {
    if (pairs.length === 0) return []
    const known = pairs.map((pair) => this.#known.of(pair))
    const keys = known.map(({ key }) => key)
    if (this.#hub.address.kind === 'cluster') return this.#readEach(known, keys)
    const texts = Texts.parse(await this.#hub.run('MGET', ...keys))
    return known.map((each, at) => each.read(texts[at] ?? null))
  }

  async write(pair: Pair, answer: Answer): Promise<void> {
    await this.#hub.run('SETEX', this.#key(pair), KEEP_SECONDS, writeEntry(pair, answer))
  }

  async remove(pair: Pair): Promise<void> {
    await this.#hub.run('DEL', this.#key(pair))
  }

  async wrongTyped(pairs: readonly Pair[]): Promise<readonly Pair[]> {
    const replies = await this.#hub.runAll(pairs.map((pair) => ['TYPE', this.#key(pair)]))
    return pairs.filter((_, at) => {
      const reply = replies[at]
      return reply?.status === 'fulfilled' && reply.value !== 'none' && reply.value !== 'string'
    })
  }

  async lock(pair: Pair, token: string, ms: number): Promise<boolean> {
    return (await this.#hub.run('SET', this.#asking(pair), token, 'NX', 'PX', Math.ceil(ms))) === 'OK'
  }

  async release(pair: Pair, token: string): Promise<void> {
    await this.#hub.script(releaseScript, [this.#asking(pair)], [token])
  }

  async announce(change: HubChange): Promise<void> {
    await this.#hub.run('PUBLISH', this.#hub.keys.interactionChanges(), JSON.stringify(change))
  }

  /** On a Cluster the pairs lie in many slots, which one read cannot reach. */
  async #readEach(known: readonly KnownPair[], keys: readonly string[]): Promise<readonly Entry[]> {
    const replies = await this.#hub.runAll(keys.map((key) => ['GET', key]))
    return known.map((each, at) => {
      const reply = replies[at]
      if (reply?.status === 'fulfilled') return each.read(z.string().nullable().parse(reply.value))
      if (reply?.reason instanceof HubError && reply.reason.code === 'WRONGTYPE') return wrongType
      throw reply?.reason ?? new Error('a reply is missing')
    })
  }

  #key(pair: Pair): string {
    return this.#known.of(pair).key
  }

  #asking(pair: Pair): string {
    const digest = createHash('sha256').update(pairField(pair)).digest('hex').slice(0, 32)
    return this.#hub.keys.interactionAsking(digest)
  }
}
