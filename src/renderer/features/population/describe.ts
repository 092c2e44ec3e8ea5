import { dateText } from './day-input.ts'
import { populationStrings as s } from './strings.ts'
import type { Crossing } from '@shared/features/population/board.ts'
import { RiskMetric, type BoardRow, type Contribution } from '@shared/features/population/model.ts'
import { formatDay } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

const DAY_MS = 86_400_000
/** A change smaller than what a score is shown with is none. */
const LEAST_CHANGE = 0.05

/** A score as it is shown: one digit after the point, none when it is whole. */
export function scoreText(score: number): string {
  return formatValue(Math.round(score * 10) / 10)
}

/** The band in words; without a score, that nothing was read. */
export function bandText(band: BoardRow['band']): string {
  return band === null ? s.row.unscored : s.bands[band]
}

/** How many, with thousands kept apart. */
export function countText(count: number): string {
  return formatValue(count)
}

export interface Change {
  readonly kind: 'rose' | 'fell' | 'same' | 'none'
  /** For the eye: `▲ 4.2`. */
  readonly sign: string
  /** For the ear. */
  readonly words: string
}

/** How the score stands to the one with which yesterday ended. */
export function changeOf({ score, yesterday }: Pick<BoardRow, 'score' | 'yesterday'>): Change {
  if (score === null) return { kind: 'none', sign: '', words: '' }
  if (yesterday === null) return { kind: 'none', sign: s.row.noYesterday, words: s.row.noYesterday }
  const change = score - yesterday
  const points = scoreText(Math.abs(change))
  if (Math.abs(change) < LEAST_CHANGE) return { kind: 'same', sign: s.row.same, words: s.row.sameLong }
  return change > 0
    ? { kind: 'rose', sign: s.row.rose(points), words: s.row.roseLong(points) }
    : { kind: 'fell', sign: s.row.fell(points), words: s.row.fellLong(points) }
}

/** One piece of a bar, in points of 100 from `from` on. */
export interface Segment {
  readonly metric: Contribution['metric']
  readonly from: number
  readonly width: number
}

/** The pieces of a bar in the order of the metrics; what lies beyond 100 points is cut off, as the score is. */
export function segmentsOf(contributions: readonly Contribution[]): readonly Segment[] {
  const segments: Segment[] = []
  let from = 0
  for (const metric of RiskMetric.options) {
    const points = contributions.find((each) => each.metric === metric)?.points ?? 0
    const width = Math.min(points, 100 - from)
    if (width > 0) segments.push({ metric, from, width })
    from += Math.max(0, width)
  }
  return segments
}

/** Whole days since an ISO date has passed by the calendar of this station; 0 today, negative before. */
export function daysPast(date: string, now: number): number {
  const today = new Date(now)
  const day = Date.parse(`${date}T00:00`)
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime()
  return Math.round((midnight - day) / DAY_MS)
}

/** What is agreed on for the next contact, and whether it is late; null when nothing is. */
export function contactOf(
  nextContact: string | null,
  now: number,
): { readonly text: string; readonly late: boolean } | null {
  if (nextContact === null) return null
  const days = daysPast(nextContact, now)
  if (days > 0) return { text: s.row.overdue(days), late: true }
  return { text: days === 0 ? s.row.today : s.row.contact(dateText(nextContact)), late: false }
}

/** Age, unit and conditions in one line; what is not known is left out unless nothing is known. */
export function whoLine({ ageYears, unit, conditions }: BoardRow): string {
  return [
    ageYears === null ? s.row.ageUnknown : s.row.years(ageYears),
    unit ?? s.row.unitUnknown,
    conditions.length === 0 ? null : conditions.join(', '),
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

/** What the bar says, in words: `at least 62.4 of HbA1c 37 points, BMI 25.4 points; Systolic pressure not known`. */
export function barWords(row: Pick<BoardRow, 'score' | 'contributions' | 'missing' | 'foreign'>): string {
  const parts = row.contributions.map(({ metric, points }) =>
    s.row.part(s.metrics[metric], scoreText(points)),
  )
  const missing = row.missing.map((metric) => s.metrics[metric])
  if (row.score === null) return `${s.row.unscored}, ${s.row.missing(missing.join(', '))}`
  return [
    missing.length > 0 && !row.foreign ? `${s.row.atLeast} ${scoreText(row.score)}` : scoreText(row.score),
    ...(row.foreign ? [s.row.foreign] : []),
    ...(parts.length > 0 ? [s.row.split(parts.join(', '))] : []),
    ...(missing.length > 0 ? [s.row.missing(missing.join(', '))] : []),
  ].join(' ')
}

/** A row in words, for assistive technology. */
export function rowLabel(row: BoardRow, user: string, isNew: boolean, now: number): string {
  const { manager, snoozedUntil, nextContact } = row.care
  return [
    `${row.rank === null ? s.row.noRank : s.row.rank(countText(row.rank))}, ${row.name ?? row.patientId}`,
    ...(isNew ? [s.row.newLong] : []),
    row.band === null ? barWords(row) : `${barWords(row)}, ${bandText(row.band)}`,
    ...(row.score === null ? [] : [changeOf(row).words]),
    whoLine(row),
    managerText(manager, user),
    ...(snoozedUntil !== null && snoozedUntil > now ? [s.row.snoozed(formatDay(snoozedUntil))] : []),
    ...[contactOf(nextContact, now)?.text ?? []].flat(),
  ].join('. ')
}

/** Who has the patient. */
export function managerText(manager: string | null, user: string): string {
  if (manager === null) return s.row.nobody
  return manager === user ? s.row.mine : s.row.with(manager)
}

/** A value with its unit: `9.4 %`. */
export function metricText(metric: Contribution['metric'], value: number): string {
  return `${formatValue(value, metric === 'blood_pressure' ? 0 : 1)} ${s.units[metric]}`
}

/** One sentence for what came within a short time: one is named, more are counted. */
export function crossingWords(
  crossings: readonly Pick<Crossing, 'patientId' | 'kind' | 'score'>[],
  nameOf: (patientId: string) => string,
): string {
  const [only] = crossings
  if (only === undefined) return ''
  if (crossings.length > 1) {
    const entered = crossings.filter(({ kind }) => kind === 'entered').length
    return s.crossings.many(entered, crossings.length - entered)
  }
  return s.crossings[only.kind](nameOf(only.patientId), scoreText(only.score))
}
