import type { MissedSummary } from '@shared/features/alerts/contract.ts'
import { isOpen } from '@shared/features/alerts/model.ts'
import type { AlertJournal, AlertStore } from './ports.ts'
import type { UnitReplica } from './unit-replica.ts'

/** A shorter absence is a hiccup, not something to report. */
const WORTH_TELLING_MS = 60_000
const PAGE = 1_000
const MAX_PAGES = 20

/** Tells what happened in the station's wards while it was off or without its hub. */
export class MissedWatch {
  readonly #store: AlertStore
  readonly #journal: AlertJournal
  #summary: MissedSummary | null = null

  constructor(store: AlertStore, journal: AlertJournal) {
    this.#store = store
    this.#journal = journal
  }

  get summary(): MissedSummary | null {
    return this.#summary
  }

  dismiss(): void {
    this.#summary = null
  }

  /** Looks from each ward's saved cursor to where it stands now. An earlier summary is added to, not replaced. */
  async look(replicas: readonly UnitReplica[]): Promise<void> {
    const from = this.#journal.lastLive()
    const to = this.#store.now()
    if (from === null || to - from < WORTH_TELLING_MS) return
    const raised = { critical: 0, warning: 0, info: 0 }
    let stillOpen = 0
    let escalated = 0
    for (const replica of replicas) {
      const ids = await this.#raisedSince(replica)
      for (const alert of await this.#store.states(replica.unit, ids.raised)) {
        raised[alert.severity] += 1
        if (isOpen(alert)) stillOpen += 1
      }
      escalated += ids.escalations
    }
    if (raised.critical + raised.warning + raised.info + escalated === 0) return
    this.#summary = { from: this.#summary?.from ?? from, to, raised, stillOpen, escalated }
  }

  async #raisedSince(replica: UnitReplica): Promise<{ raised: string[]; escalations: number }> {
    const cursor = this.#journal.cursor(replica.unit)
    const raised = new Set<string>()
    let escalations = 0
    if (cursor === null || cursor.epoch !== replica.epoch) return { raised: [], escalations }
    let after = cursor.streamId
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const entries = await this.#store.logBetween(replica.unit, after, replica.streamId, PAGE)
      for (const entry of entries) {
        if (entry.kind === 'raised' || entry.kind === 'worsened') raised.add(entry.alertId)
        if (entry.kind === 'escalated') escalations += 1
      }
      const last = entries.at(-1)
      if (!last || entries.length < PAGE) break
      after = last.streamId
    }
    return { raised: [...raised], escalations }
  }
}
