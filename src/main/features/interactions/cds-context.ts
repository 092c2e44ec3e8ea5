import type { PatientContext, Route } from '@shared/features/interactions/model.ts'
import type { PatientFacts } from './cds-request.ts'

const YEAR_MS = 365.2425 * 86_400_000

/** LOINC codes by which laboratories report what the rules ask for. */
export const loinc = {
  /** Estimated glomerular filtration rate per 1.73 m²: CKD-EPI 2021, CKD-EPI, MDRD, cystatin C, and unspecified. */
  egfr: [
    '98979-8',
    '98980-6',
    '62238-1',
    '88293-6',
    '88294-4',
    '77147-7',
    '48642-3',
    '48643-1',
    '33914-3',
    '69405-9',
    '50210-4',
  ],
  /** Potassium in serum or plasma, and in blood. */
  potassium: ['2823-3', '6298-4', '77142-8'],
  /** QTc interval: by whatever formula, Bazett, Fridericia, Framingham, Hodges. */
  qtc: ['8636-3', '44974-4', '76635-2', '87006-3', '87007-1'],
} as const

const units: Readonly<Record<keyof typeof loinc, ReadonlySet<string>>> = {
  egfr: new Set(['mL/min/{1.73_m2}', 'mL/min/1.73m2', 'mL/min/{1.73m2}', 'ml/min/1.73 m2', 'mL/min/1.73 m2']),
  // One mole of a univalent ion is one equivalent.
  potassium: new Set(['mmol/L', 'meq/L', 'mEq/L']),
  qtc: new Set(['ms', 'msec']),
}

/** The first value reported under these codes in a unit that is understood; null when there is none. */
function valueOf(facts: PatientFacts, name: keyof typeof loinc): number | null {
  const codes: readonly string[] = loinc[name]
  const found = facts.observations.find(
    (each) => each.codes.some((code) => codes.includes(code)) && units[name].has(each.unit),
  )
  return found?.value ?? null
}

function within(value: number | null, low: number, high: number): number | null {
  return value !== null && value >= low && value <= high ? value : null
}

/** Years since birth; null when the date is absent, unreadable or in the future. A year alone counts from its start. */
export function ageAt(birthDate: string | null, now: number): number | null {
  const born =
    birthDate !== null && /^\d{4}(-\d{2}(-\d{2})?)?$/.test(birthDate) ? Date.parse(birthDate) : Number.NaN
  const years = Math.floor((now - born) / YEAR_MS)
  return Number.isFinite(years) ? within(years, 0, 130) : null
}

/** The facts that rules ask for, from what an EHR sent. What it did not send stays unknown. */
export function contextOf(facts: PatientFacts, now: number): PatientContext {
  return {
    ageYears: ageAt(facts.birthDate, now),
    pregnant: null,
    egfr: within(valueOf(facts, 'egfr'), 0, 250),
    childPugh: null,
    potassium: within(valueOf(facts, 'potassium'), 0, 15),
    qtc: within(valueOf(facts, 'qtc'), 100, 900),
    allergies:
      facts.allergies === null ? null : facts.allergies.map((text) => text.slice(0, 200)).slice(0, 60),
  }
}

const routeWords: readonly (readonly [RegExp, Route])[] = [
  [/intravenous|\biv\b/i, 'intravenous'],
  [/intramuscular|\bim\b/i, 'intramuscular'],
  [/subcutaneous|\bsc\b|\bsubcut\b/i, 'subcutaneous'],
  [/transdermal/i, 'transdermal'],
  [/topical|cutaneous|\bskin\b/i, 'topical'],
  [/inhal/i, 'inhaled'],
  [/nasal/i, 'nasal'],
  [/ophthalmic|ocular|\beye\b/i, 'ophthalmic'],
  [/\botic\b|\bear\b/i, 'otic'],
  [/rectal/i, 'rectal'],
  [/vaginal/i, 'vaginal'],
  [/\boral\b|by mouth|\bpo\b/i, 'oral'],
]

/** The route that an order's words name; null when they name none that is known. */
export function routeOf(words: string | null): Route | null {
  return routeWords.find(([pattern]) => words !== null && pattern.test(words))?.[1] ?? null
}
