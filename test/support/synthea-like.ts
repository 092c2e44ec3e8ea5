/**
 * Resources in the manner of Synthea's R4 output, written for these tests: US Core extensions, `urn:uuid:` references,
 * SNOMED CT and RxNorm codings, blood pressure as a panel. Nobody's data.
 */
export const syntheaId = '8e5c2b54-1f0c-4f0a-9b51-6a2f1f5d7c01'
const subject = { reference: `urn:uuid:${syntheaId}` }

const coded = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
})
const snomed = (code: string, display: string) => coded('http://snomed.info/sct', code, display)
const loinc = (code: string, display: string) => coded('http://loinc.org', code, display)
const status = (code: string, what: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${what}`, code }],
})

export const patient = {
  resourceType: 'Patient',
  id: syntheaId,
  extension: [
    {
      url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race',
      extension: [{ url: 'text', valueString: 'White' }],
    },
    { url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode: 'M' },
    { url: 'http://synthetichealth.github.io/synthea/quality-adjusted-life-years', valueDecimal: 61.2 },
  ],
  identifier: [{ system: 'https://github.com/synthetichealth/synthea', value: syntheaId }],
  name: [{ use: 'official', family: 'Invented682', given: ['Nobody931'] }],
  gender: 'male',
  birthDate: '1948-05-09',
  maritalStatus: { text: 'M' },
}

export const condition = (code: string, display: string, clinical: string) => ({
  resourceType: 'Condition',
  id: `condition-${code}`,
  clinicalStatus: status(clinical, 'condition-clinical'),
  verificationStatus: status('confirmed', 'condition-ver-status'),
  code: snomed(code, display),
  subject,
  onsetDateTime: '2001-04-02T10:00:00-05:00',
})

export const medication = (display: string, state: string) => ({
  resourceType: 'MedicationRequest',
  status: state,
  intent: 'order',
  medicationCodeableConcept: coded('http://www.nlm.nih.gov/research/umls/rxnorm', '0', display),
  subject,
  authoredOn: '2020-01-01T00:00:00Z',
})

export const allergy = (code: string, display: string) => ({
  resourceType: 'AllergyIntolerance',
  clinicalStatus: status('active', 'allergyintolerance-clinical'),
  verificationStatus: status('confirmed', 'allergyintolerance-verification'),
  type: 'allergy',
  category: ['medication'],
  code: snomed(code, display),
  patient: subject,
})

export const observation = (code: string, display: string, value: number, unit: string, at: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: loinc(code, display),
  subject,
  effectiveDateTime: at,
  valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
})

export const bloodPressure = (systolic: number, diastolic: number, at: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: loinc('85354-9', 'Blood Pressure'),
  subject,
  effectiveDateTime: at,
  component: [
    {
      code: loinc('8462-4', 'Diastolic Blood Pressure'),
      valueQuantity: { value: diastolic, unit: 'mm[Hg]', code: 'mm[Hg]' },
    },
    {
      code: loinc('8480-6', 'Systolic Blood Pressure'),
      valueQuantity: { value: systolic, unit: 'mm[Hg]', code: 'mm[Hg]' },
    },
  ],
})

export const smoking = (code: string, display: string, at: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: loinc('72166-2', 'Tobacco smoking status'),
  subject,
  effectiveDateTime: at,
  valueCodeableConcept: snomed(code, display),
})

export const note = (text: string) => ({
  resourceType: 'DocumentReference',
  status: 'superseded',
  subject,
  content: [
    { attachment: { contentType: 'text/plain; charset=utf-8', data: Buffer.from(text).toString('base64') } },
  ],
})

export const bundleOf = (resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource, at) => ({
    fullUrl: `urn:uuid:${at}`,
    resource,
    request: { method: 'POST', url: 'Any' },
  })),
})

/** A whole patient as Synthea writes one. */
export const syntheaBundle = bundleOf([
  patient,
  { resourceType: 'Encounter', id: 'e1', status: 'finished', subject },
  condition('44054006', 'Diabetes mellitus type 2 (disorder)', 'active'),
  condition('444814009', 'Viral sinusitis (disorder)', 'resolved'),
  condition('254837009', 'Malignant neoplasm of breast (disorder)', 'resolved'),
  condition('22298006', 'Myocardial infarction (disorder)', 'resolved'),
  condition('160903007', 'Full-time employment (finding)', 'active'),
  medication('Metformin hydrochloride 500 MG Oral Tablet', 'active'),
  medication('Amoxicillin 250 MG Oral Capsule', 'stopped'),
  medication('lisinopril 10 MG Oral Tablet', 'active'),
  medication('lisinopril 10 MG Oral Tablet', 'active'),
  allergy('91936005', 'Allergy to penicillin'),
  observation('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', 7.1, '%', '2026-05-01T08:00:00-05:00'),
  observation('2160-0', 'Creatinine', 1.1, 'mg/dL', '2026-05-01T08:00:00-05:00'),
  observation('8302-2', 'Body Height', 171.2, 'cm', '2026-05-01T08:00:00-05:00'),
  observation('93025-5', 'Protocol for responding to risks', 1, '{score}', '2026-05-01T08:00:00-05:00'),
  bloodPressure(131, 82, '2026-05-01T08:00:00-05:00'),
  smoking('266919005', 'Never smoked tobacco (finding)', '2026-05-01T08:00:00-05:00'),
  note('Chief complaint. Patient has COPD.'),
])
