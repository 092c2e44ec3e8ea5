import type { RecentCheck } from './service-recent.ts'

/** A list that is typed drug by drug is checked again with every drug; after this long a warning is a new one. */
const AGAIN_MS = 30 * 60_000
const KEPT = 10_000

/** Which warnings a person has been shown lately about one patient, so that each counts once in the figures. */
export class ShownLately {
  readonly #now: () => number
  readonly #shown = new Map<string, number>()

  /** @param now milliseconds of any clock that does not go back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** True when this is a showing of its own. */
  isNew({ inquirer, patientId }: Pick<RecentCheck, 'inquirer' | 'patientId'>, key: string): boolean {
    const name = JSON.stringify([inquirer.user, inquirer.session, patientId, key])
    const before = this.#shown.get(name)
    const now = this.#now()
    this.#shown.delete(name)
    this.#shown.set(name, now)
    if (this.#shown.size > KEPT) {
      const [oldest] = this.#shown.keys()
      if (oldest !== undefined) this.#shown.delete(oldest)
    }
    return before === undefined || now - before > AGAIN_MS
  }
}
