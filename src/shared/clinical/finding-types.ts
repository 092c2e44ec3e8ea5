import { z } from 'zod'

/** Bedside measurements, named as the seed writes `alert_type` (snake case, American spelling). */
export const VitalType = z.enum([
  'heart_rate',
  'blood_pressure_systolic',
  'blood_pressure_diastolic',
  'mean_arterial_pressure',
  'respiratory_rate',
  'oxygen_saturation',
  'temperature',
  'glasgow_coma_scale',
  'capillary_glucose',
  'urine_output',
  'end_tidal_co2',
  'intracranial_pressure',
  'qtc_interval',
])
export type VitalType = z.infer<typeof VitalType>

export const ElectrolyteType = z.enum([
  'potassium',
  'sodium',
  'chloride',
  'bicarbonate',
  'calcium',
  'ionized_calcium',
  'magnesium',
])
export type ElectrolyteType = z.infer<typeof ElectrolyteType>

export const MetaboliteType = z.enum([
  'phosphate',
  'glucose',
  'creatinine',
  'urea',
  'blood_urea_nitrogen',
  'bilirubin',
  'ammonia',
  'lactate',
  'osmolality',
  'creatine_kinase',
  'c_reactive_protein',
  'troponin',
  'troponin_i',
])
export type MetaboliteType = z.infer<typeof MetaboliteType>

export const HaematologyType = z.enum([
  'hemoglobin',
  'hematocrit',
  'platelets',
  'white_blood_cells',
  'neutrophils',
  'inr',
  'aptt',
  'fibrinogen',
])
export type HaematologyType = z.infer<typeof HaematologyType>

export const BloodGasType = z.enum(['ph', 'pco2', 'po2', 'base_excess'])
export type BloodGasType = z.infer<typeof BloodGasType>

export const DrugLevelType = z.enum([
  'digoxin',
  'lithium',
  'phenytoin',
  'theophylline',
  'paracetamol',
  'salicylate',
  'vancomycin',
])
export type DrugLevelType = z.infer<typeof DrugLevelType>

export const ScoreType = z.enum(['news2'])
export type ScoreType = z.infer<typeof ScoreType>

/** Every finding the station can grade. Anything else is shown and marked as unknown, never dropped. */
export const FindingType = z.enum([
  ...VitalType.options,
  ...ElectrolyteType.options,
  ...MetaboliteType.options,
  ...HaematologyType.options,
  ...BloodGasType.options,
  ...DrugLevelType.options,
  ...ScoreType.options,
])
export type FindingType = z.infer<typeof FindingType>
