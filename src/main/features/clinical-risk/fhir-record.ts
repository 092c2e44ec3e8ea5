import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { readObservations } from './fhir-observations.ts'
import * as shape from './fhir-shapes.ts'
import { icd10Of } from './engine-icd10.ts'
import { ageFromBirth, type RecordReading } from './record-read.ts'
import { isSnomed } from './engine-snomed.ts'

/** What stands in a list for a resource of which nothing can be read: it is on no table and keeps the list open. */
const UNREADABLE = 'entry that could not be read'
const MOST_HISTORY = 500
const MOST_LISTED = 200
const MOST_NOTES = 200_000

/** The types that are read; a reader of bulk NDJSON need not keep any other. */
export const fhirTypes = [
  'Patient',
  'Condition',
  'MedicationRequest',
  'MedicationStatement',
  'Medication',
  'AllergyIntolerance',
  'Observation',
  'DocumentReference',
] as const

/** Reads a whole bundle: each of its patients with the resources that name him. */
export function readBundle(bundle: unknown, now: number): readonly RecordReading[] {
  const parsed = shape.BundleResource.safeParse(bundle)
  if (!parsed.success) return [{ kind: 'rejected', reason: 'This is no FHIR bundle.' }]
  const entries = (parsed.data.entry ?? []).flatMap(({ fullUrl, resource }) =>
    resource === undefined ? [] : [{ resource, url: fullUrl === undefined ? null : shape.idOf(fullUrl) }],
  )
  const patients = entries.filter(({ resource }) => typeIs(resource, 'Patient'))
  if (patients.length === 0) return [{ kind: 'rejected', reason: 'The bundle has no Patient.' }]
  const others = entries
    .filter(({ resource }) => !typeIs(resource, 'Patient'))
    .map(({ resource }) => resource)
  const known = new Set<string>()
  const readings = patients.map(({ resource: patient, url }) => {
    const id = shape.AnyResource.safeParse(patient).data?.id
    const names = [id, url].filter((name) => name !== undefined && name !== null)
    for (const name of names) known.add(name)
    const own = others.filter((resource) => {
      const subject = shape.subjectOf(resource)
      return subject === null
        ? patients.length === 1 || typeIs(resource, 'Medication')
        : names.includes(subject)
    })
    return readPatient([patient, ...own], now)
  })
  const strangers = others.filter((resource) => {
    const subject = shape.subjectOf(resource)
    return (
      isRead(resource) &&
      (subject === null ? patients.length > 1 && !typeIs(resource, 'Medication') : !known.has(subject))
    )
  }).length
  if (strangers === 0) return readings
  const remark =
    strangers === 1
      ? '1 resource of the bundle names no patient of it and was left out.'
      : `${strangers} resources of the bundle name no patient of it and were left out.`
  return readings.map((each) =>
    each.kind === 'read' ? { ...each, remarks: [...each.remarks, remark] } : each,
  )
}

function isRead(resource: unknown): boolean {
  return fhirTypes.some((type) => typeIs(resource, type))
}

function typeIs(resource: unknown, type: string): boolean {
  const parsed = shape.AnyResource.safeParse(resource)
  return parsed.success && parsed.data.resourceType === type
}

/**
 * Reads one patient from all resources that name him, one of them the Patient. A type of resource that the source never
 * has for him is not known, not empty: the absence of an AllergyIntolerance does not say that there is no allergy.
 */
export function readPatient(resources: readonly unknown[], now: number): RecordReading {
  const byType = new Map<string, unknown[]>()
  for (const resource of resources) {
    const parsed = shape.AnyResource.safeParse(resource)
    if (!parsed.success) continue
    const known = byType.get(parsed.data.resourceType)
    if (known === undefined) byType.set(parsed.data.resourceType, [resource])
    else known.push(resource)
  }
  const of = (type: string): readonly unknown[] => byType.get(type) ?? []
  const patient = shape.PatientResource.safeParse(of('Patient')[0])
  if (!patient.success) return { kind: 'rejected', reason: 'The Patient has no usable id.' }
  const { id, birthDate, gender, deceasedBoolean, deceasedDateTime } = patient.data
  if (deceasedBoolean === true || deceasedDateTime !== undefined) return { kind: 'deceased', patientId: id }
  const age = birthDate === undefined ? null : ageFromBirth(birthDate, now)
  if (age !== null && 'reason' in age) return { kind: 'rejected', reason: age.reason }
  const observed = readObservations(of('Observation'), now)
  const history = readConditions(of('Condition'))
  const medications = readMedications(
    [...of('MedicationRequest'), ...of('MedicationStatement')],
    of('Medication'),
  )
  const allergies = readAllergies(of('AllergyIntolerance'))
  for (const [what, list, most] of [
    ['conditions', history, MOST_HISTORY],
    ['medications', medications, MOST_LISTED],
    ['allergies', allergies, MOST_LISTED],
  ] as const)
    if (list !== null && list.length > most)
      return { kind: 'rejected', reason: `The patient has more than ${most} different ${what}.` }
  const record: PatientRecord = {
    patientId: id,
    ageYears: age?.years ?? null,
    sex: gender === 'male' || gender === 'female' ? gender : null,
    unit: null,
    history: history === null ? null : [...history, ...(observed.smokes ? [smoker] : [])],
    medications,
    allergies,
    vitals: observed.vitals,
    laboratory: observed.laboratory,
    quality: null,
  }
  return { kind: 'read', record, notes: readDocuments(of('DocumentReference')), remarks: observed.remarks }
}

