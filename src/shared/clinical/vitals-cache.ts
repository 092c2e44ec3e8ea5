import { z } from 'zod'
import { parseBloodPressure } from './blood-pressure.ts'
import { VitalType } from './finding-types.ts'
import type { Consciousness, News2Observations, OxygenSupply } from './news2.ts'
import { normaliseType } from './normalise-type.ts'
import { vocabulary } from './vocabulary.ts'

/** What a bed's vitals cache said. Values are in the canonical unit of their type. */
export interface VitalsSnapshot {
  readonly readings: { readonly [Type in VitalType]?: number }
  readonly oxygen: OxygenSupply | null
  readonly consciousness: Consciousness | null
  /** Fields that were there but could not be read as what they claim; shown as such, never as a value. */
  readonly unread: readonly string[]
}

export type VitalsCache =
  | { readonly kind: 'vitals'; readonly vitals: VitalsSnapshot }
  | { readonly kind: 'unreadable'; readonly reason: 'not-json' | 'not-an-object' }

const Fields = z.record(z.string(), z.unknown())
/** Longest field name that is repeated in `unread`. */
const KEPT_NAME = 40

const bloodPressureNames: ReadonlySet<string> = new Set(['bp', 'nibp', 'abp', 'blood_pressure'])
const consciousnessNames: ReadonlySet<string> = new Set(['avpu', 'acvpu', 'consciousness', 'loc'])
const oxygenNames: ReadonlySet<string> = new Set([
  'o2',
  'oxygen',
  'supplemental_o2',
  'o2_supply',
  'on_oxygen',
])

const consciousnessWords: ReadonlyMap<string, Consciousness> = new Map<string, Consciousness>([
  ['a', 'A'],
  ['alert', 'A'],
  ['c', 'C'],
  ['confused', 'C'],
  ['confusion', 'C'],
  ['new confusion', 'C'],
  ['v', 'V'],
  ['voice', 'V'],
  ['verbal', 'V'],
  ['p', 'P'],
  ['pain', 'P'],
  ['u', 'U'],
  ['unresponsive', 'U'],
])

/** Whole words only: an initial would take "asleep" for alert and "unknown" for unresponsive. */
function readConsciousness(value: unknown): Consciousness | null {
  return typeof value === 'string' ? (consciousnessWords.get(value.trim().toLowerCase()) ?? null) : null
}

/** `air`/`oxygen` in words, as a boolean, or as a flow in L/min (0 is air). */
function readOxygen(value: unknown): OxygenSupply | null {
  if (typeof value === 'boolean') return value ? 'oxygen' : 'air'
  if (typeof value === 'number')
    return Number.isFinite(value) && value >= 0 ? (value > 0 ? 'oxygen' : 'air') : null
  if (typeof value !== 'string') return null
  const word = value.trim().toLowerCase()
  if (['air', 'room air', 'ra', 'room_air'].includes(word)) return 'air'
  return ['oxygen', 'o2', 'supplemental', 'on oxygen'].includes(word) ? 'oxygen' : null
}

/** The cache names no units: a value counts only when it is plausible in the canonical unit (98.6 is not a °C). */
function readNumber(type: VitalType, value: unknown): number | null {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
  const { low, high } = vocabulary[type].plausible
  return Number.isFinite(number) && number >= low && number <= high ? number : null
}

function vitalNamed(name: string): VitalType | null {
  const known = normaliseType(name)
  if (known.kind === 'unknown') return null
  const vital = VitalType.safeParse(known.type)
  return vital.success ? vital.data : null
}

/** Reads the fields of a parsed cache entry. */
function readFields(fields: Readonly<Record<string, unknown>>): VitalsSnapshot {
  const readings: { [Type in VitalType]?: number } = {}
  const unread: string[] = []
  let oxygen: OxygenSupply | null = null
  let consciousness: Consciousness | null = null
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) continue
    const key = name.trim().toLowerCase()
    if (bloodPressureNames.has(key)) {
      const pressure = typeof value === 'string' ? parseBloodPressure(value) : null
      const systolic = readNumber('blood_pressure_systolic', pressure?.systolic)
      const diastolic = readNumber('blood_pressure_diastolic', pressure?.diastolic)
      if (systolic === null || diastolic === null) unread.push(name.slice(0, KEPT_NAME))
      else {
        readings.blood_pressure_systolic = systolic
        readings.blood_pressure_diastolic = diastolic
      }
    } else if (consciousnessNames.has(key)) {
      consciousness = readConsciousness(value)
      if (consciousness === null) unread.push(name.slice(0, KEPT_NAME))
    } else if (oxygenNames.has(key)) {
      oxygen = readOxygen(value)
      if (oxygen === null) unread.push(name.slice(0, KEPT_NAME))
    } else {
      const type = vitalNamed(key)
      const reading = type === null ? null : readNumber(type, value)
      if (type === null || reading === null) unread.push(name.slice(0, KEPT_NAME))
      else readings[type] = reading
    }
  }
  return { readings, oxygen, consciousness, unread }
}

/**
 * Parses the value of `patient:{bed}:vitals`, such as `{"hr":78,"bp":"120/80"}`. Unknown or implausible fields are
 * named in `unread`; the others still count. Never throws.
 */
export function parseVitalsCache(text: string): VitalsCache {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { kind: 'unreadable', reason: 'not-json' }
  }
  const fields = Array.isArray(raw) ? null : Fields.safeParse(raw)
  if (fields === null || !fields.success) return { kind: 'unreadable', reason: 'not-an-object' }
  return { kind: 'vitals', vitals: readFields(fields.data) }
}

/** The NEWS2 observations that a snapshot holds; what it does not hold stays absent. */
export function news2ObservationsOf({ readings, oxygen, consciousness }: VitalsSnapshot): News2Observations {
  return {
    respiratoryRate: readings.respiratory_rate,
    oxygenSaturation: readings.oxygen_saturation,
    oxygen,
    systolic: readings.blood_pressure_systolic,
    pulse: readings.heart_rate,
    consciousness,
    temperature: readings.temperature,
  }
}
