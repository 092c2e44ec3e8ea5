const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/

export type DayReading =
  { readonly kind: 'open' } | { readonly kind: 'at'; readonly at: number } | { readonly kind: 'bad' }

/**
 * Reads a day, or a day and time, as local time. A day alone means its first millisecond, or for `end` its last,
 * so that "to 22 November" includes that day.
 */
export function readDay(text: string, end: boolean): DayReading {
  if (text.trim() === '') return { kind: 'open' }
  const match = FORM.exec(text.trim())
  if (match === null) return { kind: 'bad' }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const timed = match[4] !== undefined
  const [hour, minute] = timed ? [Number(match[4]), Number(match[5])] : end ? [23, 59] : [0, 0]
  const from = new Date(year, month - 1, day, hour, minute)
  if (from.getMonth() !== month - 1 || from.getDate() !== day || hour > 23 || minute > 59)
    return { kind: 'bad' }
  return { kind: 'at', at: from.getTime() + (end ? 59_999 : 0) }
}
