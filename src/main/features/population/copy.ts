import { setImmediate as breathe } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import { LogPlace } from './log-place.ts'
import type { BoardStore, Change } from './ports.ts'
import { PopulationReplica } from './replica.ts'
import { RosterCopy } from './roster-copy.ts'
import { isPatientId } from './stored.ts'
import type { CareWake } from './wake.ts'

const PAGE = 1_000
const AT_ONCE = 1_000
const MET_AT_ONCE = 50
/** The channel may lose a message; what it lost is found this much later at the latest. */
const POLL_MS = 1_000
/** A copy that nobody looks at is kept this long. */
const KEEP_MS = 5 * 60_000

export interface CopyObserver {
  /** This patient has changed; null: more than can be told one by one. */
  changed(slot: number | null): void
  /** Another replica is being filled. */
  renewed(): void
  /** Whether somebody looks at it at this moment. */
  isWatched(): boolean
  /** A failure that is no lost link. */
  defect(error: unknown): void
}

/**
 * A copy of the whole population in this station's memory: read in pages by rank, then, while a board is open, kept up
 * to date from the channel, and from the log where the channel has left a gap. While nobody looks it lies still; it
 * catches up from the log before it is used again, and is dropped some minutes after the last use.
 */
export class PopulationCopy {
  readonly #store: BoardStore
  readonly #observer: CopyObserver
  #replica: PopulationReplica | null = null
  #reading: { read: number; of: number } | null = null
  readonly #place = new LogPlace()
  readonly #roster: RosterCopy
  #generation = 0
  #loading: Promise<void> | null = null
  /** Changed while everybody was being read, and not come by in a page: they may have climbed past the reading. */
  readonly #unmet = new Set<string>()
  #catching: { readonly generation: number; readonly done: Promise<void> } | null = null
  #again = false
  #stale = false
  #usedAt = 0
  #timer: NodeJS.Timeout | null = null

  constructor(store: BoardStore, observer: CopyObserver) {
    this.#store = store
    this.#observer = observer
    this.#roster = new RosterCopy(store, observer)
  }

  /** As far as it has been read; null when nobody looks. */
  get replica(): PopulationReplica | null {
    return this.#replica
  }

  /** How far reading has come; null when the copy is complete, or there is none. */
  get reading(): { readonly read: number; readonly of: number } | null {
    return this.#reading
  }

  /** True when everybody has been read and changes have been followed since. */
  get isCurrent(): boolean {
    return this.#isComplete && !this.#stale
  }

  /** True for a copy that has lain still and not caught up yet. */
  get isStale(): boolean {
    return this.#isComplete && this.#stale
  }

