import { keyFamilies, type KeyFamilyName } from './key-families.ts'

/**
 * Names in the families of the catalogue. The prefix goes before keys and channels alike, so that tests can share a
 * server without meeting.
 */
export class KeyNames {
  readonly #prefix: string

  constructor(prefix = '') {
    this.#prefix = prefix
  }

  protected in(family: KeyFamilyName, rest = ''): string {
    return `${this.#prefix}${keyFamilies[family].start}${rest}`
  }

  /** Pattern of the names in a family that go on like this. */
  protected matching(family: KeyFamilyName, rest: string): string {
    return `${escapeGlob(this.#prefix)}${keyFamilies[family].start}${rest}`
  }
}

/** The text as a pattern that matches nothing else. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]^-]/g, (character) => `\\${character}`)
}
