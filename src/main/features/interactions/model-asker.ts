import { randomUUID } from 'node:crypto'
import { HubError } from '@main/hub/hub-error.ts'
import type { UncheckedReason } from '@shared/features/interactions/check.ts'
import { type Answer, readable } from './answers.ts'
import type { InteractionLedger } from './ledger.ts'
import { type ModelAnswer, ASSUMED_INPUT_TOKENS, MOST_OUTPUT_TOKENS, PROMPT_VERSION } from './model-prompt.ts'
import type { ModelReply } from './model-client.ts'
import { RecentFailures } from './model-failures.ts'
import type { ModelGuard } from './model-guard.ts'
import type { ConfiguredModel, ModelConfiguration } from './model-settings.ts'
import { type Pair, pairField, pairOf } from './pair-key.ts'
import type { PharmacistQueue } from './queue.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { AnswerStore } from './redis-ports.ts'
import { Waiters } from './model-waiters.ts'
import { type Asked, unanswered } from './model-unanswered.ts'

/** How much longer than the model's own limit a station holds a question, for the hub's answers around it. */
const LOCK_SLACK_MS = 5_000
/** How often a station that waits for another's answer looks for it; the channel usually tells sooner. */
const LOOK_MS = 500
/** How long a spent budget is believed before it is looked at again. */
const OVER_BUDGET_MS = 60_000

export interface AskerPorts {
  readonly configuration: ModelConfiguration
  readonly answers: AnswerStore
  readonly queue: PharmacistQueue
  readonly verdicts: Verdicts
  readonly ledger: InteractionLedger
  /** Loaded with the first question: without a model its libraries cost nothing. */
  readonly load: () => Promise<{ readonly newGuard: () => ModelGuard; readonly ask: AskModel }>
  /** The normal name of a text; null when it is none. */
  readonly normalName: (text: string) => string | null
  /** A defect, without patient data. */
  defect(error: unknown): void
  /** An answer that could not be filed; it is filed when the hub is back. */
  owed(pair: Pair, answer: Answer): void
}

type AskModel = (model: ConfiguredModel, pair: Pair, stop: AbortSignal) => Promise<ModelReply>

/** Asks the model about a pair once, however many stations and checks want to know. */
export class ModelAsker {
  readonly #ports: AskerPorts
  readonly #underWay = new Map<string, Promise<Asked>>()
  readonly #waiters = new Waiters()
  readonly #failures = new RecentFailures(() => performance.now())
  readonly #stop = new AbortController()
  #guard: ModelGuard | null = null
  #overBudgetUntil = 0

  constructor(ports: AskerPorts) {
    this.#ports = ports
  }

