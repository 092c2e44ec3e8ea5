import { equationRaceOf } from '@shared/clinical/race.ts'
import { Enrolment } from '@shared/features/population/model.ts'
import { populationFailure } from './errors.ts'
import type { RosterLine } from './roster-lines.ts'

const columns = ['patient_id', 'name', 'birth_date', 'sex', 'unit', 'conditions', 'race'] as const
type Column = (typeof columns)[number]

/** What the first line says: which cell is which. */
export type RosterHeader = readonly Column[]

const EARLIEST = '1900-01-01'
const MOST_CONDITIONS = 64
/** What a decoder of UTF-8 puts where it met other bytes. */
const UNKNOWN_CHARACTER = '\uFFFD'
/** The first line names columns in ASCII, so that in UTF-16 every second character of it is a zero. */
const START = 40
const sexes: ReadonlyMap<string, Enrolment['sex']> = new Map([
  ['', null],
  ['male', 'male'],
  ['m', 'male'],
  ['female', 'female'],
  ['f', 'female'],
  ['other', null],
  ['unknown', null],
])

/** Refuses a text that was not UTF-8 as a whole; lines in which only some characters are lost are refused one by one. */
export function checkEncoding(text: string): void {
  if (text.trim() === '') throw bad('The file is empty.')
  const start = text.slice(0, START)
  if ((start.split('\0').length - 1) * 4 < start.length) return
  throw bad('The file seems to be UTF-16, or no text at all. Save it as CSV in UTF-8.')
}

/**
 * Reads the first line. Throws `population.bad-roster` when it does not name the columns. What stands there is not told:
 * without a header it would be a patient.
 */
export function readHeader(line: RosterLine | undefined): RosterHeader {
  if (line === undefined) throw bad('The file is empty.')
  if ('broken' in line) throw bad(`The first line cannot be read. ${line.broken}`)
  const names = line.cells.map((cell) => cell.toLowerCase())
  const [only = ''] = names
  if (names.length === 1 && /[;\t|]/.test(only)) throw bad('The columns must be separated by commas.')
  const header = names.map((name) => columns.find((column) => column === name) ?? null)
  const strange = header.flatMap((name, index) => (name === null ? [index + 1] : []))
  const known = header.flatMap((name) => name ?? [])
  if (!known.includes('patient_id'))
    throw bad(`The first line must name the columns: ${columns.join(', ')}. It does not name patient_id.`)
  if (strange.length > 0)
    throw bad(
      `The first line names columns that a roster does not have (number ${strange.slice(0, 5).join(', ')}). It has: ${columns.join(', ')}.`,
    )
  if (new Set(known).size !== known.length) throw bad('The first line names a column twice.')
  return known
}

function bad(what: string): Error {
  return populationFailure('population.bad-roster', `${what} Nothing was taken.`)
}

/** One line as an enrolment, or why it is none; the reason names a column, never what stands in it. @param today ISO date. */
export function readRow(
  header: RosterHeader,
  row: RosterLine,
  today: string,
): { readonly enrolment: Enrolment } | { readonly refused: string } {
  if ('broken' in row) return { refused: row.broken }
  const { cells } = row
  if (cells.length !== header.length)
    return { refused: `The line has ${cells.length} cells, the first line has ${header.length}.` }
  const cell = (column: Column): string => cells[header.indexOf(column)] ?? ''
  for (const [index, text] of cells.entries()) {
    const fault = faultOfText(text)
    if (fault !== null) return { refused: `${header[index] ?? 'A cell'} ${fault}` }
  }
  if (cell('patient_id').includes('\n')) return { refused: 'patient_id runs over several lines.' }
  const fault = faultOfDate(cell('birth_date'), today)
  if (fault !== null) return { refused: fault }
  const sex = sexes.get(cell('sex').toLowerCase())
  if (sex === undefined) return { refused: 'sex is male, female, other, unknown or empty.' }
  const conditions = [
    ...new Set(
      cell('conditions')
        .split(';')
        .map((each) => each.trim()),
    ),
  ].filter((each) => each !== '')
  if (conditions.length > MOST_CONDITIONS) return { refused: `conditions are more than ${MOST_CONDITIONS}.` }
  const race = equationRaceOf(cell('race'))
  const parsed = Enrolment.safeParse({
    patientId: cell('patient_id'),
    name: orNull(cell('name')),
    birthDate: orNull(cell('birth_date')),
    sex,
    unit: orNull(cell('unit')),
    conditions,
    ...(race === null ? {} : { race }),
  })
  return parsed.success ? { enrolment: parsed.data } : { refused: whyNot(parsed.error.issues[0]?.path[0]) }
}

/**
 * Whether cells that run over several lines are one patient's: they can be taken, and no line within a cell looks like a
 * line of the roster that two stray quotation marks have caught between them.
 */
export function isOneRow(header: RosterHeader, cells: readonly string[], today: string): boolean {
  const commas = Math.max(1, header.length - 1)
  const isCaught = cells.some((cell) => cell.split('\n').some((line) => line.split(',').length > commas))
  return !isCaught && 'enrolment' in readRow(header, { line: 0, cells }, today)
}

function faultOfText(text: string): string | null {
  if (text.includes(UNKNOWN_CHARACTER))
    return 'holds characters that are not UTF-8; the file seems to be Latin-1 or Windows-1252. Save it as UTF-8.'
  // UTF-8 that was read as Latin-1 and saved again: no name holds these pairs.
  if (/[\u00c2\u00c3][\u0080-\u00bf]/.test(text))
    return 'holds characters that were read in the wrong encoding before. Export the file anew as UTF-8.'
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text)) return 'holds control characters.'
  return null
}

function faultOfDate(text: string, today: string): string | null {
  if (text === '') return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'birth_date is written as 1958-03-14.'
  const at = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    return 'birth_date is no day of the calendar.'
  if (text > today) return 'birth_date lies in the future.'
  return text < EARLIEST ? 'birth_date lies before 1900.' : null
}

function whyNot(field: PropertyKey | undefined): string {
  switch (field) {
    case 'patientId':
      return 'patient_id is empty or longer than 128 characters.'
    case 'name':
      return 'name is longer than 200 characters.'
    case 'unit':
      return 'unit is longer than 64 characters.'
    case 'conditions':
      return 'One of the conditions is longer than 120 characters.'
    default:
      return 'The line cannot be used.'
  }
}

/** A cell that ran over several lines becomes one. */
function orNull(text: string): string | null {
  return text === '' ? null : text.replaceAll(/\s*\n\s*/g, ' ')
}
