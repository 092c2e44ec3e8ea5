import { z } from 'zod'

/** Longest text that is taken over from a message. */
const MAX_TEXT = 200
const MAX_TEXTS = 40
const MAX_UNIT = 64

/** What a bedside system may tell about the patient beside the alert itself. */
export interface MessageContext {
  readonly unit: string | null
  readonly source: string | null
  readonly note: string | null
  readonly demo: boolean
  readonly bed: string | null
  readonly name: string | null
  readonly mrn: string | null
  readonly birthDate: string | null
  readonly sex: string | null
  readonly allergies: string[] | null
  readonly codeStatus: string | null
  readonly conditions: string[] | null
}

const ContextFields = z.record(z.string(), z.unknown()).catch({})

/** Every field is optional, and a wrong one reads as unknown: a bad bed number must not hide a potassium. */
function readContext(context: unknown): MessageContext {
  const fields = ContextFields.parse(context)
  const unit = textOf(fields['unit'])
  return {
    unit: unit !== null && unit.length <= MAX_UNIT ? unit : null,
    source: textOf(fields['source']),
    note: textOf(fields['note']),
    demo: fields['demo'] === true,
    bed: textOf(fields['bed']),
    name: textOf(fields['name']),
    mrn: textOf(fields['mrn']),
    birthDate: textOf(fields['birth_date']),
    sex: textOf(fields['sex']),
    allergies: textsOf(fields['allergies']),
    codeStatus: textOf(fields['code_status']),
    conditions: textsOf(fields['conditions']),
  }
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '' || text.length > MAX_TEXT ? null : text
}

/** Null unless every entry is a text: half a list of allergies would read as the whole. */
function textsOf(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length > MAX_TEXTS) return null
  const texts = value.map(textOf).filter((text) => text !== null)
  return texts.length === value.length ? texts : null
}

/** The seed's alert message (`publish_critical_alert`). */
export const SeedAlert = z.object({
  patient_id: z.union([z.string().trim().min(1).max(128), z.number().int().transform(String)]),
  alert_type: z.string().trim().min(1).max(120),
  value: z.number(),
  unit: z.string().trim().max(40).nullish(),
  severity: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  context: z.unknown().optional().transform(readContext),
})
export type SeedAlert = z.infer<typeof SeedAlert>

/** The seed's message on `alerts:care_management`. */
export const CareManagementAlert = z.object({
  type: z.literal('high_risk_patient'),
  patient_id: z.union([z.string().trim().min(1).max(128), z.number().int().transform(String)]),
  risk_score: z.number().min(0).max(100),
  trigger_metric: z.string().trim().min(1).max(120),
  trigger_value: z.number(),
})