  get #isComplete(): boolean {
    return this.#replica !== null && this.#reading === null
  }

  /** Keeps the copy for some minutes more, and reads it when there is none. Does not wait. */
  use(): void {
    this.#usedAt = performance.now()
    this.#timer ??= setInterval(() => void this.#tick(), POLL_MS)
    if (this.#replica === null && this.#loading === null) void this.#load().catch(() => undefined)
  }

  /** Resolves when the copy is complete and caught up. Rejects with a HubError when it cannot be read. */
  async ready(): Promise<PopulationReplica> {
    this.use()
    for (;;) {
      const replica = this.#replica
      if (replica !== null && this.#reading === null) {
        if (!this.#stale) return replica
        await this.#catchUp(true)
        if (replica === this.#replica) return replica
      }
      // One that was begun for another link ends without having read all; then another is under way, or begins.
      else await (this.#loading ?? this.#load())
    }
  }

  /** Nobody looks any more: changes are no longer told. */
  rest(): void {
    this.#stale = true
  }

  drop(): void {
    this.#generation += 1
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#replica = null
    this.#reading = null
    this.#loading = null
  }

  /**
   * Changes are told from now on, or a new link: what was missed is read from the log, or everything anew when that log
   * is another one.
   */
  attach(): void {
    if (this.#timer === null) return
    if (!this.#isComplete) {
      if (this.#loading === null) void this.#load().catch(() => undefined)
    } else if (this.#observer.isWatched()) void this.#follow(true)
    else this.#stale = true
  }

  /** A change as the channel tells it. */
  told(change: Change): void {
    const replica = this.#replica
    if (replica === null) return
    if (this.#reading !== null) {
      // Shown at once; in its order it comes again from the log, when everybody has been read.
      if (isPatientId(change.patientId)) this.#put(replica, change)
      return
    }
    if (change.seq === this.#place.seq + 1) this.#apply(replica, change)
    // A number that was passed already: late, or of a hub that has lost its data and counts anew.
    else void this.#follow(change.seq <= this.#place.seq)
  }

  /** What has changed of care work or of the roster. */
  toldOfCare(wake: CareWake): void {
    const replica = this.#replica
    if (replica === null) return
    switch (wake.kind) {
      case 'care':
        this.#observer.changed(replica.putCare(wake.record))
        return
      case 'roster':
        void this.#roster.readAgain(replica, () => replica === this.#replica)
        return
    }
  }

  async #tick(): Promise<void> {
    if (!this.#observer.isWatched()) {
      if (performance.now() - this.#usedAt > KEEP_MS) this.drop()
      return
    }
    if (this.#isComplete) await this.#follow(true)
    else if (this.#loading === null) await this.#load().catch(() => undefined)
  }

  #load(): Promise<void> {
    this.#generation += 1
    const loading = this.#read(this.#generation).finally(() => {
      if (this.#loading === loading) this.#loading = null
    })
    this.#loading = loading
    return loading
  }

  async #read(generation: number): Promise<void> {
    const replica = new PopulationReplica()
    this.#reading = { read: 0, of: 0 }
    this.#replica = replica
    this.#unmet.clear()
    this.#observer.renewed()
    const head = await this.#store.head()
    const of = await this.#store.population()
    replica.reserve(of)
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.#store.page(offset, PAGE)
      if (generation !== this.#generation) return
      for (const { patientId, score, state, enrolment, care } of page) {
        replica.putScore(patientId, score, state)
        this.#unmet.delete(patientId)
        if (enrolment !== null) replica.putEnrolment(enrolment)
        if (care !== null) replica.putCare(care)
      }
      this.#reading = { read: replica.order.length, of: Math.max(of, replica.order.length) }
      this.#observer.changed(null)
      if (page.length < PAGE && offset + PAGE >= of) break
      await breathe()
    }
    await this.#roster.readOthers(replica, () => generation === this.#generation)
    if (generation !== this.#generation) return
    this.#place.begin(head)
    this.#reading = null
    this.#stale = false
    await this.#follow(false)
    const unmet = [...this.#unmet]
    this.#unmet.clear()
    for (let at = 0; at < unmet.length; at += MET_AT_ONCE)
      await Promise.all(unmet.slice(at, at + MET_AT_ONCE).map((patientId) => this.#meet(replica, patientId)))
    this.#observer.changed(null)
  }

  /** Catches up where nobody asks how it went: a lost link is said elsewhere, and its return asks again. */
  async #follow(asks: boolean): Promise<void> {
    try {
      await this.#catchUp(asks)
    } catch (error) {
      if (!(error instanceof HubError)) this.#observer.defect(error)
    }
  }

  /**
   * Reads from the log what has not been told. Rejects with a HubError.
   * @param asks whether to ask first if the log is still the one that was followed.
   */
  #catchUp(asks: boolean): Promise<void> {
    const running = this.#catching
    if (running?.generation === this.#generation) {
      this.#again = true
      return running.done
    }
    const catching = { generation: this.#generation, done: this.#caughtUp(asks) }
    this.#catching = catching
    const end = (): void => {
      if (this.#catching === catching) this.#catching = null
    }
    catching.done.then(end, end)
    return catching.done
  }

  async #caughtUp(asks: boolean): Promise<void> {
    const generation = this.#generation
    if (asks && !(await this.#place.leadsOn(this.#store))) {
      if (generation === this.#generation) void this.#load().catch(() => undefined)
      return
    }
    do {
      this.#again = false
      if (!(await this.#readLog(generation))) return
    } while (this.#again && generation === this.#generation)
    // One that nobody looks at is behind again at once.
    const wasStale = this.#stale
    this.#stale = !this.#observer.isWatched()
    if (wasStale) this.#observer.changed(null)
  }

  /** False when the copy is no longer this one. */
  async #readLog(generation: number): Promise<boolean> {
    for (;;) {
      const from = this.#place.seq
      const changes = await this.#store.changesAfter(from, AT_ONCE)
      const replica = this.#replica
      if (generation !== this.#generation || replica === null) return false
      for (const change of changes) {
        if (change.seq <= this.#place.seq) continue
        if (change.seq !== this.#place.seq + 1) {
          void this.#load().catch(() => undefined)
          return false
        }
        this.#apply(replica, change)
      }
      if (changes.length < AT_ONCE) return true
    }
  }

  #apply(replica: PopulationReplica, change: Change): void {
    this.#place.passed(change)
    if (isPatientId(change.patientId)) this.#put(replica, change)
  }

  #put(replica: PopulationReplica, { patientId, state }: Change): void {
    const isNew = replica.slotOf(patientId) === undefined
    const slot = replica.putScore(patientId, state.score, state)
    this.#observer.changed(slot)
    if (!isNew) return
    if (this.#reading === null) void this.#meet(replica, patientId)
    else this.#unmet.add(patientId)
  }

  #meet(replica: PopulationReplica, patientId: string): Promise<void> {
    return this.#roster.meet(replica, patientId, () => replica === this.#replica)
  }
}
