import type { Actor } from '@shared/clinical/person.ts'
import { interactionFailure, onHub } from './errors.ts'
import type { Demotions } from './ports.ts'
import type { AnswerStore, Demotion, GovernanceStore } from './redis-ports.ts'

const DAY_MS = 86_400_000

/** Rules that pharmacists keep from interrupting for a time; every station holds them in memory. */
export class RuleDemotions {
  readonly #governance: GovernanceStore
  readonly #answers: AnswerStore
  #stored: ReadonlyMap<string, Demotion> = new Map()
  #inForce: Demotions = new Map()
  #nextEnd = Number.POSITIVE_INFINITY

  constructor(governance: GovernanceStore, answers: AnswerStore) {
    this.#governance = governance
    this.#answers = answers
  }

  async load(): Promise<void> {
    this.#take(await this.#governance.demotions())
  }

  /** Those in force now, with their ends. */
  now(): Demotions {
    if (this.#answers.now() >= this.#nextEnd) this.#take(this.#stored)
    return this.#inForce
  }

  get(key: string): Demotion | null {
    return this.now().has(key) ? (this.#stored.get(key) ?? null) : null
  }

  /** Throws a RequestFailure: contraindicated, or no hub. @param severity of the rule as it was written. */
  async demote(key: string, severity: string, days: number, reason: string, by: Actor): Promise<void> {
    if (severity === 'contraindicated') {
      throw interactionFailure(
        'interactions.not-demotable',
        'A contraindication always interrupts; it cannot be lowered. Nothing was changed.',
      )
    }
    await this.#write(key, { until: Math.round(this.#answers.now() + days * DAY_MS), by, reason })
  }

  async restore(key: string): Promise<void> {
    await this.#write(key, null)
  }

  async #write(key: string, demotion: Demotion | null): Promise<void> {
    await onHub(async () => {
      await this.#governance.demote(key, demotion)
      await this.load()
      await this.#answers.announce({ what: 'demotions' })
    })
  }

  #take(stored: ReadonlyMap<string, Demotion>): void {
    const now = this.#answers.now()
    this.#stored = stored
    const ends = [...stored]
      .filter(([, { until }]) => until > now)
      .map(([key, { until }]) => [key, until] as const)
    this.#inForce = new Map(ends)
    this.#nextEnd = Math.min(...ends.map(([, until]) => until), Number.POSITIVE_INFINITY)
  }
}
