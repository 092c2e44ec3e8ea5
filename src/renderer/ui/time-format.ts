const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const two = (value: number): string => String(value).padStart(2, '0')

/**
 * Age of an instant: `00:41`, `14:48`, `1 h 05`, `2 d 03 h`. Never negative: a publisher or hub whose clock is
 * ahead yields `00:00`, because "in the future" would read as a countdown.
 */
export function formatAge(at: number, now: number): string {
  const age = Math.max(0, now - at)
  if (age < HOUR) return `${two(Math.floor(age / MINUTE))}:${two(Math.floor((age % MINUTE) / SECOND))}`
  if (age < DAY) return `${Math.floor(age / HOUR)} h ${two(Math.floor((age % HOUR) / MINUTE))}`
  return `${Math.floor(age / DAY)} d ${two(Math.floor((age % DAY) / HOUR))} h`
}

/**
 * Time left until an instant: `1:19`, `1 h 05`. Whole seconds; the last one shows `0:01` until the time has come,
 * so that `0:00` never stands beside a deadline still to come. Null when it has passed.
 */
export function formatCountdown(at: number, now: number): string | null {
  if (at <= now) return null
  const left = Math.max(1, Math.floor((at - now) / SECOND))
  const hours = Math.floor(left / 3_600)
  if (hours > 0) return `${hours} h ${two(Math.floor((left % 3_600) / 60))}`
  return `${Math.floor(left / 60)}:${two(left % 60)}`
}

/** Age of the last proof of life: tenths below ten seconds, whole seconds below a minute, then minutes. */
export function formatProofAge(ageMs: number): string {
  const age = Math.max(0, ageMs)
  if (age < 10 * SECOND) return `${(Math.floor(age / 100) / 10).toFixed(1)} s`
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`
  return `${Math.floor(age / MINUTE)} min`
}

function dateParts(at: number): { date: Date; hm: string; hms: string } {
  const date = new Date(at)
  const hm = `${two(date.getHours())}:${two(date.getMinutes())}`
  return { date, hm, hms: `${hm}:${two(date.getSeconds())}` }
}

/** Local wall time to the minute, 24 hours: `10:42`. */
export function formatClock(at: number): string {
  return dateParts(at).hm
}

/** Local wall time to the second: `10:42:07`. */
export function formatClockSeconds(at: number): string {
  return dateParts(at).hms
}

/** Local wall time to the millisecond, for the delivery stamps: `10:41:19.208`. */
export function formatClockMillis(at: number): string {
  return `${dateParts(at).hms}.${String(at % SECOND).padStart(3, '0')}`
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayYearFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** The day alone: `21 Nov`. */
export function formatDay(at: number): string {
  return dayFormat.format(at)
}

/** A moment that may lie on another day: `10:42` today, `21 Nov 10:42` this year, with the year before that. */
export function formatMoment(at: number, now: number): string {
  const { date, hm } = dateParts(at)
  const today = new Date(now)
  if (date.toDateString() === today.toDateString()) return hm
  const format = date.getFullYear() === today.getFullYear() ? dayFormat : dayYearFormat
  return `${format.format(date)} ${hm}`
}

/** Completed years of age at `now` from an ISO birth date; null when it cannot be read or lies in the future. */
export function ageInYears(birthDate: string, now: number): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(birthDate)
  if (match === null) return null
  const today = new Date(now)
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  const hadBirthday =
    today.getMonth() + 1 > month || (today.getMonth() + 1 === month && today.getDate() >= day)
  const years = today.getFullYear() - year - (hadBirthday ? 0 : 1)
  return years < 0 || years > 130 ? null : years
}
