import { z } from 'zod'
import type { PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { Fault, limited, readHistory, readTexts, textOf } from './record-cells.ts'
import { readLaboratory, readVitals } from './record-readings.ts'

/** One patient as a source gives him, or why he cannot be read: a sentence that names the field, never its value. */
export type RecordReading =
  | {
      readonly kind: 'read'
      readonly record: PatientRecord
      /** Clinical notes, to be read by `readNote`. */
      readonly notes: string | null
      /** What was left out, as sentences. */
      readonly remarks: readonly string[]
    }
  | { readonly kind: 'rejected'; readonly reason: string }
  /** Nobody is to be alerted about him; no fault of the row. */
  | { readonly kind: 'deceased'; readonly patientId: string }

const columns = {
  id: ['patientid', 'id', 'mrn', 'patient'],
  age: ['age', 'ageyears'],
  birthDate: ['birthdate', 'dateofbirth', 'dob'],
  sex: ['gender', 'sex'],
  history: ['medicalhistory', 'history', 'conditions', 'diagnoses'],
  medications: ['currentmedications', 'medications', 'medicationlist', 'drugs'],
  allergies: ['allergies', 'allergy'],
  vitals: ['vitalsigns', 'vitals'],
  laboratory: ['labresults', 'laboratory', 'labs', 'laboratoryresults'],
  quality: ['dataqualityscore', 'dataquality', 'quality'],
  unit: ['unit', 'ward'],
  notes: ['notes', 'clinicalnotes', 'note'],
} as const
export type Column = keyof typeof columns

/** The field that a column of this name holds; null when it holds none. */
export function columnOf(name: string): Column | null {
  const folded = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const entries: readonly (readonly [Column, readonly string[]])[] = [
    ['id', columns.id],
    ['age', columns.age],
    ['birthDate', columns.birthDate],
    ['sex', columns.sex],
    ['history', columns.history],
    ['medications', columns.medications],
    ['allergies', columns.allergies],
    ['vitals', columns.vitals],
    ['laboratory', columns.laboratory],
    ['quality', columns.quality],
    ['unit', columns.unit],
    ['notes', columns.notes],
  ]
  return entries.find(([, names]) => names.includes(folded))?.[0] ?? null
}

/** A name of the column that holds a field. */
export function nameOf(column: Column): string {
  return columns[column][0]
}

const Row = z.record(z.string(), z.unknown())
/**
 * Reads one row of CSV, Parquet or JSON: cells as text, numbers, lists or objects. `now` gives ages from birth dates.
 * A value that cannot be rejects the row as a whole, so that nobody is assessed by half of a broken row.
 */
export function readRow(row: unknown, now: number): RecordReading {
  const parsed = Row.safeParse(row)
  if (!parsed.success) return { kind: 'rejected', reason: 'The row is no object with named columns.' }
  const cells = new Map<Column, unknown>()
  for (const [name, value] of Object.entries(parsed.data)) {
    const column = columnOf(name)
    if (column !== null && !cells.has(column)) cells.set(column, value)
  }
  const cell = (column: Column): unknown => cells.get(column) ?? null
  try {
    const record: PatientRecord = {
      patientId: readId(cell('id')),
      ageYears: readAge(cell('age'), cell('birthDate'), now),
      sex: readSex(cell('sex')),
      unit: limited(textOf(cell('unit')), 64, 'The unit'),
      history: readHistory(cell('history')),
      medications: readTexts(cell('medications'), 200, 'The medication list'),
      allergies: readTexts(cell('allergies'), 200, 'The allergy list'),
      vitals: readVitals(cell('vitals')),
      laboratory: readLaboratory(cell('laboratory'), now),
      quality: readQuality(cell('quality')),
    }
    return { kind: 'read', record, notes: textOf(cell('notes')), remarks: [] }
  } catch (error) {
    if (error instanceof Fault) return { kind: 'rejected', reason: error.message }
    throw error
  }
}

/** The patient's id of a row, before anything else of it is read; null when it names none. */
export function patientIdOf(row: unknown): string | null {
  const parsed = Row.safeParse(row)
  if (!parsed.success) return null
  const cell = Object.entries(parsed.data).find(([name]) => columnOf(name) === 'id')
  return cell === undefined ? null : textOf(cell[1])
}

function readId(value: unknown): string {
  const text = textOf(value)
  if (text === null) throw new Fault('The row has no patient id.')
  return limited(text, 128, 'The patient id') ?? ''
}

const sexes: ReadonlyMap<string, 'male' | 'female'> = new Map([
  ['male', 'male'],
  ['m', 'male'],
  ['man', 'male'],
  ['female', 'female'],
  ['f', 'female'],
  ['woman', 'female'],
])

function readSex(value: unknown): PatientRecord['sex'] {
  return sexes.get((textOf(value) ?? '').toLowerCase()) ?? null
}

export const OLDEST = 130

/** Age in years from an ISO date (`1950-03-01`, also `1950` and `1950-03`, then as of the middle of what is left open). */
export function ageFromBirth(text: string, now: number): { years: number } | { reason: string } {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$/.exec(text.trim())
  const reason = 'The birth date is no date of the form 1950-03-01.'
  if (match === null) return { reason }
  const [, year = '', month, day] = match
  const at = Date.UTC(
    Number(year),
    Number(month ?? '7') - 1,
    Number(day ?? (month === undefined ? '1' : '15')),
  )
  const date = new Date(at)
  if (month !== undefined && date.getUTCMonth() + 1 !== Number(month)) return { reason }
  if (day !== undefined && date.getUTCDate() !== Number(day)) return { reason }
  if (at > now) return { reason: 'The birth date lies in the future.' }
  const years = wholeYears(date, new Date(now))
  if (years > OLDEST) return { reason: `By the birth date the age would be above ${OLDEST} years.` }
  return { years }
}

function wholeYears(birth: Date, now: Date): number {
  const years = now.getUTCFullYear() - birth.getUTCFullYear()
  const before =
    now.getUTCMonth() < birth.getUTCMonth() ||
    (now.getUTCMonth() === birth.getUTCMonth() && now.getUTCDate() < birth.getUTCDate())
  return before ? years - 1 : years
}

function readAge(age: unknown, birthDate: unknown, now: number): number | null {
  const text = textOf(age)
  const born = textOf(birthDate)
  const byBirth = born === null ? null : ageFromBirth(born, now)
  if (byBirth !== null && 'reason' in byBirth) throw new Fault(byBirth.reason)
  if (text === null) return byBirth?.years ?? null
  const years = Number(text)
  if (!Number.isFinite(years)) throw new Fault('The age is no number.')
  if (years < 0) throw new Fault('The age is below 0.')
  if (years > OLDEST) {
    const isYear = years >= 1_800 && years <= 2_200
    throw new Fault(`The age is above ${OLDEST} years.${isYear ? ' It looks like a year of birth.' : ''}`)
  }
  if (byBirth !== null && Math.abs(byBirth.years - Math.floor(years)) > 1)
    throw new Fault('Age and birth date contradict each other.')
  return years
}

function readQuality(value: unknown): number | null {
  const text = textOf(value)
  if (text === null) return null
  const quality = Number(text)
  if (!Number.isFinite(quality)) throw new Fault('The data quality score is no number.')
  if (quality >= 0 && quality <= 1) return quality
  const percent = quality > 1 && quality <= 100 ? ' It looks like per cent.' : ''
  throw new Fault(`The data quality score is not between 0 and 1.${percent}`)
}
