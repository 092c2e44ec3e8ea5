/** The figures of one series of measurements, in the unit they were taken in. */
export interface Figures {
  readonly count: number
  readonly median: number
  readonly p99: number
  readonly max: number
}

/** Median, 99th percentile (nearest rank) and maximum. Throws for an empty series: no figure is made of nothing. */
export function figuresOf(samples: readonly number[]): Figures {
  if (samples.length === 0) throw new Error('nothing was measured')
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { count: sorted.length, median: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 }
}

/** One line of the report: what was measured, against what, and whether it kept its bound. */
export interface Line {
  readonly what: string
  readonly measured: string
  readonly floor: string
  readonly bound: string
  readonly kept: boolean
}

export const ms = (value: number): string => `${value.toFixed(2)} ms`
export const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`

/** The report as a Markdown table. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ what, measured, floor, bound, kept }) =>
      `| ${what} | ${measured} | ${floor} | ${bound} | ${kept ? 'yes' : '**no**'} |`,
  )
  return ['| what | measured | floor, same run | bound | kept |', '|---|---|---|---|---|', ...rows].join('\n')
}
