import { z } from 'zod'

/** How bad an interaction is; the order is from worst to mildest. */
export const InteractionSeverity = z.enum(['contraindicated', 'major', 'moderate', 'minor'])
export type InteractionSeverity = z.infer<typeof InteractionSeverity>

/** Higher is worse. */
export function interactionRank(severity: InteractionSeverity): number {
  return InteractionSeverity.options.length - InteractionSeverity.options.indexOf(severity)
}

/**
 * On which list a rule stands: ONC's high-priority list (Phansalkar 2012, always interrupts), its low-priority
 * companion (Phansalkar 2013, never interrupts), or the ward's own knowledge.
 */
export const RuleTier = z.enum(['onc-high', 'onc-low', 'ward'])
export type RuleTier = z.infer<typeof RuleTier>

export const Onset = z.enum(['rapid', 'delayed', 'unknown'])
export type Onset = z.infer<typeof Onset>

export const Evidence = z.enum(['established', 'probable', 'suspected', 'theoretical'])
export type Evidence = z.infer<typeof Evidence>

export const Route = z.enum([
  'oral',
  'intravenous',
  'intramuscular',
  'subcutaneous',
  'transdermal',
  'topical',
  'inhaled',
  'nasal',
  'ophthalmic',
  'otic',
  'rectal',
  'vaginal',
])
export type Route = z.infer<typeof Route>

/** Longest drug name that is looked up; a longer text is answered as unknown, never cut. */
export const MAX_DRUG_TEXT = 500
/** Texts beyond this are refused at the edge. */
export const DrugText = z.string().max(20_000)
/** More drugs than any patient has; a longer list is refused with a sentence and kept as typed. */
export const MAX_DRUGS = 100

/** The normal name of an active ingredient, as the formulary writes it (`warfarin`). */
export const IngredientName = z.string().min(1).max(120)

/** What is known about the patient; null means that nobody said, and never counts as normal. */
export const PatientContext = z.object({
  ageYears: z.number().min(0).max(130).nullable(),
  pregnant: z.boolean().nullable(),
  /** ml/min/1.73 m². */
  egfr: z.number().min(0).max(250).nullable(),
  childPugh: z.enum(['A', 'B', 'C']).nullable(),
  /** mmol/L. */
  potassium: z.number().min(0).max(15).nullable(),
  /** Milliseconds. */
  qtc: z.number().min(100).max(900).nullable(),
  /** As the chart words them; an empty list means "no known allergies". */
  allergies: z.array(z.string().max(200)).max(60).nullable(),
})
export type PatientContext = z.infer<typeof PatientContext>

export const nothingKnown: PatientContext = {
  ageYears: null,
  pregnant: null,
  egfr: null,
  childPugh: null,
  potassium: null,
  qtc: null,
  allergies: null,
}

/** How a text was recognised. */
export const MatchKind = z.enum(['name', 'brand', 'salt', 'synonym', 'combination', 'spelling'])
export type MatchKind = z.infer<typeof MatchKind>

/** A name that could be meant. */
export const Candidate = z.object({
  /** The normal name; what is sent back when it is chosen. */
  name: IngredientName,
  /** The name of the formulary that matched ("Coumadin"). */
  matched: z.string(),
  kind: MatchKind,
})
export type Candidate = z.infer<typeof Candidate>

/** What the station makes of one text that is meant to be a drug. Nothing is ever guessed silently. */
export const Recognition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('known'),
    text: z.string(),
    /** The normal name of the ingredient or combination. */
    name: IngredientName,
    /** One for a single drug, several for a combination product. */
    ingredients: z.array(IngredientName).min(1),
    via: MatchKind,
    /** What matched, as the formulary writes it ("Coumadin"). */
    matched: z.string(),
    /** "5 mg", as written; null when the text names none. */
    strength: z.string().nullable(),
    /** "tablet"; null when the text names none. */
    form: z.string().nullable(),
    route: Route.nullable(),
  }),
  /** Several drugs fit; a person has to choose. */
  z.object({ kind: z.literal('ambiguous'), text: z.string(), candidates: z.array(Candidate).min(1) }),
  /** Could not be checked. `suggestions` are near names and may be empty. */
  z.object({
    kind: z.literal('unknown'),
    text: z.string(),
    reason: z.enum(['not-in-formulary', 'empty', 'too-long', 'unreadable']),
    sentence: z.string(),
    suggestions: z.array(Candidate),
  }),
])
export type Recognition = z.infer<typeof Recognition>
export type KnownDrug = Extract<Recognition, { kind: 'known' }>

/** One line of a list as a person or a chart gives it. */
export const ListedDrug = z.object({
  text: DrugText,
  /** What was chosen among candidates; null to let the text speak. */
  chosen: IngredientName.nullable(),
  /** Null: as the text says. */
  route: Route.nullable(),
})
export type ListedDrug = z.infer<typeof ListedDrug>
