import type { StationSettings } from '@shared/features/settings/model.ts'

/**
 * True when the local time lies in the quiet hours, which may pass midnight. Applies to medium and low only;
 * high priority never asks.
 */
export function isQuiet(quietHours: StationSettings['quietHours'], at: Date): boolean {
  if (quietHours === null) return false
  const now = at.getHours() * 60 + at.getMinutes()
  const from = minutesOf(quietHours.from)
  const to = minutesOf(quietHours.to)
  return from <= to ? now >= from && now < to : now >= from || now < to
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
