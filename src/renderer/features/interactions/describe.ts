import { routeWords, listStrings as s } from './strings.ts'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import type { ListedDrug, Recognition } from '@shared/features/interactions/model.ts'

const DAY_MS = 86_400_000

/** The shortest name of an entry, for the matrix and titles; what was typed when it is not known. */
export function nameOf(drug: ListedDrug, recognition: Recognition | null): string {
  if (recognition?.kind === 'known') return recognition.name
  return drug.chosen ?? shorten(drug.text)
}

/** A typed text as one short line: pasted nonsense must not blow a chip up. */
export function shorten(text: string, most = 60): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const letters = Array.from(line)
  return letters.length <= most ? line : `${letters.slice(0, most - 1).join('')}…`
}

export interface ChipWords {
  readonly main: string
  /** What was typed and read beside the name; null when it adds nothing. */
  readonly note: string | null
}

/** What was understood: "warfarin" with "Coumadin 5 mg tablet". */
export function chipWords(drug: ListedDrug, recognition: Recognition | null): ChipWords {
  const typed = shorten(drug.text)
  if (recognition === null) return { main: drug.chosen ?? typed, note: s.reading }
  switch (recognition.kind) {
    case 'known': {
      const { name, matched, strength, form, route } = recognition
      const parts = [
        matched.toLowerCase() === name.toLowerCase() ? null : matched,
        strength,
        form,
        route === null ? null : routeWords[route],
      ].filter((part) => part !== null)
      const isNews = !typed.toLowerCase().includes(matched.toLowerCase()) && typed !== ''
      const note = [...parts, ...(isNews ? [s.readFrom(typed)] : [])].join(' ')
      return { main: name, note: note === '' ? null : note }
    }
    case 'ambiguous':
      return { main: typed, note: s.which }
    case 'unknown':
      return { main: typed === '' ? '(empty)' : typed, note: s.notKnown }
  }
}

/** "warfarin + aspirin": the ingredients that meet. */
export function findingTitle(finding: Finding): string {
  return [...new Set(finding.ingredients)].join(' + ')
}

/** Whole days between the knowledge's date and now; null when the version is no date. */
export function knowledgeAgeDays(version: string, now: number): number | null {
  const at = Date.parse(version)
  return Number.isNaN(at) ? null : Math.floor((now - at) / DAY_MS)
}

/** Open questions of a result grouped by their sentence, so that one unknown drug is one line and not fifty. */
export interface UncheckedGroup {
  readonly sentence: string
  readonly places: readonly (readonly number[])[]
  readonly retry: boolean
}

export function groupUnchecked({ unchecked }: CheckResult): readonly UncheckedGroup[] {
  const groups = new Map<string, { sentence: string; places: number[][]; retry: boolean }>()
  for (const { reason, sentence, drugs, retry } of unchecked) {
    const key = `${reason} ${sentence} ${retry}`
    const group = groups.get(key) ?? { sentence, places: [], retry }
    group.places.push(drugs)
    groups.set(key, group)
  }
  return [...groups.values()]
}
