/** Columns of a CSV source of clinical risk. */
export const cohortHead =
  'patient_id,age,gender,medical_history,current_medications,allergies,vital_signs,data_quality_score,unit,notes'

/** One row as a CSV line; empty means not known. */
export interface CohortRow {
  readonly id: string
  readonly age?: string
  readonly history?: string
  readonly drugs?: string
  readonly allergies?: string
  readonly quality?: string
  readonly unit?: string
}

export function cohortLine(row: CohortRow): string {
  const { id, age = '', history = '', drugs = '', allergies = 'none', quality = '0.99', unit = 'ICU' } = row
  return `${id},${age},female,${history},${drugs},${allergies},heart_rate=78;systolic=124,${quality},${unit},`
}

/** Highest age points, a history beyond nine points, a contraindicated pair: above 0.8 whatever is missing. */
export function highRiskLine(id: string, unit = 'ICU'): string {
  const history = 'metastatic cancer;congestive heart failure;severe liver disease;dementia'
  return cohortLine({ id, age: '88', history, drugs: 'simvastatin;clarithromycin', unit })
}

/** Young, well, on nothing: lower, with nothing missing. */
export function lowRiskLine(id: string): string {
  return cohortLine({ id, age: '31', history: 'none', drugs: 'none' })
}

/** Old and ill, and nobody has written down the drugs: what is missing could lift the score above 0.7. */
export function openRiskLine(id: string): string {
  return cohortLine({ id, age: '88', history: 'metastatic cancer;dementia', allergies: '' })
}

/** A file of so many patients: of each ten one of high risk, two left open, the others well. */
export function cohortCsv(patients: number, more: readonly string[] = []): string {
  const lines = Array.from({ length: patients }, (_, index) => {
    const id = `P${String(index).padStart(7, '0')}`
    if (index % 10 === 0) return highRiskLine(id)
    return index % 10 < 3 ? openRiskLine(id) : lowRiskLine(id)
  })
  return [cohortHead, ...lines, ...more, ''].join('\n')
}
