import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BoardRow, everybody } from '@shared/features/population/model.ts'
import { csvCell, CsvBoardExport } from './export-csv.ts'

const NOW = Date.UTC(2026, 10, 22, 15, 4)
const row: BoardRow = {
  patientId: 'P1',
  name: '=HYPERLINK("http://x")',
  ageYears: 68,
  unit: 'west, 2nd floor',
  conditions: ['diabetes', '-COPD'],
  rank: 1,
  score: 22.999_999_999_999_996,
  band: 'low',
  contributions: [{ metric: 'a1c', value: 8, at: NOW, points: 22.999_999_999_999_996 }],
  missing: ['bmi', 'blood_pressure'],
  yesterday: null,
  highSince: null,
  foreign: false,
  care: { rev: 3, manager: '@ann', snoozedUntil: NOW, nextContact: '2026-12-01' },
}

async function exported(
  rows: readonly BoardRow[],
): Promise<{ text: string; fileName: string; rows: number }> {
  const cohort = { ready: () => Promise.resolve(), rows: () => rows, matches: () => true }
  return new CsvBoardExport(cohort, () => NOW).csv(everybody, '')
}

// Catches: columns that do not stand under their names, formulas, dust of floating point, unknown told as 0.
test('a row of the board as a reader of CSV sees it', async () => {
  const { text, fileName, rows } = await exported([row])
  expect(rows).toBe(1)
  expect(fileName).toBe('risk-board-2026-11-22-1504.csv')
  expect(text.endsWith('\r\n')).toBe(true)
  expect(parse(text, { columns: true })).toEqual([
    {
      rank: '1',
      patient_id: 'P1',
      name: '\'=HYPERLINK("http://x")',
      age_years: '68',
      unit: 'west, 2nd floor',
      conditions: 'diabetes; -COPD',
      score: '23',
      band: 'low',
      a1c: '8',
      a1c_points: '23',
      a1c_at: '2026-11-22T15:04:00.000Z',
      bmi: '',
      bmi_points: '',
      bmi_at: '',
      blood_pressure: '',
      blood_pressure_points: '',
      blood_pressure_at: '',
      missing: 'bmi; blood_pressure',
      yesterday: '',
      high_since: '',
      foreign: 'no',
      care_manager: "'@ann",
      snoozed_until: '2026-11-22T15:04:00.000Z',
      next_contact: '2026-12-01',
    },
  ])
})

// Catches: rows lost or doubled where others are given a turn.
test('all rows, in their order', async () => {
  const all = Array.from({ length: 1_501 }, (_, n) => ({ ...row, rank: n + 1, patientId: `P${n}` }))
  const { text, rows } = await exported(all)
  const read: { patient_id: string }[] = parse(text, { columns: true })
  expect(rows).toBe(1_501)
  expect(read.map(({ patient_id: id }) => id)).toEqual(all.map(({ patientId }) => patientId))
})

// Catches: an empty board told as a file without columns.
test('no rows leave the names of the columns', async () => {
  const { text, rows } = await exported([])
  expect(rows).toBe(0)
  expect(text.split('\r\n')).toHaveLength(2)
})

// Catches: a text that a spreadsheet runs, and one that comes back changed.
test('whatever a text holds, it comes back, and never begins like a formula', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[=+\-@\t\r ,"'\n＝a1]{0,6}$/))
  fc.assert(
    fc.property(text, (original) => {
      const cell = csvCell(original)
      const [[read = ''] = []] = parse(`${cell},end`, { record_delimiter: '\r\n' })
      expect([original, `'${original}`]).toContain(read)
      expect(read).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
    }),
  )
  expect(csvCell(-4.5)).toBe('-4.5')
  expect(csvCell('-4.5')).toBe("'-4.5")
})
