/** Types of FHIR resources that add to a list of a patient: when one may be missing, the list is not complete. */
export const openTypes = ['Condition', 'MedicationRequest', 'AllergyIntolerance'] as const
export type OpenType = (typeof openTypes)[number]

/** A resource of which only the patient is known: in his list it is an entry that nobody can read. */
export function unreadable(type: OpenType, patientId: string): string {
  return JSON.stringify({ resourceType: type, subject: { reference: `Patient/${patientId}` } })
}
