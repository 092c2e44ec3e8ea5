import type { SessionPolicy } from '@shared/features/sessions/model.ts'

const SECONDS = 60
const MOST_MINUTES = 1_440
const MOST_NAME = 120

/** Seconds; null for an empty text, undefined for one that is no whole number of minutes from 1 to 1440. */
export function secondsOfMinutes(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const minutes = Number(text)
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES ? minutes * SECONDS : undefined
}

/** The limits of stations as an administrator writes them: one line each, `name = minutes`. */
export function stationLimitsText(stations: SessionPolicy['stations']): string {
  return Object.entries(stations)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, seconds]) => `${name} = ${seconds / SECONDS}`)
    .join('\n')
}

/** The same read back; the 1-based number of the first line that is wrong instead, if there is one. */
export function readStationLimits(
  text: string,
):
  | { readonly ok: true; readonly stations: SessionPolicy['stations'] }
  | { readonly ok: false; readonly line: number } {
  const stations = new Map<string, number>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    // The last sign of equality: a station may have one in its name.
    const cut = line.lastIndexOf('=')
    const name = line.slice(0, Math.max(0, cut)).trim()
    const seconds = secondsOfMinutes(line.slice(cut + 1))
    if (name === '' || name.length > MOST_NAME || typeof seconds !== 'number' || stations.has(name))
      return { ok: false, line: index + 1 }
    stations.set(name, seconds)
  }
  return { ok: true, stations: Object.fromEntries(stations) }
}
