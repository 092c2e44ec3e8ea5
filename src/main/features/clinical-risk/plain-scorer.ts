import { breath, LONGEST_MS } from './breath.ts'
import { viewOf } from './byte-answers.ts'
import {
  HIGH_RISK,
  historyTable,
  LEAST_QUALITY,
  MOST_POINTS,
  polypharmacySteps,
  REVIEW_RISK,
  severityWeights,
} from './engine-tables.ts'
import { UrgentRows } from './kept-records.ts'
import { binOf, millionths, rankOf } from './figures-row.ts'
import { FAULT, NOTHING, type PlainAnswers } from './plain-answers.ts'
import { isAmong, isPlainId, itemEnd, listStart, numberIn, readVitals, SPACE } from './plain-bytes.ts'
import type { CellUse, PlainRows, RestRow } from './plain-rows.ts'
import { severities } from './ports.ts'
import { RowWriter } from './row-writer.ts'
import type { HighRow, Scored } from './scored-rows.ts'

const MOST_LISTED = 200
const MOST = 1_000_000
const BINS = 20
const TURN = 64

const risks = Int32Array.from(historyTable, ({ risk }) => millionths(risk))
const riskAtMost = risks[MOST_POINTS] ?? MOST
const weights = new Int32Array(severities.length + 1)
for (const name of severities) weights[rankOf(name)] = millionths(severityWeights[name])
const steps = Int32Array.from({ length: MOST_LISTED + 1 }, (_, drugs) =>
  millionths(polypharmacySteps.find(({ from }) => drugs >= from)?.adds ?? 0),
)
const [aboveHigh, aboveReview] = [millionths(HIGH_RISK), millionths(REVIEW_RISK)]

/**
 * Scores the plain rows of one part: counts what the engine's `readRecord` counts and scores as its `resultOf` does, in
 * whole millionths; a test holds the two equal. What cells say is asked once for each different text of the run.
 */
export class PlainScorer {
  readonly #answers: PlainAnswers
  readonly #source: PlainRows
  readonly #writer: RowWriter
  readonly #counts = new Int32Array(4 * BINS * BINS)
  readonly #high: HighRow[] = []
  readonly #urgent = new UrgentRows()
  readonly #rest: RestRow[] = []
  readonly #entries = new Int32Array(MOST_LISTED)
  readonly #products = new Int32Array(MOST_LISTED)
  readonly #allergies = new Int32Array(MOST_LISTED)
  readonly #column: (use: CellUse) => number
  #row = 0

  constructor(source: PlainRows, answers: PlainAnswers) {
    this.#source = source
    this.#answers = answers
    this.#writer = answers.writers.pop() ?? new RowWriter()
    this.#writer.clear()
    this.#column = (use) => source.columns.indexOf(use)
  }

