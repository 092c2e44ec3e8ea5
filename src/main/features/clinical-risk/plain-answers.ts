import { isCertain, readCondition } from './engine-conditions.ts'
import { allergyUnderstood } from './engine-count.ts'
import { ageRisk } from './engine-figures.ts'
import { charlsonGroups, familyOf, groupNames } from './engine-groups.ts'
import { ByteAnswers } from './byte-answers.ts'
import { millionths, rankOf } from './figures-row.ts'
import type { MedicationJudge } from './ports.ts'
import { ageFromBirth } from './record-read.ts'
import { Fault } from './record-cells.ts'
import { readVitals } from './record-readings.ts'
import type { RowWriter } from './row-writer.ts'
import { historyElement, textElement } from './row-reading.ts'

/** What an element of a list is: nothing at all, an entry, or a fault for which its row is read by itself. */
export const NOTHING = 0
export const FAULT = 2
type Kind = typeof NOTHING | 1 | typeof FAULT

export interface ConditionAnswer {
  readonly kind: Kind
  readonly known: boolean
  /** Groups that it counts to as bits: those that surely count, and those that may. */
  readonly certain: number
  readonly possible: number
}
export interface DrugEntry {
  readonly kind: Kind
  readonly entry: number
  /** -1: not understood. */
  readonly product: number
}
export interface AllergyEntry {
  readonly kind: Kind
  readonly entry: number
  readonly known: boolean
}
/** A cell of a number: its value and how JavaScript writes it. */
export interface NumberCell {
  readonly plain: boolean
  readonly value: number | null
  readonly written: Uint8Array
}
export interface AgeCell extends NumberCell {
  /** Risk in millionths. */
  readonly low: number
  readonly high: number
}
export interface TextCell {
  readonly plain: boolean
  readonly text: string | null
}

/** Pairs of products below this number are kept in a matrix. */
const DENSE = 2_048
const PAIR_BASE = 1 << 20

/** Words that the row reader takes for "not known". */
const unknownWords = new Set(['null', 'unknown', 'n/a', 'na', 'nan', 'not known', 'not recorded'])
export function saysUnknown(text: string): boolean {
  return unknownWords.has(text.toLowerCase())
}

const none: Uint8Array = new Uint8Array()
const strange: NumberCell = { plain: false, value: null, written: none }
const absent: NumberCell = { plain: true, value: null, written: none }

/**
 * What each different cell and element of a run says: read once by the row reader, the table of conditions and the judge,
 * then found by its bytes. A cell is plain when it has the one ordinary form that cannot be read in two ways; rows with
 * any other cell are read one by one by `readRow`, which accepts more and says why it refuses.
 */
