import { parse } from 'csv-parse'
import { type ClinicalFact, PriorAuthId, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { faultsOf } from './engine-faults.ts'
import { priorAuthFailure } from './errors.ts'
import type { PolicyBook } from './policies.ts'

/** Most rows of one file. */
const MOST_ROWS = 100_000

const needed = ['patient_id', 'procedure', 'diagnoses', 'payer', 'plan'] as const
const optional = [
  'urgent',
  'estimated_cost',
  'quantity',
  'used_before',
  'age',
  'documents',
  'facts',
  'notes',
  'appeal_of',
] as const
const FACT = 'fact:'

export interface BatchFile {
  readonly header: readonly string[]
  /** A row, or why the file's text could not be split into one. */
  readonly rows: readonly (readonly string[] | { readonly broken: string })[]
}

export type BatchRow =
  | { readonly kind: 'request'; readonly request: PriorAuthRequest }
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * Splits a CSV file (RFC 4180, UTF-8, header first). Throws `prior-auth.bad-csv` when it has no usable header or too
 * many rows. Rows that are broken stay in their place, with the reason.
 */
export async function readBatchFile(text: string, book: PolicyBook): Promise<BatchFile> {
  const rows: (readonly string[] | { readonly broken: string })[] = []
  const parser = parse(text, {
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      rows.push({ broken: `The row cannot be read (${error?.code ?? 'unknown error'}).` })
      return undefined
    },
  })
  let header: readonly string[] | null = null
  for await (const record of parser) {
    const cells = Array.isArray(record) ? record.map(String) : []
    if (header === null) header = checkedHeader(cells, book)
    else rows.push(cells)
    if (rows.length > MOST_ROWS) throw bad(`The file has more than ${MOST_ROWS} rows; divide it.`)
  }
  if (header === null) throw bad('The file is empty.')
  return { header, rows }
}

function bad(what: string): Error {
  return priorAuthFailure('prior-auth.bad-csv', `${what} Nothing was decided.`)
}

function checkedHeader(cells: readonly string[], book: PolicyBook): readonly string[] {
  const names = cells.map((cell) => cell.toLowerCase())
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw bad(`The first row does not name the columns: ${missing.join(', ')} are missing.`)
  const known = new Set<string>([...needed, ...optional])
  const strange = names.filter(
    (name) => !known.has(name) && !(name.startsWith(FACT) && book.facts.has(name.slice(FACT.length))),
  )
  if (strange.length > 0) throw bad(`Nobody asks for the columns ${strange.slice(0, 5).join(', ')}.`)
  if (new Set(names).size !== names.length) throw bad('A column stands there twice.')
  return names
}

/** One row as a request, or why it is none. Empty cells are unknown. */
export function rowRequest(file: BatchFile, index: number, book: PolicyBook): BatchRow {
  const row = file.rows[index]
  if (row === undefined) return failed('The row is gone.')
  if ('broken' in row) return failed(row.broken)
  if (row.length !== file.header.length)
    return failed(`The row has ${row.length} cells, the first row has ${file.header.length}.`)
  const cells = new Map(file.header.map((name, place) => [name, row[place] ?? '']))
  const cell = (name: string): string => cells.get(name) ?? ''
  try {
    const request = PriorAuthRequest.safeParse({
      patientId: cell('patient_id'),
      procedure: cell('procedure'),
      diagnoses: list(cell('diagnoses')),
      payer: cell('payer'),
      plan: cell('plan'),
      urgent: yesNo(cell('urgent'), 'urgent') ?? false,
      estimatedCost: number(cell('estimated_cost'), 'estimated_cost'),
      quantity: number(cell('quantity'), 'quantity'),
      usedBefore: number(cell('used_before'), 'used_before'),
      ageYears: number(cell('age'), 'age'),
      documents: list(cell('documents')),
      facts: factsOf(cells, book),
      notes: cell('notes'),
      appealOf: appealOf(cell('appeal_of')),
      claim: null,
    })
    if (!request.success)
      return failed(`${String(request.error.issues[0]?.path[0] ?? 'The row')} cannot be used.`)
    const [fault] = faultsOf(request.data)
    return fault ? failed(fault.sentence) : { kind: 'request', request: request.data }
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'The row cannot be read.')
  }
}

function failed(reason: string): BatchRow {
  return { kind: 'failed', reason }
}

function list(cell: string): string[] {
  return cell.split(';').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
}

function number(cell: string, name: string): number | null {
  if (cell === '') return null
  const value = Number(cell)
  if (!/^-?\d+(\.\d+)?$/.test(cell) || !Number.isFinite(value)) throw new Error(`${name} is no number.`)
  return value
}

function yesNo(cell: string, name: string): boolean | null {
  const word = cell.toLowerCase()
  if (word === '') return null
  if (['yes', 'true', '1'].includes(word)) return true
  if (['no', 'false', '0'].includes(word)) return false
  throw new Error(`${name} is neither yes nor no.`)
}

/** The number of the denied request, with or without what stands before its eight digits. */
function appealOf(cell: string): string | null {
  if (cell === '') return null
  const named = PriorAuthId.safeParse(cell.toLowerCase().replace(/^(?!auth_approval:)/, 'auth_approval:'))
  if (!named.success)
    throw new Error('appeal_of is the number of the denied request, written as auth_approval:1f2e3d4c.')
  return named.data
}

/** Facts from the column `facts` (`id=value; id=value @ 2026-11-02`) and from columns named `fact:id`. */
function factsOf(cells: ReadonlyMap<string, string>, book: PolicyBook): ClinicalFact[] {
  const pairs = list(cells.get('facts') ?? '').map((part): [string, string] => {
    const at = part.indexOf('=')
    if (at < 1) throw new Error('facts are written as id=value, separated by semicolons.')
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()]
  })
  for (const [name, cell] of cells)
    if (name.startsWith(FACT) && cell !== '') pairs.push([name.slice(FACT.length), cell])
  return pairs.map(([id, text]) => {
    const definition = book.facts.get(id)
    if (definition === undefined) throw new Error(`No policy knows the fact "${id.slice(0, 60)}".`)
    const [said = '', on = null] = text.split('@').map((part) => part.trim())
    if (on !== null && !/^\d{4}-\d{2}-\d{2}$/.test(on))
      throw new Error(`the date of ${id} is written as 2026-11-02.`)
    const value =
      definition.kind === 'yes-no' ? yesNo(said, id) : definition.kind === 'number' ? number(said, id) : said
    if (value === null) throw new Error(`${id} has no value.`)
    return { id, value, on, source: 'form', quotation: null }
  })
}
