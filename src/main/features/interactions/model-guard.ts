import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel'
import type { ModelReply } from './model-client.ts'

/** Questions that one station has under way at a time. */
const AT_A_TIME = 4
/** More than every pair of the longest list; whoever comes after is told to try again. */
const MOST_WAITING = 10_000
const FAILURES_IN_A_ROW = 5
const PAUSE_MS = 30_000

/** After these the next question would very likely fail too. */
const systematic: ReadonlySet<string> = new Set(['model-unreachable', 'model-slow', 'model-wrong-shape'])

/** Keeps a model that does not work from being asked again and again, and one that works from being flooded. */
export class ModelGuard {
  readonly #slots = bulkhead(AT_A_TIME, MOST_WAITING)
  readonly #breaker = circuitBreaker(
    handleWhenResult((reply) => isSystematic(reply)),
    { halfOpenAfter: PAUSE_MS, breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW) },
  )
  #openedAt = 0

  constructor() {
    this.#breaker.onBreak(() => (this.#openedAt = performance.now()))
  }

  /** True while no question would be sent. */
  get paused(): boolean {
    return this.#breaker.state === CircuitState.Open && performance.now() - this.#openedAt < PAUSE_MS
  }

  /** Waits for its turn. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#slots.execute(work)
  }

  /** Null when the model is left alone at present. */
  async ask(question: () => Promise<ModelReply>): Promise<ModelReply | null> {
    try {
      return await this.#breaker.execute(question)
    } catch (error) {
      if (isBrokenCircuitError(error)) return null
      throw error
    }
  }
}

function isSystematic(reply: unknown): boolean {
  return (
    typeof reply === 'object' && reply !== null && 'reason' in reply && systematic.has(String(reply.reason))
  )
}
