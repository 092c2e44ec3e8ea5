import { z } from 'zod'
import { history, studies, symptoms } from './findings-clinical.ts'
import { labs, type MeasuredFinding, vitals } from './findings-measured.ts'

export type SymptomId = keyof typeof symptoms
export type HistoryId = keyof typeof history
export type StudyId = keyof typeof studies
export type VitalId = keyof typeof vitals
export type LabId = keyof typeof labs

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  const names: K[] = []
  for (const name in table) names.push(name)
  return names
}

export const symptomIds: readonly SymptomId[] = keysOf(symptoms)
export const historyIds: readonly HistoryId[] = keysOf(history)
export const studyIds: readonly StudyId[] = keysOf(studies)
export const vitalIds: readonly VitalId[] = keysOf(vitals)
export const labIds: readonly LabId[] = keysOf(labs)

/** Each named finding as yes or no; what is not named is not known. */
function flags<K extends string>(
  table: Readonly<Record<K, unknown>>,
): z.ZodType<Partial<Record<K, boolean>>> {
  return z.partialRecord(z.enum(keysOf(table)), z.boolean())
}

/** Each named finding as a number within its range, rounded to the digits that count. */
function numbers<K extends string>(
  table: Readonly<Record<K, MeasuredFinding>>,
): z.ZodType<Partial<Record<K, number>>> {
  return z
    .partialRecord(z.enum(keysOf(table)), z.number())
    .superRefine((values, context) => {
      for (const name of keysOf(table)) {
        const value: number | undefined = values[name]
        const { low, high, label, unit } = table[name]
        if (value === undefined || (value >= low && value <= high)) continue
        const range = `${low} to ${high}${unit === '' ? '' : ` ${unit}`}`
        context.addIssue({ code: 'custom', path: [name], message: `${label} must lie within ${range}.` })
      }
    })
    .overwrite((values) => {
      const kept = { ...values }
      for (const name of keysOf(table)) {
        const value: number | undefined = values[name]
        if (value !== undefined) kept[name] = Number(value.toFixed(table[name].decimals))
      }
      return kept
    })
}

const NihssItem = z.enum([
  'consciousness',
  'questions',
  'commands',
  'gaze',
  'visualFields',
  'facialPalsy',
  'leftArm',
  'rightArm',
  'leftLeg',
  'rightLeg',
  'ataxia',
  'sensory',
  'language',
  'dysarthria',
  'neglect',
])

/** What only a person can judge; null or absent when nobody has. */
export const Judgements = z.object({
  /** How suspicious the history is of an acute coronary syndrome (HEART). */
  acsSuspicion: z.enum(['slightly-suspicious', 'moderately-suspicious', 'highly-suspicious']).nullish(),
  /** Pulmonary embolism is the first diagnosis or as likely as any other (Wells). */
  embolismLeads: z.boolean().nullish(),
  /** Another diagnosis is at least as likely as deep vein thrombosis (Wells). */
  otherThanThrombosis: z.boolean().nullish(),
  infectionSuspected: z.boolean().nullish(),
  /** Items of the NIH Stroke Scale by their names in `clinical/scores/nihss.ts`. */
  nihss: z.partialRecord(NihssItem, z.number().int().min(0).max(4)).nullish(),
  /** How long a neurological deficit has lasted, in minutes. */
  deficitMinutes: z.number().min(0).max(100_000).nullish(),
})
export type Judgements = z.infer<typeof Judgements>

/**
 * Everything that a run works on. Every part and every finding is optional: what is absent is not known, which is
 * never the same as normal. There is no free text: nothing in here can name a person or give an order to a model.
 */
export const Findings = z.object({
  /** Completed years; the scores are made for adults. */
  ageYears: z.number().int().min(18).max(120).nullish(),
  sex: z.enum(['male', 'female']).nullish(),
  symptoms: flags(symptoms).default({}),
  history: flags(history).default({}),
  vitals: numbers(vitals).default({}),
  labs: numbers(labs).default({}),
  studies: flags(studies).default({}),
  judgements: Judgements.default({}),
})
export type Findings = z.infer<typeof Findings>
export type FindingsInput = z.input<typeof Findings>
