import { createHash } from 'node:crypto'
import type { Assessment, HistoryEntry } from '@shared/features/clinical-risk/model.ts'
import { aboutOf, refusedRemarks } from './notes-words.ts'
import { guardModelReading } from './notes-model.ts'
import type { HubNotes, NotesModel } from './ports.ts'

/** Readings that are kept for the next look at the same patient. */
const MOST_KEPT = 200

export interface NotesDeskPorts {
  /** Null when none is configured at this moment. */
  readonly model: () => NotesModel | null
  /** Puts on record what a person is about to be shown, durably. False when that failed: then nothing is shown. */
  readonly advice: (patientId: string, about: readonly string[]) => Promise<boolean>
}

export interface ReadNotes {
  /** Facts that the note bears out, each with its quotation. */
  readonly facts: readonly HistoryEntry[]
  readonly told: NonNullable<Assessment['notes']>
}

interface Kept {
  readonly facts: readonly HistoryEntry[]
  readonly refused: number
}

/** Has one patient's notes read by the configured model, and says what became of it. Never rejects. */
export class NotesDesk {
  readonly #ports: NotesDeskPorts
  readonly #kept = new Map<string, Kept>()
  readonly #stop = new AbortController()

  constructor(ports: NotesDeskPorts) {
    this.#ports = ports
  }

  async read(patientId: string, notes: HubNotes): Promise<ReadNotes> {
    if (notes.kind === 'none') return rulesOnly([])
    if (notes.kind === 'unreadable')
      return rulesOnly(['The notes that the hub has of this patient cannot be read; the history stays open.'])
    const model = this.#ports.model()
    if (model === null) return rulesOnly([])
    const id = createHash('sha256').update(`${model.name}\0${notes.text}`).digest('base64')
    const known = this.#kept.get(id) ?? (await this.#ask(model, notes.text))
    if ('sentence' in known) return rulesOnly([`${known.sentence} The notes were read by rules only.`])
    this.#keep(id, known)
    const about = known.facts.map((fact) => aboutOf(fact, model.name))
    if (about.length > 0 && !(await this.#ports.advice(patientId, about)))
      return rulesOnly([
        'What the model read in the notes could not be put on record and is not used. The notes were read by rules only.',
      ])
    const { facts, refused } = known
    return { facts, told: { model: model.name, remarks: refusedRemarks(refused) } }
  }

  /** Ends what is being asked. */
  stop(): void {
    this.#stop.abort()
  }

  async #ask(model: NotesModel, text: string): Promise<Kept | { readonly sentence: string }> {
    const said = await model.read(text, this.#stop.signal)
    if (said.kind === 'not-read') return { sentence: said.sentence }
    const reading = guardModelReading(text, said.answer)
    return reading.kind === 'wrong-shape'
      ? { sentence: 'The model answered in a shape that cannot be used.' }
      : { facts: reading.entries, refused: reading.refused.length }
  }

  #keep(id: string, reading: Kept): void {
    this.#kept.delete(id)
    this.#kept.set(id, reading)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
  }
}

function rulesOnly(remarks: readonly string[]): ReadNotes {
  return { facts: [], told: { model: null, remarks: [...remarks] } }
}
