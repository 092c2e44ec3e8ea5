import type { z } from 'zod'
import { assertNever } from '@shared/assert-never.ts'
import type { PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import type { Earlier } from './appeals.ts'
import { priorAuthFailure } from './errors.ts'
import { priorOf, type Purpose, purposeOf } from './fhir-appeal.ts'
import { factsOf } from './fhir-facts.ts'
import {
  Bundle,
  Claim,
  type ClaimItem,
  type CodeableConcept,
  Condition,
  Coverage,
  Organization,
  Patient,
  systems,
} from './fhir-schemas.ts'
import type { PolicyBook } from './policies.ts'

export interface ReadItem {
  readonly sequence: number
  readonly request: PriorAuthRequest
  /** The denied request that this one appeals against, as the bundle names it; null for a first request. */
  readonly appeal: Earlier | null
}
export interface ReadBundle {
  readonly items: readonly ReadItem[]
  /** What of the bundle could not be used, as sentences. */
  readonly remarks: readonly string[]
}

/**
 * Reads a Da Vinci PAS request bundle: one request for each item of its claim. What the bundle does not say stays
 * unknown. Throws `prior-auth.bad-fhir` with the place when the bundle does not have the structure of R4.
 */
export function readRequestBundle(text: string, book: PolicyBook): ReadBundle {
  const bundle = parsed(Bundle, json(text), 'Bundle')
  if (bundle.type !== 'collection') throw bad('The bundle is no collection, as Da Vinci PAS asks for.')
  const claims = bundle.entry.filter(({ resource }) => resource.resourceType === 'Claim')
  const [first] = claims
  if (first === undefined) throw bad('The bundle holds no claim.')
  const claim = parsed(Claim, first.resource, 'Claim')
  if (hasModifier(first.resource))
    throw bad('The claim holds a modifier extension, which changes its meaning in a way not known here.')
  if (claim.use !== 'preauthorization') throw bad(`The claim is for ${claim.use}, not for preauthorization.`)
  if (claim.status !== 'active') throw bad(`The claim is ${claim.status}, not active.`)
  if (claim.item === undefined || claim.item.length === 0) throw bad('The claim asks for no item.')
  const resources = resolver(bundle)
  // A claim that the first one names as its earlier one comes along; any other would be a second request.
  const prior = resources(priorOf(claim)?.claim?.reference, Claim)
  if (claims.length > (prior === null ? 1 : 2))
    throw bad(`The bundle holds ${claims.length} claims instead of one.`)
  const remarks: string[] = []
  const patient = resources(claim.patient.reference, Patient)
  if (patient === null) throw bad('The bundle does not hold the patient of the claim.')
  const { documents, facts, notes, details } = factsOf(claim.supportingInfo ?? [], book, remarks)
  const common = {
    patientId: patient.identifier?.find(({ value }) => value !== undefined)?.value ?? patient.id ?? '',
    ...insuranceOf(claim, resources),
    ageYears: details.get('age-years') ?? ageAt(patient.birthDate, claim.created),
    documents,
    facts,
    notes,
  }
  if (common.patientId === '') throw bad('The patient of the claim has neither an identifier nor an id.')
  const isUrgent = claim.priority.coding?.some((each) => each.code === 'stat') ?? false
  const identifier = claim.identifier?.find(({ value }) => value !== undefined)?.value ?? claim.id ?? ''
  const items = claim.item.map((item): ReadItem => {
    const { estimatedCost, remark } = costOf(item)
    if (remark !== null) remarks.push(remark)
    const { appeal, atOnce } = appealOf(purposeOf(claim, item, prior), item.sequence)
    if (appeal === null && priorOf(claim) !== undefined)
      remarks.push(
        `Item ${item.sequence} names an earlier claim but not that it is an appeal (certification type 1 or 2); it was read as a new request.`,
      )
    return {
      sequence: item.sequence,
      appeal,
      request: {
        ...common,
        appealOf: appeal?.kind === 'number' ? appeal.id : null,
        urgent: isUrgent || atOnce,
        procedure: procedureOf(item.productOrService),
        diagnoses: diagnosesOf(claim, item, resources, remarks),
        estimatedCost,
        quantity: item.quantity?.value ?? null,
        usedBefore: details.get('used-before') ?? null,
        claim: { identifier, sequence: item.sequence },
      },
    }
  })
  return { items, remarks }
}

/** Throws for an appeal against nothing, and for what is no request at all. */
function appealOf(purpose: Purpose, sequence: number): { appeal: Earlier | null; atOnce: boolean } {
  switch (purpose.kind) {
    case 'request':
      return { appeal: null, atOnce: false }
    case 'appeal':
      if (purpose.earlier === null)
        throw bad(`Item ${sequence} is an appeal, but the bundle does not say against which denied request.`)
      return { appeal: purpose.earlier, atOnce: purpose.atOnce }
    case 'change':
      throw bad(
        `Item ${sequence} would change an earlier request (certification type ${purpose.type}) instead of asking for one or appealing. Changes are made by hand.`,
      )
    default:
      return assertNever(purpose)
  }
}

/** R4: a modifier extension that a reader does not know may turn the meaning round, as "this item is cancelled". */
function hasModifier(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasModifier)
  if (typeof value !== 'object' || value === null) return false
  return 'modifierExtension' in value || Object.values(value).some(hasModifier)
}

