import { fhirTypes } from './fhir-record.ts'

/** FHIR types as bulk exports name files after them; those that are not read belong to an export all the same. */
const types = new Set(
  `AllergyIntolerance CarePlan CareTeam Claim ClaimResponse Condition Coverage Device DiagnosticReport DocumentReference
  Encounter ExplanationOfBenefit Goal Group ImagingStudy Immunization Location Media Medication MedicationAdministration
  MedicationDispense MedicationRequest MedicationStatement Observation Organization Patient Practitioner PractitionerRole
  Procedure Provenance QuestionnaireResponse RelatedPerson ServiceRequest Specimen SupplyDelivery`.split(
    /\s+/,
  ),
)

interface NamedFile {
  readonly type: string
  /** The same for all files of one export. */
  readonly key: string
}

/** What the name of a file says of an export: `Condition.ndjson`, `Observation.003.ndjson`, `2.Patient.ndjson`. */
function namedFile(name: string): NamedFile | null {
  const [, base, extension] = /^(.+)\.(ndjson|jsonl)$/i.exec(name) ?? []
  const type = base?.split(/[^A-Za-z]+/).find((word) => types.has(word))
  if (base === undefined || type === undefined) return null
  // The number of a file of several; a date is none of these.
  const key = base
    .replace(type, '*')
    .replace(/^\d{1,4}\./, '')
    .replace(/(?<!\d)[._-]\d{1,4}$/, '')
  return { type, key: `${key}.${extension?.toLowerCase() ?? ''}` }
}

const read: ReadonlySet<string> = new Set(fhirTypes)

/**
 * The files that are read of the bulk export that a file belongs to, its Patient file first: it stands for the export.
 * Null when the file is no part of an export with patients.
 */
export function exportOf(name: string, names: readonly string[]): readonly string[] | null {
  const own = namedFile(name)
  if (own === null) return null
  const all = names.filter((each) => isOf(each, own.key)).sort()
  const patients = all.filter((each) => namedFile(each)?.type === 'Patient')
  return patients.length === 0 ? null : [...patients, ...all.filter((each) => !patients.includes(each))]
}

function isOf(name: string, key: string): boolean {
  const named = namedFile(name)
  return named?.key === key && read.has(named.type)
}

/** A file that says nothing without the Patient file of its export. */
export function awaitsPatients(name: string, names: readonly string[]): boolean {
  const own = namedFile(name)
  return own !== null && own.type !== 'Patient' && exportOf(name, names) === null
}
