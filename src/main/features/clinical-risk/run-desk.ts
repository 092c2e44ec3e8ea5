import { HubError } from '@main/hub/hub-error.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { AlertDesk } from './alert-desk.ts'
import { lostRemark, withAlerts } from './alert-remarks.ts'
import { versionOf } from './engine.ts'
import { riskFailure } from './errors.ts'
import { keptStatus, lostAlertsStatus } from './kept-status.ts'
import { LateParts } from './late-parts.ts'
import type { RunPorts } from './run-ports.ts'
import { newPlan, type PartSummary, type RunCourse, type RunPlan, type SourceFormat } from './run-plan.ts'
import { RunWork } from './run-work.ts'
import { SILENT_MS, sharedStatus } from './shared-status.ts'
import type { Sources } from './sources.ts'

const JOIN_MS = 2_000
/** A run whose file does not lie here is looked at again only after so long. */
const DECLINED_MS = 30_000

export interface RunDeskPorts extends RunPorts {
  readonly sources: Sources
  readonly station: string
  readonly person: () => string
}

/** Runs of this station, and its help with runs of others that see the same file. */
export class RunDesk {
  readonly alerts: AlertDesk
  readonly #ports: RunDeskPorts
  readonly #active = new Map<string, { work: RunWork; done: Promise<void> }>()
  readonly #ended = new Map<string, RunStatus>()
  readonly #late: LateParts
  readonly #declined = new Map<string, number>()
  #timer: NodeJS.Timeout | null = null
  #stopping = false
  #joining = false

  constructor(ports: RunDeskPorts) {
    this.#ports = ports
    const raised = (run: string, part: number | null): void =>
      void this.#raised(run, part).catch(ports.defect)
    this.alerts = new AlertDesk({ ...ports, raised })
    this.#late = new LateParts({ ...ports, alerts: this.alerts })
  }

  /** Begins to raise what is owed and to help others. What a crash has left of this station's own runs is interrupted and can be resumed. */
  start(): void {
    this.alerts.start()
    void this.#late.addAll().catch(this.#ports.defect)
    this.#timer = setInterval(() => void this.join(), JOIN_MS)
  }

