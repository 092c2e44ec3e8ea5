import { bandOf } from '@shared/features/population/bands.ts'
import type { BoardPage, BoardView } from '@shared/features/population/board.ts'
import { everybody, type BoardRow, type CareRecord } from '@shared/features/population/model.ts'

export const firstView: BoardView = { filter: everybody, search: '', order: 'score', offset: 0, limit: 120 }

export function rowOf(number: number, part: Partial<BoardRow> = {}): BoardRow {
  const score = part.score === undefined ? Math.max(0, 100 - number) : part.score
  return {
    patientId: `P-${number}`,
    name: null,
    ageYears: null,
    unit: null,
    conditions: [],
    rank: number,
    score,
    band: score === null ? null : bandOf(score),
    contributions:
      score === null ? [] : [{ metric: 'a1c', value: 5.7 + score / 10, at: 1_000, points: score }],
    missing: ['bmi', 'blood_pressure'],
    yesterday: null,
    highSince: null,
    foreign: false,
    care: { rev: 0, manager: null, snoozedUntil: null, nextContact: null },
    ...part,
  }
}

export function pageOf(serial: number, rows: readonly BoardRow[], part: Partial<BoardPage> = {}): BoardPage {
  return {
    view: firstView,
    serial,
    at: 5_000,
    rows: [...rows],
    matching: rows.length,
    population: rows.length,
    unscored: 0,
    reading: null,
    silentSince: null,
    choices: { units: [], conditions: [], careManagers: [] },
    simulated: false,
    ...part,
  }
}

export function careOf(number: number, part: Partial<CareRecord> = {}): CareRecord {
  return {
    patientId: `P-${number}`,
    rev: 1,
    manager: null,
    assignedAt: null,
    snooze: null,
    nextContact: null,
    outreach: [],
    olderNotes: 0,
    ...part,
  }
}