  /** All rows; others have their turn in between. */
  async score(): Promise<Scored> {
    const work = this.#worker()
    let since = performance.now()
    while (this.#row < this.#source.rows) {
      work()
      if (performance.now() - since < LONGEST_MS) continue
      await breath()
      since = performance.now()
    }
    const cells = [...this.#counts.entries()].flatMap(([at, patients]) =>
      patients === 0
        ? []
        : [[Math.floor(at / (BINS * BINS)), Math.floor(at / BINS) % BINS, at % BINS, patients] as const],
    )
    const rows = this.#writer.text()
    this.#answers.writers.push(this.#writer)
    return { rows, cells, high: this.#high, rest: this.#rest, urgent: this.#urgent.all() }
  }

  /** Some rows at each call. */
  #worker(): () => void {
    const { text, cells, rows, columns, recordOf, without } = this.#source
    const recordAt = this.#column('record')
    const [score, places] = [this.#rowScorer(), columns.length + 1]
    return () => {
      const end = Math.min(rows, this.#row + TURN)
      for (let row = this.#row; row < end; row += 1) {
        const base = row * places
        const record = recordAt === -1 ? recordOf(row) : numberIn(text, cells[base + recordAt] ?? 0)
        if (without.size > 0 && without.has(record)) continue
        if (cells[base + places - 1] === -1 || !score(record, base)) this.#rest.push({ row, record })
      }
      this.#row = end
    }
  }

  /**
   * Scores the row whose cells' places begin at `base`; false when it is not plain, and then nothing of it is written.
   */
  #rowScorer(): (record: number, base: number) => boolean {
    const { text, cells } = this.#source
    const view = viewOf(text)
    const answers = this.#answers
    const { ages, births, sexes, vitals, qualities, units } = answers
    const [writer, column] = [this.#writer, this.#column]
    const [idAt, ageAt, birthAt, sexAt] = [column('id'), column('age'), column('birthDate'), column('sex')]
    const [historyAt, drugsAt, allergiesAt] = [column('history'), column('medications'), column('allergies')]
    const [vitalsAt, qualityAt, unitAt] = [column('vitals'), column('quality'), column('unit')]
    const lastAt = this.#source.columns.length - 1
    const [laboratoryAt, notesAt] = [column('laboratory'), column('notes')]
    const start = (base: number, at: number): number => (at === -1 ? 0 : (cells[base + at] ?? 0))
    const stop = (base: number, at: number): number => (at === -1 ? 0 : (cells[base + at + 1] ?? 1) - 1)
    const [entries, products, allergyEntries] = [this.#entries, this.#products, this.#allergies]
    const drugTexts = answers.drugs
    const allergyTexts = answers.allergies
    const conditionTexts = answers.conditions

    return (record, base) => {
      if (stop(base, laboratoryAt) > start(base, laboratoryAt)) return false
      if (stop(base, notesAt) > start(base, notesAt)) return false
      let idFrom = start(base, idAt)
      let idTo = stop(base, idAt)
      while (idFrom < idTo && text[idFrom] === SPACE) idFrom += 1
      while (idTo > idFrom && text[idTo - 1] === SPACE) idTo -= 1
      if (!isPlainId(text, idFrom, idTo)) return false
      let age = ages.of(view, start(base, ageAt), stop(base, ageAt))
      if (!age.plain) return false
      const birth = births.of(view, start(base, birthAt), stop(base, birthAt))
      if (birth.value !== null || !birth.plain) {
        if (!birth.plain || age.value !== null) return false
        age = birth
      }
      const sex = sexes.of(view, start(base, sexAt), stop(base, sexAt))
      const quality = qualities.of(view, start(base, qualityAt), stop(base, qualityAt))
      const unit = units.of(view, start(base, unitAt), stop(base, unitAt))
      if (sex < 0 || !quality.plain || !unit.plain) return false

      const hasVitals = readVitals(text, view, start(base, vitalsAt), stop(base, vitalsAt), vitals)
      if (hasVitals < 0) return false

      let history = 0
      let understood = 0
      let certain = 0
      let possible = 0
      let listed = 0
      let at = listStart(text, start(base, historyAt), stop(base, historyAt))
      let end = stop(base, historyAt)
      if (at === -1) return false
      const hasHistory = at < end
      while (hasHistory && at <= end) {
        const next = itemEnd(text, at, end)
        if (++listed > MOST_LISTED) return false
        const answer = conditionTexts.of(view, at, next)
        at = next + 1
        if (answer.kind === NOTHING) continue
        if (answer.kind === FAULT) return false
        history += 1
        if (answer.known) understood += 1
        certain |= answer.certain
        possible |= answer.possible
      }

      let drugs = 0
      let known = 0
      let knownDrugs = 0
      listed = 0
      at = listStart(text, start(base, drugsAt), stop(base, drugsAt))
      end = stop(base, drugsAt)
      if (at === -1) return false
      const hasDrugs = at < end
      while (hasDrugs && at <= end) {
        const next = itemEnd(text, at, end)
        if (++listed > MOST_LISTED) return false
        const answer = drugTexts.of(view, at, next)
        at = next + 1
        if (answer.kind === NOTHING) continue
        if (answer.kind === FAULT) return false
        if (isAmong(entries, drugs, answer.entry)) continue
        entries[drugs++] = answer.entry
        if (answer.product >= 0) products[knownDrugs++] = answer.product
      }

      let allergies = 0
      listed = 0
      at = listStart(text, start(base, allergiesAt), stop(base, allergiesAt))
      end = stop(base, allergiesAt)
      if (at === -1) return false
      const hasAllergies = at < end
      while (hasAllergies && at <= end) {
        const next = itemEnd(text, at, end)
        if (++listed > MOST_LISTED) return false
        const answer = allergyTexts.of(view, at, next)
        at = next + 1
        if (answer.kind === NOTHING) continue
        if (answer.kind === FAULT) return false
        if (isAmong(allergyEntries, allergies, answer.entry)) continue
        allergyEntries[allergies++] = answer.entry
        if (answer.known) known += 1
      }
      if (quality.value !== null && quality.value <= LEAST_QUALITY) return true

      let worstLow = 0
      let worstHigh = 0
      for (let first = 0; first < knownDrugs; first += 1) {
        const product = products[first] ?? 0
        for (let second = first + 1; second < knownDrugs; second += 1) {
          const ranks = answers.pair(product, products[second] ?? 0)
          if (ranks >> 3 > worstLow) worstLow = ranks >> 3
          if ((ranks & 7) > worstHigh) worstHigh = ranks & 7
        }
        for (let allergy = 0; allergy < allergies; allergy += 1) {
          const rank = answers.against(allergyEntries[allergy] ?? 0, product)
          if (rank > worstLow) worstLow = rank
          if (rank > worstHigh) worstHigh = rank
        }
      }

      const pointsLow = answers.points(certain)
      const pointsHigh = answers.points(possible)
      const historyLow = risks[hasHistory ? pointsLow : 0] ?? 0
      const historyHigh = !hasHistory || understood < history ? riskAtMost : (risks[pointsHigh] ?? MOST)
      const step = steps[drugs] ?? 0
      const open = knownDrugs < drugs || !hasAllergies || known < allergies
      const drugLow = drugs === 0 ? 0 : Math.min(MOST, (weights[worstLow] ?? 0) + step)
      const drugHigh = !hasDrugs
        ? MOST
        : drugs === 0
          ? 0
          : open
            ? MOST
            : Math.min(MOST, (weights[worstHigh] ?? 0) + step)
      const low = Math.floor((age.low + drugLow + historyLow + 1) / 3)
      const high = Math.floor((age.high + drugHigh + historyHigh + 1) / 3)
      const standing = low > aboveHigh ? 0 : low > aboveReview ? 1 : high > aboveReview ? 2 : 3

      // The order of rowCells (figures-row.ts).
      writer.begin(idTo - idFrom)
      const begin = writer.length
      writer.bytes(text, idFrom, idTo)
      writer.number(record)
      writer.number(standing)
      writer.number(low)
      writer.number(high)
      writer.bytes(age.written, 0, age.written.length)
      writer.number(sex)
      if (hasHistory) {
        writer.number(history)
        writer.number(understood)
        writer.number(pointsLow)
        writer.number(pointsHigh)
      } else writer.empty(4)
      if (hasDrugs) {
        writer.number(drugs)
        writer.number(knownDrugs)
        writer.number(worstLow)
        writer.number(worstHigh)
      } else writer.empty(4)
      if (hasAllergies) {
        writer.number(allergies)
        writer.number(known)
      } else writer.empty(2)
      writer.number(hasVitals)
      writer.bytes(quality.written, 0, quality.written.length)
      writer.end()
      this.#count(standing, low, high)
      if (standing < 2)
        this.#urgent.take({
          standing,
          record,
          from: start(base, 0),
          to: stop(base, lastAt),
        })
      if (standing === 0) {
        const row = writer.text(begin, writer.length - 1)
        this.#high.push({ patientId: row.slice(0, row.indexOf('\x1f')), unit: unit.text, row })
      }
      return true
    }
  }

  #count(standing: number, low: number, high: number): void {
    const at = (standing * BINS + binOf(low)) * BINS + binOf(high)
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
  }
}
