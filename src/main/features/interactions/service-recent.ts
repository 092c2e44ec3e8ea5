import { type PairPlaces } from '@shared/features/interactions/check.ts'
import type { KnownDrug } from '@shared/features/interactions/model.ts'
import type { OpenQuestion } from './ports.ts'

/** Who asks: a person at this station, or a program that another server speaks for. */
export interface Inquirer {
  readonly user: string
  readonly role: string
  readonly session: string | null
  /** The session at this window to which later answers go; null when nobody waits for them. */
  readonly serial: number | null
}

export interface RecentCheck {
  readonly id: string
  readonly drugs: readonly (KnownDrug | null)[]
  readonly questions: readonly OpenQuestion[]
  readonly inquirer: Inquirer
  readonly patientId: string | null
}

/** A check that was replaced by so many newer ones is not on any screen. */
const MOST = 200

/** The checks whose answers may still be on a screen. */
export class RecentChecks {
  readonly #checks = new Map<string, RecentCheck>()

  add(check: RecentCheck): void {
    this.#checks.set(check.id, check)
    if (this.#checks.size <= MOST) return
    const [oldest] = this.#checks.keys()
    if (oldest !== undefined) this.#checks.delete(oldest)
  }

  /** The check and its open questions about these two places; null when it is not known any more. */
  find(id: string, [a, b]: PairPlaces): { check: RecentCheck; questions: readonly OpenQuestion[] } | null {
    const check = this.#checks.get(id)
    if (check === undefined) return null
    const questions = check.questions.filter(
      ({ places: [first, second] }) => (first === a && second === b) || (first === b && second === a),
    )
    return { check, questions }
  }
}
