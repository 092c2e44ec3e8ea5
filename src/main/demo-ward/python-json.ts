/** A Python float: written with a decimal point even when whole. */
export class PyFloat {
  readonly value: number

  /** `value` must be finite. */
  constructor(value: number) {
    this.value = value
  }
}

/** What `json.dumps` is given here. A plain number is a Python int when whole. */
export type PyValue =
  string | number | boolean | null | PyFloat | readonly PyValue[] | { readonly [key: string]: PyValue }

/** `float.__repr__` for magnitudes between 1e-4 and 1e16, which covers every clinical value and every Unix time. */
function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/** `ensure_ascii`: everything outside space to tilde as \uXXXX, astral characters as a surrogate pair. */
function stringText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The bytes of Python's `json.dumps(value)` with its defaults: ", " and ": " between, ASCII only, keys in given order. */
export function pythonJson(value: PyValue): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return stringText(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return String(value)
  if (value instanceof PyFloat) return floatText(value.value)
  if (isList(value)) return `[${value.map(pythonJson).join(', ')}]`
  const members = Object.entries(value).map(([key, member]) => `${stringText(key)}: ${pythonJson(member)}`)
  return `{${members.join(', ')}}`
}

function isList(
  value: readonly PyValue[] | { readonly [key: string]: PyValue },
): value is readonly PyValue[] {
  return Array.isArray(value)
}

/**
 * `datetime.utcnow().isoformat()`: no zone, six digits of microseconds, which Python leaves out when they are zero.
 * `unixSeconds` as `time.time()` gives it.
 */
export function utcIsoformat(unixSeconds: number): string {
  const micros = Math.round(unixSeconds * 1e6)
  const whole = Math.floor(micros / 1e6)
  const fraction = micros - whole * 1e6
  const seconds = new Date(whole * 1000).toISOString().slice(0, 19)
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(6, '0')}`
}
