import type { HistoryEntry } from '@shared/features/clinical-risk/model.ts'
import { findConditions } from './engine-conditions.ts'
import type { CharlsonGroup } from './engine-groups.ts'
import { noFacts, POST_WINDOW, triggers, type TriggerKind } from './engine-notes-triggers.ts'

/** How a note speaks of a condition. Only the last two are facts of the patient. */
export type NoteStanding = 'negated' | 'family' | 'uncertain' | 'past' | 'present'

export interface NoteMention {
  /** As the note writes it. */
  readonly text: string
  readonly group: CharlsonGroup | null
  readonly standing: NoteStanding
  /** The sentence, as written; long ones are cut around the mention. */
  readonly quotation: string
}

export interface NoteReading {
  readonly entries: readonly HistoryEntry[]
  /** What was read and is no fact of the patient: negated, of the family, or uncertain. */
  readonly leftOut: readonly NoteMention[]
}

interface Word {
  readonly text: string
  readonly from: number
  readonly to: number
}

interface Found {
  readonly kind: TriggerKind
  readonly acts: 'pre' | 'post'
  readonly from: number
  readonly to: number
}

const LONGEST_QUOTATION = 500
const LONGEST_NAME = 300

/**
 * Reads risk facts from a note by rules: NegEx for negation, ConText for family, past and uncertainty, the tables of
 * conditions for names. A fact that is said several times is given once, present before past. Pure; never throws.
 */
export function readNote(note: string): NoteReading {
  const facts = new Map<string, NoteMention>()
  const leftOut: NoteMention[] = []
  for (const mention of mentionsOf(note)) {
    if (mention.standing !== 'present' && mention.standing !== 'past') {
      leftOut.push(mention)
      continue
    }
    const key = mention.text.toLowerCase()
    const known = facts.get(key)
    if (known === undefined || (known.standing === 'past' && mention.standing === 'present'))
      facts.set(key, mention)
  }
  return { entries: [...facts.values()].map(toEntry), leftOut }
}

/** How a note says some words of its own, whatever they mean; `elsewhere`: they stand in no one sentence of it. */
export type WordsSaid = 'plain' | 'doubtful' | 'elsewhere'

/**
 * Whether a note says words plainly: at least once in a sentence without any phrase of negation, family or doubt, and
 * not under a heading of the family. Stricter than `mentionsOf`, because nothing tells which of the words is the disease.
 */
export function howSaid(note: string, quotation: string): WordsSaid {
  const wanted = textsOf(quotation)
  let said: WordsSaid = 'elsewhere'
  for (const { sentence, section } of sectionedSentences(note)) {
    const texts = textsOf(sentence)
    const stands = texts.some((_, at) => wanted.every((word, offset) => texts[at + offset] === word))
    if (!stands || wanted.length === 0) continue
    const doubt = findTriggers(texts).some(
      ({ kind }) => kind === 'negated' || kind === 'family' || kind === 'uncertain',
    )
    if (section !== 'family' && !doubt) return 'plain'
    said = 'doubtful'
  }
  return said
}

const textsOf = (text: string): readonly string[] => wordsOf(text).map((word) => word.text)

function toEntry({ text, standing, quotation }: NoteMention): HistoryEntry {
  return {
    text: text.slice(0, LONGEST_NAME),
    code: null,
    standing: standing === 'past' ? 'past' : 'present',
    from: { kind: 'note', quotation, by: 'rules' },
  }
}

/** Every mention of a condition with how the note speaks of it. */
export function mentionsOf(note: string): readonly NoteMention[] {
  return sectionedSentences(note).flatMap(({ sentence, section }) => mentionsIn(sentence, section))
}

interface SectionedSentence {
  readonly sentence: string
  readonly section: NoteStanding | null
}

function sectionedSentences(note: string): readonly SectionedSentence[] {
  const found: SectionedSentence[] = []
  let section: NoteStanding | null = null
  for (const line of note.split(/\r?\n/)) {
    const heading = headingOf(line)
    if (heading !== null) section = heading.standing
    else if (line.trim() === '') section = null
    for (const sentence of sentencesOf(line)) found.push({ sentence, section })
  }
  return found
}

/** "Family History:" and the like: what stands under it until the next heading or empty line. */
function headingOf(line: string): { readonly standing: NoteStanding | null } | null {
  const match = /^\s*([A-Za-z][A-Za-z /]{1,40}):/.exec(line)
  if (match === null) return null
  const name = (match[1] ?? '').toLowerCase()
  if (/^(?:family (?:medical )?(?:history|hx)|fh|fhx|fam hx)$/.test(name)) return { standing: 'family' }
  return { standing: null }
}