  /** Whether a question would be sent now. */
  get state(): 'off' | 'ready' | 'over-budget' | 'paused' {
    if (this.#ports.configuration.model === null) return 'off'
    if (performance.now() < this.#overBudgetUntil) return 'over-budget'
    return this.#guard?.paused === true ? 'paused' : 'ready'
  }

  /** Another model or another budget: what was learnt of the old one does not hold. */
  modelChanged(): void {
    this.#overBudgetUntil = 0
    this.#guard = null
    this.#failures.clear()
  }

  /** Why this pair was not answered a moment ago, here or at another station; null when it may be asked. */
  failedLately(pair: Pair): Extract<Asked, { kind: 'unchecked' }> | null {
    return this.#failures.get(pair)
  }

  /** Another station has stored an answer about the pair, or given up. */
  heard(pair: Pair, reason: UncheckedReason | null): void {
    this.#waiters.wake(pair, reason)
    if (reason === null) this.#failures.forget(pair)
    else if (!this.#underWay.has(pairField(pair)))
      this.#failures.add(pair, unanswered(reason, 'Another station asked.'))
  }

  /**
   * Never rejects. @param second true when a stored answer of another model is not enough: both are then compared.
   */
  ask(pair: Pair, second: boolean): Promise<Asked> {
    const field = pairField(pair)
    const running = this.#underWay.get(field)
    if (running !== undefined) return running
    this.#failures.forget(pair)
    const asked = this.#settled(pair, second)
      .then((outcome) => {
        if (outcome.kind === 'unchecked') this.#failures.add(pair, outcome)
        return outcome
      })
      .finally(() => this.#underWay.delete(field))
    this.#underWay.set(field, asked)
    return asked
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#waiters.wakeAll()
    await Promise.allSettled(this.#underWay.values())
  }

  async #settled(pair: Pair, second: boolean): Promise<Asked> {
    try {
      return await this.#untilAnswered(pair, second)
    } catch (error) {
      if (error instanceof HubError) return unanswered('model-paused', 'The hub cannot be reached.')
      this.#ports.defect(error)
      return unanswered('model-paused', 'Something went wrong at this station.')
    }
  }

  async #untilAnswered(pair: Pair, second: boolean): Promise<Asked> {
    const { configuration, verdicts } = this.#ports
    const limitMs = 2 * (configuration.settings.timeoutMs + LOCK_SLACK_MS)
    // Only waiting for others counts: a station's own questions may stand in a long row.
    for (let waited = 0; waited < limitMs && !this.#stop.signal.aborted;) {
      const model = configuration.model
      if (model === null) return unanswered('model-paused', 'No model is set up any more.')
      if (verdicts.rejectedOf(pair, model.model)) return unanswered('answer-rejected', '')
      const known = await this.#stored(pair)
      if (known !== null && !isWorthASecond(known, second, model))
        return { kind: 'answer', answer: known, by: 'hub' }
      const heard = this.#waiters.next(pair, LOOK_MS)
      const asked = await this.#inTurn(pair, second, model)
      if (asked !== null) return asked
      // Another station asks: its answer or its failure ends the wait.
      const from = performance.now()
      const reason = await heard
      waited += performance.now() - from + 1
      if (reason !== null) return unanswered(reason, 'Another station asked.')
    }
    return unanswered('model-slow', `No station got an answer within ${Math.round(limitMs / 1_000)} seconds.`)
  }

  /** Null when another station asks about this pair at present. */
  async #inTurn(pair: Pair, second: boolean, model: ConfiguredModel): Promise<Asked | null> {
    const { newGuard, ask } = await this.#ports.load()
    this.#guard ??= newGuard()
    const guard = this.#guard
    return guard.inTurn(async () => {
      if (this.#stop.signal.aborted) return unanswered('model-paused', 'The station is stopping.')
      const { answers } = this.#ports
      const token = randomUUID()
      if (!(await answers.lock(pair, token, model.timeoutMs + LOCK_SLACK_MS))) return null
      try {
        // Whoever held the question before may have stored the answer since this station looked.
        const known = await this.#stored(pair)
        if (known !== null && !isWorthASecond(known, second, model))
          return { kind: 'answer', answer: known, by: 'hub' }
        const asked = await this.#askNow(guard, ask, pair, model, known)
        if (asked.kind === 'unchecked')
          await answers.announce({ what: 'failed', pair: [...pair], reason: asked.reason })
        return asked
      } finally {
        // A lock that could not be given back ends by itself.
        await answers.release(pair, token).catch(() => undefined)
      }
    })
  }

  async #askNow(
    guard: ModelGuard,
    ask: AskModel,
    pair: Pair,
    model: ConfiguredModel,
    known: Answer | null,
  ): Promise<Asked> {
    const { ledger } = this.#ports
    if (this.state === 'over-budget')
      return unanswered('model-over-budget', 'The budget of the day is spent.')
    if (guard.paused) return unanswered('model-paused', 'The model has failed several times in a row.')
    const reserved = ledger.priceMicro({ input: ASSUMED_INPUT_TOKENS, output: MOST_OUTPUT_TOKENS })
    if (!(await ledger.reserve(reserved))) {
      this.#overBudgetUntil = performance.now() + OVER_BUDGET_MS
      return unanswered('model-over-budget', 'The budget of the day is spent.')
    }
    const reply = await guard.ask(() => ask(model, pair, this.#stop.signal))
    ledger.settle(reserved, reply?.tokens ?? { input: 0, output: 0 })
    if (reply === null) return unanswered('model-paused', 'The model has failed several times in a row.')
    if (reply.kind === 'failed') return unanswered(reply.reason, reply.sentence)
    return this.#judged(pair, model, reply.answer, known)
  }

  async #judged(pair: Pair, model: ConfiguredModel, said: ModelAnswer, known: Answer | null): Promise<Asked> {
    const { queue, answers, normalName } = this.#ports
    const names = [said.drugA, said.drugB].map((text) => normalName(text) ?? text.trim().toLowerCase())
    if (pairField(pairOf(names[0] ?? '', names[1] ?? '')) !== pairField(pair))
      return unanswered('model-other-drugs', 'The model answered about other drugs.')
    if (said.severity === 'unknown')
      return unanswered('model-refused', 'The model says that it does not know these drugs together.')
    if (said.severity !== 'none' && said.effect.trim() === '')
      return unanswered('model-wrong-shape', 'The model named a severity and no effect.')
    const answer: Answer = {
      severity: said.severity === 'none' ? null : said.severity,
      effect: readable(said.effect),
      mechanism: readable(said.mechanism),
      action: readable(said.action),
      onset: said.onset,
      evidence: said.evidence,
      standing: 'unvalidated',
      provenance: {
        model: model.model,
        promptVersion: PROMPT_VERSION,
        at: Math.round(answers.now()),
        contradictedBy: null,
      },
    }
    try {
      return { kind: 'answer', answer: await queue.file(pair, answer, known), by: 'model' }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      this.#ports.owed(pair, answer)
      return { kind: 'answer', answer, by: 'model' }
    }
  }

  /** What everybody reads about the pair at this moment; null when nothing that counts. */
  async #stored(pair: Pair): Promise<Answer | null> {
    const { answers, verdicts } = this.#ports
    const validated = verdicts.validated(pair)
    if (validated !== null) return validated
    const [entry] = await answers.read([pair])
    if (entry?.kind !== 'answer' || verdicts.isRejected(pair, entry.answer)) return null
    return entry.answer
  }
}

/** A validated answer is the standard; the same model would only repeat itself. */
function isWorthASecond(
  { standing, provenance }: Answer,
  second: boolean,
  { model }: ConfiguredModel,
): boolean {
  if (!second || standing === 'validated') return false
  return provenance.model !== model || provenance.promptVersion !== PROMPT_VERSION
}
