import type { DuckDBConnection } from '@duckdb/node-api'
import { isCertain, readCondition } from './engine-conditions.ts'
import { allergyUnderstood } from './engine-count.ts'
import { groupNames } from './engine-groups.ts'
import { rankOf } from './figures-row.ts'
import type { MedicationJudge } from './ports.ts'
import { historyElement, textElement } from './row-reading.ts'

/** Products and allergies are numbered; a pair of numbers is one key. */
export const PAIR_BASE = 1 << 20

export const answerTables = `
CREATE TABLE condition (raw VARCHAR, skip BOOLEAN, fault BOOLEAN, known BOOLEAN, certain INTEGER, possible INTEGER);
CREATE TABLE drug (raw VARCHAR, fault BOOLEAN, entry INTEGER, product INTEGER);
CREATE TABLE allergy (raw VARCHAR, fault BOOLEAN, entry INTEGER, known BOOLEAN);
CREATE TABLE pair (key BIGINT, low TINYINT, high TINYINT);
CREATE TABLE against (key BIGINT, severity TINYINT);
`

const inserts = {
  condition:
    '[{"raw":"VARCHAR","skip":"BOOLEAN","fault":"BOOLEAN","known":"BOOLEAN","certain":"INTEGER","possible":"INTEGER"}]',
  drug: '[{"raw":"VARCHAR","fault":"BOOLEAN","entry":"INTEGER","product":"INTEGER"}]',
  allergy: '[{"raw":"VARCHAR","fault":"BOOLEAN","entry":"INTEGER","known":"BOOLEAN"}]',
  pair: '[{"key":"BIGINT","low":"TINYINT","high":"TINYINT"}]',
  against: '[{"key":"BIGINT","severity":"TINYINT"}]',
} as const

type AnswerTable = keyof typeof inserts

/**
 * The answers of the judge and of the table of conditions, as tables that SQL joins: each distinct text of a file and
 * each distinct pair of products is asked once. Several parts may ask at a time; an answer is in its table before
 * whoever asked for it goes on.
 */
export class AnswerTables {
  readonly #connection: DuckDBConnection
  readonly #judge: MedicationJudge
  readonly #asked: Readonly<Record<AnswerTable, Set<string>>> = {
    condition: new Set(),
    drug: new Set(),
    allergy: new Set(),
    pair: new Set(),
    against: new Set(),
  }
  readonly #entries = new Map<string, number>()
  readonly #products = new Map<string, number>()
  readonly #productNames: string[] = []
  readonly #allergies = new Map<string, number>()
  readonly #allergyTexts: string[] = []
  #turn: Promise<void> = Promise.resolve()

  /** True once an element was met that rejects its row: such rows are read one by one. */
  hasFaults = false

  constructor(connection: DuckDBConnection, judge: MedicationJudge) {
    this.#connection = connection
    this.#judge = judge
  }

  conditions(raws: readonly string[]): Promise<void> {
    return this.#put('condition', raws, (raw) => {
      const element = historyElement(raw)
      if (element.kind !== 'entry')
        return { raw, skip: true, fault: this.#fault(element.kind), known: true, certain: 0, possible: 0 }
      const { entry } = element
      const { groups, understood, standing } = readCondition(entry.text, entry.code)
      let certain = 0
      let possible = 0
      for (const group of standing === 'absent' ? [] : groups) {
        const bit = 1 << groupNames.indexOf(group)
        possible |= bit
        if (isCertain(group, standing, entry.standing)) certain |= bit
      }
      return { raw, skip: false, fault: false, known: understood, certain, possible }
    })
  }

  drugs(raws: readonly string[]): Promise<void> {
    return this.#put('drug', raws, (raw) => {
      const element = textElement(raw)
      if (element.kind !== 'entry')
        return { raw, fault: this.#fault(element.kind), entry: null, product: null }
      const text = element.entry
      const answer = this.#judge.drug(text)
      return {
        raw,
        fault: false,
        entry: numbered(this.#entries, text.toLowerCase()),
        product: answer.kind === 'known' ? this.#product(answer.product) : null,
      }
    })
  }

  allergies(raws: readonly string[]): Promise<void> {
    return this.#put('allergy', raws, (raw) => {
      const element = textElement(raw)
      if (element.kind !== 'entry') return { raw, fault: this.#fault(element.kind), entry: null, known: true }
      const text = element.entry
      const before = this.#allergies.size
      const entry = numbered(this.#allergies, text.toLowerCase())
      if (this.#allergies.size > before) this.#allergyTexts.push(text)
      return { raw, fault: false, entry, known: allergyUnderstood(text, this.#judge) }
    })
  }

  /** @param keys smaller product × PAIR_BASE + greater product. */
  pairs(keys: readonly number[]): Promise<void> {
    return this.#put('pair', keys.map(String), (key) => {
      const [first, second] = split(Number(key))
      const { low, high, kind } = this.#judge.pair(this.#nameOf(first), this.#nameOf(second))
      return kind === null ? { key, low: 0, high: 0 } : { key, low: rankOf(low), high: rankOf(high) }
    })
  }

  /** @param keys allergy × PAIR_BASE + product. */
  against(keys: readonly number[]): Promise<void> {
    return this.#put('against', keys.map(String), (key) => {
      const [allergy, product] = split(Number(key))
      const answer = this.#judge.against(this.#allergyTexts[allergy] ?? '', this.#nameOf(product))
      return { key, severity: rankOf(answer?.severity ?? null) }
    })
  }

  #fault(kind: 'nothing' | 'fault'): boolean {
    if (kind === 'fault') this.hasFaults = true
    return kind === 'fault'
  }

  #product(name: string): number {
    const before = this.#products.size
    const product = numbered(this.#products, name)
    if (this.#products.size > before) this.#productNames.push(name)
    return product
  }

  #nameOf(product: number): string {
    const name = this.#productNames[product]
    if (name === undefined) throw new Error('a product that was never named')
    return name
  }

  /** One after the other: what another part asks for at the same time is answered once. */
  #put(table: AnswerTable, keys: readonly string[], answer: (key: string) => object): Promise<void> {
    const mine = this.#turn.then(async () => {
      const asked = this.#asked[table]
      const fresh = keys.filter((key) => !asked.has(key))
      const answers: object[] = []
      let since = performance.now()
      for (const key of fresh) {
        asked.add(key)
        answers.push(answer(key))
        if (performance.now() - since < LONGEST_MS) continue
        await breath()
        since = performance.now()
      }
      if (answers.length === 0) return
      await this.#connection.run(
        `INSERT INTO ${table} SELECT unnest(from_json($1, '${inserts[table]}'), recursive := true)`,
        [JSON.stringify(answers)],
      )
    })
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

/** The station has other things to do than to answer a batch. */
const LONGEST_MS = 8

export function breath(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

function numbered(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  numbers.set(name, numbers.size)
  return numbers.size - 1
}

function split(key: number): readonly [number, number] {
  return [Math.floor(key / PAIR_BASE), key % PAIR_BASE]
}
