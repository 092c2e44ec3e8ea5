import { z } from 'zod'

/**
 * What an EHR sends, after CDS Hooks 2.0 (hooks `order-select` 1.0.1 and `order-sign` 1.1.1) and FHIR R4. Only what is
 * used is read; everything else may be there. Fields of FHIR that are wrong read as absent, so that a bad dosage does
 * not hide a drug.
 */
const Coding = z.object({
  system: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  display: z.string().optional().catch(undefined),
})
const Concept = z.object({
  text: z.string().optional().catch(undefined),
  coding: z.array(Coding).optional().catch(undefined),
})
export type Concept = z.infer<typeof Concept>

const Reference = z.object({
  reference: z.string().optional().catch(undefined),
  display: z.string().optional().catch(undefined),
})

const Medication = z.object({
  resourceType: z.literal('Medication'),
  id: z.string().optional(),
  code: Concept.optional().catch(undefined),
})

export const MedicationRequest = z.object({
  resourceType: z.literal('MedicationRequest'),
  id: z.string().optional(),
  status: z.string().optional().catch(undefined),
  medicationCodeableConcept: Concept.optional().catch(undefined),
  medicationReference: Reference.optional().catch(undefined),
  contained: z.array(z.unknown()).optional().catch(undefined),
  dosageInstruction: z
    .array(
      z.object({ text: z.string().optional().catch(undefined), route: Concept.optional().catch(undefined) }),
    )
    .optional()
    .catch(undefined),
})
export type MedicationRequest = z.infer<typeof MedicationRequest>

const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ fullUrl: z.string().optional(), resource: z.unknown() })).default([]),
})

/** The part of a hook's call that concerns us. */
export const HookCall = z.object({
  hook: z.enum(['order-select', 'order-sign']),
  hookInstance: z.uuid(),
  context: z.object({
    userId: z.string().max(400),
    patientId: z.string().min(1).max(128),
    /** Only of `order-select`: what was chosen just now, as `MedicationRequest/id`. */
    selections: z.array(z.string().max(400)).max(500).optional(),
    draftOrders: Bundle,
  }),
  prefetch: z.record(z.string(), z.unknown()).default({}),
})
export type HookCall = z.infer<typeof HookCall>

export const Feedback = z.object({
  feedback: z
    .array(
      z.object({
        card: z.uuid(),
        outcome: z.enum(['accepted', 'overridden']),
        overrideReason: z
          .object({
            reason: z.object({ code: z.string().max(120) }).optional(),
            userComment: z.string().max(2_000).optional(),
          })
          .optional(),
        outcomeTimestamp: z.string().max(60).optional(),
      }),
    )
    .max(200),
})
export type Feedback = z.infer<typeof Feedback>

/** One drug of a call: its text, and whether the prescriber is acting on it now. */
export interface OrderedDrug {
  readonly text: string
  readonly route: string | null
  readonly acting: boolean
}

const Patient = z.object({ resourceType: z.literal('Patient'), birthDate: z.string().optional() })
const Allergy = z.object({
  resourceType: z.literal('AllergyIntolerance'),
  code: Concept.optional().catch(undefined),
})
const Observation = z.object({
  resourceType: z.literal('Observation'),
  code: Concept,
  valueQuantity: z.object({ value: z.number(), unit: z.string().optional(), code: z.string().optional() }),
})

/** The words of a concept: its text, else the first coding that says something. */
export function wordsOf(concept: Concept | undefined): string | null {
  const words = [concept?.text, ...(concept?.coding ?? []).map((coding) => coding.display)]
  return words.find((text) => text !== undefined && text.trim() !== '') ?? null
}

/** The resources in a bundle, or the one resource itself. */
function resourcesOf(
  source: unknown,
): readonly { readonly url: string | null; readonly resource: unknown }[] {
  const bundle = Bundle.safeParse(source)
  if (bundle.success)
    return bundle.data.entry.map(({ fullUrl, resource }) => ({ url: fullUrl ?? null, resource }))
  return source === null || source === undefined ? [] : [{ url: null, resource: source }]
}

