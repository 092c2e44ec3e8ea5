/** Most digits after the point that a bedside or laboratory value is shown with. */
const MOST_DECIMALS = 3

function digitsNeeded(value: number): number {
  const text = Number(value.toFixed(MOST_DECIMALS)).toString()
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

/**
 * A measured value for people. At least `decimals` digits (so that 7 mmol/L potassium reads `7.0`), and as many
 * more, up to three, as were published: rounding 6.46 to 6.5 would contradict a limit of 6.5.
 * Thousands are kept apart by a thin space; the minus is a true minus sign.
 */
export function formatValue(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 1e9) return value.toExponential(2)
  const digits = Math.max(decimals, digitsNeeded(value))
  const [whole = '0', fraction] = Math.abs(value).toFixed(Math.min(digits, MOST_DECIMALS)).split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole
  const sign = value < 0 ? '\u2212' : ''
  return fraction === undefined ? `${sign}${grouped}` : `${sign}${grouped}.${fraction}`
}

/** A difference with its sign: `+0.7`, `−2`, `±0`. Rounded to a thousandth to hide binary fractions. */
export function formatChange(from: number, to: number, decimals = 0): string {
  const change = Number((to - from).toFixed(MOST_DECIMALS))
  if (change === 0) return '±0'
  return change > 0 ? `+${formatValue(change, decimals)}` : formatValue(change, decimals)
}

/** Bytes for people, binary multiples: `512 B`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let step = 0
  while (value >= 1_024 && step < units.length - 1) {
    value /= 1_024
    step += 1
  }
  return `${step === 0 ? value : value.toFixed(1)} ${units[step] ?? ''}`
}

/** Milliseconds with as many digits as matter: `0.42 ms`, `12.3 ms`, `250 ms`. */
export function formatMillis(ms: number): string {
  const digits = ms < 10 ? 2 : ms < 100 ? 1 : 0
  return `${ms.toFixed(digits)} ms`
}

/**
 * `Okafor, N.` from `Okafor, Nneka`. A name without a comma is shown whole: which part is the family name
 * cannot be known.
 */
export function shortName(name: string): string {
  const [family, given] = name.split(',').map((part) => part.trim())
  if (family === undefined || family === '' || given === undefined || given === '') return name.trim()
  const initial = Array.from(given)[0]
  return initial === undefined ? family : `${family}, ${initial.toUpperCase()}.`
}
