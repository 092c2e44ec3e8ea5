/** A piece of a text: a word or a number, with what stands before it. */
export interface NameToken {
  /** Folded: lower case, without accents and apostrophes. */
  readonly text: string
  readonly kind: 'word' | 'number'
  /** Where it stands in the text as written. */
  readonly from: number
  readonly to: number
  /** What stands between it and the token before. */
  readonly gap: string
}

// Abbreviations with full stops (p.o., b.i.d.), words with their apostrophes, numbers with their decimals, per cent.
const pieces =
  /\p{L}(?:\.\p{L})+(?!\p{L})|\p{L}[\p{L}\p{M}]*(?:['’`´]\p{L}[\p{L}\p{M}]*)*|\d+(?:[.,]\d+)*|%/gu

const ligatures: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd' }
const onlyAscii = /^[ -~]*$/

/** A word in lower case without accents, apostrophes and full stops. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase()
  if (onlyAscii.test(lower)) return lower.replace(/['`.]/g, '')
  const folded = lower
    .replace(/[ßæœøłđ]/g, (letter) => ligatures[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}'’`´.]/gu, '')
  return folded === 'μg' ? 'mcg' : folded
}

/** The words and numbers of a text. Digits that touch letters are tokens of their own ("5mg" is two). */
export function tokenise(text: string): readonly NameToken[] {
  const tokens: NameToken[] = []
  let last = 0
  for (const match of text.matchAll(pieces)) {
    const [raw] = match
    const from = match.index
    const isNumber = raw.charCodeAt(0) >= 48 && raw.charCodeAt(0) <= 57
    tokens.push({
      text: isNumber ? raw : foldWord(raw),
      kind: isNumber ? 'number' : 'word',
      from,
      to: from + raw.length,
      gap: text.slice(last, from),
    })
    last = from + raw.length
  }
  return tokens
}

/** The key under which tokens are looked up: their letters and digits without anything between. */
export function keyOfTokens(tokens: readonly NameToken[], from: number, to: number): string {
  let key = ''
  for (let at = from; at < to; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.text === '%') continue
    key += token.kind === 'number' ? token.text.replace(/[.,]/g, '') : token.text
  }
  return key
}

/**
 * The key of a name: the same as `keyOfTokens` over all its tokens. Names that differ only in case, accents, spaces,
 * hyphens and points share one.
 */
export function foldName(name: string): string {
  // The formulary has thousands of names and start-up is paid by everyone: most need nothing but lower case.
  const lower = name.toLowerCase()
  let isPlain = true
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at)
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) continue
    if (code > 126) return foldWholeName(name)
    isPlain = false
  }
  return isPlain ? lower : lower.replace(/[^a-z0-9]+/g, '')
}

function foldWholeName(name: string): string {
  const tokens = tokenise(name)
  return keyOfTokens(tokens, 0, tokens.length)
}
