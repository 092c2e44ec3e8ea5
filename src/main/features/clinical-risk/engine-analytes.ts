/** Another unit in which an analyte comes, and the way to its own: value × factor + offset. */
interface OtherUnit {
  readonly names: readonly string[]
  readonly factor: number
  readonly offset?: number
}

/** A vital sign or laboratory analyte that the engine reads. Ranges: what a living person can have (house policy). */
export interface Analyte {
  readonly name: string
  readonly kind: 'vital' | 'laboratory'
  readonly label: string
  /** UCUM. */
  readonly unit: string
  readonly low: number
  readonly high: number
  /** Names that sources use, folded to letters and digits. */
  readonly aliases: readonly string[]
  readonly loinc: readonly string[]
  readonly others: readonly OtherUnit[]
}

const list = (text: string): readonly string[] => (text === '' ? [] : text.split(' '))

function analyte(
  kind: Analyte['kind'],
  [name, label, unit]: readonly [string, string, string],
  [low, high]: readonly [number, number],
  aliases: string,
  loinc: string,
  others: readonly OtherUnit[] = [],
): Analyte {
  return { name, kind, label, unit, low, high, aliases: list(aliases), loinc: list(loinc), others }
}

const other = (names: string, factor: number, offset = 0): OtherUnit => ({
  names: list(names),
  factor,
  offset,
})

/**
 * LOINC codes as Synthea and common laboratories send them. Conversions: creatinine 88.402 µmol/L per mg/dL, cholesterol
 * 38.665 mg/dL per mmol/L, HbA1c NGSP % = 0.09148 × IFCC mmol/mol + 2.152 (Hoelzel W et al. Clin Chem 2004;50:166-174),
 * albumin-creatinine ratio 8.84 mg/g per mg/mmol, °C = (°F − 32) × 5/9.
 */
export const analytes: readonly Analyte[] = [
  analyte('vital', ['heart_rate', 'Heart rate', '/min'], [15, 300], 'heartrate pulse hr', '8867-4', [
    other('{beats}/min bpm beats/min', 1),
  ]),
  analyte(
    'vital',
    ['respiratory_rate', 'Respiratory rate', '/min'],
    [0, 120],
    'respiratoryrate rr resprate',
    '9279-1',
    [other('{breaths}/min breaths/min', 1)],
  ),
  analyte('vital', ['temperature', 'Temperature', 'Cel'], [20, 46], 'temp bodytemperature', '8310-5 8331-1', [
    other('c °c degc celsius', 1),
    other('°F [degF] F fahrenheit', 5 / 9, -160 / 9),
  ]),
  analyte(
    'vital',
    ['systolic', 'Systolic blood pressure', 'mm[Hg]'],
    [30, 300],
    'systolicbloodpressure sbp bloodpressuresystolic systolicbp',
    '8480-6',
    [other('mmHg', 1), other('kPa', 7.50062)],
  ),
  analyte(
    'vital',
    ['diastolic', 'Diastolic blood pressure', 'mm[Hg]'],
    [10, 200],
    'diastolicbloodpressure dbp bloodpressurediastolic diastolicbp',
    '8462-4',
    [other('mmHg', 1), other('kPa', 7.50062)],
  ),
  analyte(
    'vital',
    ['oxygen_saturation', 'Oxygen saturation', '%'],
    [20, 100],
    'spo2 oxygensaturation o2sat sao2',
    '2708-6 59408-5',
  ),
  analyte('vital', ['weight', 'Weight', 'kg'], [0.3, 500], 'bodyweight', '29463-7 3141-9', [
    other('lb [lb_av] lbs', 0.45359237),
    other('g', 0.001),
  ]),
  analyte('vital', ['height', 'Height', 'cm'], [20, 260], 'bodyheight', '8302-2 8306-3', [
    other('m', 100),
    other('in [in_i] inch', 2.54),
  ]),
  analyte('vital', ['bmi', 'Body mass index', 'kg/m2'], [8, 150], 'bodymassindex', '39156-5'),
  analyte(
    'laboratory',
    ['hba1c', 'HbA1c', '%'],
    [2, 25],
    'a1c hba1c hemoglobina1c haemoglobina1c glycatedhemoglobin',
    '4548-4 17856-6 59261-8',
    [other('mmol/mol', 0.09148, 2.152)],
  ),
  analyte(
    'laboratory',
    ['creatinine', 'Creatinine', 'umol/L'],
    [5, 5_000],
    'serumcreatinine crea',
    '2160-0 38483-4 14682-9',
    [other('µmol/L μmol/L', 1), other('mg/dL', 88.402)],
  ),
  analyte(
    'laboratory',
    ['egfr', 'eGFR', 'mL/min/{1.73_m2}'],
    [0, 250],
    'gfr estimatedgfr glomerularfiltrationrate',
    '33914-3 62238-1 98979-8 69405-9 48642-3 48643-1 77147-7',
    [other('ml/min ml/min/1.73m2 ml/min/{1.73} ml/min/1.73_m2', 1)],
  ),
  analyte(
    'laboratory',
    ['potassium', 'Potassium', 'mmol/L'],
    [0.5, 15],
    'k serumpotassium',
    '2823-3 6298-4',
    [other('mEq/L', 1)],
  ),
  analyte('laboratory', ['sodium', 'Sodium', 'mmol/L'], [80, 220], 'na serumsodium', '2951-2 2947-0', [
    other('mEq/L', 1),
  ]),
  analyte(
    'laboratory',
    ['total_cholesterol', 'Total cholesterol', 'mg/dL'],
    [20, 1_500],
    'cholesterol totalcholesterol tc',
    '2093-3 14647-2',
    [other('mmol/L', 38.665)],
  ),
  analyte(
    'laboratory',
    ['hdl_cholesterol', 'HDL cholesterol', 'mg/dL'],
    [2, 250],
    'hdl hdlc hdlcholesterol',
    '2085-9 14646-4',
    [other('mmol/L', 38.665)],
  ),
  analyte(
    'laboratory',
    ['ldl_cholesterol', 'LDL cholesterol', 'mg/dL'],
    [2, 1_200],
    'ldl ldlc ldlcholesterol',
    '18262-6 13457-7 2089-1',
    [other('mmol/L', 38.665)],
  ),
  analyte(
    'laboratory',
    ['albumin_creatinine_ratio', 'Urine albumin-creatinine ratio', 'mg/g'],
    [0, 30_000],
    'acr uacr albumincreatinineratio microalbumincreatinineratio',
    '9318-7 14959-1 32294-1',
    [other('mg/mmol', 8.84), other('mg/g{creat}', 1)],
  ),
  analyte('laboratory', ['hemoglobin', 'Haemoglobin', 'g/L'], [10, 300], 'haemoglobin hb hgb', '718-7', [
    other('g/dL', 10),
  ]),
  analyte(
    'laboratory',
    ['glucose', 'Glucose', 'mmol/L'],
    [0.1, 120],
    'bloodglucose',
    '2339-0 2345-7 14749-6',
    [other('mg/dL', 1 / 18.0156)],
  ),
]

