import type { Recognition } from '@shared/features/interactions/model.ts'
import { findColumns, joinColumns, splitCells } from './read-list-columns.ts'
import type { Columns } from './read-list-columns.ts'
import {
  beginsWithName,
  isClearlyGiven,
  isHeading,
  isNoDrug,
  isOtherSection,
  saysNone,
  splitLabel,
  stripBullet,
} from './read-list-lines.ts'

export interface ReadLine {
  readonly text: string
  /** Null for a line that is no drug: a heading, directions, an allergy. */
  readonly recognition: Recognition | null
}

/**
 * Reads a pasted list of any form: bullets, numbers, one drug a line or many on one, tables with tabs or commas,
 * headings between. What is under "Allergies:" or "Diagnoses:" is no drug; what looks like one and is not known stays
 * in the answer as unknown. No line is lost.
 */
export function createListReader(
  recognise: (text: string) => Recognition,
  holdsName: (text: string) => boolean,
): (text: string) => readonly ReadLine[] {
  /** "warfarin 5 mg, once daily, aspirin 81 mg" is two drugs: what is no drug belongs to the one before it. */
  const splitDrugs = (text: string): readonly string[] => {
    const pieces = text.split(/,(?!\d)|;|\s\|\s/).map((piece) => piece.trim())
    const filled = pieces.filter((piece) => piece !== '')
    if (filled.filter((piece) => holdsName(piece) || looksAlone(piece)).length < 2) return splitAnd(text)
    const drugs: string[] = []
    for (const piece of filled) {
      const last = drugs[drugs.length - 1]
      if (last !== undefined && !holdsName(piece) && !looksAlone(piece))
        drugs[drugs.length - 1] = `${last}, ${piece}`
      else drugs.push(piece)
    }
    return drugs.flatMap(splitAnd)
  }

  /** A piece that begins with a word that is no direction: a drug, or one that is not known. */
  const looksAlone = (piece: string): boolean => beginsWithName(piece) && !isNoDrug(piece, false)

  const splitAnd = (text: string): readonly string[] => {
    const whole = recognise(text)
    if (whole.kind !== 'ambiguous') return [text]
    const parts = text.split(/\s+(?:and|und|et|y)\s+/i).map((part) => part.trim())
    return parts.length > 1 && parts.every((part) => recognise(part).kind === 'known') ? parts : [text]
  }

  const readContent = (content: string): readonly ReadLine[] =>
    splitDrugs(content).map((text) => ({
      text,
      recognition: isNoDrug(text, holdsName(text)) ? null : recognise(text),
    }))

  return (text) => {
    const lines: ReadLine[] = []
    let columns: Columns | null = null
    let otherSection = false
    for (const raw of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
      const trimmed = raw.trim()
      if (trimmed === '') {
        otherSection = false
        columns = null
        continue
      }
      const header: Columns | null = columns === null ? findColumns(trimmed) : null
      if (header !== null) {
        columns = header
        lines.push({ text: trimmed, recognition: null })
        continue
      }
      const cells = columns === null ? null : splitCells(trimmed, columns)
      if (columns !== null && cells !== null) {
        const joined = joinColumns(cells, columns)
        if (joined !== '') lines.push({ text: joined, recognition: recognise(joined) })
        continue
      }
      const content = stripBullet(trimmed)
      const { label, rest } = splitLabel(content)
      if (label !== null && (isOtherSection(label) || isHeading(label))) {
        otherSection = isOtherSection(label) && rest === ''
        if (isOtherSection(label) || rest === '') lines.push({ text: trimmed, recognition: null })
        else lines.push({ text: `${label}:`, recognition: null }, ...readContent(rest))
      } else if (isOtherSection(content) || isHeading(content)) {
        otherSection = isOtherSection(content) && !saysNone(content)
        lines.push({ text: trimmed, recognition: null })
      } else if (otherSection && !isClearlyGiven(content, holdsName(content)))
        lines.push({ text: trimmed, recognition: null })
      else lines.push(...readContent(content.replaceAll('\t', ' ')))
    }
    return lines
  }
}