  /** Ends after the parts under way; runs can be resumed. */
  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearInterval(this.#timer)
    this.alerts.stop()
    const active = [...this.#active.values()]
    for (const { work } of active)
      await work.end(work.plan.station === this.#ports.station ? 'interrupted' : null)
    await Promise.allSettled(active.map(({ done }) => done))
  }

  /** Resolves when nothing runs here any more; alerts that wait for the hub are not waited for. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#active.values()].map(({ done }) => done))
    if (this.#ports.hub.isLive()) await this.alerts.settled()
  }

  /** Begins a run and answers at once. @param notes how many notes a model may read. Throws `bad-file`, `not-found` or `already-running`. */
  async begin(source: string, format: SourceFormat | null, notes?: RunPlan['notes']): Promise<RunStatus> {
    for (const { work } of this.#active.values())
      if (work.plan.source === source && work.plan.station === this.#ports.station)
        throw riskFailure(
          'clinical-risk.already-running',
          'A run over this source is under way. Wait, or cancel it.',
        )
    const read = format ?? (await this.#ports.sources.format(source))
    const plan = this.#newPlan(source, read, notes)
    const course: RunCourse = { state: 'reading', endedAt: null, remarks: [], beatAt: plan.asOf }
    await this.#ports.files.putPlan(plan)
    await this.#ports.files.putCourse(plan.id, course)
    return this.#launch(plan, course)
  }

  /** Keeps a run that failed before it began, with the reason, so that people see which file was left out. */
  async refused(source: string, format: SourceFormat, reason: string): Promise<RunStatus> {
    const plan = this.#newPlan(source, format)
    const { asOf } = plan
    await this.#ports.files.putPlan(plan)
    await this.#ports.files.putCourse(plan.id, {
      state: 'failed',
      endedAt: asOf,
      remarks: [reason],
      beatAt: asOf,
    })
    const status = await this.status(plan.id)
    this.#ports.changed(status)
    return status
  }

  /** The newest first, from this station and from the hub. */
  async list(limit: number): Promise<readonly RunStatus[]> {
    const found = new Map<string, RunStatus>()
    if (this.#ports.hub.isLive())
      for (const { plan, parts } of await this.#orNothing(() => this.#ports.hub.runs(), [])) {
        const head = { ...plan, parts }
        const shared = await this.#orNothing(() => sharedStatus(this.#ports.hub, head), null)
        if (shared !== null) found.set(plan.id, shared)
      }
    for (const id of await this.#ports.files.ids()) {
      const own = await this.#own(id)
      if (own !== null) found.set(id, own)
    }
    const lost = this.alerts.lost('')
    if (lost.length > 0) found.set('', lostAlertsStatus(lostRemark(lost), Math.round(this.#now())))
    return [...found.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, limit)
  }

  /** Throws `clinical-risk.not-found`. */
  async status(id: string): Promise<RunStatus> {
    const own = await this.#own(id)
    if (own !== null) return own
    const plan = this.#ports.hub.isLive() ? await this.#orNothing(() => this.#ports.hub.plan(id), null) : null
    if (plan === null)
      throw riskFailure('clinical-risk.not-found', 'This run is neither here nor on the hub any more.')
    return sharedStatus(this.#ports.hub, { ...plan, parts: plan.parts.length })
  }

  /** Stops a run wherever it is worked on; what was done stays. */
  async cancel(id: string): Promise<RunStatus> {
    const active = this.#active.get(id)
    const before = await this.status(id)
    if (before.state === 'done' || before.state === 'failed' || before.state === 'cancelled') return before
    if (active !== undefined && active.work.plan.station === this.#ports.station) {
      await active.work.end('cancelled')
      await active.done
      return this.status(id)
    }
    const { files, hub } = this.#ports
    const stored = (await files.course(id)) ?? (hub.isLive() ? await hub.course(id) : null)
    const course: RunCourse = {
      ...(stored ?? { remarks: [] }),
      state: 'cancelled',
      endedAt: Math.round(this.#now()),
      beatAt: Math.round(this.#now()),
    }
    if ((await files.plan(id)) !== null) await files.putCourse(id, course)
    if (hub.isLive()) await hub.putCourse(id, course)
    return this.status(id)
  }

  /** Goes on with a run that was cancelled or interrupted. Throws `not-found` or `elsewhere`. */
  async resume(id: string): Promise<RunStatus> {
    const before = await this.status(id)
    if (this.#active.has(id) || before.state === 'done') return before
    if (before.state === 'running' || before.state === 'reading') return before
    const plan = await this.#ports.files.plan(id)
    if (plan === null)
      throw riskFailure(
        'clinical-risk.elsewhere',
        'This run was begun at another station. Resume it there, or start one here.',
      )
    const now = Math.round(this.#now())
    const course: RunCourse = { state: 'running', endedAt: null, remarks: [...plan.remarks], beatAt: now }
    this.#ended.delete(id)
    await this.#ports.files.putCourse(id, course)
    return this.#launch(
      plan,
      plan.digest === '' && plan.format !== 'hub' ? { ...course, state: 'reading' } : course,
    )
  }

  /** A row of this run was mended: its counts are new. */
  mended(id: string, field: string, summary: PartSummary): void {
    this.#ended.delete(id)
    this.#active.get(id)?.work.mended(field, summary)
    this.#late.add(id)
  }

  /** Takes part in runs of others over a file that lies here too. Never rejects. */
  async join(): Promise<void> {
    const { hub, judge } = this.#ports
    if (this.#joining || this.#stopping || !hub.isLive()) return
    this.#joining = true
    try {
      await this.#handIn()
      for (const { plan: head } of await hub.runs()) {
        if (head.format === 'hub' || head.station === this.#ports.station || this.#active.has(head.id))
          continue
        const course = await hub.course(head.id)
        if (course === null || (course.state !== 'running' && course.state !== 'interrupted')) continue
        if (performance.now() - (this.#declined.get(head.id) ?? -DECLINED_MS) < DECLINED_MS) continue
        // Work that nobody has begun to share again is left alone; its station resumes it.
        if (hub.now() - course.beatAt > SILENT_MS || head.version !== versionOf(judge())) continue
        const plan = await hub.plan(head.id)
        if (plan === null || this.#stopping) continue
        this.#declined.set(head.id, performance.now())
        await this.#launch(plan, course)
      }
    } catch (error) {
      if (!(error instanceof HubError)) this.#ports.defect(error)
    } finally {
      this.#joining = false
    }
  }

  #newPlan(source: string, format: SourceFormat, notes?: RunPlan['notes']): RunPlan {
    const { person, station, judge } = this.#ports
    const asOf = Math.round(this.#now())
    const head = { source, format, asOf, startedBy: person(), station, version: versionOf(judge()) }
    return newPlan({ ...head, ...(notes === undefined ? {} : { notes }) })
  }

  #now(): number {
    return this.#ports.hub.isLive() ? this.#ports.hub.now() : Date.now()
  }

  async #launch(plan: RunPlan, course: RunCourse): Promise<RunStatus> {
    const owner = plan.station === this.#ports.station
    const work = new RunWork(plan, course, owner, this.alerts, this.#ports)
    const done = this.#carry(work, owner)
      .catch((error: unknown) => this.#broken(work, error))
      .finally(() => {
        this.#active.delete(plan.id)
        if (owner) this.#late.add(plan.id)
      })
    this.#active.set(plan.id, { work, done })
    return Promise.resolve(work.status)
  }

  async #carry(work: RunWork, owner: boolean): Promise<void> {
    if (owner) {
      const { files, hub, sources } = this.#ports
      if (work.course.state === 'reading') {
        const read = await sources.plan(work.plan.source, work.plan.format, () => work.isEnded)
        if (read === null) return
        work.planned({ ...work.plan, ...read })
        await files.putPlan(work.plan)
        await files.putCourse(work.plan.id, work.course)
      }
      if (hub.isLive() && work.plan.format !== 'hub')
        await this.#orNothing(() => hub.create(work.plan, work.course), undefined)
    }
    await work.run()
  }

  async #broken(work: RunWork, error: unknown): Promise<void> {
    const sentence =
      error instanceof RequestFailure
        ? error.message
        : error instanceof HubError
          ? 'The link to the hub was lost while the run began. Resume it.'
          : 'Something failed inside the station. Resume the run; if that fails too, tell who looks after the station.'
    if (!(error instanceof RequestFailure) && !(error instanceof HubError)) this.#ports.defect(error)
    if (work.plan.station === this.#ports.station) await work.fail(sentence).catch(this.#ports.defect)
  }

  /** A run whose plan lies here; null when it does not. */
  async #own(id: string): Promise<RunStatus | null> {
    await this.alerts.ready()
    const active = this.#active.get(id)
    if (active !== undefined && active.work.plan.station === this.#ports.station) return active.work.status
    const known = this.#ended.get(id)
    if (known !== undefined) return withAlerts(known, this.alerts)
    const status = await keptStatus(this.#ports.files, id)
    if (status === null) return null
    if (status.state !== 'interrupted') this.#ended.set(id, status)
    return withAlerts(status, this.alerts)
  }

  /** Alerts of a run have been raised, perhaps after its end. */
  async #raised(id: string, part: number | null): Promise<void> {
    if (id === '' || this.#stopping) return
    const active = this.#active.get(id)
    if (active === undefined && part !== null) {
      this.#late.add(id)
      await this.#handIn()
    }
    const status = active === undefined ? await this.#own(id) : active.work.status
    if (status !== null) this.#ports.changed(status)
  }

  #handIn(): Promise<void> {
    return this.#late.handIn((id) => this.#active.has(id))
  }

  async #orNothing<T>(ask: () => Promise<T>, nothing: T): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof HubError) return nothing
      throw error
    }
  }
}
