import { z } from 'zod'
import { resultRow } from './figures-row.ts'
import { HistoryEntry } from '@shared/features/clinical-risk/model.ts'

/** What the model made of one patient's notes in a run. */
export const NoteReading = z.object({
  /** Number of the record in its source. */
  number: z.number().int(),
  /** Facts that the note bears out, each with its quotation. */
  facts: z.array(HistoryEntry),
  /** Statements of the model that the note does not bear out. */
  refused: z.number().int(),
  /** Why the notes were not read, as a sentence; null when they were. */
  notRead: z.string().nullable(),
  /** The patient's row by rules, and the row that the facts lift; null when they lift nothing. */
  lifted: z.object({ rules: z.string(), row: z.string() }).nullable(),
})
export type NoteReading = z.infer<typeof NoteReading>

/** What a model read in the notes of a run, apart from the results by rules. */
export const RunNotes = z.object({
  /** The model with the version of the question. */
  model: z.string(),
  readings: z.array(NoteReading),
  /** Patients beyond the budget whose notes could matter, by the numbers of their records. */
  over: z.array(z.number().int()),
  /** Those who have not been asked about yet. */
  pending: z.array(z.number().int()),
})
export type RunNotes = z.infer<typeof RunNotes>

/** How far the reading of notes by a model is. */
export const NotesProgress = z.object({
  /** Null when none is configured. */
  model: z.string().nullable(),
  of: z.number().int(),
  read: z.number().int(),
  notRead: z.number().int(),
  over: z.number().int(),
  lifted: z.number().int(),
})
export type NotesProgress = z.infer<typeof NotesProgress>

export function progressOf({ model, readings, over }: RunNotes, of: number): NotesProgress {
  const notRead = readings.filter((reading) => reading.notRead !== null).length
  return {
    model,
    of,
    read: readings.length - notRead,
    notRead,
    over: over.length,
    lifted: readings.filter(({ lifted }) => lifted !== null && resultRow(lifted.row).standing === 'possible')
      .length,
  }
}

/** What people are told of it, as sentences. */
export function notesRemarks({ model, of, read, notRead, over, lifted }: NotesProgress): string[] {
  if (model === null)
    return ['No model is configured at this station: the notes of this run were read by rules only.']
  return [
    `Notes that could lift a patient above 0.7: read by ${model} for ${read} of ${of}, ${lifted} of them lifted to “possible”. The counts above are by rules.`,
    ...(notRead === 0
      ? []
      : [
          `The model could not read the notes of ${notRead}: that is not “nothing found”. They are marked in the results, and each says why.`,
        ]),
    ...(over === 0
      ? []
      : [
          `${over} more have notes that could matter; the budget of this run was too small. They are marked.`,
        ]),
  ]
}
