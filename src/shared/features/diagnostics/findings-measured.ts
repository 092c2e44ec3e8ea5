/** How a measured number is shown, entered and kept within what is possible. Outside means a mistake of unit or typing. */
export interface MeasuredFinding {
  readonly label: string
  /** Empty for pure numbers. */
  readonly unit: string
  readonly low: number
  readonly high: number
  /** Digits after the decimal point that are kept. */
  readonly decimals: number
}

const of = (label: string, unit: string, low: number, high: number, decimals = 0): MeasuredFinding => ({
  label,
  unit,
  low,
  high,
  decimals,
})

/** Bedside measurements, in the units of the product's findings; ranges are house policy for living adults. */
export const vitals = {
  heartRate: of('heart rate', '/min', 15, 300),
  systolic: of('systolic blood pressure', 'mmHg', 30, 300),
  diastolic: of('diastolic blood pressure', 'mmHg', 15, 200),
  respiratoryRate: of('respiratory rate', '/min', 0, 80),
  saturation: of('oxygen saturation', '%', 40, 100),
  temperature: of('temperature', '°C', 25, 45, 1),
  gcs: of('Glasgow Coma Scale', '', 3, 15),
  capillaryGlucose: of('capillary glucose', 'mmol/L', 0.1, 80, 1),
  inspiredOxygen: of('inspired oxygen fraction', '', 0.21, 1, 2),
  urineMlPerDay: of('urine in 24 hours', 'mL', 0, 20_000),
} as const

/** Laboratory results, in the units of the product's findings; ranges are house policy for living adults. */
export const labs = {
  troponinTimesLimit: of("troponin as a multiple of the assay's limit", '', 0, 100_000, 2),
  ntProBnp: of('NT-proBNP', 'ng/L', 0, 100_000),
  dDimer: of('D-dimer', 'µg/L FEU', 0, 100_000),
  whiteCells: of('white blood cells', '10⁹/L', 0, 500, 1),
  neutrophils: of('neutrophils', '10⁹/L', 0, 400, 2),
  haemoglobin: of('haemoglobin', 'g/L', 20, 250),
  platelets: of('platelets', '10⁹/L', 0, 2_500),
  inr: of('INR', '', 0.5, 20, 1),
  crp: of('C-reactive protein', 'mg/L', 0, 1_000),
  sodium: of('sodium', 'mmol/L', 90, 200),
  potassium: of('potassium', 'mmol/L', 1, 10, 1),
  chloride: of('chloride', 'mmol/L', 50, 160),
  bicarbonate: of('bicarbonate', 'mmol/L', 1, 60, 1),
  calcium: of('total calcium', 'mmol/L', 0.5, 5, 2),
  urea: of('urea', 'mmol/L', 0.3, 80, 1),
  creatinine: of('creatinine', 'µmol/L', 15, 3_000),
  baselineCreatinine: of('baseline creatinine', 'µmol/L', 15, 3_000),
  glucose: of('plasma glucose', 'mmol/L', 0.1, 110, 1),
  ketones: of('blood ketones', 'mmol/L', 0, 20, 1),
  osmolality: of('serum osmolality', 'mmol/kg', 200, 500),
  lactate: of('lactate', 'mmol/L', 0.1, 35, 1),
  ph: of('arterial pH', '', 6.5, 8, 2),
  pco2: of('arterial PCO₂', 'mmHg', 10, 200),
  po2: of('arterial PO₂', 'mmHg', 20, 700),
  bilirubin: of('bilirubin', 'µmol/L', 1, 1_200),
  alt: of('alanine aminotransferase', 'U/L', 0, 30_000),
  albumin: of('albumin', 'g/L', 8, 70),
  lipaseTimesLimit: of("lipase as a multiple of the laboratory's limit", '', 0, 1_000, 1),
  ammonia: of('ammonia', 'µmol/L', 1, 2_000),
  creatineKinase: of('creatine kinase', 'U/L', 0, 500_000),
  esr: of('erythrocyte sedimentation rate', 'mm/h', 0, 200),
  freeT4TimesLimit: of("free thyroxine as a multiple of the laboratory's limit", '', 0, 50, 1),
  cortisol: of('cortisol', 'nmol/L', 0, 5_000),
  paracetamolLevel: of('paracetamol level', 'mg/L', 0, 2_000),
  digoxinLevel: of('digoxin level', 'µg/L', 0, 50, 1),
  lithiumLevel: of('lithium level', 'mmol/L', 0, 15, 2),
  pleuralProtein: of('pleural fluid protein', 'g/L', 0, 100),
  serumProtein: of('serum protein', 'g/L', 10, 150),
  pleuralLdh: of('pleural fluid lactate dehydrogenase', 'U/L', 0, 50_000),
  serumLdhLimit: of("laboratory's upper limit of serum lactate dehydrogenase", 'U/L', 100, 700),
  serumLdh: of('serum lactate dehydrogenase', 'U/L', 0, 50_000),
} as const