function bad(what: string): Error {
  return priorAuthFailure(
    'prior-auth.bad-fhir',
    `${what} Nothing was taken from the file; correct it and try again.`,
  )
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw bad('The file is no JSON.')
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  // Names of elements only: values may say who the patient is.
  const place = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  throw bad(`${what}${place} does not have the structure of FHIR R4.`)
}

type Resolve = <T>(reference: string | undefined, schema: z.ZodType<T>) => T | null

/** Looks a reference up within the bundle, by full URL or by type and id. */
function resolver(bundle: Bundle): Resolve {
  return (reference, schema) => {
    if (reference === undefined) return null
    const found = bundle.entry.find(
      ({ fullUrl, resource }) =>
        fullUrl === reference ||
        (resource.id !== undefined && `${resource.resourceType}/${resource.id}` === reference) ||
        (fullUrl?.endsWith(`/${reference}`) ?? false),
    )
    return found === undefined ? null : (schema.safeParse(found.resource).data ?? null)
  }
}

function codeOf(concept: CodeableConcept, wanted: readonly string[]): string | null {
  return (
    concept.coding?.find(({ system, code }) => code !== undefined && wanted.includes(system ?? ''))?.code ??
    null
  )
}

/** The code of CPT or HCPCS; another system's code is kept, and will be an unknown procedure. */
function procedureOf(concept: CodeableConcept): string {
  const known = codeOf(concept, [systems.cpt, systems.hcpcs, systems.hcpcsOlder])
  return (known ?? concept.coding?.[0]?.code ?? '').slice(0, 40)
}

function insuranceOf(claim: Claim, resources: Resolve): { payer: string; plan: string } {
  const focal = claim.insurance.find((each) => each.focal) ?? claim.insurance[0]
  const coverage = resources(focal?.coverage.reference, Coverage)
  const insurer =
    resources(claim.insurer?.reference, Organization) ??
    resources(coverage?.payor[0]?.reference, Organization)
  const own = insurer?.identifier?.find(({ system }) => system === systems.payers)?.value
  const plan = coverage?.class?.find(({ type }) => type.coding?.some(({ code }) => code === 'plan'))?.value
  return {
    payer: (own ?? insurer?.identifier?.[0]?.value ?? insurer?.name ?? '').slice(0, 80),
    plan: (plan ?? '').slice(0, 80),
  }
}

function diagnosesOf(claim: Claim, item: ClaimItem, resources: Resolve, remarks: string[]): string[] {
  const wanted = item.diagnosisSequence
  return (claim.diagnosis ?? [])
    .filter(({ sequence }) => wanted === undefined || wanted.includes(sequence))
    .flatMap(({ sequence, diagnosisCodeableConcept, diagnosisReference }) => {
      const concept = diagnosisCodeableConcept ?? resources(diagnosisReference?.reference, Condition)?.code
      const found = concept === undefined ? null : codeOf(concept, [systems.icd10])
      if (found === null) remarks.push(`Diagnosis ${sequence} has no ICD-10-CM code and was not used.`)
      return found === null ? [] : [found]
    })
}

function costOf({ sequence, net, unitPrice, quantity }: ClaimItem): {
  estimatedCost: number | null
  remark: string | null
} {
  const currency = net?.currency ?? unitPrice?.currency
  if (currency !== undefined && currency !== 'USD')
    return {
      estimatedCost: null,
      remark: `The cost of item ${sequence} is not in US dollars and was not used.`,
    }
  if (net?.value !== undefined) return { estimatedCost: net.value, remark: null }
  const product =
    unitPrice?.value !== undefined && quantity?.value !== undefined ? unitPrice.value * quantity.value : null
  return { estimatedCost: product, remark: null }
}

/** Whole years at the day of the claim; null unless the whole birth date is known. */
function ageAt(birthDate: string | undefined, created: string): number | null {
  if (birthDate?.length !== 10 || created.length < 10) return null
  const years = Number(created.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return created.slice(5, 10) < birthDate.slice(5, 10) ? years - 1 : years
}
