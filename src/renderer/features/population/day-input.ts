import { formatDay } from '@renderer/ui/time-format.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** The calendar day of this station so many days after a moment, as an ISO date. */
export function dayAfter(at: number, days: number): string {
  const day = new Date(at)
  day.setDate(day.getDate() + days)
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** True for an ISO date that is in the calendar. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const made = new Date(year, month - 1, day)
  return made.getFullYear() === year && made.getMonth() === month - 1 && made.getDate() === day
}

/** A moment as typed, `2026-11-22 10:30` or a day alone (its noon), by this station's clock; null when it is neither. */
export function momentOf(text: string): number | null {
  const match = /^(\S+)(?:[ T](\d{1,2}):(\d{2}))?$/.exec(text.trim())
  const day = match?.[1] ?? ''
  if (match === null || !isDay(day)) return null
  const [hours, minutes] = [Number(match[2] ?? '12'), Number(match[3] ?? '0')]
  if (hours > 23 || minutes > 59) return null
  return new Date(`${day}T${two(hours)}:${two(minutes)}`).getTime()
}

/** A number as typed, with a point or a comma before its fraction; null when it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

/** An ISO date for people: `1 Dec`, with the year when it is another than this one. */
export function dateText(date: string): string {
  const day = formatDay(Date.parse(`${date}T12:00`))
  return date.startsWith(`${new Date().getFullYear()}-`) ? day : `${day} ${date.slice(0, 4)}`
}
