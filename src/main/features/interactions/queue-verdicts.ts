import { type Answer } from './answers.ts'
import { answerOf, type FiledAnswer, markOf, markOfModel } from './answers-filed.ts'
import { type Pair, pairId } from './pair-key.ts'
import { PROMPT_VERSION } from './model-prompt.ts'

/** What pharmacists have judged, in the memory of this station: the standard for every answer. */
export class Verdicts {
  readonly #byPair = new Map<string, FiledAnswer>()

  /** Replaces everything by what the hub holds. */
  load(filed: readonly FiledAnswer[]): void {
    this.#byPair.clear()
    for (const each of filed) this.set(each)
  }

  /** Those that are known here and not among these. */
  missingIn(filed: readonly FiledAnswer[]): readonly FiledAnswer[] {
    const stored = new Set(filed.map(({ pair }) => pairId(pair)))
    return [...this.#byPair].filter(([field]) => !stored.has(field)).map(([, verdict]) => verdict)
  }

  set(filed: FiledAnswer): void {
    this.#byPair.set(pairId(filed.pair), filed)
  }

  get(pair: Pair): FiledAnswer | null {
    return this.#byPair.get(pairId(pair)) ?? null
  }

  /** The validated answer; null when there is none. */
  validated(pair: Pair): Answer | null {
    const verdict = this.get(pair)
    return verdict?.state === 'validated' ? answerOf(verdict) : null
  }

  /** True when a pharmacist has rejected this very answer, or another one of the same origin. */
  isRejected(pair: Pair, answer: Answer): boolean {
    return this.get(pair)?.rejected.includes(markOf(answer)) ?? false
  }

  /** True when the pair stands rejected: without another answer it reads as unchecked. */
  standsRejected(pair: Pair): boolean {
    return this.get(pair)?.state === 'rejected'
  }

  /** True when this model's answer to this prompt was rejected: it is not asked again. */
  rejectedOf(pair: Pair, model: string): boolean {
    return this.get(pair)?.rejected.includes(markOfModel(model, PROMPT_VERSION)) ?? false
  }
}
