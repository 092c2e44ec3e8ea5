import { z } from 'zod'

/**
 * The structure of the FHIR R4 (4.0.1) resources of a Da Vinci PAS exchange, as far as this feature reads or writes them:
 * required elements, cardinalities and value sets of R4. Elements that are not named here are let through unread.
 */
const uri = z.string().min(1).max(2_000)
const code = z.string().regex(/^[^\s]+(\s[^\s]+)*$/)
const text = z.string().min(1)
const positiveInt = z.number().int().positive()
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
const dateTime = z.string().regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$/)
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/)

export const Coding = z.looseObject({
  system: uri.optional(),
  code: code.optional(),
  display: text.optional(),
})
export const CodeableConcept = z.looseObject({
  coding: z.array(Coding).min(1).optional(),
  text: text.optional(),
})
export type CodeableConcept = z.infer<typeof CodeableConcept>
export const Reference = z.looseObject({ reference: text.optional(), display: text.optional() })
export const Identifier = z.looseObject({ system: uri.optional(), value: text.optional() })
const Money = z.looseObject({ value: z.number().optional(), currency: z.string().length(3).optional() })
const Quantity = z.looseObject({ value: z.number().optional(), unit: text.optional() })

export interface Extension {
  url: string
  extension?: Extension[] | undefined
  valueString?: string | undefined
  valueCodeableConcept?: CodeableConcept | undefined
}
/** Either a value or extensions of its own (invariant ext-1). */
export const Extension: z.ZodType<Extension> = z.lazy(() =>
  z
    .looseObject({
      url: uri,
      extension: z.array(Extension).min(1).optional(),
      valueString: z.string().min(1).optional(),
      valueCodeableConcept: CodeableConcept.optional(),
    })
    .refine(
      (each) => (each.extension === undefined) === Object.keys(each).some((key) => key.startsWith('value')),
      'an extension has either a value or extensions',
    ),
)

export const SupportingInfo = z.looseObject({
  sequence: positiveInt,
  category: CodeableConcept,
  code: CodeableConcept.optional(),
  timingDate: date.optional(),
  valueBoolean: z.boolean().optional(),
  valueString: z.string().min(1).optional(),
  valueQuantity: Quantity.optional(),
  valueAttachment: z
    .looseObject({ contentType: code.optional(), data: z.string().optional(), title: text.optional() })
    .optional(),
})
export type SupportingInfo = z.infer<typeof SupportingInfo>

const Item = z.looseObject({
  sequence: positiveInt,
  extension: z.array(Extension).optional(),
  diagnosisSequence: z.array(positiveInt).optional(),
  productOrService: CodeableConcept,
  quantity: Quantity.optional(),
  unitPrice: Money.optional(),
  net: Money.optional(),
})
export type ClaimItem = z.infer<typeof Item>

export const Claim = z.looseObject({
  resourceType: z.literal('Claim'),
  id: z.string().optional(),
  extension: z.array(Extension).optional(),
  identifier: z.array(Identifier).optional(),
  status: z.enum(['active', 'cancelled', 'draft', 'entered-in-error']),
  type: CodeableConcept,
  use: z.enum(['claim', 'preauthorization', 'predetermination']),
  patient: Reference,
  created: dateTime,
  insurer: Reference.optional(),
  provider: Reference,
  priority: CodeableConcept,
  related: z
    .array(
      z.looseObject({
        claim: Reference.extend({ identifier: Identifier.optional() }).optional(),
        relationship: CodeableConcept.optional(),
        reference: Identifier.optional(),
      }),
    )
    .optional(),
  diagnosis: z
    .array(
      z
        .looseObject({
          sequence: positiveInt,
          diagnosisCodeableConcept: CodeableConcept.optional(),
          diagnosisReference: Reference.optional(),
        })
        .refine(
          (each) => (each.diagnosisCodeableConcept === undefined) !== (each.diagnosisReference === undefined),
          'a diagnosis is a code or a reference',
        ),
    )
    .optional(),
  supportingInfo: z.array(SupportingInfo).optional(),
  insurance: z
    .array(z.looseObject({ sequence: positiveInt, focal: z.boolean(), coverage: Reference }))
    .min(1),
  item: z.array(Item).optional(),
})
export type Claim = z.infer<typeof Claim>

