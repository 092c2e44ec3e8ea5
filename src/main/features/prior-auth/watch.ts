import type { PriorAuthRecord } from '@shared/features/prior-auth/model.ts'
import { standingOf, warningsDue } from './engine-clocks.ts'
import { afterGate, gateRequestOf } from './engine-decide.ts'
import { isRefusal } from './errors.ts'
import type { ApprovalGate, PriorAuthStore } from './ports.ts'

const LOOK_MS = 15_000
/** After news from the queue of approvals, so that many at a time are looked at once. */
const SOON_MS = 500
/** The first by deadline are looked at every time, and of the others as many in turn. */
const OPEN_AT_ONCE = 500
/** Closed requests are kept this long; their outcomes stay for the yearly figures. */
const KEPT_MS = 90 * 86_400_000
/** Gate and hub are asked about this many at a time. */
const AT_A_TIME = 50

export interface WatchPorts {
  readonly store: PriorAuthStore
  readonly gate: ApprovalGate
  /** Null when another station has changed something. */
  readonly changed: (id: string | null) => void
  /** Told once among all stations for each warning and for the deadline. */
  readonly escalated: (record: PriorAuthRecord, overdue: boolean) => void
  readonly defect: (error: unknown) => void
}

/**
 * Keeps open requests and their gates in step: takes over what people decided, hands over again what the queue of
 * approvals never received, and escalates before a deadline. Any number of stations may do so: every change is
 * written against the revision it was decided on.
 */
export class PriorAuthWatch {
  readonly #ports: WatchPorts
  #timer: NodeJS.Timeout | null = null
  #soon: NodeJS.Timeout | null = null
  #looking = false
  /** Where the turn of those behind the first has come to. */
  #turn = OPEN_AT_ONCE
  /** What the last look found; empty before the first. */
  #seen = ''

  constructor(ports: WatchPorts) {
    this.#ports = ports
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    if (this.#soon) clearTimeout(this.#soon)
    this.#timer = null
    this.#soon = null
  }

  /** The queue of approvals has news. */
  lookSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null
      void this.look()
    }, SOON_MS)
  }

  /** One look at everything open. Never rejects: what fails is looked at again. */
  async look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      const { store } = this.#ports
      const { ids, total } = await store.ids('open', OPEN_AT_ONCE)
      const first = await store.read(ids)
      const records = [...first, ...(await this.#inTurn(total))]
      for (let start = 0; start < records.length; start += AT_A_TIME)
        await Promise.all(records.slice(start, start + AT_A_TIME).map((record) => this.#follow(record)))
      await store.trim(store.now() - KEPT_MS)
      await this.#notice(first, total)
    } catch (error) {
      if (!isRefusal(error)) this.#ports.defect(error)
    } finally {
      this.#looking = false
    }
  }

  /** The next of those behind the first: a batch may leave thousands open, and people decide in any order. */
  async #inTurn(total: number): Promise<readonly PriorAuthRecord[]> {
    if (this.#turn >= total) this.#turn = OPEN_AT_ONCE
    if (this.#turn >= total) return []
    const { ids } = await this.#ports.store.ids('open', OPEN_AT_ONCE, this.#turn)
    this.#turn += OPEN_AT_ONCE
    return this.#ports.store.read(ids)
  }

  /** What other stations have asked, decided or escalated since the last look: the window here shows it too. */
  async #notice(first: readonly PriorAuthRecord[], open: number): Promise<void> {
    const { ids, total } = await this.#ports.store.ids('closed', 1)
    const seen = JSON.stringify([first.map(({ id, rev }) => [id, rev]), open, ids, total])
    if (this.#seen !== '' && this.#seen !== seen) this.#ports.changed(null)
    this.#seen = seen
  }

  async #follow(record: PriorAuthRecord): Promise<void> {
    if (record.decidedAt !== null) return
    const { gate, store } = this.#ports
    const state = await gate.read(record.id)
    if (state === null) await gate.ask(gateRequestOf(record))
    const now = store.now()
    const decided = state === null ? null : afterGate(record, state, now)
    if (decided !== null && !(await this.#write(decided))) return
    await this.#escalate(decided ?? record, now)
  }

  async #escalate(record: PriorAuthRecord, now: number): Promise<void> {
    const due = warningsDue(record.clock, now)
    if (record.decidedAt !== null || due <= record.escalated) return
    const told = { ...record, rev: record.rev + 1, escalated: due }
    if (await this.#write(told))
      this.#ports.escalated(told, standingOf(record.clock, null, now) === 'overdue')
  }

  async #write(record: PriorAuthRecord): Promise<boolean> {
    const [taken] = await this.#ports.store.put([{ record, expectedRev: record.rev - 1 }])
    if (taken !== null) return false
    this.#ports.changed(record.id)
    return true
  }
}