const fold = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
const byName: ReadonlyMap<string, Analyte> = new Map(
  analytes.flatMap((each) => [
    [fold(each.name), each] as const,
    ...each.aliases.map((name) => [name, each] as const),
  ]),
)
const byLoinc: ReadonlyMap<string, Analyte> = new Map(
  analytes.flatMap((each) => each.loinc.map((code) => [code, each] as const)),
)

export const analyteNamed = (name: string): Analyte | null => byName.get(fold(name)) ?? null
export const analyteOfLoinc = (code: string): Analyte | null => byLoinc.get(code) ?? null

export type Measured =
  | { readonly kind: 'value'; readonly value: number }
  /** A sentence that names the analyte and its range, never the value. */
  | { readonly kind: 'impossible'; readonly reason: string }

/** A number in the analyte's own unit. Without a unit it is taken as that unit, and refused when it cannot be. */
export function measure(found: Analyte, value: number, unit: string | null): Measured {
  const { label, low, high } = found
  const written = (unit ?? '').trim().toLowerCase()
  const isOwn = written === '' || written === found.unit.toLowerCase()
  const conversion = isOwn
    ? null
    : found.others.find(({ names }) =>
        names.some((name) => name.toLowerCase() === written.replaceAll(' ', '')),
      )
  if (conversion === undefined)
    return {
      kind: 'impossible',
      reason: `${label} comes in a unit that is not known for it; ${found.unit} is expected.`,
    }
  const own = tidy(conversion === null ? value : value * conversion.factor + (conversion.offset ?? 0))
  if (Number.isFinite(own) && own >= low && own <= high) return { kind: 'value', value: own }
  const mixUp = found.others.find(({ factor, offset = 0 }) => {
    const converted = value * factor + offset
    return isOwn && factor !== 1 && converted >= low && converted <= high
  })
  const hint =
    mixUp === undefined ? 'Check the value and its unit.' : `The number looks like ${mixUp.names[0] ?? ''}.`
  return {
    kind: 'impossible',
    reason: `${label} is outside what is possible, ${low} to ${high} ${found.unit}. ${hint}`,
  }
}

/** Twelve digits: beyond every instrument, and without the hair of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(12))
