const CLOCK = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/

/** A time of day as people type it (`7:05`, `0705`, `22.00`) as `HH:MM`; null when it is none. */
export function readClockTime(text: string): string | null {
  const match = CLOCK.exec(text.trim())
  if (match === null) return null
  const [, hours = '', minutes = ''] = match
  return `${hours.padStart(2, '0')}:${minutes}`
}
