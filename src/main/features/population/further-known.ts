import type { EquationRace } from '@shared/clinical/race.ts'
import type { Sex } from '@shared/clinical/scores/score.ts'

/** A number with the time at which it was measured; null when that is not known. */
export interface KnownValue {
  readonly value: number
  readonly at: number | null
}

/** A comorbidity of Charlson's index: there, certainly not there, or not known. */
export type KnownFlag = boolean | null

/** What the hub knows of one patient, from series, roster and clinical record together. */
export interface KnownPatient {
  readonly now: number
  /** Completed years. */
  readonly ageYears: number | null
  readonly sex: Sex | null
  readonly race: EquationRace | null
  /** Readings by metric, oldest first. */
  readonly readings: ReadonlyMap<string, readonly KnownValue[]>
  /** By the names of the clinical-risk feature's groups ("heart-failure") and free phrases ("atrial fibrillation"). */
  has(condition: string): KnownFlag
  /** Any drug of these ATC groups on the list. */
  takes(codes: readonly string[]): KnownFlag
}

/**
 * Series that are read, each with the names under which it may lie; values in the unit named. The first name that has
 * readings is used.
 */
export const furtherMetrics: Readonly<Record<string, readonly string[]>> = {
  // /min, %, °C, mmHg
  respiratory_rate: ['respiratory_rate'],
  oxygen_saturation: ['oxygen_saturation', 'spo2'],
  temperature: ['temperature'],
  heart_rate: ['heart_rate', 'pulse'],
  systolic: ['blood_pressure_systolic', 'blood_pressure', 'systolic'],
  // 0 air, 1 oxygen
  oxygen: ['supplemental_oxygen'],
  glasgow: ['glasgow_coma_scale'],
  // µmol/L, mL/min/1.73 m², mg/g, mg/dL, g/L, mmol/L, 10*9/L
  creatinine: ['creatinine'],
  egfr: ['egfr'],
  albumin_creatinine_ratio: ['albumin_creatinine_ratio', 'acr'],
  total_cholesterol: ['total_cholesterol'],
  hdl_cholesterol: ['hdl_cholesterol'],
  hemoglobin: ['hemoglobin'],
  sodium: ['sodium'],
  white_cells: ['white_blood_cells'],
  // Days, counts; 0 or 1
  stay_days: ['length_of_stay_days'],
  emergency_visits: ['emergency_visits_6_months'],
  admissions: ['admissions_12_months'],
  acute_admission: ['acute_admission'],
  procedure: ['procedure_during_stay'],
  oncology: ['oncology_service'],
  infection: ['infection_suspected'],
  smoker: ['smoker'],
  // Subscales of Braden, 1 to 4 (friction to 3)
  braden_sensory: ['braden_sensory_perception'],
  braden_moisture: ['braden_moisture'],
  braden_activity: ['braden_activity'],
  braden_mobility: ['braden_mobility'],
  braden_nutrition: ['braden_nutrition'],
  braden_friction: ['braden_friction_shear'],
  // Items of Morse: 0 or 1; walking aid and gait 0 to 2 in the order of the scale
  morse_fall: ['morse_recent_fall'],
  morse_secondary: ['morse_secondary_diagnosis'],
  morse_aid: ['morse_walking_aid'],
  morse_intravenous: ['morse_intravenous_access'],
  morse_gait: ['morse_gait'],
  morse_limits: ['morse_forgets_limits'],
}

const DAY_MS = 86_400_000

/** The newest reading, not older than so many days and not of the future. */
export function newest(
  known: KnownPatient,
  metric: string,
  days = Number.POSITIVE_INFINITY,
): KnownValue | null {
  const fitting = (known.readings.get(metric) ?? []).filter(
    ({ at }) => at === null || (at <= known.now && known.now - at <= days * DAY_MS),
  )
  return fitting.at(-1) ?? null
}

/** A reading of 0 or 1 as no or yes; anything else is not known. */
export function flagOf(known: KnownPatient, metric: string, days?: number): KnownFlag {
  const value = newest(known, metric, days)?.value
  return value === 1 ? true : value === 0 ? false : null
}
