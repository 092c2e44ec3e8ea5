import type { FindingType } from './finding-types.ts'
import type { FindingDefinition, UnitConversion } from './quantities.ts'
import { unitsSpelt, type UcumUnit } from './units.ts'
import { vocabulary } from './vocabulary.ts'

/** A value in the canonical unit of its finding, or why it could not be converted. */
export type Conversion =
  | { ok: true; value: number; unit: UcumUnit }
  | { ok: false; reason: 'missing-unit' | 'unknown-unit' | 'not-a-number' }

/** Pure numbers whose unit publishers leave out without ambiguity. */
const needsNoUnit: ReadonlySet<UcumUnit> = new Set<UcumUnit>(['[pH]', '{INR}', '{score}'])

/**
 * Binary fractions make 7.0 g/dL * 10 or 98.6 °F a hair more or less than the limit they equal on paper;
 * twelve significant digits are beyond every instrument and remove the hair.
 */
function clean(value: number): number {
  return Number(value.toPrecision(12))
}

function conversionFor(
  definition: FindingDefinition,
  units: readonly UcumUnit[],
): UnitConversion | undefined {
  if (units.includes(definition.canonicalUnit)) return { unit: definition.canonicalUnit, factor: 1 }
  return definition.otherUnits.find(({ unit }) => units.includes(unit))
}

/**
 * Converts a value from the unit as written by the publisher to the finding's canonical unit.
 * A unit that is known but wrong for the finding (potassium in mmHg) is `unknown-unit`; nothing is guessed.
 */
export function convert(value: number, fromUnit: string | null | undefined, type: FindingType): Conversion {
  const definition = vocabulary[type]
  if (!Number.isFinite(value)) return { ok: false, reason: 'not-a-number' }
  const written = (fromUnit ?? '').trim()
  if (written === '') {
    return needsNoUnit.has(definition.canonicalUnit)
      ? { ok: true, value, unit: definition.canonicalUnit }
      : { ok: false, reason: 'missing-unit' }
  }
  const conversion = conversionFor(definition, unitsSpelt(written))
  if (conversion === undefined) return { ok: false, reason: 'unknown-unit' }
  return {
    ok: true,
    value: clean(value * conversion.factor + (conversion.offset ?? 0)),
    unit: definition.canonicalUnit,
  }
}

/** The way back: a canonical value in another accepted unit; `unknown-unit` when the finding does not take it. */
export function convertTo(canonicalValue: number, toUnit: UcumUnit, type: FindingType): Conversion {
  const conversion = conversionFor(vocabulary[type], [toUnit])
  if (!Number.isFinite(canonicalValue)) return { ok: false, reason: 'not-a-number' }
  if (conversion === undefined) return { ok: false, reason: 'unknown-unit' }
  return {
    ok: true,
    value: clean((canonicalValue - (conversion.offset ?? 0)) / conversion.factor),
    unit: toUnit,
  }
}
