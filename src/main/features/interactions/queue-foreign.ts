import { HubError } from '@main/hub/hub-error.ts'
import type { Answer } from './answers.ts'
import type { AnswerCache } from './answers-cache.ts'
import { answerOf, beside, filedAs, type FiledAnswer, markOf } from './answers-filed.ts'
import { type Pair, pairId } from './pair-key.ts'
import type { QueueGate } from './queue-gate.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { AnswerStore, GovernanceStore } from './redis-ports.ts'

/** What was filed or found filed; the same entries are read again every ten minutes. */
const MOST_KNOWN = 20_000
/** Stations that read an entry at the same moment; after so many tries somebody else has filed it. */
const TRIES = 5

export interface ForeignAnswer {
  readonly pair: Pair
  readonly answer: Answer
}

interface ForeignPorts {
  readonly governance: GovernanceStore
  readonly answers: AnswerStore
  readonly verdicts: Verdicts
  readonly cache: AnswerCache
  readonly gate: QueueGate
  /** A defect, without patient data. */
  readonly defect: (error: unknown) => void
}

/**
 * Puts what other programs wrote under the seed's keys into the pharmacists' queue when a check has used it: it is a
 * model's answer that nobody has judged, whoever asked that model. The entry itself stays as it was written.
 */
export class ForeignAnswers {
  readonly #ports: ForeignPorts
  readonly #known = new Set<string>()
  #filing: Promise<void> = Promise.resolve()

  constructor(ports: ForeignPorts) {
    this.#ports = ports
  }

  /** Returns at once; the check that found them does not wait. */
  take(found: readonly ForeignAnswer[]): void {
    const news = found.filter(({ pair, answer }) => !this.#known.has(nameOf(pair, answer)))
    if (news.length === 0) return
    if (this.#known.size + news.length > MOST_KNOWN) this.#known.clear()
    for (const { pair, answer } of news) this.#known.add(nameOf(pair, answer))
    this.#filing = this.#filing.then(() => this.#file(news))
  }

  /** The hub may have lost what was filed: everything is looked up again. */
  forget(): void {
    this.#known.clear()
  }

  async #file(found: readonly ForeignAnswer[]): Promise<void> {
    const { governance, answers, defect } = this.#ports
    let done = 0
    try {
      const filed = await governance.filedAll(found.map(({ pair }) => pair))
      let changed = false
      for (const [at, each] of found.entries()) {
        if (await this.#put(each, filed[at])) changed = true
        done += 1
      }
      if (changed) await answers.announce({ what: 'queue' })
    } catch (error) {
      // The next check that reads them tries again.
      for (const { pair, answer } of found.slice(done)) this.#known.delete(nameOf(pair, answer))
      if (!(error instanceof HubError)) defect(error)
    }
  }

  /** True when the queue has changed. */
  async #put(
    { pair, answer }: ForeignAnswer,
    first: Awaited<ReturnType<GovernanceStore['filed']>> | undefined,
  ): Promise<boolean> {
    const { governance, answers, verdicts, cache, gate } = this.#ports
    let filed = first
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      filed ??= await governance.filed(pair)
      const { waiting, judged } = filed
      if (judged !== null) verdicts.set(judged)
      if (verdicts.validated(pair) !== null || verdicts.isRejected(pair, answer)) {
        cache.forget(pair)
        return false
      }
      if (waiting !== null && speaksOf(waiting, answer)) {
        // Another model contradicts it: both are shown wherever one of them is.
        if (markOf(waiting) !== markOf(answer)) cache.set(pair, answerOf(waiting))
        return false
      }
      const other = waiting === null ? null : answerOf(waiting)
      const merged = other === null || verdicts.isRejected(pair, other) ? answer : beside(answer, other)
      const next = filedAs(pair, merged, answers.now(), waiting ?? judged)
      if (await gate.put({ ...next, rejected: judged?.rejected ?? next.rejected }, filed)) {
        if (merged !== answer) cache.set(pair, merged)
        return true
      }
      filed = undefined
    }
    return false
  }
}

function nameOf(pair: Pair, answer: Answer): string {
  return `${pairId(pair)}\u0000${markOf(answer)}`
}

/** True when what waits is this answer, agrees with it, or names it as what contradicts. */
function speaksOf(waiting: FiledAnswer, answer: Answer): boolean {
  if (waiting.severity === answer.severity && waiting.provenance.model !== null) return true
  if (markOf(waiting) === markOf(answer)) return true
  const other = waiting.provenance.contradictedBy
  return other !== null && other.model === null && other.severity === answer.severity
}
