import { describe, expect, test } from 'vitest'
import { formatBytes, formatChange, formatMillis, formatValue, shortName } from './value-format.ts'

describe('values', () => {
  test('a whole value keeps its usual decimals (bug: potassium 7 shown without 7.0)', () => {
    expect(formatValue(7, 1)).toBe('7.0')
    expect(formatValue(151)).toBe('151')
  })
  test('published digits are not rounded away (bug: 6.46 shown as 6.5 beside a limit of 6.5)', () => {
    expect(formatValue(6.46, 1)).toBe('6.46')
  })
  test('binary fractions are hidden (bug: 0.30000000000000004)', () => {
    expect(formatValue(0.1 + 0.2)).toBe('0.3')
  })
  test('thousands and minus are typographic (bug: -12 with a hyphen, 120000 unreadable)', () => {
    expect(formatValue(120_000)).toBe('120\u2009000')
    expect(formatValue(-12)).toBe('\u221212')
    expect(formatValue(1_500)).toBe('1500')
  })
  test('what is no number is a dash (bug: NaN on a ward screen)', () => {
    expect(formatValue(Number.NaN)).toBe('–')
  })
  test('huge numbers stay short (bug: a 300 digit value breaks the row)', () => {
    expect(formatValue(1e300)).toBe('1.00e+300')
  })
})

test('a change carries its sign (bug: "0.7" for a fall)', () => {
  expect(formatChange(6.1, 6.8, 1)).toBe('+0.7')
  expect(formatChange(61, 59)).toBe('\u22122')
  expect(formatChange(5, 5)).toBe('±0')
})

test('short names keep the family name (bug: names without a comma cut to an initial)', () => {
  expect(shortName('Okafor, Nneka')).toBe('Okafor, N.')
  expect(shortName('Nneka Okafor')).toBe('Nneka Okafor')
  expect(shortName('Okafor,')).toBe('Okafor,')
})

test('bytes and milliseconds (bug: 1 048 576 bytes on screen)', () => {
  expect(formatBytes(1_048_576)).toBe('1.0 MB')
  expect(formatBytes(512)).toBe('512 B')
  expect(formatMillis(0.418)).toBe('0.42 ms')
  expect(formatMillis(251.4)).toBe('251 ms')
})
