/** A reader types its characters this close together, in milliseconds; a hand does not for six in a row. */
const LONGEST_GAP_MS = 60
const SHORTEST = 6

/** A key press as the reader needs it. */
export interface Stroke {
  readonly key: string
  /** Monotonic milliseconds. */
  readonly at: number
  /** Held with Ctrl, Alt or Meta: no reader does that. */
  readonly withModifier: boolean
}

export interface BadgeReader {
  /** Takes one stroke; the badge when it completes one, else null. */
  take(stroke: Stroke): string | null
  /** Whether the strokes so far may be the beginning of a badge. */
  readonly pending: string
}

/** Tells a badge reader (it types fast and ends with Enter) from a hand. */
export function createBadgeReader(): BadgeReader {
  let typed = ''
  let last = Number.NEGATIVE_INFINITY
  return {
    get pending() {
      return typed
    },
    take({ key, at, withModifier }) {
      const inTime = at - last <= LONGEST_GAP_MS
      // A reader presses Shift for capitals; that is neither a character nor an interruption.
      if (key === 'Shift') return null
      last = at
      if (withModifier) {
        typed = ''
        return null
      }
      if (key === 'Enter') {
        const badge = inTime && typed.length >= SHORTEST ? typed : null
        typed = ''
        return badge
      }
      if (!/^[\x21-\x7e]$/.test(key)) {
        typed = ''
        return null
      }
      typed = inTime ? typed + key : key
      return null
    },
  }
}
