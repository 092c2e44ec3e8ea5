import { setTimeout as pause } from 'node:timers/promises'
import type { PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { breath } from './breath.ts'
import { readRecord } from './engine-count.ts'
import { resultOf } from './engine-figures.ts'
import { suggest } from './engine-suggested.ts'
import { LEAST_QUALITY, REVIEW_RISK } from './engine-tables.ts'
import { writeRow } from './figures-row.ts'
import { inLanes } from './lanes.ts'
import { guardModelReading } from './notes-model.ts'
import type { OpenSource, PartInput, SingleRow } from './part-input.ts'
import type { PlainAnswers } from './plain-answers.ts'
import { PlainScorer } from './plain-scorer.ts'
import type { MedicationJudge, NotesModel, NotesSaid } from './ports.ts'
import type { RunFiles } from './run-files.ts'
import { type NoteReading, type NotesProgress, progressOf, type RunNotes } from './run-notes.ts'
import type { RunPlan } from './run-plan.ts'

/** Questions that one run has under way at a time. */
const AT_ONCE = 4
const LOOK_MS = 100
/** How often a run waits for a model that has failed several times in a row, and for how long. */
const MOST_WAITS = 2
const WAIT_MS = 31_000

interface Candidate {
  readonly record: PatientRecord
  readonly number: number
  readonly notes: string
  /** Highest score by rules, 0 to 1. */
  readonly high: number
}

export interface NotesPassPorts {
  readonly files: Pick<RunFiles, 'notes' | 'putNotes'>
  readonly judge: MedicationJudge
  /** Null when none is configured. */
  readonly model: NotesModel | null
  readonly told: (progress: NotesProgress) => Promise<void>
}

/**
 * After all parts are done by rules: has a model read the notes of those patients who are of lower standing and whom a
 * further disease could lift above 0.7, the highest scores first, as many as the plan allows. What it says is kept apart.
 * Goes on where an earlier reading ended. Never rejects for the model.
 */
export async function readRunNotes(
  plan: RunPlan,
  source: OpenSource,
  answers: PlainAnswers,
  { files, judge, model, told }: NotesPassPorts,
  stopped: () => boolean,
): Promise<void> {
  if (model === null) {
    await told({ model: null, of: 0, read: 0, notRead: 0, over: 0, lifted: 0 })
    return
  }
  const before = await files.notes(plan.id)
  const readings = before?.model === model.name ? [...before.readings] : []
  const done = new Set(readings.map(({ number }) => number))
  const most = Math.max(0, (plan.notes?.most ?? 0) - readings.length)
  const { chosen, over } = await candidates(plan, source, answers, judge, { done, most, stopped })
  const pending = new Set(chosen.map(({ number }) => number))
  const soFar = (): RunNotes => ({ model: model.name, readings, over, pending: [...pending] })
  // One after the other: the file that is written last holds all readings.
  let keeping: Promise<void> = Promise.resolve()
  const keep = (): Promise<void> => {
    keeping = keeping.then(async () => {
      const notes = soFar()
      await files.putNotes(plan.id, notes)
      await told(progressOf(notes, done.size + chosen.length))
    })
    return keeping
  }
  await keep()
  const stop = new AbortController()
  const timer = setInterval(() => stopped() && stop.abort(), LOOK_MS)
  const asker = new PatientAsker(model, stop.signal)
  try {
    const numbers = chosen.map((_, at) => at)
    await inLanes(AT_ONCE, numbers, stopped, async (at) => {
      const candidate = chosen[at]
      if (candidate === undefined) return
      const said = await asker.ask(candidate.notes)
      // A question that was ended is asked again when the run is resumed.
      if (stop.signal.aborted) return
      readings.push(readingOf(candidate, said, judge))
      pending.delete(candidate.number)
      await keep()
    })
  } finally {
    clearInterval(timer)
  }
}

/** Asks a model, and waits for one that needs a pause. */
class PatientAsker {
  readonly #model: NotesModel
  readonly #stop: AbortSignal
  #waits = 0
  #waiting: Promise<void> | null = null

  constructor(model: NotesModel, stop: AbortSignal) {
    this.#model = model
    this.#stop = stop
  }

  async ask(notes: string): Promise<NotesSaid> {
    for (;;) {
      const said = await this.#model.read(notes, this.#stop)
      if (said.kind === 'said' || said.paused !== true || this.#stop.aborted) return said
      if (this.#waiting === null) {
        if (this.#waits >= MOST_WAITS) return said
        this.#waits += 1
        this.#waiting = pause(WAIT_MS, undefined, { signal: this.#stop })
          .catch(() => undefined)
          .finally(() => {
            this.#waiting = null
          })
      }
      await this.#waiting
    }
  }
}

function readingOf(
  { record, number, notes }: Candidate,
  said: NotesSaid,
  judge: MedicationJudge,
): NoteReading {
  const none = { number, facts: [], refused: 0, lifted: null }
  if (said.kind === 'not-read') return { ...none, notRead: said.sentence }
  const guarded = guardModelReading(notes, said.answer)
  if (guarded.kind === 'wrong-shape')
    return { ...none, notRead: 'The model answered in a shape that cannot be used.' }
  const facts = [...guarded.entries]
  const read = readRecord(record, judge)
  const { figures, widens } = suggest(read, facts)
  const [rules, row] = [read.figures, figures].map((each) =>
    writeRow({ record: number, figures: each }).slice(0, -1),
  )
  const lifted = widens && rules !== undefined && row !== undefined ? { rules, row } : null
  return { number, facts, refused: guarded.refused.length, notRead: null, lifted }
}

/** Whose notes are asked about, and the numbers of those who are too many. */
async function candidates(
  plan: RunPlan,
  source: OpenSource,
  answers: PlainAnswers,
  judge: MedicationJudge,
  { done, most, stopped }: { done: ReadonlySet<number>; most: number; stopped: () => boolean },
): Promise<{ chosen: readonly Candidate[]; over: number[] }> {
  let chosen: Candidate[] = []
  const over: number[] = []
  for (const part of plan.parts) {
    if (stopped()) break
    const input = await source.part(part)
    for (const row of await singleRows(input, answers)) {
      const candidate = done.has(row.number) ? null : candidateOf(row, judge)
      if (candidate !== null) chosen.push(candidate)
    }
    input.table?.release()
    await breath()
    // Of all that were found so far no more than can be asked about are held.
    chosen = chosen.sort((a, b) => b.high - a.high || a.number - b.number)
    over.push(...chosen.slice(most).map(({ number }) => number))
    chosen = chosen.slice(0, most)
  }
  return { chosen, over }
}

/** The rows that are read one by one: every row with notes is among them. */
async function singleRows(input: PartInput, answers: PlainAnswers): Promise<readonly SingleRow[]> {
  const { table, single } = input
  if (table === null) return single
  return [...single, ...(await table.rest((await new PlainScorer(table, answers).score()).rest))]
}

/** Null for who has no notes, and where nothing that could stand in them would change the standing. */
function candidateOf({ number, reading }: SingleRow, judge: MedicationJudge): Candidate | null {
  if (reading.kind !== 'record' || reading.notes === undefined) return null
  const { record, notes } = reading
  if (record.quality !== null && record.quality <= LEAST_QUALITY) return null
  const { figures } = readRecord(record, judge)
  const { high } = resultOf(figures)
  if (high > REVIEW_RISK || resultOf({ ...figures, history: null }).high <= REVIEW_RISK) return null
  return { record, number, notes, high }
}
