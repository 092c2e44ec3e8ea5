import type { Laboratory, Vital } from '@shared/features/clinical-risk/model.ts'
import { analyteOfLoinc, measure } from './engine-analytes.ts'
import { ObservationResource, type Concept } from './fhir-shapes.ts'
import { timeOf } from './record-readings.ts'

export interface Observed {
  readonly vitals: Vital[]
  readonly laboratory: Laboratory[]
  /** By the last word on tobacco. */
  readonly smokes: boolean
  readonly remarks: readonly string[]
}

/** As many values of one analyte are kept, the newest: enough for "when was it last measured" and a course. */
const KEPT = 5
const DAY_MS = 86_400_000
const notMeant = new Set(['entered-in-error', 'cancelled', 'registered'])
/** LOINC: tobacco smoking status. SNOMED CT: those that smoke now. */
const SMOKING = '72166-2'
const smokers = new Set(['449868002', '428041000124106', '428071000124103', '428061000124105', '77176002'])

interface Value {
  readonly name: string
  readonly kind: 'vital' | 'laboratory'
  readonly value: number
  readonly unit: string
  readonly at: number | null
}

/** Reads vital signs and laboratory by LOINC; blood pressure from the components of its panel. */
export function readObservations(resources: readonly unknown[], now: number): Observed {
  const values: Value[] = []
  const tobacco: { at: number; smokes: boolean }[] = []
  let unreadable = 0
  const faults = new Map<string, number>()
  for (const resource of resources) {
    const parsed = ObservationResource.safeParse(resource)
    if (!parsed.success) {
      unreadable += 1
      continue
    }
    const { data } = parsed
    if (notMeant.has(data.status ?? '')) continue
    const at = timeOf(
      data.effectiveDateTime ??
        data.effectiveInstant ??
        data.effectivePeriod?.end ??
        data.effectivePeriod?.start,
    )
    if (at !== null && at > now + DAY_MS) {
      faults.set(
        'An observation has a date in the future.',
        (faults.get('An observation has a date in the future.') ?? 0) + 1,
      )
      continue
    }
    if (codesOf(data.code).includes(SMOKING))
      tobacco.push({
        at: at ?? 0,
        smokes: codesOf(data.valueCodeableConcept).some((code) => smokers.has(code)),
      })
    for (const part of [data, ...(data.component ?? [])]) {
      const found = codesOf(part.code).flatMap((code) => analyteOfLoinc(code) ?? [])[0]
      const quantity = part.valueQuantity
      if (found === undefined || quantity?.value === undefined) continue
      const measured = measure(found, quantity.value, quantity.code ?? quantity.unit ?? null)
      if (measured.kind === 'impossible') faults.set(measured.reason, (faults.get(measured.reason) ?? 0) + 1)
      else values.push({ name: found.name, kind: found.kind, value: measured.value, unit: found.unit, at })
    }
  }
  const kept = newest(values)
  return {
    vitals: kept.filter(({ kind }) => kind === 'vital').map(({ name, value, at }) => ({ name, value, at })),
    laboratory: kept
      .filter(({ kind }) => kind === 'laboratory')
      .map(({ name, value, unit, at }) => ({ name, value, unit, at })),
    smokes: tobacco.sort((a, b) => a.at - b.at).at(-1)?.smokes ?? false,
    remarks: [
      ...(unreadable === 0 ? [] : [`${unreadable} observations could not be read and were left out.`]),
      ...[...faults].map(([reason, count]) => `${count} left out: ${reason}`),
    ],
  }
}

const codesOf = (concept: Concept | undefined): readonly string[] =>
  (concept?.coding ?? []).flatMap(({ code }) => (code === undefined ? [] : [code]))

function newest(values: readonly Value[]): readonly Value[] {
  const byName = new Map<string, Value[]>()
  for (const value of values) {
    const known = byName.get(value.name)
    if (known === undefined) byName.set(value.name, [value])
    else known.push(value)
  }
  return [...byName.values()].flatMap((each) =>
    each.sort((a, b) => (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY)).slice(-KEPT),
  )
}
