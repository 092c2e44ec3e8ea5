import { type Entry, readEntry } from './answers.ts'
import { type Pair, pythonList, type PythonName, pythonName } from './pair-key.ts'

/** Pairs whose key and last entry are remembered; with the usual entry about 1 KB each. */
const MOST = 5_000
/** Characters of the longest entry that is worth remembering. */
const MOST_TEXT = 4_096
const absent: Entry = { kind: 'absent' }

/** One pair at the hub: its key, and what the last text under it was found to say. */
export class KnownPair {
  readonly key: string
  readonly #pair: Pair
  #text: string | null = null
  #entry: Entry = absent

  constructor(pair: Pair, key: string) {
    this.#pair = pair
    this.key = key
  }

  /** Reads the text, unless it is to the letter the one that was read last. */
  read(text: string | null): Entry {
    if (text === this.#text) return this.#entry
    const entry = readEntry(this.#pair, text)
    if (text === null || text.length <= MOST_TEXT) {
      this.#text = text
      this.#entry = entry
    }
    return entry
  }
}

/**
 * What the hub's keys of pairs are called and held when they were read last. Entries are read again and again, by every
 * check once the answers in memory are old, and hardly ever change: the same text need not be understood twice.
 */
export class KnownPairs {
  readonly #keyOf: (pythonPair: string) => string
  /** Two levels: the names' own strings are found without joining them. */
  readonly #byName = new Map<string, Map<string, KnownPair>>()
  /** Each name of a list stands in many of its pairs. */
  readonly #names = new Map<string, PythonName>()
  #size = 0

  /** @param keyOf the hub's key of a pair as Python writes it. */
  constructor(keyOf: (pythonPair: string) => string) {
    this.#keyOf = keyOf
  }

  get size(): number {
    return this.#size
  }

  of(pair: Pair): KnownPair {
    const [a, b] = pair
    const known = this.#byName.get(a)?.get(b)
    if (known !== undefined) return known
    if (this.#size >= MOST) {
      this.#byName.clear()
      this.#names.clear()
      this.#size = 0
    }
    const added = new KnownPair(pair, this.#keyOf(pythonList(this.#name(a), this.#name(b))))
    const seconds = this.#byName.get(a)
    if (seconds === undefined) this.#byName.set(a, new Map([[b, added]]))
    else seconds.set(b, added)
    this.#size += 1
    return added
  }

  #name(name: string): PythonName {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const added = pythonName(name)
    this.#names.set(name, added)
    return added
  }
}
