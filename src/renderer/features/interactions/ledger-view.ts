import { seedBaseline, type LedgerLine } from '@shared/features/interactions/governance.ts'

export const layers = ['local', 'cache', 'hub', 'model'] as const
export type Layer = (typeof layers)[number]

export interface LedgerSum {
  readonly byLayer: Readonly<Record<Layer, number>>
  /** Pairs that got an answer; what could not be checked is none and saves nothing. */
  readonly answered: number
  readonly unchecked: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly spent: number
  readonly waitedMs: number
  /** What the seed's way (one model call per pair) would have cost more; negative when ours was dearer. */
  readonly savedCost: number
  /** Milliseconds of waiting that the seed's way would have taken more. */
  readonly savedMs: number
  /** Per answered pair; null without one, because nothing divided by nothing is not zero. */
  readonly costEach: number | null
  readonly msEach: number | null
  /** Share of answers that needed no model, 0 to 1; null without answers. */
  readonly withoutModel: number | null
}

/** Adds lines up and compares them with the seed's baseline of $0.02 and 800 ms for each answered pair. */
export function sumOf(lines: readonly LedgerLine[]): LedgerSum {
  const add = (pick: (line: LedgerLine) => number): number =>
    lines.reduce((total, line) => total + pick(line), 0)
  const byLayer = {
    local: add((line) => line.local),
    cache: add((line) => line.cache),
    hub: add((line) => line.hub),
    model: add((line) => line.model),
  }
  const answered = layers.reduce((total, layer) => total + byLayer[layer], 0)
  const spent = add((line) => line.spent)
  const waitedMs = add((line) => line.waitedMs)
  const each = (total: number): number | null => (answered === 0 ? null : total / answered)
  return {
    byLayer,
    answered,
    unchecked: add((line) => line.unchecked),
    inputTokens: add((line) => line.inputTokens),
    outputTokens: add((line) => line.outputTokens),
    spent,
    waitedMs,
    savedCost: answered * seedBaseline.cost - spent,
    savedMs: answered * seedBaseline.latencyMs - waitedMs,
    costEach: each(spent),
    msEach: each(waitedMs),
    withoutModel: answered === 0 ? null : 1 - byLayer.model / answered,
  }
}

export interface LedgerDay {
  readonly day: string
  readonly sum: LedgerSum
}

/** One sum per day, the latest first. */
export function byDay(lines: readonly LedgerLine[]): readonly LedgerDay[] {
  const days = new Map<string, LedgerLine[]>()
  for (const line of lines) days.set(line.day, [...(days.get(line.day) ?? []), line])
  return [...days]
    .map(([day, of]) => ({ day, sum: sumOf(of) }))
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
}

/** `$12.40`; fractions of a cent where there is hardly more than that, since one model call costs so little. */
export function formatMoney(amount: number): string {
  const size = Math.abs(amount)
  const digits = size === 0 || size >= 0.1 ? 2 : size < 0.01 ? 5 : 3
  const sign = amount < 0 ? '\u2212' : ''
  return `${sign}$${size.toFixed(digits)}`
}

/** Time that adds up over many answers: `640 ms`, `12.4 s`, `7 min`, `3.2 h`. */
export function formatSpan(ms: number): string {
  const size = Math.abs(ms)
  const sign = ms < 0 ? '\u2212' : ''
  if (size < 1_000) return `${sign}${size.toFixed(size < 10 ? 2 : 0)} ms`
  if (size < 60_000) return `${sign}${(size / 1_000).toFixed(1)} s`
  if (size < 3_600_000) return `${sign}${(size / 60_000).toFixed(1)} min`
  return `${sign}${(size / 3_600_000).toFixed(1)} h`
}
