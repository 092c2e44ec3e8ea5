import { z } from 'zod'
import { catalogue, type Entry, type GroupName, type Part } from './catalogue.ts'
import { findingStrings as s } from './strings-findings.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

/** What has been entered, as it was typed. What has no key here is unknown. */
export interface FindingsDraft {
  readonly age: string
  readonly sex: '' | 'male' | 'female'
  readonly flags: Readonly<Record<string, boolean>>
  /** Numbers and choices, by the key of the finding. */
  readonly texts: Readonly<Record<string, string>>
}

export const emptyFindings: FindingsDraft = { age: '', sex: '', flags: {}, texts: {} }

const Stored = z.object({
  age: z.string(),
  sex: z.enum(['', 'male', 'female']),
  flags: z.record(z.string(), z.boolean()),
  texts: z.record(z.string(), z.string()),
})

/** A draft as it was kept; null when nothing was kept or it cannot be read any more. */
export function readFindings(text: string): FindingsDraft | null {
  if (text === '') return null
  try {
    return Stored.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** The draft with one finding changed; null makes it unknown again. */
export function withFlag(draft: FindingsDraft, key: string, value: boolean | null): FindingsDraft {
  const { [key]: _, ...others } = draft.flags
  return { ...draft, flags: value === null ? others : { ...others, [key]: value } }
}

export function withText(draft: FindingsDraft, key: string, value: string): FindingsDraft {
  const { [key]: _, ...others } = draft.texts
  return { ...draft, texts: value === '' ? others : { ...others, [key]: value } }
}

export function isEmptyDraft(draft: FindingsDraft): boolean {
  return (
    Object.keys(draft.flags).length === 0 && Object.values(draft.texts).every((text) => text.trim() === '')
  )
}

type NumberEntry = Extract<Entry, { readonly kind: 'number' }>

/** A typed number; a decimal comma is a decimal point. Null for what is no number. */
export function readNumber(text: string): number | null {
  const typed = text.trim().replace(',', '.')
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed) ? Number(typed) : null
}

/** What is wrong with a typed number; null when it can be right. */
export function numberProblem(entry: NumberEntry, text: string): string | null {
  if (text.trim() === '') return null
  const value = readNumber(text)
  if (value === null) return s.noNumber
  const { low, high, unit } = entry.measure
  if (value < low || value > high) return s.outOfRange(formatValue(low), formatValue(high), unit)
  return entry.whole && !Number.isInteger(value) ? s.noWhole : null
}

export function ageProblem(text: string): string | null {
  if (text.trim() === '') return null
  const value = readNumber(text)
  return value !== null && Number.isInteger(value) && value >= 18 && value <= 120 ? null : s.ageBad
}

/** How many typed values cannot be right. */
export function countProblems(draft: FindingsDraft): number {
  const bad = catalogue.filter(
    (entry) => entry.kind === 'number' && numberProblem(entry, draft.texts[entry.key] ?? '') !== null,
  ).length
  return bad + (ageProblem(draft.age) === null ? 0 : 1)
}

function valueOf(draft: FindingsDraft, entry: Entry): boolean | number | string | null {
  if (entry.kind === 'flag') return draft.flags[entry.key] ?? null
  const text = (draft.texts[entry.key] ?? '').trim()
  if (text === '') return null
  return entry.kind === 'choice' ? text : readNumber(text)
}

/** The findings of the contract; null while a value cannot be right. Nothing is added to what was entered. */
export function findingsOf(draft: FindingsDraft): Findings | null {
  if (countProblems(draft) > 0) return null
  const parts = new Map<Part, Record<string, unknown>>()
  for (const entry of catalogue) {
    const value = valueOf(draft, entry)
    if (value === null) continue
    const part = parts.get(entry.part) ?? {}
    part[entry.id] = value
    parts.set(entry.part, part)
  }
  const of = (part: Part): Record<string, unknown> => parts.get(part) ?? {}
  const nihss = parts.get('nihss')
  const made = Findings.safeParse({
    ageYears: draft.age.trim() === '' ? null : readNumber(draft.age),
    sex: draft.sex === '' ? null : draft.sex,
    symptoms: of('symptoms'),
    history: of('history'),
    vitals: of('vitals'),
    labs: of('labs'),
    studies: of('studies'),
    judgements: nihss === undefined ? of('judgements') : { ...of('judgements'), nihss },
  })
  return made.data ?? null
}

/** The draft from which these findings would come; for another run with the same ones. */
export function draftOf(findings: Findings): FindingsDraft {
  const { nihss, ...judged } = findings.judgements
  const parts: Readonly<Record<Part, object>> = { ...findings, judgements: judged, nihss: nihss ?? {} }
  const values = new Map<string, unknown>()
  for (const part of ['symptoms', 'history', 'vitals', 'labs', 'studies', 'judgements', 'nihss'] as const)
    for (const [id, value] of Object.entries(parts[part])) values.set(`${part}.${id}`, value)
  let draft: FindingsDraft = {
    ...emptyFindings,
    age: findings.ageYears === null || findings.ageYears === undefined ? '' : String(findings.ageYears),
    sex: findings.sex ?? '',
  }
  for (const { key } of catalogue) {
    const value = values.get(key)
    if (typeof value === 'boolean') draft = withFlag(draft, key, value)
    else if (typeof value === 'number' || typeof value === 'string')
      draft = withText(draft, key, String(value))
  }
  return draft
}

/** One entered finding in words. */
export interface EnteredLine {
  readonly entry: Entry
  readonly words: string
  readonly absent: boolean
  readonly problem: string | null
}

function lineOf(draft: FindingsDraft, entry: Entry): EnteredLine | null {
  if (entry.kind === 'flag') {
    const value = draft.flags[entry.key]
    if (value === undefined) return null
    return { entry, words: value ? s.states.present : s.states.absent, absent: !value, problem: null }
  }
  const text = (draft.texts[entry.key] ?? '').trim()
  if (text === '') return null
  if (entry.kind === 'choice') {
    const choice = entry.choices.find(({ value }) => value === text)
    return choice === undefined ? null : { entry, words: choice.label, absent: false, problem: null }
  }
  const value = readNumber(text)
  const shown = value === null ? text : formatValue(value)
  const { unit } = entry.measure
  return {
    entry,
    words: unit === '' ? shown : `${shown} ${unit}`,
    absent: false,
    problem: numberProblem(entry, text),
  }
}

/** Everything that has been entered, in the order of the catalogue. */
export function enteredLines(draft: FindingsDraft): readonly EnteredLine[] {
  return catalogue.flatMap((entry) => lineOf(draft, entry) ?? [])
}

/** How much has been entered in each group. */
export function countByGroup(lines: readonly EnteredLine[]): Readonly<Record<GroupName, number>> {
  const count = { symptoms: 0, history: 0, vitals: 0, labs: 0, studies: 0, judgements: 0 }
  for (const { entry } of lines) count[entry.group] += 1
  return count
}