export class PlainAnswers {
  readonly ages: ByteAnswers<AgeCell>
  readonly births: ByteAnswers<AgeCell>
  readonly sexes = new ByteAnswers<number>(sexOf)
  readonly conditions = new ByteAnswers<ConditionAnswer>(conditionOf)
  readonly drugs = new ByteAnswers<DrugEntry>((raw) => this.#drug(raw))
  readonly allergies = new ByteAnswers<AllergyEntry>((raw) => this.#allergy(raw))
  readonly vitals = new ByteAnswers<number>(vitalOf)
  readonly qualities = new ByteAnswers<NumberCell>(qualityOf)
  readonly units = new ByteAnswers<TextCell>(unitOf)
  /** Writers of parts that have been written, for those to come. */
  readonly writers: RowWriter[] = []
  readonly #judge: MedicationJudge
  readonly #points = new Map<number, number>()
  readonly #entries = new Map<string, number>()
  readonly #products = new Map<string, number>()
  readonly #productNames: string[] = []
  readonly #allergyNumbers = new Map<string, number>()
  readonly #allergyTexts: string[] = []
  readonly #dense = new Uint8Array(DENSE * DENSE)
  readonly #sparse = new Map<number, number>()
  readonly #against = new Map<number, number>()

  /** @param asOf milliseconds since 1970 that ages are of. */
  constructor(judge: MedicationJudge, asOf: number) {
    this.#judge = judge
    this.ages = new ByteAnswers(ageOf)
    this.births = new ByteAnswers((raw) => birthOf(raw, asOf))
  }

  /** Points of a set of groups: of each family the greatest weight. */
  points(mask: number): number {
    const known = this.#points.get(mask)
    if (known !== undefined) return known
    const weights = new Map<string, number>()
    for (const [at, name] of groupNames.entries())
      if ((mask & (1 << at)) !== 0) {
        const family = familyOf(name)
        weights.set(family, Math.max(charlsonGroups[name].weight, weights.get(family) ?? 0))
      }
    const points = [...weights.values()].reduce((total, weight) => total + weight, 0)
    this.#points.set(mask, points)
    return points
  }

  /** What speaks against two products: rank of the mildest × 8 + rank of the worst. */
  pair(one: number, other: number): number {
    const [first, second] = one < other ? [one, other] : [other, one]
    const dense = second < DENSE
    const key = dense ? first * DENSE + second : first * PAIR_BASE + second
    const known = dense ? (this.#dense[key] ?? 0) : (this.#sparse.get(key) ?? 0)
    if (known !== 0) return known - 1
    const { low, high, kind } = this.#judge.pair(this.#nameOf(first), this.#nameOf(second))
    const ranks = kind === null ? 0 : rankOf(low) * 8 + rankOf(high)
    if (dense) this.#dense[key] = ranks + 1
    else this.#sparse.set(key, ranks + 1)
    return ranks
  }

  /** Rank of what an entry of the allergy list says against a product. */
  against(allergy: number, product: number): number {
    const key = allergy * PAIR_BASE + product
    const known = this.#against.get(key)
    if (known !== undefined) return known
    const answer = this.#judge.against(this.#allergyTexts[allergy] ?? '', this.#nameOf(product))
    const rank = rankOf(answer?.severity ?? null)
    this.#against.set(key, rank)
    return rank
  }

  #drug(raw: string): DrugEntry {
    const element = textElement(raw)
    if (element.kind !== 'entry') return { kind: kindOf(element.kind), entry: -1, product: -1 }
    const answer = this.#judge.drug(element.entry)
    const entry = numbered(this.#entries, element.entry.toLowerCase())
    if (answer.kind !== 'known') return { kind: 1, entry, product: -1 }
    const product = numbered(this.#products, answer.product)
    if (product === this.#productNames.length) this.#productNames.push(answer.product)
    return { kind: 1, entry, product }
  }

  #allergy(raw: string): AllergyEntry {
    const element = textElement(raw)
    if (element.kind !== 'entry') return { kind: kindOf(element.kind), entry: -1, known: true }
    const entry = numbered(this.#allergyNumbers, element.entry.toLowerCase())
    if (entry === this.#allergyTexts.length) this.#allergyTexts.push(element.entry)
    return { kind: 1, entry, known: allergyUnderstood(element.entry, this.#judge) }
  }

  #nameOf(product: number): string {
    const name = this.#productNames[product]
    if (name === undefined) throw new Error('a product that was never named')
    return name
  }
}

function kindOf(kind: 'nothing' | 'fault'): Kind {
  return kind === 'fault' ? FAULT : NOTHING
}

function conditionOf(raw: string): ConditionAnswer {
  const element = historyElement(raw)
  if (element.kind !== 'entry') return { kind: kindOf(element.kind), known: true, certain: 0, possible: 0 }
  const { entry } = element
  const { groups, understood, standing } = readCondition(entry.text, entry.code)
  let [certain, possible] = [0, 0]
  for (const group of standing === 'absent' ? [] : groups) {
    const bit = 1 << groupNames.indexOf(group)
    possible |= bit
    if (isCertain(group, standing, entry.standing)) certain |= bit
  }
  return { kind: 1, known: understood, certain, possible }
}

function numberCell(text: string): NumberCell {
  const value = Number(text)
  return { plain: true, value, written: Buffer.from(String(value)) }
}

function aged(cell: NumberCell): AgeCell {
  const { low, high } = ageRisk(cell.value)
  return { ...cell, low: millionths(low), high: millionths(high) }
}

function ageOf(raw: string): AgeCell {
  const text = raw.trim()
  if (text === '') return aged(absent)
  return aged(/^(?:[0-9]{1,2}|1[0-2][0-9])(?:\.[0-9]{1,6})?$/.test(text) ? numberCell(text) : strange)
}

function birthOf(raw: string, asOf: number): AgeCell {
  const text = raw.trim()
  if (text === '') return aged(absent)
  if (!/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(text)) return aged(strange)
  const age = ageFromBirth(text, asOf)
  return aged('years' in age ? numberCell(String(age.years)) : strange)
}

/** 1: known; 0: not known; -1: not plain. */
function sexOf(raw: string): number {
  const text = raw.trim().toLowerCase()
  if (['male', 'female', 'm', 'f', 'man', 'woman'].includes(text)) return 1
  return ['', 'other', 'unknown'].includes(text) ? 0 : -1
}

/** 1: a vital sign; -1: not plain. */
function vitalOf(raw: string): number {
  if (!/^[A-Za-z][A-Za-z_]*=[0-9]/.test(raw)) return -1
  try {
    return readVitals(raw).length > 0 ? 1 : -1
  } catch (error) {
    if (error instanceof Fault) return -1
    throw error
  }
}

function qualityOf(raw: string): NumberCell {
  const text = raw.trim()
  if (text === '') return absent
  return /^(?:0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?)$/.test(text) ? numberCell(text) : strange
}

function unitOf(raw: string): TextCell {
  const text = raw.trim()
  if (text === '') return { plain: true, text: null }
  return { plain: /^[A-Za-z0-9_-]{1,64}$/.test(text) && !saysUnknown(text), text }
}

function numbered(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  numbers.set(name, numbers.size)
  return numbers.size - 1
}
