import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import { isAlert, isTold, type OwedAlert, type OwedBatch, type Told } from './owed-alert.ts'
import { type OwedFiles, type OwedName, readOwedName } from './owed-files.ts'
import type { RedisTold } from './redis-told.ts'

const AGAIN_MS = 250
const LOOK_MS = 20

export interface AlertDeskPorts {
  readonly hub: { isLive(): boolean; now(): number }
  readonly told: Pick<RedisTold, 'of' | 'put' | 'forget'>
  readonly owed: OwedFiles
  /** Raises an alert; resolves when the hub has it, and changes nothing when the hub has it already. */
  readonly alert: (alert: OwedAlert) => Promise<void>
  /** A batch of a run has been raised. */
  readonly raised: (run: string, part: number | null) => void
  readonly defect: (error: unknown) => void
}

interface Waiting extends OwedBatch {
  /** Its file; null when it lies in memory only. */
  readonly name: string | null
  readonly left: Set<OwedAlert>
  done: boolean
  /** Why it was not raised at the last attempt: what the hub said, or a defect. */
  trouble: unknown
}

/**
 * Raises alerts for patients at high risk, one after the other. What is owed lies in sealed files until the hub has all
 * of it: the death of the process, a link that is away, or the end of the run lose nothing. An alert is first raised and
 * then marked as told; when the process dies in between it is raised again, and since it is the same message the hub
 * does not show it twice. A hub that denies the marks cannot prevent an alert of another run; that is better than none.
 */
