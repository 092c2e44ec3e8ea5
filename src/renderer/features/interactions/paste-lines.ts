import type { ListedDrug, Recognition } from '@shared/features/interactions/model.ts'

/** One line of a pasted list as a person decides about it. */
export interface PastedLine {
  readonly text: string
  /** Null: the line names no drug. */
  readonly recognition: Recognition | null
  readonly taken: boolean
  /** What was chosen among candidates; null to choose later. */
  readonly chosen: string | null
}

/** Everything that may be a drug is taken unless a person unticks it: an unknown drug is no reason to forget it. */
export function pastedLines(
  lines: readonly { readonly text: string; readonly recognition: Recognition | null }[],
): readonly PastedLine[] {
  return lines.map((line) => ({ ...line, taken: line.recognition !== null, chosen: null }))
}

/** The drugs of the ticked lines, in their order. */
export function drugsOf(lines: readonly PastedLine[]): readonly ListedDrug[] {
  return lines
    .filter(({ taken }) => taken)
    .map(({ text, recognition, chosen }) => ({ text: recognition?.text ?? text, chosen, route: null }))
}
