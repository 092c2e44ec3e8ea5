import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FindingType } from './finding-types.ts'
import { normaliseType } from './normalise-type.ts'
import { limitNames } from './quantities.ts'
import { sources } from './sources.ts'
import { unitsSpelt } from './units.ts'
import { vocabulary } from './vocabulary.ts'

const doc = readFileSync(new URL('../../../docs/clinical-sources.md', import.meta.url), 'utf8')
const cells = doc.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))

describe.each(FindingType.options)('%s', (type) => {
  const definition = vocabulary[type]

  // A limit typed on the wrong side, or outside what the station accepts as a value, can never fire.
  test('limits are ordered and plausible', () => {
    const values = limitNames.flatMap((name) => definition.limits[name]?.value ?? [])
    expect(values.length).toBeGreaterThan(0)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(new Set(values).size).toBe(values.length)
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(definition.plausible.low)
      expect(value).toBeLessThanOrEqual(definition.plausible.high)
    }
    expect(definition.worseningStep).toBeGreaterThan(0)
  })

  test('has at least one critical limit', () => {
    expect(definition.limits.criticalHigh ?? definition.limits.criticalLow).toBeDefined()
  })

  test('its own unit is spelt so that a publisher can write it', () => {
    expect(unitsSpelt(definition.canonicalUnit)).toContain(definition.canonicalUnit)
    if (definition.displayUnit !== '')
      expect(unitsSpelt(definition.displayUnit)).toContain(definition.canonicalUnit)
  })

  test('is found under its name and every alias, however written', () => {
    for (const name of [type, ...definition.aliases]) {
      for (const written of [
        name,
        name.toUpperCase(),
        name.replaceAll('_', ' '),
        name.replaceAll('_', '-'),
      ]) {
        expect(normaliseType(written), written).toEqual({ kind: 'known', type })
      }
    }
  })

  test('docs/clinical-sources.md lists it with the same limits and sources', () => {
    const row = cells.find((columns) => columns[1] === `\`${type}\``)
    const written = limitNames.map((name) => {
      const limit = definition.limits[name]
      if (limit === undefined) return '–'
      const sign = name.endsWith('High') ? (limit.beyond ? '>' : '≥') : limit.beyond ? '<' : '≤'
      return `${sign} ${limit.value} (${limit.source})`
    })
    expect(row?.slice(3, 8)).toEqual([definition.canonicalUnit, ...written])
  })
})

// Two findings under one name would grade one with the other's limits, depending on load order.
test('no name or alias belongs to two findings', () => {
  const seen = new Map<string, string>()
  for (const type of FindingType.options) {
    for (const name of [type, ...vocabulary[type].aliases]) {
      const folded = name.toLowerCase().replaceAll(/[\s_\-./]+/g, '')
      expect([undefined, type], `${name} of ${type}`).toContain(seen.get(folded))
      seen.set(folded, type)
    }
  }
})

test("the seed's three limits are the seed's", () => {
  const { potassium, heart_rate, blood_pressure_systolic } = vocabulary
  const critical = [potassium, heart_rate, blood_pressure_systolic].map(({ limits }) => [
    limits.criticalHigh,
    limits.criticalLow,
  ])
  const seed = (value: number) => ({ value, source: 'seed' })
  expect(critical).toEqual([
    [seed(6.5), seed(2.5)],
    [seed(150), seed(40)],
    [seed(180), seed(80)],
  ])
})

test('there are at least thirty findings beside them', () => {
  expect(FindingType.options.length).toBeGreaterThanOrEqual(33)
})

test('docs/clinical-sources.md lists exactly the sources there are, in the same words', () => {
  const heading = (text: string): number => cells.findIndex(([line]) => line === text)
  // Scores and clinical risk have lists of their own further down, with tests of their own.
  const listed = cells
    .slice(heading('## Sources'), heading('## Scores'))
    .filter((columns) => columns.length === 4 && columns[1]?.startsWith('`'))
  expect(Object.fromEntries(listed.map((columns) => [columns[1]?.replaceAll('`', ''), columns[2]]))).toEqual(
    sources,
  )
})

test('unknown names are unknown, also those that every JavaScript object knows', () => {
  for (const name of ['', 'midichlorians', '__proto__', 'constructor', 'toString', 'blood_pressure']) {
    expect(normaliseType(name)).toEqual({ kind: 'unknown' })
  }
})
