import type { Actor } from '@shared/clinical/person.ts'
import type { QueueItem } from '@shared/features/interactions/governance.ts'
import type { Answer } from './answers.ts'
import type { AnswerCache } from './answers-cache.ts'
import { answerOf, beside, filedAs, type FiledAnswer, wordsOf } from './answers-filed.ts'
import { changedMeanwhile, notFound, onHub } from './errors.ts'
import { requestIdOf } from './gate-question.ts'
import { type Pair, pairField, pairOf } from './pair-key.ts'
import type { QueueGate } from './queue-gate.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { AnswerStore, GovernanceStore } from './redis-ports.ts'

/** Two stations rarely file about one pair at once; after so many tries something else is wrong. */
const TRIES = 5

interface QueuePorts {
  readonly governance: GovernanceStore
  readonly answers: AnswerStore
  readonly verdicts: Verdicts
  readonly cache: AnswerCache
  readonly gate: QueueGate
}

/** The models' answers on their way to a pharmacist and back as the standard for everyone. */
export class PharmacistQueue {
  readonly #ports: QueuePorts

  constructor(ports: QueuePorts) {
    this.#ports = ports
  }

  /** What waits first, oldest first; then what was judged, newest first. */
  async items(): Promise<QueueItem[]> {
    const { governance } = this.#ports
    const [queue, verdicts] = await onHub(() => Promise.all([governance.queue(), governance.verdicts()]))
    const waiting = new Set(queue.map(({ pair }) => pairField(pair)))
    const standing = new Map(verdicts.map((verdict) => [pairField(verdict.pair), verdict]))
    const judged = verdicts.filter(({ pair }) => !waiting.has(pairField(pair)))
    return [
      ...queue
        .toSorted((a, b) => a.askedAt - b.askedAt)
        .map((filed) => toItem(filed, standing.get(pairField(filed.pair)) ?? null)),
      ...judged
        .toSorted((a, b) => (b.judgedAt ?? 0) - (a.judgedAt ?? 0))
        .map((verdict) => toItem(verdict, null)),
    ]
  }

  /**
   * Files a model's answer and makes it known; what comes back is what everybody will read, which is another answer
   * when a pharmacist has meanwhile validated one, and carries the contradiction when another model had said
   * something else. Rejects with a HubError when it could not be filed.
   */
  async file(pair: Pair, answer: Answer, known: Answer | null): Promise<Answer> {
    const { governance, answers, verdicts, cache, gate } = this.#ports
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const filed = await governance.filed(pair)
      const { waiting, judged } = filed
      if (judged !== null) verdicts.set(judged)
      const validated = verdicts.validated(pair)
      if (validated !== null) return validated
      const other = waiting === null ? known : answerOf(waiting)
      const merged = other === null || verdicts.isRejected(pair, other) ? answer : beside(answer, other)
      if (waiting === null || wordsOf(waiting) !== wordsOf(merged)) {
        const next = filedAs(pair, merged, answers.now(), waiting ?? judged)
        if (!(await gate.put({ ...next, rejected: judged?.rejected ?? next.rejected }, filed))) continue
      }
      await answers.write(pair, merged)
      cache.set(pair, merged)
      await answers.announce({ what: 'answer', pair: [...pair] })
      return merged
    }
    throw new Error('the pair changes faster than it can be filed')
  }

  /**
   * Puts a judged answer before the pharmacists once more; its verdict holds until they decide. Throws a RequestFailure:
   * unknown pair, changed meanwhile (it may wait already), no hub.
   */
  async askAgain(names: readonly [string, string], rev: number, why: string, by: Actor): Promise<QueueItem> {
    const { governance, answers, gate } = this.#ports
    return onHub(async () => {
      const filed = await governance.filed(pairOf(...names))
      const { waiting, judged } = filed
      if (judged === null)
        throw notFound('Nobody has judged an answer about these drugs. Nothing was changed.')
      if (waiting !== null || judged.rev !== rev) throw changedMeanwhile()
      const next: FiledAnswer = {
        ...judged,
        state: 'waiting',
        askedAt: Math.round(answers.now()),
        judgedBy: null,
        judgedAt: null,
        note: null,
        request: null,
        again: { user: by.user, why },
        rev: rev + 1,
      }
      if (!(await gate.put(next, filed))) throw changedMeanwhile()
      await answers.announce({ what: 'queue' })
      return toItem(next, judged)
    })
  }
}

function toItem(filed: FiledAnswer, standing: FiledAnswer | null): QueueItem {
  const { onset: _onset, evidence: _evidence, rejected: _rejected, ...item } = filed
  const holds = standing === null || standing.state === 'waiting' ? null : standing.state
  return { ...item, holds, request: item.state === 'waiting' ? requestIdOf(filed) : item.request }
}
