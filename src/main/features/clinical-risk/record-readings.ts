import { z } from 'zod'
import type { Laboratory, Vital } from '@shared/features/clinical-risk/model.ts'
import { analyteNamed, measure } from './engine-analytes.ts'
import { Fault, parseJson, textOf } from './record-cells.ts'

const Row = z.record(z.string(), z.unknown())

interface Pair {
  readonly name: string
  readonly value: number
  readonly unit: string | null
  readonly at: number | null
}

const numberWithUnit = /^([-+]?\d+(?:[.,]\d+)?)\s*(.*)$/

/** `name=value unit;…`, an object, JSON of one, or a list of `{ name, value, unit, at }`. */
function pairsOf(value: unknown, what: string): readonly Pair[] {
  const text = textOf(value)
  if (text !== null && !/^[[{]/.test(text))
    return text.split(/[;|\n]/).flatMap((item) => {
      if (item.trim() === '') return []
      const [name = '', rest] = item.split(/[=:](.*)/s)
      if (rest === undefined) throw new Fault(`${what} are not written as name=value.`)
      return pairOf(name.trim(), rest.trim(), null, null, what)
    })
  // An empty cell, or a word for "not known".
  if (text === null && typeof value !== 'object') return []
  const found = text === null ? value : parseJson(text)
  if (found === null || found === undefined) {
    if (text !== null) throw new Fault(`${what} begin like JSON and are none.`)
    return []
  }
  if (Array.isArray(found))
    return found.flatMap((item) => {
      const each = Reading.safeParse(item)
      if (!each.success) throw new Fault(`${what} have an entry without name and value.`)
      const { name, code, value: number, unit, at, date } = each.data
      return pairOf(name ?? code ?? '', number, unit ?? null, timeOf(at ?? date), what)
    })
  const object = Row.safeParse(found)
  if (!object.success) throw new Fault(`${what} are neither text nor an object.`)
  return Object.entries(object.data).flatMap(([name, number]) => {
    const each = Reading.safeParse(number)
    if (each.success) {
      const { value: inner, unit, at, date } = each.data
      return pairOf(name, inner, unit ?? null, timeOf(at ?? date), what)
    }
    return pairOf(name, number, null, null, what)
  })
}

const Reading = z.looseObject({
  name: z.string().max(120).optional(),
  code: z.string().max(120).optional(),
  value: z.unknown().refine((value) => value !== undefined && value !== null),
  unit: z.string().max(32).nullish(),
  at: z.union([z.string(), z.number()]).nullish(),
  date: z.union([z.string(), z.number()]).nullish(),
})

/** Milliseconds since 1970 of an ISO time or of such a number; null when it is neither. */
export function timeOf(value: unknown): number | null {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(at) ? at : null
}

function pairOf(name: string, value: unknown, unit: string | null, at: number | null, what: string): Pair[] {
  const text = textOf(value)
  if (text === null) return []
  if (name === '' || name.length > 64) throw new Fault(`${what} have an entry without a usable name.`)
  const pressure = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*(.*)$/.exec(text)
  if (pressure !== null && /^(?:blood[_ ]?pressure|bp)$/i.test(name)) {
    const of = unit ?? (pressure[3] === undefined || pressure[3] === '' ? null : pressure[3])
    return [
      { name: 'systolic', value: Number(pressure[1]), unit: of, at },
      { name: 'diastolic', value: Number(pressure[2]), unit: of, at },
    ]
  }
  const match = numberWithUnit.exec(text)
  if (match === null) throw new Fault(`${what} have an entry whose value is no number.`)
  const written = (match[2] ?? '').trim()
  return [
    {
      name,
      value: Number((match[1] ?? '').replace(',', '.')),
      unit: unit ?? (written === '' ? null : written),
      at,
    },
  ]
}

/** Vital signs in this product’s names and units; other names are kept as they are. Throws a Fault. */
export function readVitals(value: unknown): Vital[] {
  return pairsOf(value, 'The vital signs').map(({ name, value: number, unit, at }) => {
    const found = analyteNamed(name)
    if (found === null) return { name, value: number, at }
    const measured = measure(found, number, unit)
    if (measured.kind === 'impossible') throw new Fault(measured.reason)
    return { name: found.name, value: measured.value, at }
  })
}

/** Laboratory results in the units of `analytes`; others as they are. Throws a Fault. */
export function readLaboratory(value: unknown, now: number): Laboratory[] {
  return pairsOf(value, 'The laboratory results').map(({ name, value: number, unit, at }) => {
    if (at !== null && at > now + 86_400_000) throw new Fault('A laboratory result has a date in the future.')
    const found = analyteNamed(name)
    if (found === null) return { name, value: number, unit: unit ?? '', at }
    const measured = measure(found, number, unit)
    if (measured.kind === 'impossible') throw new Fault(measured.reason)
    return { name: found.name, value: measured.value, unit: found.unit, at }
  })
}
