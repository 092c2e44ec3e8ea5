import type { MissedSummary } from '@shared/features/alerts/contract.ts'
import { isOpen } from '@shared/features/alerts/model.ts'
import type { AlertJournal, AlertStore } from './ports.ts'
import type { UnitReplica } from './unit-replica.ts'

/** A shorter absence is a hiccup, not something to report. */
const WORTH_TELLING_MS = 60_000
const PAGE = 1_000
const MAX_PAGES = 20

type MissedStore = Pick<AlertStore, 'now' | 'states' | 'logBetween'>
type MissedJournal = Pick<AlertJournal, 'lastLive' | 'cursor' | 'shown'>

/** Tells what happened in the station's wards while it was off or without its hub. */
export class MissedWatch {
  readonly #store: MissedStore
  readonly #journal: MissedJournal
  /** Alert id to its ward, and places in the logs: a second look must not count anything twice. */
  readonly #raised = new Map<string, string>()
  readonly #escalations = new Set<string>()
  #summary: MissedSummary | null = null

  constructor(store: MissedStore, journal: MissedJournal) {
    this.#store = store
    this.#journal = journal
  }

  get summary(): MissedSummary | null {
    return this.#summary
  }

  dismiss(): void {
    this.#summary = null
    this.#raised.clear()
    this.#escalations.clear()
  }

  /** Looks from each ward's saved cursor to where it stands now. An earlier summary is added to, not replaced. */
  async look(replicas: readonly UnitReplica[]): Promise<void> {
    const from = this.#journal.lastLive()
    const to = this.#store.now()
    if (from === null || to - from < WORTH_TELLING_MS) return
    for (const replica of replicas) await this.#collect(replica)
    if (this.#raised.size + this.#escalations.size === 0) return
    const raised = { critical: 0, warning: 0, info: 0 }
    let stillOpen = 0
    for (const replica of replicas) {
      const ids = [...this.#raised].filter(([, unit]) => unit === replica.unit).map(([id]) => id)
      for (const alert of await this.#store.states(replica.unit, ids)) {
        raised[alert.severity] += 1
        if (isOpen(alert)) stillOpen += 1
      }
    }
    const escalated = this.#escalations.size
    this.#summary = { from: this.#summary?.from ?? from, to, raised, stillOpen, escalated }
  }

  async #collect(replica: UnitReplica): Promise<void> {
    const cursor = this.#journal.cursor(replica.unit)
    if (cursor === null || cursor.epoch !== replica.epoch) return
    const raised = new Set<string>()
    let after = cursor.streamId
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const entries = await this.#store.logBetween(replica.unit, after, replica.streamId, PAGE)
      for (const { kind, alertId, streamId } of entries) {
        if (kind === 'raised' || kind === 'worsened') raised.add(alertId)
        if (kind === 'escalated') this.#escalations.add(`${replica.unit} ${streamId}`)
      }
      const last = entries.at(-1)
      if (!last || entries.length < PAGE) break
      after = last.streamId
    }
    // The cursor may stand a little behind what the window has painted.
    const shown = this.#journal.shown([...raised])
    for (const id of raised) if (!shown.has(id)) this.#raised.set(id, replica.unit)
  }
}
