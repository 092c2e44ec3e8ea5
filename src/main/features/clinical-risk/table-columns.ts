import { type Column, columnOf } from './record-read.ts'

/** Columns that tell anything of which the score is made, age apart. */
const telling: ReadonlySet<Column | null> = new Set<Column>([
  'history',
  'medications',
  'allergies',
  'vitals',
  'laboratory',
  'notes',
])

/**
 * Why a table cannot be a list of patients, as a sentence; null when it can. Tables of another kind (one row for each
 * event, as in Synthea's CSV) name a patient too, and would load as patients of whom nothing is known.
 */
export function columnTrouble(names: readonly string[]): string | null {
  const fields = names.map(columnOf)
  if (!fields.includes('id')) return 'No column is named patient_id, so no row can be given to a patient.'
  if (fields.some((field) => telling.has(field))) return null
  return 'No column tells of diseases, drugs, allergies, vital signs, laboratory results or notes (medical_history, current_medications, allergies, vital_signs, lab_results, notes). A table must hold one row for each patient with all that is known of him; of Synthea load the FHIR output, its CSV tables hold one row for each event.'
}
