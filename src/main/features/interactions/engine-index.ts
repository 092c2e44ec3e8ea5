import type { Rule } from './rules.ts'

/** Rules that hold for given ingredients, found without looking at the others. */
export interface RuleIndex {
  /** Numbers of the rules with two terms that hold for two different ingredients, in either order. */
  pairRules(a: number, b: number): readonly number[]
  /** Numbers of the rules with three terms each of which some ingredient of the list fills. */
  tripleRules(ingredients: readonly number[]): readonly number[]
  /** How many rules name the ingredient or a class of it. */
  countOf(ingredient: number): number
  /** True when the ingredient fills the rule's term (0, 1 or 2). */
  fills(rule: number, term: number, ingredient: number): boolean
}

const bitsPerWord = 32
const none: readonly number[] = []

/**
 * For every ingredient one bit per rule and term: whether it fills that term. A pair's rules are then a handful of
 * AND operations over about a kilobyte, so that class rules need not be written out for their thousands of pairs.
 */
export function indexRules(rules: readonly Rule[], ingredients: number): RuleIndex {
  const words = Math.ceil(rules.length / bitsPerWord)
  const terms = [0, 1, 2].map(() => new Uint32Array(words * ingredients))
  const pairs = new Uint32Array(words)
  const lists = new Map<ReadonlySet<number>, readonly number[]>()
  const listOf = (members: ReadonlySet<number>): readonly number[] => {
    const known = lists.get(members) ?? [...members]
    lists.set(members, known)
    return known
  }
  for (const [at, rule] of rules.entries()) {
    const word = Math.floor(at / bitsPerWord)
    const bit = 1 << (at % bitsPerWord)
    if (rule.terms.length === 2) pairs[word] = (pairs[word] ?? 0) | bit
    for (const [term, { members }] of rule.terms.entries()) {
      const bits = terms[term]
      if (bits === undefined) continue
      for (const member of listOf(members))
        bits[member * words + word] = (bits[member * words + word] ?? 0) | bit
    }
  }
  const [first, second, third] = terms
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('A rule has at most three terms.')

  /** The numbers of the set bits of a word; appended to `found`. */
  const collect = (word: number, set: number, found: number[] | null): number[] | null => {
    let list = found
    let left = set
    while (left !== 0) {
      const low = left & -left
      list ??= []
      list.push(word * bitsPerWord + 31 - Math.clz32(low))
      left ^= low
    }
    return list
  }

  return {
    pairRules: (a, b) => {
      let found: number[] | null = null
      for (let word = 0; word < words; word += 1) {
        const ofA = a * words + word
        const ofB = b * words + word
        const either = ((first[ofA] ?? 0) & (second[ofB] ?? 0)) | ((first[ofB] ?? 0) & (second[ofA] ?? 0))
        const set = either & (pairs[word] ?? 0)
        if (set !== 0) found = collect(word, set, found)
      }
      return found ?? none
    },
    tripleRules: (list) => {
      let found: number[] | null = null
      for (let word = 0; word < words; word += 1) {
        let inFirst = 0
        let inSecond = 0
        let inThird = 0
        for (const ingredient of list) {
          const at = ingredient * words + word
          inFirst |= first[at] ?? 0
          inSecond |= second[at] ?? 0
          inThird |= third[at] ?? 0
        }
        const set = inFirst & inSecond & inThird
        if (set !== 0) found = collect(word, set, found)
      }
      return found ?? none
    },
    countOf: (ingredient) => {
      let count = 0
      for (let word = 0; word < words; word += 1) {
        const at = ingredient * words + word
        let set = (first[at] ?? 0) | (second[at] ?? 0) | (third[at] ?? 0)
        while (set !== 0) {
          set &= set - 1
          count += 1
        }
      }
      return count
    },
    fills: (rule, term, ingredient) => {
      const at = ingredient * words + Math.floor(rule / bitsPerWord)
      return (((terms[term]?.[at] ?? 0) >>> (rule % bitsPerWord)) & 1) === 1
    },
  }
}
