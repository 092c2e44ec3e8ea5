import type { ResultRow } from '@shared/features/clinical-risk/model.ts'
import { type PatientFigures, resultOf, type Understood } from './engine-figures.ts'
import { type Severity, severities } from './ports.ts'

/** Between cells and after rows; a patient's id cannot hold them. */
const CELL = '\x1f'
const ROW = '\x1e'

/** Numbers of standings in rows: what is most urgent first. */
export const standings = ['high', 'review', 'possible', 'lower'] as const

/**
 * One result as it is kept: the figures it rests on, from which the row is made again by the engine, and score and
 * standing, by which rows are sorted and found. Numbers between 0 and 1 are whole millionths.
 */
export interface KeptFigures {
  /** Number of the record in its source. */
  readonly record: number
  readonly figures: PatientFigures
}

/** The cells in their order; the scorer of plain rows (plain-scorer.ts) keeps to it. */
export const rowCells = [
  'patient',
  'record',
  'standing',
  'low',
  'high',
  'age',
  'sex',
  'history_entries',
  'history_understood',
  'points_low',
  'points_high',
  'drugs',
  'drugs_understood',
  'worst_low',
  'worst_high',
  'allergies',
  'allergies_understood',
  'vitals',
  'quality',
] as const

export function rankOf(severity: Severity | null): number {
  return severity === null ? 0 : severities.length - severities.indexOf(severity)
}

function severityAt(rank: number): Severity | null {
  return rank === 0 ? null : (severities[severities.length - rank] ?? null)
}

export function millionths(value: number): number {
  return Math.round(value * 1e6)
}

const BIN_WIDTH = 50_000
const LAST_BIN = 19

/** The twentieth that a score lies in, 0 to 19. @param score in millionths. */
export function binOf(score: number): number {
  return Math.min(LAST_BIN, Math.floor(score / BIN_WIDTH))
}

export function writeRow({ record, figures }: KeptFigures): string {
  const { standing, low, high } = resultOf(figures)
  const { history, medication, allergies } = figures
  const cells: (string | number)[] = [
    figures.patientId,
    record,
    standings.indexOf(standing),
    millionths(low),
    millionths(high),
    figures.ageYears ?? '',
    figures.sexKnown ? 1 : 0,
    ...(history === null
      ? ['', '', '', '']
      : [history.entries, history.understood, history.pointsLow, history.pointsHigh]),
    ...(medication === null
      ? ['', '', '', '']
      : [
          medication.entries,
          medication.understood,
          rankOf(medication.worstLow),
          rankOf(medication.worstHigh),
        ]),
    ...(allergies === null ? ['', ''] : [allergies.entries, allergies.understood]),
    figures.hasVitals ? 1 : 0,
    figures.quality ?? '',
  ]
  return cells.join(CELL) + ROW
}

/** Throws when the text is no row: the file is sealed, so that would be a defect of this program. */
export function readRow(text: string): KeptFigures {
  const cells = text.split(CELL)
  if (cells.length !== rowCells.length) throw new Error('a kept row of clinical risk has another form')
  const at = (name: (typeof rowCells)[number]): string => cells[rowCells.indexOf(name)] ?? ''
  const number = (name: (typeof rowCells)[number]): number => Number(at(name))
  const understood = (
    entries: (typeof rowCells)[number],
    known: (typeof rowCells)[number],
  ): Understood | null =>
    at(entries) === '' ? null : { entries: number(entries), understood: number(known) }
  const history = understood('history_entries', 'history_understood')
  const medication = understood('drugs', 'drugs_understood')
  return {
    record: number('record'),
    figures: {
      patientId: at('patient'),
      ageYears: at('age') === '' ? null : number('age'),
      sexKnown: at('sex') === '1',
      history: history && {
        ...history,
        pointsLow: number('points_low'),
        pointsHigh: number('points_high'),
      },
      medication: medication && {
        ...medication,
        worstLow: severityAt(number('worst_low')),
        worstHigh: severityAt(number('worst_high')),
      },
      allergies: understood('allergies', 'allergies_understood'),
      hasVitals: at('vitals') === '1',
      quality: at('quality') === '' ? null : number('quality'),
    },
  }
}

export function rowsOf(text: string): string[] {
  return text === '' ? [] : text.slice(0, -1).split(ROW)
}

/** Of how many kept rows the source gives no data quality score: the last cell is empty. */
export function withoutQuality(rows: string): number {
  let count = 0
  for (let at = rows.indexOf(CELL + ROW); at !== -1; at = rows.indexOf(CELL + ROW, at + 2)) count += 1
  return count
}

/** What the window shows of one kept row. */
export function resultRow(text: string): ResultRow {
  return resultOf(readRow(text).figures)
}

/** The patient and the record number of one kept row. */
export function placeOfRow(row: string): { readonly patientId: string; readonly record: number } {
  const { record, figures } = readRow(row)
  return { patientId: figures.patientId, record }
}