const abbreviation = /\b(?:dr|mr|mrs|ms|pt|hx|vs|approx|e\.g|i\.e|no|st|p\.o|b\.i\.d)\.$/i

function sentencesOf(line: string): readonly string[] {
  const parts: string[] = []
  let begin = 0
  for (const match of line.matchAll(/[.!?]+(?=\s)|;/g)) {
    const to = match.index + match[0].length
    if (match[0] === '.' && abbreviation.test(line.slice(begin, to))) continue
    parts.push(line.slice(begin, to))
    begin = to
  }
  parts.push(line.slice(begin))
  return parts.filter((part) => part.trim() !== '')
}

function mentionsIn(sentence: string, section: NoteStanding | null): readonly NoteMention[] {
  const words = wordsOf(sentence)
  const texts = words.map(({ text }) => text)
  const conditions = findConditions(texts)
  if (conditions.length === 0) return []
  const around = findTriggers(texts)
  const since = texts.some((word) => word === 'since' || word === 'diagnosed')
  return conditions.flatMap(({ group, from, to }): NoteMention[] => {
    if (noFacts.has(texts.slice(from, to).join(' '))) return []
    const first = words[from]
    const last = words[to - 1]
    if (first === undefined || last === undefined) return []
    const standing = standingAt(around, texts, from, to, since)
    return [
      {
        text: sentence.slice(first.from, last.to),
        group,
        standing: section === 'family' && standing !== 'negated' ? 'family' : standing,
        quotation: quoted(sentence, first.from),
      },
    ]
  })
}

function wordsOf(sentence: string): readonly Word[] {
  return [...sentence.matchAll(/[\p{L}\p{M}\p{N}'’?]+/gu)].flatMap((match): Word[] => {
    const raw = match[0]
    // "?stroke" is a question about a stroke.
    const asks = /^\?+(?=\p{L})/u.exec(raw)?.[0].length ?? 0
    const text = fold(raw.slice(asks).replace(/\?+$/, ''))
    const from = match.index + asks
    const word = { text, from, to: from + text.length }
    if (asks > 0) return [{ text: 'possible', from: match.index, to: from }, word]
    return text === '' ? [] : [word]
  })
}

const fold = (word: string): string =>
  word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’`]/g, "'")

function findTriggers(texts: readonly string[]): readonly Found[] {
  const found: Found[] = []
  let at = 0
  while (at < texts.length) {
    const start = at
    const fitting = (triggers.get(texts[at] ?? '') ?? []).filter(({ words }) =>
      words.every((word, offset) => texts[start + offset] === word),
    )
    const longest = fitting[0]?.words.length ?? 0
    // "ruled out" acts both ways; the longest phrase wins over shorter ones.
    for (const { kind, acts, words } of fitting)
      if (words.length === longest) found.push({ kind, acts, from: at, to: at + longest })
    at += Math.max(1, longest)
  }
  return found
}

const order: readonly ('negated' | 'family' | 'uncertain' | 'past')[] = [
  'negated',
  'family',
  'uncertain',
  'past',
]

/** The strongest that acts on the words at [from, to). */
function standingAt(
  found: readonly Found[],
  texts: readonly string[],
  from: number,
  to: number,
  since: boolean,
): NoteStanding {
  for (const kind of order) if (actsOn(found, kind, from, to)) return kind
  return !since && inAYear(texts, to) ? 'past' : 'present'
}

function actsOn(found: readonly Found[], kind: TriggerKind, from: number, to: number): boolean {
  return found.some((trigger) => {
    if (trigger.kind !== kind) return false
    if (trigger.acts === 'pre') {
      if (trigger.to > from) return false
      return !found.some((other) => ends(other.kind, kind) && other.from >= trigger.to && other.to <= from)
    }
    if (trigger.from < to || trigger.from - to > POST_WINDOW) return false
    return !found.some((other) => other.kind === 'end' && other.from >= to && other.to <= trigger.from)
  })
}

/** Whether a phrase in between ends the scope of an earlier one. */
function ends(kind: TriggerKind, scope: TriggerKind): boolean {
  if (kind === 'end') return true
  return scope === 'past' && kind === 'current'
}

/** "MI in 2009": within the window a year that is named. */
function inAYear(texts: readonly string[], to: number): boolean {
  return texts
    .slice(to, to + POST_WINDOW)
    .some((word, at, near) => /^(?:19|20)\d\d$/.test(word) && near[at - 1] === 'in')
}

function quoted(sentence: string, at: number): string {
  const plain = sentence.trim()
  if (plain.length <= LONGEST_QUOTATION) return plain
  const from = Math.max(0, at - LONGEST_QUOTATION / 2)
  return sentence.slice(from, from + LONGEST_QUOTATION).trim()
}
