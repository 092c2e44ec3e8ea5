/** Texts that many patients share, each kept once; -1 stands for none. */
export class Interned {
  readonly #numbers = new Map<string, number>()
  readonly texts: string[] = []

  numberOf(text: string | null): number {
    if (text === null) return -1
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.texts.length)
    this.texts.push(text)
    return this.texts.length - 1
  }

  /** Without adding it: undefined for a text that no patient has. */
  find(text: string): number | undefined {
    return this.#numbers.get(text)
  }

  textOf(number: number): string | null {
    return number < 0 ? null : (this.texts[number] ?? null)
  }
}
