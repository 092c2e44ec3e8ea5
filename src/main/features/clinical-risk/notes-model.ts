import { z } from 'zod'
import type { HistoryEntry } from '@shared/features/clinical-risk/model.ts'
import { readCondition } from './engine-conditions.ts'
import { howSaid, mentionsOf, type NoteMention } from './engine-notes.ts'

/** What a model is asked to answer with. It may add facts; it never decides and never takes any away. */
export const ModelNoteReading = z.object({
  facts: z
    .array(
      z.object({
        /** The condition in common words. */
        condition: z.string().min(2).max(200),
        standing: z.enum(['present', 'past']),
        /** Words of the note, to the letter. */
        quotation: z.string().min(2).max(500),
      }),
    )
    .max(100),
})
export type ModelNoteReading = z.infer<typeof ModelNoteReading>

/** Why a fact of a model is not taken. */
export type ModelFactFault =
  | 'not-in-note'
  /** The quotation names other conditions, or is too short to say anything. */
  | 'not-in-quotation'
  /** The rules read the words, or the sentence that they stand in, as negated, uncertain or about the family. */
  | 'against-the-rules'

export type GuardedReading =
  | {
      readonly kind: 'read'
      readonly entries: readonly HistoryEntry[]
      readonly refused: readonly { readonly condition: string; readonly fault: ModelFactFault }[]
    }
  /** The answer has another shape than the one that was asked for; nothing of it is used. */
  | { readonly kind: 'wrong-shape' }

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase()

/** Takes from a model's answer only what the note bears out. Pure. */
export function guardModelReading(note: string, answer: unknown): GuardedReading {
  const parsed = ModelNoteReading.safeParse(answer)
  if (!parsed.success) return { kind: 'wrong-shape' }
  const mentions = mentionsOf(note)
  const entries: HistoryEntry[] = []
  const refused: { condition: string; fault: ModelFactFault }[] = []
  for (const { condition, standing, quotation } of parsed.data.facts) {
    const fault = faultOf(note, mentions, condition, quotation)
    if (fault !== null) refused.push({ condition, fault })
    else
      entries.push({
        text: condition,
        code: null,
        standing,
        from: { kind: 'note', quotation, by: 'model' },
      })
  }
  return { kind: 'read', entries, refused }
}

/** A shorter quotation stands in any note. */
const LEAST_UNKNOWN_WORDS = 5

function faultOf(
  note: string,
  mentions: readonly NoteMention[],
  condition: string,
  quotation: string,
): ModelFactFault | null {
  const said = spaced(quotation)
  if (!spaced(note).includes(said)) return 'not-in-note'
  const { groups, standing } = readCondition(condition, null)
  if (standing === 'absent') return 'against-the-rules'
  const quoted = mentionsOf(quotation)
  // Words that no table knows are what a model is for: "her sugar sickness". They count only where they are said plainly.
  if (quoted.length === 0 && groups.length > 0) {
    if (said.length < LEAST_UNKNOWN_WORDS) return 'not-in-quotation'
    return howSaid(note, quotation) === 'plain' ? null : 'against-the-rules'
  }
  const naming: readonly (readonly NoteMention[])[] =
    groups.length > 0
      ? groups.map((each) => quoted.filter(({ group }) => group === each))
      : [quoted.filter(({ text }) => spaced(condition).includes(spaced(text)))]
  // Each disease that the condition names: of two, one could ride on the words of the other.
  if (naming.some((named) => named.length === 0)) return 'not-in-quotation'
  return naming.every((named) => isAffirmed(mentions, named, said)) ? null : 'against-the-rules'
}

/** The words of the quotation where they stand in the note: a quotation can leave out the "no" before it. */
function isAffirmed(mentions: readonly NoteMention[], named: readonly NoteMention[], said: string): boolean {
  return mentions.some(
    ({ text, quotation: sentence, standing }) =>
      (standing === 'present' || standing === 'past') &&
      named.some((each) => spaced(each.text) === spaced(text)) &&
      (spaced(sentence).includes(said) || said.includes(spaced(sentence))),
  )
}
