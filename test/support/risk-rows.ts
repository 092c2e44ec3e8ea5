import type { PatientRecord } from '@shared/features/clinical-risk/model.ts'

export const riskColumns =
  'patient_id,age,birth_date,gender,medical_history,current_medications,allergies,vital_signs,data_quality_score,unit,notes'

const conditions = [
  'Type 2 diabetes',
  'heart failure',
  'COPD',
  'metastatic cancer',
  'history of stroke',
  'no diabetes',
  'unheard-of disease',
  'hypertension',
  'cirrhosis',
  'I21.4',
  'C50.9 breast cancer',
  'dementia',
  'none',
]
const drugs = [
  'warfarin 5 mg daily',
  'Aspirin 100 mg',
  'ASPIRIN 100 MG',
  'simvastatin 40 mg',
  'clarithromycin',
  'amiodarone',
  'digoxin',
  'ibuprofen',
  'metformin 500 mg',
  'lisinopril 10 mg',
  'spironolactone',
  'qzwxyl 3 mg',
]
const allergies = ['penicillin', 'aspirin', 'latex', 'nothing that anybody knows', 'nkda']

/** Numbers from a seed, so that a failure can be seen again. */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
}

/** Rows of CSV without a header, of which much is missing and some is written in ways that SQL does not read. */
export function riskRows(count: number, seed = 7): string[] {
  const roll = dice(seed)
  const some = (list: readonly string[], most: number, quoted: boolean): string => {
    const found = Array.from({ length: roll(most) }, () => list[roll(list.length)] ?? '')
    if (quoted && roll(12) === 0) return `"${JSON.stringify(found).replaceAll('"', '""')}"`
    return found.join(roll(4) === 0 ? ' | ' : ';')
  }
  return Array.from({ length: count }, (_, at) =>
    [
      `P${String(at).padStart(6, '0')}`,
      roll(6) === 0 ? '' : roll(3) === 0 ? `${roll(130)}.5` : roll(131),
      '',
      ['male', 'F', '', 'other', 'Woman'][roll(5)] ?? '',
      roll(8) === 0 ? '' : some(conditions, 6, true),
      roll(8) === 0 ? '' : some(drugs, 13, true),
      roll(4) === 0 ? '' : some(allergies, 3, true),
      ['', 'heart_rate=72;systolic=130', 'heart_rate=80', 'bp=120/80', 'temperature=98.6 F'][roll(5)] ?? '',
      roll(3) === 0 ? '' : roll(20) === 0 ? '0.9' : '0.97',
      roll(2) === 0 ? 'icu' : '',
      roll(15) === 0 ? 'Patient denies chest pain. Known heart failure since 2019.' : '',
    ].join(','),
  ).map((row, at) => (at % 9 === 4 ? row.replace(/^([^,]*),[^,]*,,/, '$1,,1950-03-01,') : row))
}

/** A patient at high risk whatever the rest says. */
export const frail: PatientRecord = {
  patientId: 'HUB-1',
  ageYears: 88,
  sex: 'female',
  unit: 'icu',
  history: ['metastatic cancer', 'heart failure', 'dementia'].map((text) => ({
    text,
    code: null,
    standing: 'present',
    from: { kind: 'history' },
  })),
  medications: ['warfarin 5 mg daily', 'clarithromycin', 'simvastatin 40 mg'],
  allergies: [],
  vitals: [],
  laboratory: [],
  quality: null,
}
