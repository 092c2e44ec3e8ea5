import { describe, expect, test } from 'vitest'
import { PyFloat, pythonJson, utcIsoformat } from './python-json.ts'

describe('pythonJson', () => {
  // Expected texts are what CPython's json.dumps prints for the same values.
  test.each([
    [{ a: 1, b: [1, 2], c: null, d: true }, '{"a": 1, "b": [1, 2], "c": null, "d": true}'],
    [new PyFloat(7), '7.0'],
    [new PyFloat(6.8), '6.8'],
    [118, '118'],
    [[], '[]'],
    [{}, '{}'],
    ['°C', '"\\u00b0C"'],
    ['Nguyễn', '"Nguy\\u1ec5n"'],
    ['a"b\\c\n', '"a\\"b\\\\c\\n"'],
    ['\u007f', '"\\u007f"'],
    ['💉', '"\\ud83d\\udc89"'],
  ])('%j', (value, expected) => {
    expect(pythonJson(value)).toBe(expected)
  })

  test('what it writes, any JSON reader reads', () => {
    expect(JSON.parse(pythonJson({ name: 'Özdemir, Elif', value: new PyFloat(7) }))).toEqual({
      name: 'Özdemir, Elif',
      value: 7,
    })
  })
})

describe('utcIsoformat', () => {
  // The seed's vector: its timestamp, and Unix seconds that print as it.
  test('six digits of microseconds and no zone', () => {
    expect(utcIsoformat(Date.UTC(2026, 10, 21, 22, 21, 57) / 1000 + 0.315396)).toBe(
      '2026-11-21T22:21:57.315396',
    )
  })

  test('leading zeros of the microseconds stay, whole seconds have none', () => {
    expect(utcIsoformat(1_700_000_000.000042)).toBe('2023-11-14T22:13:20.000042')
    expect(utcIsoformat(1_700_000_000)).toBe('2023-11-14T22:13:20')
  })
})
