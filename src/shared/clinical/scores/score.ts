/** One line of the explanation: a criterion, the points it gave and the input that it read, in words. */
export interface ScoreItem {
  readonly label: string
  /** Points in the total; null for the inputs of a formula, which has no points of its own per input. */
  readonly points: number | null
  /** What was read, with its unit: `95 mm[Hg]`, `yes`, `not known`. */
  readonly input: string
}

/** Every input that could change the value was known. */
export interface Scored<Band extends string = string> {
  readonly kind: 'scored'
  readonly value: number
  readonly band: Band
  /** One or two full sentences for people: what the band means and what it does not. */
  readonly meaning: string
  readonly items: readonly ScoreItem[]
  readonly missing: readonly []
  /** Full citation. */
  readonly source: string
}

/**
 * Something that could change the value or its band is not known. The true value is at least `lowest` and at most
 * `highest`: no missing input is taken as normal. In the items, points are null where they are not decided yet.
 */
export interface Incomplete<Band extends string = string> {
  readonly kind: 'incomplete'
  readonly lowest: number
  readonly highest: number
  /** Every band that the missing inputs leave possible; one entry means that the band is already decided. */
  readonly possible: readonly Band[]
  /** Names in words of the inputs that could still change the answer. */
  readonly missing: readonly string[]
  readonly items: readonly ScoreItem[]
  readonly source: string
}

/** An input is impossible or outside what the score was made for. The reason names the input, never its value. */
export interface Refused {
  readonly kind: 'refused'
  readonly reason: string
}

export type ScoreResult<Band extends string = string> = Scored<Band> | Incomplete<Band> | Refused

/** An input that may be unknown: absent, undefined and null mean the same, "not known". */
export type Known<T> = T | null | undefined

export type Sex = 'male' | 'female'