const smoker: HistoryEntry = { text: 'smoker', code: null, standing: 'present', from: { kind: 'history' } }

const over = new Set(['inactive', 'remission', 'resolved'])
const wrong = new Set(['refuted', 'entered-in-error'])

function readConditions(resources: readonly unknown[]): HistoryEntry[] | null {
  if (resources.length === 0) return null
  const found = new Map<string, HistoryEntry>()
  for (const resource of resources) {
    const entry = readCondition(resource)
    if (entry === null) continue
    const key = `${entry.code ?? ''} ${entry.text}`
    const known = found.get(key)
    if (known === undefined || (known.standing === 'past' && entry.standing === 'present'))
      found.set(key, entry)
  }
  return [...found.values()]
}

function readCondition(resource: unknown): HistoryEntry | null {
  const parsed = shape.ConditionResource.safeParse(resource)
  const unreadable: HistoryEntry = {
    text: UNREADABLE,
    code: null,
    standing: 'present',
    from: { kind: 'history' },
  }
  if (!parsed.success) return unreadable
  const { clinicalStatus, verificationStatus, code, abatementDateTime, abatementString } = parsed.data
  if (wrong.has(shape.statusOf(verificationStatus) ?? '')) return null
  const codes = (code?.coding ?? []).flatMap((coding) => (coding.code === undefined ? [] : [coding.code]))
  const best = codes.find((each) => icd10Of(each) !== null) ?? codes.find(isSnomed) ?? null
  const text = shape.textOfConcept(code) ?? best
  if (text === null) return unreadable
  const status = shape.statusOf(clinicalStatus)
  const ended =
    status === null ? abatementDateTime !== undefined || abatementString !== undefined : over.has(status)
  return { ...unreadable, text: text.slice(0, 300), code: best, standing: ended ? 'past' : 'present' }
}

/** `on-hold` is not taken now; a status that is missing or unknown counts as taken. */
const notTaken = new Set([
  'completed',
  'stopped',
  'cancelled',
  'entered-in-error',
  'draft',
  'on-hold',
  'ended',
  'not-taken',
])

function readMedications(uses: readonly unknown[], medications: readonly unknown[]): string[] | null {
  if (uses.length === 0) return null
  const names = new Map<string, string>()
  for (const medication of medications) {
    const parsed = shape.MedicationResource.safeParse(medication)
    const text = parsed.success ? shape.textOfConcept(parsed.data.code) : null
    if (parsed.success && parsed.data.id !== undefined && text !== null) names.set(parsed.data.id, text)
  }
  const texts = uses.flatMap((use) => {
    const parsed = shape.MedicationUseResource.safeParse(use)
    if (!parsed.success) return [UNREADABLE]
    const { status, doNotPerform, medicationCodeableConcept, medicationReference, contained } = parsed.data
    if (doNotPerform === true || notTaken.has(status ?? '')) return []
    const reference = medicationReference?.reference
    const named =
      shape.textOfConcept(medicationCodeableConcept) ??
      (reference === undefined
        ? null
        : (containedName(reference, contained) ?? names.get(shape.idOf(reference)) ?? null))
    return [named === null || named.length > 200 ? UNREADABLE : named]
  })
  return [...new Set(texts)]
}

function containedName(reference: string, contained: readonly unknown[] | undefined): string | null {
  if (!reference.startsWith('#')) return null
  for (const each of contained ?? []) {
    const parsed = shape.MedicationResource.safeParse(each)
    if (parsed.success && parsed.data.id === reference.slice(1)) return shape.textOfConcept(parsed.data.code)
  }
  return null
}

/** SNOMED CT: no known allergy, no known drug allergy. */
const noAllergy = new Set(['716186003', '409137002'])

function readAllergies(resources: readonly unknown[]): string[] | null {
  if (resources.length === 0) return null
  const texts = resources.flatMap((resource) => {
    const parsed = shape.AllergyResource.safeParse(resource)
    if (!parsed.success) return [UNREADABLE]
    const { clinicalStatus, verificationStatus, code } = parsed.data
    if (over.has(shape.statusOf(clinicalStatus) ?? '') || wrong.has(shape.statusOf(verificationStatus) ?? ''))
      return []
    if (code?.coding?.some((coding) => noAllergy.has(coding.code ?? '')) === true) return []
    const text = shape.textOfConcept(code)
    return [text === null || text.length > 200 ? UNREADABLE : text]
  })
  return [...new Set(texts)]
}

function readDocuments(resources: readonly unknown[]): string | null {
  const texts = resources.flatMap((resource) => {
    const parsed = shape.DocumentResource.safeParse(resource)
    return (parsed.success ? (parsed.data.content ?? []) : []).flatMap(({ attachment }) =>
      attachment.data !== undefined && (attachment.contentType ?? 'text/plain').startsWith('text/plain')
        ? [Buffer.from(attachment.data, 'base64').toString('utf8')]
        : [],
    )
  })
  const whole = texts.join('\n\n')
  return whole.trim() === '' ? null : whole.slice(0, MOST_NOTES)
}
