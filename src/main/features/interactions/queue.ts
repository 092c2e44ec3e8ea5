import type { Actor } from '@shared/clinical/person.ts'
import type { QueueItem } from '@shared/features/interactions/governance.ts'
import type { InteractionSeverity } from '@shared/features/interactions/model.ts'
import type { Answer } from './answers.ts'
import type { AnswerCache } from './answers-cache.ts'
import { answerOf, beside, filedAs, type FiledAnswer, markOf } from './answers-filed.ts'
import { changedMeanwhile, notFound, onHub } from './errors.ts'
import { type Pair, pairField, pairOf } from './pair-key.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { AnswerStore, GovernanceStore } from './redis-ports.ts'

/** Two stations rarely file about one pair at once; after so many tries something else is wrong. */
const TRIES = 5

export interface Judgement {
  readonly pair: readonly [string, string]
  readonly rev: number
  readonly verdict: 'validated' | 'rejected'
  readonly severity: InteractionSeverity | null
  readonly note: string
}

interface QueuePorts {
  readonly governance: GovernanceStore
  readonly answers: AnswerStore
  readonly verdicts: Verdicts
  readonly cache: AnswerCache
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
    const judged = verdicts.filter(({ pair }) => !waiting.has(pairField(pair)))
    return [
      ...queue.toSorted((a, b) => a.askedAt - b.askedAt),
      ...judged.toSorted((a, b) => (b.judgedAt ?? 0) - (a.judgedAt ?? 0)),
    ].map(toItem)
  }

  /** How many answers wait, and since when the oldest does. Rejects with a HubError when it cannot be read. */
  async waiting(): Promise<{ readonly waiting: number; readonly oldestAt: number | null }> {
    const queue = await this.#ports.governance.queue()
    const oldest = Math.min(...queue.map(({ askedAt }) => askedAt))
    return { waiting: queue.length, oldestAt: queue.length === 0 ? null : oldest }
  }

  /**
   * Files a model's answer and makes it known; what comes back is what everybody will read, which is another answer
   * when a pharmacist has meanwhile validated one, and carries the contradiction when another model had said
   * something else. Rejects with a HubError when it could not be filed.
   */
  async file(pair: Pair, answer: Answer, known: Answer | null): Promise<Answer> {
    const { governance, answers, verdicts, cache } = this.#ports
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { waiting, judged } = await governance.filed(pair)
      if (judged !== null) verdicts.set(judged)
      const validated = verdicts.validated(pair)
      if (validated !== null) return validated
      const other = waiting === null ? known : answerOf(waiting)
      const merged = other === null || verdicts.isRejected(pair, other) ? answer : beside(answer, other)
      const filed = filedAs(pair, merged, answers.now(), waiting ?? judged)
      if (!(await governance.put({ ...filed, rejected: judged?.rejected ?? filed.rejected }))) continue
      await answers.write(pair, merged)
      cache.set(pair, merged)
      await answers.announce({ what: 'answer', pair: [...pair] })
      return merged
    }
    throw new Error('the pair changes faster than it can be filed')
  }

  /** Throws a RequestFailure: unknown pair, judged meanwhile, no hub. */
  async judge({ pair: names, rev, verdict, severity, note }: Judgement, by: Actor): Promise<QueueItem> {
    const { governance, answers, verdicts, cache } = this.#ports
    const pair = pairOf(...names)
    return onHub(async () => {
      const { waiting, judged } = await governance.filed(pair)
      const current = waiting ?? judged
      if (current === null)
        throw notFound('Nothing about these drugs waits for a pharmacist any more. Nothing was changed.')
      if (current.rev !== rev) throw changedMeanwhile()
      const next: FiledAnswer = {
        ...current,
        severity: severity ?? current.severity,
        state: verdict,
        judgedBy: by,
        judgedAt: Math.round(answers.now()),
        note: note === '' ? null : note,
        rev: rev + 1,
        rejected: rejectedAfter(current, judged, verdict),
      }
      if (!(await governance.put(next))) throw changedMeanwhile()
      verdicts.set(next)
      cache.forget(pair)
      // The verdict is what counts and is stored; other programs read the seed's key.
      if (verdict === 'validated') await answers.write(pair, answerOf(next))
      else await answers.remove(pair)
      await answers.announce({ what: 'verdict', pair: [...pair] })
      return toItem(next)
    })
  }
}

/** A rejected answer stays rejected unless a pharmacist validates that same answer later. */
function rejectedAfter(
  current: FiledAnswer,
  judged: FiledAnswer | null,
  verdict: 'validated' | 'rejected',
): string[] {
  const marks = new Set([...current.rejected, ...(judged?.rejected ?? [])])
  const mark = markOf(current)
  if (verdict === 'rejected') marks.add(mark)
  else marks.delete(mark)
  return [...marks]
}

function toItem({
  onset: _onset,
  evidence: _evidence,
  rejected: _rejected,
  ...item
}: FiledAnswer): QueueItem {
  return item
}
