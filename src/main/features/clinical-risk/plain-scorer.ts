import { breath, LONGEST_MS } from './breath.ts'
import { CELL_END, ROW_END } from './csv-cutter.ts'
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
  readonly #writer = new RowWriter()
  readonly #counts = new Int32Array(4 * BINS * BINS)
  readonly #high: HighRow[] = []
  readonly #urgent = new UrgentRows()
  readonly #rest: RestRow[] = []
  /** Where the cells of a row begin; one more for its end. */
  readonly #starts: Int32Array
  readonly #entries = new Int32Array(MOST_LISTED)
  readonly #products = new Int32Array(MOST_LISTED)
  readonly #allergies = new Int32Array(MOST_LISTED)
  readonly #column: (use: CellUse) => number
  #at = 0
  #row = 0

  constructor(source: PlainRows, answers: PlainAnswers) {
    this.#source = source
    this.#answers = answers
    this.#starts = new Int32Array(source.columns.length + 1)
    this.#column = (use) => source.columns.indexOf(use)
  }

  /** All rows; others have their turn in between. */
  async score(): Promise<Scored> {
    const work = this.#worker()
    let since = performance.now()
    while (this.#at < this.#source.text.length) {
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
    return {
      rows: this.#writer.text(),
      cells,
      high: this.#high,
      rest: this.#rest,
      urgent: this.#urgent.all(),
    }
  }

  /** Some rows at each call. */
  #worker(): () => void {
    const { text, columns, recordOf, without } = this.#source
    const column = this.#column
    const [starts, width, length] = [this.#starts, columns.length, text.length]
    const recordAt = column('record')
    const score = this.#rowScorer()
    return () => {
      for (let turn = 0; turn < TURN && this.#at < length; turn += 1) {
        let at = this.#at
        let cells = 1
        let plain = true
        starts[0] = at
        for (; at < length; at += 1) {
          const byte = text[at] ?? 0
          if (byte >= SPACE) continue
          if (byte === CELL_END) {
            if (cells < width) starts[cells] = at + 1
            cells += 1
          } else if (byte === ROW_END) break
          // Lines and tabs within a cell.
          else plain = false
        }
        starts[width] = at + 1
        this.#at = at + 1
        const row = this.#row
        this.#row += 1
        const record = recordAt === -1 ? recordOf(row) : numberIn(text, starts[recordAt] ?? 0)
        if (without.size > 0 && without.has(record)) continue
        if (!plain || cells !== width || !score(record)) this.#rest.push({ row, record })
      }
    }
  }

  /** Scores the row whose cells `#starts` holds; false when it is not plain, and then nothing of it is written. */
  #rowScorer(): (record: number) => boolean {
    const { text } = this.#source
    const answers = this.#answers
    const { ages, births, sexes, vitals, qualities, units } = answers
    const [starts, writer, column] = [this.#starts, this.#writer, this.#column]
    const [idAt, ageAt, birthAt, sexAt] = [column('id'), column('age'), column('birthDate'), column('sex')]
    const [historyAt, drugsAt, allergiesAt] = [column('history'), column('medications'), column('allergies')]
    const [vitalsAt, qualityAt, unitAt] = [column('vitals'), column('quality'), column('unit')]
    const further = [column('laboratory'), column('notes')].filter((at) => at !== -1)
    const from = (at: number): number => (at === -1 ? 0 : (starts[at] ?? 0))
    const to = (at: number): number => (at === -1 ? 0 : (starts[at + 1] ?? 1) - 1)
    const [entries, products, allergyEntries] = [this.#entries, this.#products, this.#allergies]
    const drugTexts = answers.drugs
    const allergyTexts = answers.allergies
    const conditionTexts = answers.conditions

    return (record) => {
      for (const at of further) if (to(at) > from(at)) return false
      let [idFrom, idTo] = [from(idAt), to(idAt)]
      while (idFrom < idTo && text[idFrom] === SPACE) idFrom += 1
      while (idTo > idFrom && text[idTo - 1] === SPACE) idTo -= 1
      if (!isPlainId(text, idFrom, idTo)) return false
      let age = ages.of(text, from(ageAt), to(ageAt))
      if (!age.plain) return false
      const birth = births.of(text, from(birthAt), to(birthAt))
      if (birth.value !== null || !birth.plain) {
        if (!birth.plain || age.value !== null) return false
        age = birth
      }
      const sex = sexes.of(text, from(sexAt), to(sexAt))
      const quality = qualities.of(text, from(qualityAt), to(qualityAt))
      const unit = units.of(text, from(unitAt), to(unitAt))
      if (sex < 0 || !quality.plain || !unit.plain) return false

      const hasVitals = readVitals(text, from(vitalsAt), to(vitalsAt), vitals)
      if (hasVitals < 0) return false

      let [history, understood, certain, possible, listed] = [0, 0, 0, 0, 0]
      let at = listStart(text, from(historyAt), to(historyAt))
      let end = to(historyAt)
      if (at === -1) return false
      const hasHistory = at < end
      while (hasHistory && at <= end) {
        const next = itemEnd(text, at, end)
        if (++listed > MOST_LISTED) return false
        const answer = conditionTexts.of(text, at, next)
        at = next + 1
        if (answer.kind === NOTHING) continue
        if (answer.kind === FAULT) return false
        history += 1
        if (answer.known) understood += 1
        certain |= answer.certain
        possible |= answer.possible
      }

      let [drugs, known, knownDrugs] = [0, 0, 0]
      listed = 0
      at = listStart(text, from(drugsAt), to(drugsAt))
      end = to(drugsAt)
      if (at === -1) return false
      const hasDrugs = at < end
      while (hasDrugs && at <= end) {
        const next = itemEnd(text, at, end)
        if (++listed > MOST_LISTED) return false
        const answer = drugTexts.of(text, at, next)
        at = next + 1
        if (answer.kind === NOTHING) continue
        if (answer.kind === FAULT) return false
        if (isAmong(entries, drugs, answer.entry)) continue
        entries[drugs++] = answer.entry
        if (answer.product >= 0) products[knownDrugs++] = answer.product
      }

      let allergies = 0
      listed = 0
      at = listStart(text, from(allergiesAt), to(allergiesAt))
      end = to(allergiesAt)
      if (at === -1) return false
      const hasAllergies = at < end
      while (hasAllergies && at <= end) {
        const next = itemEnd(text, at, end)
        if (++listed > MOST_LISTED) return false
        const answer = allergyTexts.of(text, at, next)
        at = next + 1
        if (answer.kind === NOTHING) continue
        if (answer.kind === FAULT) return false
        if (isAmong(allergyEntries, allergies, answer.entry)) continue
        allergyEntries[allergies++] = answer.entry
        if (answer.known) known += 1
      }
      if (quality.value !== null && quality.value <= LEAST_QUALITY) return true

      let [worstLow, worstHigh] = [0, 0]
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
          from: starts[0] ?? 0,
          to: (starts[starts.length - 1] ?? 1) - 1,
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
