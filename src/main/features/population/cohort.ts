import type { BoardRow, CohortFilter } from '@shared/features/population/model.ts'
import { compileFilter, type Matches } from './cohort-filter.ts'
import type { PopulationCopy } from './copy.ts'
import type { BoardStore, Cohort } from './ports.ts'
import type { PopulationReplica } from './replica.ts'

/** A compiled filter is good for this long: ages and ends of snoozes move with time. */
const GOOD_MS = 1_000

/** The population in memory as statistics, figures and export see it. */
export class CopiedCohort implements Cohort {
  readonly #copy: PopulationCopy
  readonly #board: Pick<BoardStore, 'now'>
  #compiled: { filter: CohortFilter; replica: PopulationReplica; until: number; matches: Matches } | null =
    null

  constructor(copy: PopulationCopy, board: Pick<BoardStore, 'now'>) {
    this.#copy = copy
    this.#board = board
  }

  async ready(): Promise<void> {
    await this.#copy.ready()
  }

  *rows(filter: CohortFilter, search: string): Iterable<BoardRow> {
    const { replica } = this.#copy
    if (replica === null) return
    const now = this.#board.now()
    const matches = compileFilter(replica, filter, search, now)
    // As the order was at the beginning: whoever walks it gives others a turn, and then patients change places.
    const ranked = replica.order.length
    const slots = Int32Array.from({ length: replica.size }, (_, at) => replica.at(at))
    for (const [at, slot] of slots.entries())
      if (matches(slot)) yield replica.row(slot, at < ranked ? at + 1 : null, now)
  }

  matches(patientId: string, filter: CohortFilter): boolean {
    const { replica } = this.#copy
    const slot = replica?.slotOf(patientId)
    if (replica === null || slot === undefined) return false
    const known = this.#compiled
    const now = this.#board.now()
    if (known !== null && known.filter === filter && known.replica === replica && now < known.until)
      return known.matches(slot)
    const matches = compileFilter(replica, filter, '', now)
    this.#compiled = { filter, replica, until: now + GOOD_MS, matches }
    return matches(slot)
  }
}
