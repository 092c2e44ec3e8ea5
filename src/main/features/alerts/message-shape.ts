import { z } from 'zod'

/** Longest text that is taken over from a message. */
const Text = z.string().trim().min(1).max(200)
const Lenient = Text.nullable().catch(null).default(null)
const Texts = z.array(Text).max(40).nullable().catch(null).default(null)

/** What a bedside system may tell about the patient; every field is optional and a wrong one reads as unknown. */
const Context = z
  .object({
    unit: z.string().trim().min(1).max(64).nullable().catch(null).default(null),
    source: Lenient,
    note: Lenient,
    demo: z.boolean().catch(false).default(false),
    bed: Lenient,
    name: Lenient,
    mrn: Lenient,
    birth_date: Lenient,
    sex: Lenient,
    allergies: Texts,
    code_status: Lenient,
    conditions: Texts,
  })
  .catch({
    unit: null,
    source: null,
    note: null,
    demo: false,
    bed: null,
    name: null,
    mrn: null,
    birth_date: null,
    sex: null,
    allergies: null,
    code_status: null,
    conditions: null,
  })

/** The seed's alert message (`publish_critical_alert`). */
export const SeedAlert = z.object({
  patient_id: z.union([z.string().trim().min(1).max(128), z.number().int().transform(String)]),
  alert_type: z.string().trim().min(1).max(120),
  value: z.number(),
  unit: z.string().trim().max(40).nullish(),
  severity: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  context: z
    .unknown()
    .optional()
    .transform((context) => Context.parse(context ?? {})),
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
