import { expect, test } from 'vitest'
import { readStationLimits, stationLimitsText } from './station-limits.ts'

// Catches: a limit that is lost, or belongs to another station, after it was opened and saved unchanged.
test('what is written is what was read', () => {
  const stations = { 'Station 4B / desk 2': 600, 'a = b': 60, wall: 86_400 }
  expect(readStationLimits(stationLimitsText(stations))).toEqual({ ok: true, stations })
  expect(readStationLimits('')).toEqual({ ok: true, stations: {} })
})

// Catches: a bad line that is dropped, so that a station silently keeps the long limit of everybody.
test.each([
  ['no number', 'desk\n', 1],
  ['no name', '= 10', 1],
  ['not whole', 'desk = 10\nother = 1.5', 2],
  ['longer than a day', 'desk = 1441', 1],
  ['nought', 'desk = 0', 1],
  ['the same station twice', 'desk = 10\n\ndesk = 20', 3],
  ['no minutes', 'desk =', 1],
])('%s: the line is named', (_, text, line) => {
  expect(readStationLimits(text)).toEqual({ ok: false, line })
})
