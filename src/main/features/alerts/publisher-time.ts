import type { Doubt } from '@shared/features/alerts/model.ts'

const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/

export interface PublisherTime {
  /** Milliseconds since 1970: the publisher's time, or the time of receipt when that is doubtful. */
  readonly at: number
  readonly doubt: Extract<Doubt, 'time-ahead' | 'time-ancient' | 'time-missing'> | null
  readonly unreadable: boolean
}

/**
 * Reads a message's `timestamp`. Without a zone it means UTC (the seed writes `utcnow().isoformat()`).
 * A time too far from the hub's clock is doubted and the time of receipt stands in, so that the alert is
 * neither hidden as old nor ranked as tomorrow's.
 */
export function readPublisherTime(
  timestamp: unknown,
  now: number,
  limits: { aheadMinutes: number; ancientMinutes: number },
): PublisherTime {
  if (timestamp === undefined || timestamp === null || timestamp === '') {
    return { at: now, doubt: 'time-missing', unreadable: false }
  }
  const at = typeof timestamp === 'string' ? parse(timestamp) : null
  if (at === null) return { at: now, doubt: 'time-missing', unreadable: true }
  if (at > now + limits.aheadMinutes * 60_000) return { at: now, doubt: 'time-ahead', unreadable: false }
  if (at < now - limits.ancientMinutes * 60_000) return { at: now, doubt: 'time-ancient', unreadable: false }
  return { at, doubt: null, unreadable: false }
}

function parse(text: string): number | null {
  const match = iso.exec(text.trim())
  if (!match) return null
  const [, date = '', time = '', zone = 'Z'] = match
  const at = Date.parse(`${date}T${time.slice(0, 12)}${zone}`)
  return Number.isFinite(at) && at >= 0 ? at : null
}
