import { z } from 'zod'
import { QueueItem } from '@shared/features/interactions/governance.ts'
import { Evidence, interactionRank, Onset } from '@shared/features/interactions/model.ts'
import { type Answer, readable } from './answers.ts'
import type { Pair } from './pair-key.ts'

/** A queue item as the hub keeps it: with what the screen does not need, and with what was ever rejected. */
export const FiledAnswer = QueueItem.omit({ holds: true }).extend({
  onset: Onset,
  evidence: Evidence,
  /** Marks of answers about this pair that a pharmacist has rejected; they never return. */
  rejected: z.array(z.string()),
})
export type FiledAnswer = z.infer<typeof FiledAnswer>

/** Null for what cannot be read: it is then as if nobody had filed it. */
export function readFiled(text: string | null): FiledAnswer | null {
  if (text === null) return null
  try {
    return FiledAnswer.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Tells one origin of answers from another: the same model asked the same way, or another program's same words. */
export function markOf({
  provenance,
  severity,
  effect,
}: Pick<Answer, 'provenance' | 'severity' | 'effect'>): string {
  return provenance.model === null
    ? `foreign|${severity ?? 'none'}|${effect}`
    : markOfModel(provenance.model, provenance.promptVersion)
}

export function markOfModel(model: string, promptVersion: string | null): string {
  return `model|${model}|${promptVersion ?? ''}`
}

/** A model's answer as it waits for a pharmacist. */
export function filedAs(pair: Pair, answer: Answer, at: number, before: FiledAnswer | null): FiledAnswer {
  const { severity, effect, mechanism, action, onset, evidence, provenance } = answer
  return {
    pair: [...pair],
    severity,
    effect,
    mechanism,
    action,
    onset,
    evidence,
    provenance,
    askedAt: Math.round(at),
    state: 'waiting',
    judgedBy: null,
    judgedAt: null,
    note: null,
    request: null,
    again: null,
    rev: (before?.rev ?? 0) + 1,
    rejected: before?.rejected ?? [],
  }
}

/** Everything that an answer says and where it comes from, as one text; when the model was asked does not matter. */
export function wordsOf({
  severity,
  effect,
  mechanism,
  action,
  onset,
  evidence,
  provenance: { model, promptVersion, contradictedBy },
}: Omit<Answer, 'standing'>): string {
  const said = [severity, effect, mechanism, action, onset, evidence]
  return JSON.stringify([said, model, promptVersion, contradictedBy])
}

/** What a filed item says about its pair. */
export function answerOf(filed: FiledAnswer): Answer {
  const { severity, effect, mechanism, action, onset, evidence, provenance, state } = filed
  return {
    severity,
    effect,
    mechanism,
    action,
    onset,
    evidence,
    provenance,
    standing: state === 'validated' ? 'validated' : 'unvalidated',
  }
}

/** Both answers where they differ: the worse is shown, and the other stands beside it. */
export function beside(answer: Answer, other: Answer): Answer {
  if (other.severity === answer.severity || markOf(other) === markOf(answer)) {
    const { contradictedBy } = other.provenance
    const still = contradictedBy !== null && contradictedBy.severity !== answer.severity
    return still ? { ...answer, provenance: { ...answer.provenance, contradictedBy } } : answer
  }
  const [shown, beneath] = rank(other) > rank(answer) ? [other, answer] : [answer, other]
  return {
    ...shown,
    standing: 'unvalidated',
    provenance: {
      ...shown.provenance,
      contradictedBy: {
        model: beneath.provenance.model,
        severity: beneath.severity,
        effect: beneath.effect === '' ? 'No interaction known.' : readable(beneath.effect),
      },
    },
  }
}

function rank({ severity }: Answer): number {
  return severity === null ? 0 : interactionRank(severity)
}
