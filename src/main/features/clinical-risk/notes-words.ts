import type { HistoryEntry } from '@shared/features/clinical-risk/model.ts'

/** What goes on record: the condition and the model, without the words of the note. */
export function aboutOf({ text }: HistoryEntry, model: string): string {
  return `${text} (${model})`.slice(0, 300)
}

/** @param refused statements of a model that the notes do not bear out. */
export function refusedRemarks(refused: number): string[] {
  if (refused === 0) return []
  return [
    refused === 1
      ? '1 statement of the model is not used: the notes do not bear it out.'
      : `${refused} statements of the model are not used: the notes do not bear them out.`,
  ]
}
