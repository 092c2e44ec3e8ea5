import { HubError } from '@main/hub/hub-error.ts'
import type { Consulted } from '@shared/features/interactions/check.ts'
import type { Answer, Entry } from './answers.ts'
import type { AnswerCache } from './answers-cache.ts'
import { type Pair, pairId, pythonPair } from './pair-key.ts'
import type { ForeignAnswer } from './queue-foreign.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { AnswerStore } from './redis-ports.ts'

/** Faulty entries that have been reported; the same one is found again with every check. */
const MOST_REPORTED = 500
/** How often the seed's key of a validated answer is written again, so that it does not end after its 30 days. */
const REWRITE_MS = 86_400_000
const MOST_REWRITTEN = 20_000

export interface Found {
  /** Null: the hub knows nothing. */
  readonly answer: Answer | null
  readonly source: 'cache' | 'hub'
}

export interface LookedUp {
  /** By `pairId`; what could not be looked up is missing. */
  readonly found: ReadonlyMap<string, Found>
  readonly hub: Consulted['hub']
}

interface LookupPorts {
  readonly answers: AnswerStore
  readonly cache: AnswerCache
  readonly verdicts: Verdicts
  /** Answers of other programs that this look-up has found on the hub. */
  foreign(found: readonly ForeignAnswer[]): void
  /** For the Hub screen; a sentence without patient data. */
  note(sentence: string): void
}

/** Finds what verdicts, memory and hub know of pairs, in that order, with one question to the hub. */
export class AnswerLookup {
  readonly #ports: LookupPorts
  readonly #reported = new Set<string>()
  readonly #rewritten = new Map<string, number>()

  constructor(ports: LookupPorts) {
    this.#ports = ports
  }

  /** Never rejects: without the hub there are older answers, and it is said that the hub was not consulted. */
  async find(pairs: readonly Pair[]): Promise<LookedUp> {
    const found = new Map<string, Found>()
    const open: Pair[] = []
    for (const pair of pairs) {
      const answer = this.#remembered(pair, false)
      if (answer === undefined) open.push(pair)
      else found.set(pairId(pair), { answer, source: 'cache' })
    }
    if (open.length === 0) return { found, hub: 'not-needed' }
    const entries = await this.#read(open)
    const foreign: ForeignAnswer[] = []
    for (const [at, pair] of open.entries()) {
      if (entries === null) {
        const old = this.#remembered(pair, true)
        if (old !== undefined) found.set(pairId(pair), { answer: old, source: 'cache' })
      } else {
        const answer = this.#take(pair, entries[at] ?? { kind: 'absent' })
        found.set(pairId(pair), { answer, source: 'hub' })
        if (answer?.standing === 'foreign') foreign.push({ pair, answer })
      }
    }
    if (foreign.length > 0) this.#ports.foreign(foreign)
    return { found, hub: entries === null ? 'unreachable' : 'consulted' }
  }

  #remembered(pair: Pair, evenOld: boolean): Answer | null | undefined {
    const validated = this.#ports.verdicts.validated(pair)
    if (validated === null) return this.#ports.cache.get(pair, evenOld)
    this.#rewrite(pair, validated)
    return validated
  }

  /** Other programs read the standard under the seed's key, where it ends after 30 days unless somebody renews it. */
  #rewrite(pair: Pair, validated: Answer): void {
    const { answers } = this.#ports
    const field = pairId(pair)
    const before = this.#rewritten.get(field)
    const now = performance.now()
    if ((before !== undefined && now - before < REWRITE_MS) || !answers.isLive()) return
    if (this.#rewritten.size >= MOST_REWRITTEN) this.#rewritten.clear()
    this.#rewritten.set(field, now)
    void answers.write(pair, validated).catch(() => this.#rewritten.delete(field))
  }

  async #read(pairs: readonly Pair[]): Promise<readonly Entry[] | null> {
    const { answers } = this.#ports
    if (!answers.isLive()) return null
    try {
      const entries = await answers.read(pairs)
      void this.#reportWrongTyped(pairs.filter((_, at) => entries[at]?.kind === 'absent'))
      return entries
    } catch (error) {
      if (error instanceof HubError) return null
      throw error
    }
  }

  #take(pair: Pair, entry: Entry): Answer | null {
    if (entry.kind === 'unusable') this.#report(pair, entry.fault)
    const rejected = entry.kind === 'answer' && this.#ports.verdicts.isRejected(pair, entry.answer)
    // A station that lost the hub while it judged may have left it behind, or another program brought it back.
    if (rejected) void this.#ports.answers.remove(pair).catch(() => undefined)
    const answer = entry.kind === 'answer' && !rejected ? entry.answer : null
    this.#ports.cache.set(pair, answer)
    return answer
  }

  /** Reading many keys at once leaves out those that hold no text, as if they were not there. */
  async #reportWrongTyped(absent: readonly Pair[]): Promise<void> {
    try {
      for (const pair of await this.#ports.answers.wrongTyped(absent)) this.#report(pair, 'it is not a text')
    } catch {
      // The link was lost meanwhile, which is said elsewhere.
    }
  }

  #report(pair: Pair, fault: string): void {
    const name = pythonPair(...pair)
    if (this.#reported.has(name)) return
    this.#reported.add(name)
    if (this.#reported.size > MOST_REPORTED) this.#reported.clear()
    this.#ports.note(
      `The stored answer drug_interaction:${name} was ignored: ${fault}. The pair was looked up elsewhere; whoever writes this key should be looked at.`,
    )
  }
}
