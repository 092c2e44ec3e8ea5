import { PatientContext, nothingKnown } from '@shared/features/interactions/model.ts'

/** The patient's facts as they are typed. An empty field is "not known", never a normal value. */
export interface FactsDraft {
  readonly ageYears: string
  readonly pregnant: 'unknown' | 'yes' | 'no'
  readonly egfr: string
  readonly childPugh: 'unknown' | 'A' | 'B' | 'C'
  readonly potassium: string
  readonly qtc: string
  readonly allergies: 'unknown' | 'none' | 'some'
  /** One per line or separated by commas. */
  readonly allergyText: string
}

export type NumberFact = 'ageYears' | 'egfr' | 'potassium' | 'qtc'
export const numberFacts = ['ageYears', 'egfr', 'potassium', 'qtc'] as const satisfies readonly NumberFact[]

const text = (value: number | null): string => (value === null ? '' : String(value))

export function draftOf(context: PatientContext): FactsDraft {
  const { allergies } = context
  return {
    ageYears: text(context.ageYears),
    pregnant: context.pregnant === null ? 'unknown' : context.pregnant ? 'yes' : 'no',
    egfr: text(context.egfr),
    childPugh: context.childPugh ?? 'unknown',
    potassium: text(context.potassium),
    qtc: text(context.qtc),
    allergies: allergies === null ? 'unknown' : allergies.length === 0 ? 'none' : 'some',
    allergyText: (allergies ?? []).join('\n'),
  }
}

type Problems = Partial<Record<NumberFact | 'allergies', true>>

/** A decimal point or a decimal comma; null for an empty field; NaN for what is no number. */
function numberOf(typed: string): number | null {
  const trimmed = typed.trim()
  if (trimmed === '') return null
  return /^\d{1,4}([.,]\d{1,3})?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : Number.NaN
}

function allergiesOf({ allergies, allergyText }: FactsDraft): string[] | null {
  if (allergies === 'unknown') return null
  if (allergies === 'none') return []
  return allergyText
    .split(/[\n,;]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Reads the draft; out of range and unreadable values are told by field and nothing is corrected silently. */
export function readFacts(
  draft: FactsDraft,
): { readonly context: PatientContext } | { readonly problems: Problems } {
  const problems: Problems = {}
  const numbers: Record<NumberFact, number | null> = {
    ageYears: null,
    egfr: null,
    potassium: null,
    qtc: null,
  }
  for (const fact of numberFacts) {
    const value = numberOf(draft[fact])
    if (PatientContext.shape[fact].safeParse(value).success) numbers[fact] = value
    else problems[fact] = true
  }
  const allergies = allergiesOf(draft)
  const badAllergies = allergies !== null && draft.allergies === 'some' && allergies.length === 0
  if (badAllergies || !PatientContext.shape.allergies.safeParse(allergies).success) problems.allergies = true
  if (Object.keys(problems).length > 0) return { problems }
  return {
    context: {
      ...numbers,
      pregnant: draft.pregnant === 'unknown' ? null : draft.pregnant === 'yes',
      childPugh: draft.childPugh === 'unknown' ? null : draft.childPugh,
      allergies,
    },
  }
}

/** How many of the seven facts are known. */
export function knownFacts(context: PatientContext): number {
  return Object.keys(nothingKnown).length - Object.values(context).filter((value) => value === null).length
}
