/**
 * How many typing errors a name of this length may hold and still be taken for another. Short names need exactness:
 * one letter makes them another drug.
 */
export function spellingLimit(length: number): number {
  if (length < 5) return 0
  if (length < 8) return 1
  return length < 13 ? 2 : 3
}

/**
 * Optimal string alignment (Damerau-Levenshtein without overlapping edits): insertions, deletions, substitutions and
 * swaps of neighbours, counted up to `limit`; `limit + 1` when there are more.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let previous: number[] = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row += 1) {
    const current: number[] = [row]
    let best = row
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1
      let value = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        value = Math.min(value, (before[column - 2] ?? 0) + 1)
      current.push(value)
      if (value < best) best = value
    }
    if (best > limit) return limit + 1
    before = previous
    previous = current
  }
  return Math.min(previous[b.length] ?? limit + 1, limit + 1)
}

/**
 * How a name sounds: spellings of one sound made equal (ph and f, y and i, ae and e, ce and se, th and t), doubled
 * letters single, a final e silent. Names of different countries often differ in nothing else.
 */
export function soundOf(key: string): string {
  return key
    .replace(/ph/g, 'f')
    .replace(/[ao]e/g, 'e')
    .replace(/th/g, 't')
    .replace(/sch|sh/g, 's')
    .replace(/y/g, 'i')
    .replace(/c(?=[ei])/g, 's')
    .replace(/ck|c|qu?/g, 'k')
    .replace(/z/g, 's')
    .replace(/x/g, 'ks')
    .replace(/w/g, 'v')
    .replace(/(.)\1+/g, '$1')
    .replace(/e$/, '')
}

/** Which letters occur, as a bit set; two names within n edits differ in at most 2n of them. */
function lettersOf(key: string): number {
  let bits = 0
  for (let at = 0; at < key.length; at += 1) bits |= 1 << ((key.charCodeAt(at) - 97) & 31)
  return bits
}

function bitCount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/** The distance of names that differ in spelling but not in sound. */
const sameSound = 0.5
/** How much longer a spelling of the same sound may be. */
const mostSilent = 3

export interface NearName {
  readonly key: string
  readonly distance: number
}

export interface SpellingIndex {
  /** Keys within `limit` errors, nearest first; what sounds the same is nearer than one error. */
  near(key: string, limit: number): readonly NearName[]
}

/** Compares with all keys; letters and lengths rule nearly all of them out before anything is aligned. */
export function indexSpelling(keys: readonly string[]): SpellingIndex {
  const letters = Int32Array.from(keys, lettersOf)
  const lengths = Uint8Array.from(keys, (key) => Math.min(key.length, 255))
  // Filled as they are needed: the first misspelt name should not wait for all of them.
  const sounds: (string | undefined)[] = []
  const soundAt = (at: number, key: string): string => (sounds[at] ??= soundOf(key))
  return {
    near: (key, limit) => {
      const found = new Map<string, number>()
      const own = lettersOf(key)
      const sound = limit > 0 && key.length > 4 ? soundOf(key) : null
      for (const [at, other] of keys.entries()) {
        const longer = Math.abs((lengths[at] ?? 0) - key.length)
        if (sound !== null && longer <= mostSilent && soundAt(at, other) === sound)
          found.set(other, other === key ? 0 : sameSound)
        if (longer > limit || bitCount(own ^ (letters[at] ?? 0)) > 2 * limit) continue
        const distance = editDistance(key, other, limit)
        if (distance <= limit && distance < (found.get(other) ?? limit + 1)) found.set(other, distance)
      }
      return [...found]
        .map(([name, distance]) => ({ key: name, distance }))
        .sort((a, b) => a.distance - b.distance || (a.key < b.key ? -1 : 1))
    },
  }
}