/** What a reference points at, in the request's own resources or in the bundle that it came in. */
function medicationAt(
  request: MedicationRequest,
  around: readonly { url: string | null; resource: unknown }[],
): string | null {
  const reference = request.medicationReference?.reference ?? ''
  const contained = (request.contained ?? []).map((resource) => ({ url: null, resource }))
  for (const { url, resource } of [...contained, ...around]) {
    const medication = Medication.safeParse(resource)
    if (!medication.success) continue
    const { id, code } = medication.data
    if (url === reference || `#${id}` === reference || `Medication/${id}` === reference) return wordsOf(code)
  }
  return request.medicationReference?.display ?? null
}

/** An order without any words still counts as a drug: it could not be checked, and that must be said. */
const NAMELESS = '(drug without a name)'

function drugOf(
  request: MedicationRequest,
  around: readonly { url: string | null; resource: unknown }[],
  acting: boolean,
): OrderedDrug {
  const text = wordsOf(request.medicationCodeableConcept) ?? medicationAt(request, around) ?? NAMELESS
  return { text, route: wordsOf(request.dosageInstruction?.[0]?.route), acting }
}

const ended = new Set(['stopped', 'cancelled', 'completed', 'entered-in-error'])

/**
 * The drugs of a call: drafts first, then what the patient takes already (prefetch `medications`). With
 * `order-select` only the selected drafts are being acted on; with `order-sign` all of them.
 */
export function drugsOf({ hook, context, prefetch }: HookCall): OrderedDrug[] {
  const drafts = resourcesOf(context.draftOrders)
  const running = resourcesOf(prefetch['medications'])
  const selected = new Set((context.selections ?? []).map((selection) => selection.split('/').at(-1)))
  const ordered = drafts.flatMap(({ resource }) => {
    const request = MedicationRequest.safeParse(resource)
    if (!request.success) return []
    const acting = hook === 'order-sign' || selected.has(request.data.id)
    return [drugOf(request.data, drafts, acting)]
  })
  const taken = running.flatMap(({ resource }) => {
    const request = MedicationRequest.safeParse(resource)
    if (!request.success || ended.has(request.data.status ?? '')) return []
    return [drugOf(request.data, running, false)]
  })
  return [...ordered, ...taken]
}

/** Whether the EHR sent what the patient takes; without it the answer covers the drafts alone. */
export function hasMedications({ prefetch }: HookCall): boolean {
  return Bundle.safeParse(prefetch['medications']).success
}

export interface PatientFacts {
  readonly birthDate: string | null
  /** Null when the EHR sent none: not the same as an empty list. */
  readonly allergies: string[] | null
  readonly observations: readonly {
    readonly codes: readonly string[]
    readonly value: number
    readonly unit: string
  }[]
}

/** What the prefetch tells about the patient. */
export function patientFactsOf({ prefetch }: HookCall): PatientFacts {
  const patient = Patient.safeParse(prefetch['patient'])
  const allergies = Bundle.safeParse(prefetch['allergies'])
  const observations = ['egfr', 'potassium', 'qtc'].flatMap((name) =>
    resourcesOf(prefetch[name]).flatMap(({ resource }) => {
      const observation = Observation.safeParse(resource)
      if (!observation.success) return []
      const { code, valueQuantity } = observation.data
      const codes = (code.coding ?? []).flatMap((coding) => (coding.code === undefined ? [] : [coding.code]))
      return [{ codes, value: valueQuantity.value, unit: valueQuantity.code ?? valueQuantity.unit ?? '' }]
    }),
  )
  return {
    birthDate: patient.success ? (patient.data.birthDate ?? null) : null,
    allergies: allergies.success
      ? resourcesOf(prefetch['allergies']).flatMap(({ resource }) => {
          const allergy = Allergy.safeParse(resource)
          const words = allergy.success ? wordsOf(allergy.data.code) : null
          return words === null ? [] : [words]
        })
      : null,
    observations,
  }
}
