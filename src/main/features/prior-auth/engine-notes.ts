import type { FactDefinition } from '@shared/features/prior-auth/answers.ts'
import type { ClinicalFact } from '@shared/features/prior-auth/model.ts'
import { impossible } from './engine-facts.ts'
import type { SaidFact } from './ports.ts'

/** Longest passage that counts as a quotation, in characters. */
const MOST_QUOTATION = 600
/** A quotation shorter than this could be found anywhere. */
const LEAST_QUOTATION = 4

export interface NoteFacts {
  readonly facts: readonly ClinicalFact[]
  /** How many were dropped, and why, as sentences. */
  readonly dropped: readonly string[]
}

/**
 * What of a model's reading is believed: facts that policies know, with a value that can be, whose quotation occurs in
 * the notes (spaces and case apart) and, for a number, holds that number. What notes order a reader to do is no fact:
 * an approval rests on facts that people recorded, and each of these lowers the confidence below the threshold.
 */
export function believedFacts(
  notes: string,
  said: readonly SaidFact[],
  definitions: ReadonlyMap<string, FactDefinition>,
): NoteFacts {
  const text = plain(notes)
  const facts = new Map<string, ClinicalFact>()
  const dropped: string[] = []
  for (const { id, value, quotation } of said) {
    const definition = definitions.get(id)
    const fault = faultOf(definition, value, quotation, text)
    if (fault === null)
      facts.set(JSON.stringify([id, value]), { id, value, on: null, source: 'note', quotation })
    else dropped.push(`${definition?.label ?? 'A fact that no policy knows'}: ${fault}.`)
  }
  return { facts: [...facts.values()], dropped }
}

function faultOf(
  definition: FactDefinition | undefined,
  value: boolean | number | string,
  quotation: string,
  text: string,
): string | null {
  if (definition === undefined) return 'it is not asked about'
  const strange = impossible(definition, value)
  if (strange !== null) return strange
  const quoted = plain(quotation)
  if (quoted.length < LEAST_QUOTATION || quotation.length > MOST_QUOTATION)
    return 'the quotation is too short or too long'
  if (!text.includes(quoted)) return 'the quotation does not occur in the notes'
  if (typeof value === 'number' && !numbersOf(quoted).has(value))
    return 'the quotation does not hold the number'
  return null
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase()
}

const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

function numbersOf(text: string): ReadonlySet<number> {
  const digits = text.match(/-?\d+(?:\.\d+)?/g) ?? []
  const spelt = words.flatMap((word, number) => (new RegExp(`\\b${word}\\b`).test(text) ? [number] : []))
  return new Set([...digits.map(Number), ...spelt])
}
