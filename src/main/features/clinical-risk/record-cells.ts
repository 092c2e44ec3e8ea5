import { z } from 'zod'
import type { HistoryEntry } from '@shared/features/clinical-risk/model.ts'
import { icd10Of } from './engine-icd10.ts'
import { isSnomed } from './engine-snomed.ts'

/** Why a cell cannot be read, as a sentence without its value; `readRow` makes a reason of it. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

const Scalar = z.union([z.string(), z.number(), z.bigint(), z.boolean()])

/** Words for "we do not know". */
const unknownWords = new Set(['', 'null', 'unknown', 'n/a', 'na', 'not known', 'not recorded', '?', 'nan'])
/** Words for "there are none". */
const noneWords = new Set([
  'none',
  'nil',
  'no',
  '[]',
  'none known',
  'nkda',
  'nka',
  'no known allergies',
  'no known drug allergies',
  'no medications',
  'no history',
  'no significant history',
  'no past medical history',
])

/** A cell as text; null when it is empty or says that nobody knows. */
export function textOf(value: unknown): string | null {
  const scalar = Scalar.safeParse(value)
  if (!scalar.success) return null
  const text = String(scalar.data).trim()
  return unknownWords.has(text.toLowerCase()) ? null : text
}

/** Throws a Fault when the text is too long. */
export function limited(text: string | null, most: number, what: string): string | null {
  if (text !== null && text.length > most) throw new Fault(`${what} is longer than ${most} characters.`)
  return text
}

/** A cell that holds several things: a list, JSON of one, or text divided by `;`, `|` or lines. Null: not known. */
function itemsOf(value: unknown, what: string): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  const text = textOf(value)
  if (text === null) return null
  if (noneWords.has(text.toLowerCase())) return []
  if (text.startsWith('[')) {
    const parsed = parseJson(text)
    if (!Array.isArray(parsed)) throw new Fault(`${what} begins like a JSON list and is none.`)
    return parsed
  }
  return text
    .split(/[;|\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A list of texts; null: not known. Throws a Fault. */
export function readTexts(value: unknown, most: number, what: string): string[] | null {
  const items = itemsOf(value, what)
  if (items === null) return null
  if (items.length > most) throw new Fault(`${what} has more than ${most} entries.`)
  return items.flatMap((item) => {
    const text = limited(textOf(item) ?? namedIn(item), 200, `An entry of ${what.toLowerCase()}`)
    if (text === null) throw new Fault(`${what} has an entry that is no text.`)
    return noneWords.has(text.toLowerCase()) ? [] : [text]
  })
}

const Named = z.looseObject({
  text: z.string().optional(),
  name: z.string().optional(),
  display: z.string().optional(),
  description: z.string().optional(),
  code: z.union([z.string(), z.number()]).optional(),
  status: z.string().optional(),
})

function namedIn(item: unknown): string | null {
  const named = Named.safeParse(item)
  if (!named.success) return null
  return named.data.text ?? named.data.name ?? named.data.display ?? named.data.description ?? null
}

const overWords = /^(?:resolved|inactive|past|remission|history|closed|completed)$/i

/** Entries of a history as texts, codes or objects of both; null: not known. Throws a Fault. */
export function readHistory(value: unknown): HistoryEntry[] | null {
  const items = itemsOf(value, 'The medical history')
  if (items === null) return null
  if (items.length > 500) throw new Fault('The medical history has more than 500 entries.')
  return items.flatMap((item): HistoryEntry[] => {
    const text = textOf(item)
    if (text !== null) return noneWords.has(text.toLowerCase()) ? [] : [entryOf(text, null, false)]
    const named = Named.safeParse(item)
    const name = namedIn(item)
    const code = named.success && named.data.code !== undefined ? String(named.data.code) : null
    if (!named.success || (name === null && code === null))
      throw new Fault('The medical history has an entry that is neither text nor code.')
    return [entryOf(name ?? code ?? '', code, overWords.test(named.data.status ?? ''))]
  })
}

const codeInFront = /^\s*([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{6,18})(?:\s*[-:–]?\s+(.*))?$/
const codeBehind = /^(.*\S)\s*[([]([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{6,18})[)\]]\s*$/

function entryOf(given: string, code: string | null, over: boolean): HistoryEntry {
  if (given.length > 300) throw new Fault('An entry of the medical history is longer than 300 characters.')
  const front = codeInFront.exec(given)
  const behind = codeBehind.exec(given)
  const found = code ?? front?.[1] ?? behind?.[2] ?? null
  const usable = found !== null && found.length <= 32 && (icd10Of(found) !== null || isSnomed(found))
  const text = code === null && usable ? (front?.[2] ?? behind?.[1] ?? given) : given
  return {
    text: text === '' ? given : text,
    code: usable ? found : null,
    standing: over ? 'past' : 'present',
    from: { kind: 'history' },
  }
}
