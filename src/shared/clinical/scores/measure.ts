/** Another unit in which the same quantity is often sent, and how a number in it becomes the unit asked for. */
export interface MixUp {
  readonly unit: string
  readonly convert: (value: number) => number
}

/** A number that a score reads: its name in words, its unit and the range inside which the score accepts it. */
export interface Measure {
  readonly label: string
  /** Empty for pure numbers. */
  readonly unit: string
  readonly low: number
  readonly high: number
  /** Only whole numbers make sense: completed years, counts, scale points. */
  readonly whole?: true
  readonly mixUps?: readonly MixUp[]
}

/** µmol/L per mg/dL of creatinine (molar mass 113.12). */
export const CREATININE_UMOL_PER_MG_DL = 88.402
/** µmol/L per mg/dL of bilirubin (molar mass 584.66). */
export const BILIRUBIN_UMOL_PER_MG_DL = 17.104
/** mg/dL of cholesterol per mmol/L (molar mass 386.65). */
export const CHOLESTEROL_MG_DL_PER_MMOL = 38.665
/** mg/dL of urea nitrogen per mmol/L of urea (28.014 g/mol of nitrogen). */
export const UREA_NITROGEN_MG_DL_PER_MMOL = 2.8014
/** mmol/L per mg/dL of calcium (molar mass 40.078). */
export const CALCIUM_MMOL_PER_MG_DL = 0.24951
export const MMHG_PER_KPA = 7.50062

const times = (unit: string, factor: number): MixUp => ({ unit, convert: (value) => value * factor })
const kilopascal = times('kPa', MMHG_PER_KPA)
const gramsPerDecilitre = times('g/dL', 10)
const perMicrolitre = times('cells per microlitre', 0.001)

/**
 * The quantities that several scores share. Units are those of the product's findings (UCUM); ranges are what a living
 * adult can have (house policy, close to the plausible ranges of the findings): outside means a mistake of unit or typing.
 */
export const measures = {
  age: { label: 'age', unit: 'years', low: 18, high: 120, whole: true },
  weight: { label: 'body weight', unit: 'kg', low: 25, high: 350, mixUps: [times('lb', 0.45359237)] },
  respiratoryRate: { label: 'respiratory rate', unit: '/min', low: 0, high: 80 },
  heartRate: { label: 'heart rate', unit: '/min', low: 15, high: 300 },
  systolic: { label: 'systolic blood pressure', unit: 'mm[Hg]', low: 30, high: 300, mixUps: [kilopascal] },
  diastolic: { label: 'diastolic blood pressure', unit: 'mm[Hg]', low: 15, high: 200, mixUps: [kilopascal] },
  meanArterial: { label: 'mean arterial pressure', unit: 'mm[Hg]', low: 20, high: 250, mixUps: [kilopascal] },
  saturation: {
    label: 'oxygen saturation',
    unit: '%',
    low: 40,
    high: 100,
    mixUps: [times('a fraction', 100)],
  },
  temperature: {
    label: 'temperature',
    unit: '°C',
    low: 25,
    high: 45,
    mixUps: [{ unit: '°F', convert: (value) => ((value - 32) * 5) / 9 }],
  },
  gcs: { label: 'Glasgow Coma Scale', unit: 'points', low: 3, high: 15, whole: true },
  whiteCells: {
    label: 'white blood cells',
    unit: '10*9/L',
    low: 0,
    high: 500,
    mixUps: [perMicrolitre],
  },
  platelets: { label: 'platelets', unit: '10*9/L', low: 0, high: 2500, mixUps: [perMicrolitre] },
  haemoglobin: { label: 'haemoglobin', unit: 'g/L', low: 20, high: 250, mixUps: [gramsPerDecilitre] },
  creatinine: {
    label: 'creatinine',
    unit: 'µmol/L',
    low: 15,
    high: 3000,
    mixUps: [times('mg/dL', CREATININE_UMOL_PER_MG_DL)],
  },
  bilirubin: {
    label: 'bilirubin',
    unit: 'µmol/L',
    low: 1,
    high: 1200,
    mixUps: [times('mg/dL', BILIRUBIN_UMOL_PER_MG_DL)],
  },
  albumin: { label: 'albumin', unit: 'g/L', low: 8, high: 70, mixUps: [gramsPerDecilitre] },
  urea: {
    label: 'urea',
    unit: 'mmol/L',
    low: 0.3,
    high: 80,
    mixUps: [times('mg/dL of urea nitrogen', 1 / UREA_NITROGEN_MG_DL_PER_MMOL)],
  },
  sodium: { label: 'sodium', unit: 'mmol/L', low: 90, high: 200 },
  chloride: { label: 'chloride', unit: 'mmol/L', low: 50, high: 160 },
  bicarbonate: { label: 'bicarbonate', unit: 'mmol/L', low: 1, high: 60 },
  calcium: {
    label: 'total calcium',
    unit: 'mmol/L',
    low: 0.5,
    high: 5,
    mixUps: [times('mg/dL', CALCIUM_MMOL_PER_MG_DL)],
  },
  inr: { label: 'INR', unit: '', low: 0.5, high: 20 },
  pco2: { label: 'arterial PCO₂', unit: 'mm[Hg]', low: 10, high: 200, mixUps: [kilopascal] },
  po2: { label: 'arterial PO₂', unit: 'mm[Hg]', low: 20, high: 700, mixUps: [kilopascal] },
  fio2: {
    label: 'inspired oxygen fraction',
    unit: '',
    low: 0.21,
    high: 1,
    mixUps: [times('per cent', 0.01)],
  },
  ph: {
    label: 'arterial pH',
    unit: '',
    low: 6.5,
    high: 8,
    mixUps: [{ unit: 'nmol/L of hydrogen ions', convert: (value) => 9 - Math.log10(value) }],
  },
} as const satisfies Readonly<Record<string, Measure>>

/**
 * Why a number cannot be used, as a full sentence that names the input, its range and a likely mix-up of units; null
 * when it can. The value itself is not repeated: the sentence may be logged.
 */
export function faultOf(measure: Measure, value: number): string | null {
  const { label, unit, low, high } = measure
  const name = label.charAt(0).toUpperCase() + label.slice(1)
  const range = `${low} to ${high}${unit === '' ? '' : ` ${unit}`}`
  if (!Number.isFinite(value)) return `${name} is not a number. Enter it in the range ${range}.`
  if (value >= low && value <= high) {
    return measure.whole === true && !Number.isInteger(value)
      ? `${name} must be a whole number from ${range}.`
      : null
  }
  const mixUp = measure.mixUps?.find(({ convert }) => {
    const converted = convert(value)
    return converted >= low && converted <= high
  })
  const hint = mixUp === undefined ? 'Check the value and its unit.' : `The number looks like ${mixUp.unit}.`
  return `${name} is outside the range of this score, ${range}. ${hint}`
}