export const Patient = z.looseObject({
  resourceType: z.literal('Patient'),
  id: z.string().optional(),
  identifier: z.array(Identifier).optional(),
  birthDate: date.optional(),
})
export const Organization = z.looseObject({
  resourceType: z.literal('Organization'),
  id: z.string().optional(),
  identifier: z.array(Identifier).optional(),
  name: z.string().optional(),
})
export const Coverage = z.looseObject({
  resourceType: z.literal('Coverage'),
  id: z.string().optional(),
  status: z.enum(['active', 'cancelled', 'draft', 'entered-in-error']),
  beneficiary: Reference,
  payor: z.array(Reference).min(1),
  class: z.array(z.looseObject({ type: CodeableConcept, value: text })).optional(),
})
export const Condition = z.looseObject({
  resourceType: z.literal('Condition'),
  subject: Reference,
  code: CodeableConcept.optional(),
})

const Adjudication = z.looseObject({
  category: CodeableConcept,
  extension: z.array(Extension).optional(),
})

export const ClaimResponse = z.looseObject({
  resourceType: z.literal('ClaimResponse'),
  id: z.string().optional(),
  identifier: z.array(Identifier).optional(),
  status: z.enum(['active', 'cancelled', 'draft', 'entered-in-error']),
  type: CodeableConcept,
  use: z.enum(['claim', 'preauthorization', 'predetermination']),
  patient: Reference,
  created: dateTime,
  insurer: Reference,
  request: Reference.optional(),
  outcome: z.enum(['queued', 'complete', 'error', 'partial']),
  disposition: text.optional(),
  preAuthRef: text.optional(),
  item: z
    .array(
      z.looseObject({
        itemSequence: positiveInt,
        extension: z.array(Extension).min(1).optional(),
        noteNumber: z.array(positiveInt).optional(),
        adjudication: z.array(Adjudication).min(1),
      }),
    )
    .optional(),
  processNote: z
    .array(
      z.looseObject({
        number: positiveInt.optional(),
        type: z.enum(['display', 'print', 'printoper']).optional(),
        text,
      }),
    )
    .optional(),
})
export type ClaimResponse = z.infer<typeof ClaimResponse>

export const Bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  identifier: Identifier.optional(),
  type: z.enum([
    'document',
    'message',
    'transaction',
    'transaction-response',
    'batch',
    'batch-response',
    'history',
    'searchset',
    'collection',
  ]),
  timestamp: instant.optional(),
  entry: z
    .array(
      z.looseObject({
        fullUrl: uri.optional(),
        resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }),
      }),
    )
    .min(1),
})
export type Bundle = z.infer<typeof Bundle>

export const systems = {
  cpt: 'http://www.ama-assn.org/go/cpt',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  /** An older name of the same code system. */
  hcpcsOlder: 'https://bluebutton.cms.gov/resources/codesystem/hcpcs',
  icd10: 'http://hl7.org/fhir/sid/icd-10-cm',
  priority: 'http://terminology.hl7.org/CodeSystem/processpriority',
  claimType: 'http://terminology.hl7.org/CodeSystem/claim-type',
  coverageClass: 'http://terminology.hl7.org/CodeSystem/coverage-class',
  adjudication: 'http://terminology.hl7.org/CodeSystem/adjudication',
  informationCategory: 'http://terminology.hl7.org/CodeSystem/claiminformationcategory',
  /** X12 278 HCR01: A1 certified in total, A3 not certified, A4 pended. */
  reviewAction: 'https://codesystem.x12.org/005010/306',
  /** X12 278 UM02: what a certification is asked for as. */
  certificationType: 'https://codesystem.x12.org/005010/1322',
  relatedClaim: 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship',
  /** Facts of resources/prior-auth/facts.txt, documents of documents.txt, and what else a request says. */
  facts: 'urn:wardlight:prior-auth:fact',
  documents: 'urn:wardlight:prior-auth:document',
  details: 'urn:wardlight:prior-auth:detail',
  payers: 'urn:wardlight:prior-auth:payer',
  patients: 'urn:wardlight:patient',
  requests: 'urn:wardlight:prior-auth:request',
} as const

const pas = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition'
export const profiles = {
  request: `${pas}/profile-pas-request-bundle`,
  response: `${pas}/profile-pas-response-bundle`,
  claim: `${pas}/profile-claim`,
  claimResponse: `${pas}/profile-claimresponse`,
  reviewAction: `${pas}/extension-reviewAction`,
  reviewActionCode: `${pas}/extension-reviewActionCode`,
  certificationType: `${pas}/extension-certificationType`,
  /** What the payer calls the denial that an item is about. */
  administrationReferenceNumber: `${pas}/extension-administrationReferenceNumber`,
} as const