export class AlertDesk {
  readonly #ports: AlertDeskPorts
  readonly #waiting = new Set<Waiting>()
  /** Alerts that a defect stopped, by run; their files are tried again at the next start. */
  readonly #stuck = new Map<string, number>()
  /** What an earlier process has left and cannot be read. */
  readonly #unread: OwedName[] = []
  /** Whom somebody was told of by this process although the hub denied the mark. */
  readonly #unmarked = new Map<string, Told>()
  #running: Promise<void> | null = null
  #ready: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(ports: AlertDeskPorts) {
    this.#ports = ports
  }

  /** Takes up what an earlier process has left. */
  start(): void {
    this.#ready = this.#takeUp().catch(this.#ports.defect)
  }

  /** Resolves when it is known what an earlier process has left. */
  async ready(): Promise<void> {
    await this.#ready
  }

  /** Resolves when the batch cannot be lost any more. Rejects when the disk does not take it; it is raised even then. */
  async keep(batch: OwedBatch): Promise<void> {
    if (batch.alerts.length === 0) return
    let name: string | null = null
    try {
      name = await this.#ports.owed.put(batch)
    } finally {
      this.#take(batch, name)
    }
  }

  /** Resolves when the hub has the batch. Rejects with a HubError when it refuses, the link is lost, or the desk stops, and with a defect. */
  async raise(batch: OwedBatch): Promise<void> {
    if (batch.alerts.length === 0) return
    const waiting = this.#take(batch, null)
    while (!waiting.done) {
      if (this.#stopped || !this.#ports.hub.isLive())
        throw new HubError('not-sent', 'unreachable', 'UNRAISED')
      if (isLasting(waiting.trouble)) throw waiting.trouble
      await pause(LOOK_MS)
    }
  }

  /** Resolves when the hub has all alerts of a run, the link is lost, or after so many milliseconds. */
  async raisedWithin(run: string, ms: number): Promise<void> {
    const until = performance.now() + ms
    while (this.#waiting.size > 0 && [...this.#waiting].some((batch) => batch.run === run)) {
      if (this.#stopped || !this.#ports.hub.isLive() || performance.now() > until) return
      await pause(LOOK_MS)
    }
  }

  /** Whether alerts of this part still have to be raised. */
  owes(run: string, part: number): boolean {
    return [...this.#waiting, ...this.#unread].some((batch) => batch.run === run && batch.part === part)
  }

  /** Batches of a run that cannot be read: of whom nobody will be told. Of an empty run those that no run is known of. */
  lost(run: string): readonly OwedName[] {
    return this.#unread.filter((batch) => batch.run === run && batch.alerts !== 0)
  }

  /** Patients of a run of whom nobody could be told yet. */
  waiting(run: string): number {
    let count = this.#stuck.get(run) ?? 0
    for (const batch of this.#waiting) if (batch.run === run) count += [...batch.left].filter(isAlert).length
    return count
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#ready
    await this.#running
  }

  stop(): void {
    this.#stopped = true
  }

  async #takeUp(): Promise<void> {
    for (const name of await this.#ports.owed.names()) {
      try {
        const batch = await this.#ports.owed.read(name)
        if (batch !== null) this.#take(batch, name)
      } catch (error) {
        this.#unread.push(readOwedName(name))
        this.#ports.defect(error)
      }
    }
  }

  #take(batch: OwedBatch, name: string | null): Waiting {
    const waiting: Waiting = { ...batch, name, left: new Set(batch.alerts), done: false, trouble: null }
    this.#waiting.add(waiting)
    this.#running ??= this.#pump()
    return waiting
  }

  /** Never rejects. */
  async #pump(): Promise<void> {
    for (const batch of this.#waiting) {
      while (!this.#stopped && !(this.#ports.hub.isLive() && (await this.#tryAll(batch))))
        await pause(AGAIN_MS, undefined, { ref: false })
      if (this.#stopped) break
      await this.#end(batch)
    }
    this.#running = null
  }

  async #end(batch: Waiting): Promise<void> {
    try {
      if (batch.name !== null && batch.left.size === 0) await this.#ports.owed.remove(batch.name)
    } catch (error) {
      // At the next start it is found to be raised.
      this.#ports.defect(error)
    }
    batch.done = true
    this.#waiting.delete(batch)
    this.#ports.raised(batch.run, batch.part)
  }

  /** False when the hub did not take everything; what it took is no longer left. */
  async #tryAll(batch: Waiting): Promise<boolean> {
    try {
      const left = [...batch.left]
      const told = await this.#toldOf(left)
      let failed = 0
      for (const alert of left.filter(isAlert)) {
        if (this.#isDone(told.get(alert.patientId), alert) || (await this.#alert(alert)))
          batch.left.delete(alert)
        else failed += 1
      }
      await this.#mark(left.filter(({ kind }) => kind === 'listed'))
      await this.#unmark(left.filter(({ kind }) => kind === 'over'))
      for (const alert of left) if (!isAlert(alert)) batch.left.delete(alert)
      if (failed > 0) this.#stuck.set(batch.run, (this.#stuck.get(batch.run) ?? 0) + failed)
      return true
    } catch (error) {
      // It is tried again four times a second: a defect that stays is said once.
      if (!(error instanceof HubError) && !isLasting(batch.trouble)) this.#ports.defect(error)
      batch.trouble = error
      return false
    }
  }

  /** Told in an earlier attempt at the same batch, or by another run meanwhile. */
  #isDone(told: Told | undefined, alert: OwedAlert): boolean {
    if (told !== undefined && alert.run !== '' && told.run === alert.run) return true
    return isTold(told, alert, this.#ports.hub.now())
  }

  /** False when a defect prevents this alert and would again; rejects with a HubError. */
  async #alert(alert: OwedAlert): Promise<boolean> {
    try {
      await this.#ports.alert(alert)
    } catch (error) {
      if (error instanceof HubError) throw error
      this.#ports.defect(error)
      return false
    }
    await this.#mark([alert])
    return true
  }

  async #toldOf(alerts: readonly OwedAlert[]): Promise<ReadonlyMap<string, Told>> {
    const ids = alerts.filter(isAlert).map(({ patientId }) => patientId)
    return (await this.#permitted(() => this.#ports.told.of(ids))) ?? this.#unmarked
  }

  async #mark(alerts: readonly OwedAlert[]): Promise<void> {
    if (alerts.length === 0) return
    const marked = await this.#permitted(async () => {
      await this.#ports.told.put(alerts)
      return true
    })
    if (marked === true) return
    const at = this.#ports.hub.now()
    for (const { patientId, unit, score, run } of alerts)
      this.#unmarked.set(patientId, { unit, score, run, at })
  }

  async #unmark(alerts: readonly OwedAlert[]): Promise<void> {
    if (alerts.length === 0) return
    const ids = alerts.map(({ patientId }) => patientId)
    for (const id of ids) this.#unmarked.delete(id)
    await this.#permitted(() => this.#ports.told.forget(ids))
  }

  /** Null when the hub denies it. */
  async #permitted<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof HubError && error.trouble === 'no-permission') return null
      throw error
    }
  }
}

/** Whether it will be so again: the hub refuses, or a defect. */
function isLasting(trouble: unknown): boolean {
  return trouble instanceof HubError ? trouble.failure === 'refused' : trouble !== null
}
