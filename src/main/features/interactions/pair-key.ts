/** Two normal names in the order of their code points; the one spelling of a pair everywhere in this feature. */
export type Pair = readonly [string, string]

/** One text for a pair in this process: quicker than `pairField`, and names hold no NUL. */
export function pairId([a, b]: Pair): string {
  return `${a}\u0000${b}`
}

/** The two names as a pair, whichever comes first. */
export function pairOf(a: string, b: string): Pair {
  return compareCodePoints(a, b) <= 0 ? [a, b] : [b, a]
}

/** One text for a pair: a field of the hub's hashes and a key of maps. */
export function pairField([a, b]: Pair): string {
  return JSON.stringify([a, b])
}

/**
 * The pair as the seed's Python writes it into its key: `str(sorted([a.lower(), b.lower()]))`, to the letter.
 * Characters that Unicode has added since the Python in use may be written differently there; no drug's name has any.
 */
export function pythonPair(a: string, b: string): string {
  return pythonList(pythonName(a), pythonName(b))
}

/** One name of a pair, in lower case, and as Python writes it. */
export interface PythonName {
  readonly lower: string
  readonly repr: string
}

export function pythonName(name: string): PythonName {
  const lower = name.toLowerCase()
  return { lower, repr: pythonRepr(lower) }
}

/** The sorted list of two names, for who has written one of them before. */
export function pythonList(a: PythonName, b: PythonName): string {
  const [one, other] = compareCodePoints(a.lower, b.lower) <= 0 ? [a, b] : [b, a]
  return `[${one.repr}, ${other.repr}]`
}

/** Python compares by code point, JavaScript by UTF-16 unit: they differ where a surrogate takes part. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left === right) continue
    const [high, other] = [isSurrogate(left), isSurrogate(right)]
    return high === other ? left - right : high ? 1 : -1
  }
  return a.length - b.length
}

/** Half of a character beyond U+FFFF, which is above every whole one. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0
}

const short: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** What `str.isprintable` denies: controls, formats, surrogates, private and unassigned, separators but the space. */
const unprintable = /[\p{C}\p{Z}]/u

/** What is written as it is, without a quote or a backslash: nearly every name. */
const plain = /^[ !#-&(-[\]-~]*$/

/** `repr(text)` of Python 3. */
function pythonRepr(text: string): string {
  if (plain.test(text)) return `'${text}'`
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = Array.from(text, (character) => {
    if (character === quote) return `\\${character}`
    const written = short.get(character)
    if (written !== undefined) return written
    if (character === ' ' || !unprintable.test(character)) return character
    return escaped(codePoint(character))
  })
  return `${quote}${body.join('')}${quote}`
}

function escaped(point: number): string {
  const hex = point.toString(16)
  if (point <= 0xff) return `\\x${hex.padStart(2, '0')}`
  if (point <= 0xffff) return `\\u${hex.padStart(4, '0')}`
  return `\\U${hex.padStart(8, '0')}`
}
