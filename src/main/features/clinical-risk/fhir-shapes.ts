import { z } from 'zod'

/**
 * The parts of FHIR R4 resources that are read (HL7 FHIR R4, 4.0.1). Everything else is let through unread, as Synthea
 * and hospitals send it: extensions, narratives, identifiers.
 */
const Coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
})
export const Concept = z.looseObject({ coding: z.array(Coding).optional(), text: z.string().optional() })
export type Concept = z.infer<typeof Concept>
const Reference = z.looseObject({ reference: z.string().optional() })

export const AnyResource = z.looseObject({ resourceType: z.string(), id: z.string().optional() })

export const PatientResource = z.looseObject({
  id: z.string().min(1).max(128),
  gender: z.string().optional(),
  birthDate: z.string().optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: z.string().optional(),
})

export const ConditionResource = z.looseObject({
  clinicalStatus: Concept.optional(),
  verificationStatus: Concept.optional(),
  code: Concept.optional(),
  abatementDateTime: z.string().optional(),
  abatementString: z.string().optional(),
})

export const MedicationResource = z.looseObject({ id: z.string().optional(), code: Concept.optional() })

export const MedicationUseResource = z.looseObject({
  status: z.string().optional(),
  doNotPerform: z.boolean().optional(),
  medicationCodeableConcept: Concept.optional(),
  medicationReference: Reference.optional(),
  contained: z.array(z.unknown()).optional(),
})

export const AllergyResource = z.looseObject({
  clinicalStatus: Concept.optional(),
  verificationStatus: Concept.optional(),
  code: Concept.optional(),
})

const Quantity = z.looseObject({
  value: z.number().optional(),
  unit: z.string().optional(),
  code: z.string().optional(),
})
const Component = z.looseObject({ code: Concept.optional(), valueQuantity: Quantity.optional() })

export const ObservationResource = z.looseObject({
  status: z.string().optional(),
  code: Concept.optional(),
  effectiveDateTime: z.string().optional(),
  effectivePeriod: z.looseObject({ end: z.string().optional(), start: z.string().optional() }).optional(),
  effectiveInstant: z.string().optional(),
  valueQuantity: Quantity.optional(),
  valueCodeableConcept: Concept.optional(),
  component: z.array(Component).optional(),
})
export type ObservationResource = z.infer<typeof ObservationResource>

export const DocumentResource = z.looseObject({
  content: z
    .array(
      z.looseObject({
        attachment: z.looseObject({ contentType: z.string().optional(), data: z.string().optional() }),
      }),
    )
    .optional(),
})

export const BundleResource = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(z.looseObject({ fullUrl: z.string().optional(), resource: z.unknown().optional() }))
    .optional(),
})

const Subject = z.looseObject({ subject: Reference.optional(), patient: Reference.optional() })

/** The id at the end of `Patient/4711` or `urn:uuid:…`; null when there is no reference. */
export function subjectOf(resource: unknown): string | null {
  const parsed = Subject.safeParse(resource)
  if (!parsed.success) return null
  const reference = parsed.data.subject?.reference ?? parsed.data.patient?.reference
  return reference === undefined ? null : idOf(reference)
}

export function idOf(reference: string): string {
  return (
    reference
      .replace(/^urn:(?:uuid|oid):/, '')
      .split('/')
      .at(-1) ?? reference
  )
}

/** The first code of a status concept, in lower case. */
export function statusOf(concept: Concept | undefined): string | null {
  return concept?.coding?.[0]?.code?.toLowerCase() ?? concept?.text?.toLowerCase() ?? null
}

export function textOfConcept(concept: Concept | undefined): string | null {
  const text = concept?.text ?? concept?.coding?.find(({ display }) => display !== undefined)?.display
  return text === undefined || text.trim() === '' ? null : text.trim()
}
