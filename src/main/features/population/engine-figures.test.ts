import { describe, expect, test } from 'vitest'
import type { CareRecord } from '@shared/features/population/model.ts'
import { assigned, planned, snoozed, untouched } from './engine-care.ts'
import { type CareAct, duration, efficiency, loads } from './engine-figures.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const HOUR = 3_600_000
const contact = (patientId: string, by: string, at: number, reached = true): CareAct => ({
  patientId,
  kind: 'contact',
  manager: null,
  by,
  reached,
  at,
})
const of = (patientId: string, manager: string | null): CareRecord =>
  assigned(untouched(patientId), manager, NOW)
const nothing = { delays: [], entered: [], acts: [], managers: [] }

function rowOf(id: string, happened: Partial<Parameters<typeof efficiency>[0]>) {
  const row = efficiency({ ...nothing, ...happened }).find((each) => each.id === id)
  if (row === undefined) throw new Error(`there is no row ${id}`)
  return row
}

// Catches: a patient counted for the wrong person, twice, or although nobody has him; unreached contacts as reached.
test('the load of each care manager', () => {
  const records = [
    of('P1', 'ann'),
    planned(of('P2', 'ann'), '2026-11-21'),
    snoozed(of('P3', 'ann'), { until: NOW + 1, reason: 'abroad', by: 'ann', at: NOW - 1 }),
    snoozed(of('P4', 'ben'), { until: NOW - 1, reason: 'abroad', by: 'ben', at: NOW - 2 }),
    of('P5', null),
  ]
  const acts: CareAct[] = [
    contact('P1', 'ann', NOW),
    contact('P4', 'ann', NOW, false),
    contact('P9', 'eve', NOW),
    { patientId: 'P1', kind: 'assigned', manager: 'ann', by: 'ben', reached: null, at: NOW },
  ]
  expect(loads(records, (patientId) => ['P1', 'P4', 'P5'].includes(patientId), acts, NOW)).toEqual([
    { manager: 'ann', patients: 3, high: 1, snoozed: 1, overdue: 1, contacts: 2, reached: 1 },
    { manager: 'ben', patients: 1, high: 1, snoozed: 0, overdue: 0, contacts: 0, reached: 0 },
    { manager: 'eve', patients: 0, high: 0, snoozed: 0, overdue: 0, contacts: 1, reached: 1 },
  ])
})

describe("the seed's table", () => {
  // Catches: a figure made up where nothing happened.
  test('has every row, and no figure of ours where nothing happened', () => {
    const rows = efficiency(nothing)
    expect(rows.map(({ id }) => id)).toEqual([
      'score-update',
      'identification',
      'window',
      'hospitalisations',
      'capacity',
    ])
    for (const { ours, why } of rows) {
      expect(ours).toBeNull()
      expect(why).toMatch(/\.$/)
    }
  })

  // Catches: readings of last week counted as slow scores, and clocks ahead of the hub as negative times.
  test('scores: median and 95 % of the readings that were fresh when they came', () => {
    const delays = [
      { readAt: NOW + 50, writtenAt: NOW, entered: false },
      { readAt: NOW - 100, writtenAt: NOW, entered: true },
      { readAt: NOW - 400, writtenAt: NOW, entered: false },
      { readAt: NOW - 30 * 24 * HOUR, writtenAt: NOW, entered: true },
    ]
    const score = rowOf('score-update', { delays })
    expect(score.ours).toEqual({ text: 'median 100 ms, 95 % within 370 ms', cases: 3 })
    expect(score.why).toContain('1 that were more than a day old')
    expect(rowOf('identification', { delays }).ours).toEqual({
      text: 'median 100 ms, 95 % within 100 ms',
      cases: 1,
    })
  })

  // Catches: a contact before the crossing, one that reached nobody, or one after the next crossing taken for the answer.
  test('window: from each crossing to the first contact that reached the patient', () => {
    const entered = [
      { patientId: 'P1', at: NOW - 10 * HOUR },
      { patientId: 'P1', at: NOW - 5 * HOUR },
      { patientId: 'P2', at: NOW - 4 * HOUR },
      { patientId: 'P3', at: NOW - 3 * HOUR },
    ]
    const acts = [
      contact('P1', 'ann', NOW - 11 * HOUR),
      contact('P1', 'ann', NOW - 9 * HOUR, false),
      contact('P1', 'ann', NOW - 3 * HOUR),
      contact('P1', 'ann', NOW - 2 * HOUR),
      contact('P2', 'ann', NOW - 4 * HOUR + 30 * 60_000),
    ]
    const row = rowOf('window', { entered, acts })
    expect(row.ours).toEqual({ text: 'median 1.25 h, 95 % within 1.93 h', cases: 2 })
    expect(row.why).toContain('After 2 of 4 crossings')
  })

  // Catches: people without patients in the denominator, and sleepers among those who are worked for.
  test('capacity: patients who are awake, per care manager who has any', () => {
    const empty = { high: 0, overdue: 0, contacts: 0, reached: 0 }
    const managers = [
      { manager: 'ann', patients: 60, snoozed: 10, ...empty },
      { manager: 'ben', patients: 31, snoozed: 0, ...empty },
      { manager: 'eve', patients: 0, snoozed: 0, ...empty },
    ]
    expect(rowOf('capacity', { managers }).ours).toEqual({ text: '40.5 patients per care manager', cases: 2 })
  })
})

// Catches: a unit that does not fit.
test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_500, '1.5 s'],
  [90_000, '1.5 min'],
  [HOUR, '1 h'],
  [36 * HOUR, '1.5 d'],
])('%d ms are told as %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})
