import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import type { AlertDesk } from './alert-desk.ts'
import { AlertGrants } from './alert-grants.ts'
import { withAlerts } from './alert-remarks.ts'
import { deliverPart, isRefusal } from './part-delivery.ts'
import { Stopped } from './errors.ts'
import { PlainAnswers } from './plain-answers.ts'
import { readRunNotes } from './notes-pass.ts'
import type { NotesProgress } from './run-notes.ts'
import { inLanes } from './lanes.ts'
import type { OpenSource } from './part-input.ts'
import { workOnPart } from './part-work.ts'
import { forgetJobs, type PartJobs, type RunPorts } from './run-ports.ts'
import { aloneRemark } from './run-remarks.ts'
import type { PartOutcome, PartSummary, RunCourse, RunPlan } from './run-plan.ts'
import { statusOf } from './run-plan.ts'
import { sharedOutcome } from './shared-rows.ts'

/** Parts that one host works on at a time: while one is scored, another is read or written. */
const AT_ONCE = 2
const LOOK_MS = 100
const BEAT_MS = 4_000
const TELL_MS = 250
const HAND_IN_MS = 10_000

/** Work on one run at this host: as the station that runs it, or as a helper. */
export class RunWork {
  plan: RunPlan
  readonly #ports: RunPorts
  readonly #alerts: AlertDesk
  readonly #owner: boolean
  readonly #grants: AlertGrants
  readonly #parts = new Map<number, PartSummary>()
  readonly #mends = new Map<string, PartSummary>()
  readonly #owed = new Set<number>()
  course: RunCourse
  /** The hub has refused what runs share: it is not asked again by this run. */
  #refused = false
  #ended = false
  #toldAt = 0
  #beatAt = 0
  #readAt = 0

  constructor(plan: RunPlan, course: RunCourse, owner: boolean, alerts: AlertDesk, ports: RunPorts) {
    this.plan = plan
    this.course = course
    this.#owner = owner
    this.#alerts = alerts
    this.#grants = new AlertGrants(plan, ports)
    this.#ports = ports
  }

  get status(): RunStatus {
    const head = { ...this.plan, parts: this.plan.parts.length }
    const status = statusOf(head, this.course, [...this.#parts.values()], [...this.#mends.values()])
    return withAlerts(status, this.#alerts)
  }

  /** Counts of rows that were mended while the run goes on. */
  mended(field: string, summary: PartSummary): void {
    this.#mends.set(field, summary)
  }

  get isEnded(): boolean {
    return this.#ended
  }

  /** The source has been read: the parts are known. */
  planned(plan: RunPlan): void {
    this.plan = plan
    this.course = { ...this.course, state: 'running', remarks: [...plan.remarks] }
    this.#ports.changed(this.status)
  }

  /** Ends after the parts under way. @param state what the run is then called; null leaves that to others. */
  async end(state: 'cancelled' | 'interrupted' | null): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    if (state !== null) await this.#setCourse({ state, endedAt: state === 'cancelled' ? this.#now() : null })
  }

  /** Works until every part is done, wherever, or the run is ended. Rejects for a defect of the source. */
  async run(): Promise<void> {
    const source = await this.#ports.open(this.plan, () => this.#ended)
    if (source === null) {
      if (this.#owner) await this.fail('The file is no longer there, or it has changed since the run began.')
      return
    }
    const answers = new PlainAnswers(this.#ports.judge(), this.plan.asOf)
    try {
      await this.#readLocal()
      await this.#workOn(source, answers)
      if (this.plan.notes !== undefined && this.#owner && this.#isDone) await this.#readNotes(source, answers)
    } finally {
      await source.close()
    }
    if (!this.#ended && this.#isDone) {
      await this.#setCourse({ state: 'done', endedAt: this.#now() })
      if (this.#owner && this.#isShared) await forgetJobs(this.#ports, this.plan.id)
    }
    this.#ended = true
  }

  get #isDone(): boolean {
    return this.#parts.size >= this.plan.parts.length
  }

  /** Whether parts are shared with others now. */
  get #isShared(): boolean {
    return this.plan.format !== 'hub' && !this.#refused && this.#ports.hub.isLive()
  }

  #now(): number {
    return this.#ports.hub.isLive() ? this.#ports.hub.now() : Date.now()
  }

  async #workOn(source: OpenSource, answers: PlainAnswers): Promise<void> {
    const handle = (part: number): Promise<void> =>
      this.#workOnPart(part, source, answers).catch((error: unknown) => {
        if (!(error instanceof Stopped)) throw error
      })
    while (!this.#ended && !this.#isDone) {
      if (this.#isShared) await this.#withHub(handle)
      else if (this.#owner) await this.#alone(handle)
      else return
    }
  }

  /** Shares the parts with other hosts until all are done, or the link is lost. */
  async #withHub(handle: (part: number) => Promise<void>): Promise<void> {
    const jobs = this.#ports.jobs(this.plan.id.slice('risk:'.length))
    const working = new Set<Promise<void>>()
    try {
      await this.#readHub(true)
      if (this.#owner) await jobs.add(this.#missing())
      jobs.work(AT_ONCE, (part) => {
        const work = this.#ended ? Promise.resolve() : handle(part)
        working.add(work)
        return work.finally(() => working.delete(work))
      })
      while (!this.#ended && !this.#isDone && this.#ports.hub.isLive()) {
        await pause(LOOK_MS)
        if (jobs.refused !== null) throw jobs.refused
        await this.#readHub(false)
        await this.#beat(jobs)
      }
      await Promise.allSettled(working)
      if (this.#isDone) {
        this.#ports.changed(this.status)
        // A part whose alerts take longer is handed in when they are raised (late-parts.ts).
        await this.#alerts.raisedWithin(this.plan.id, HAND_IN_MS)
        await this.#readHub(true)
      }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      if (error.failure === 'refused') await this.#goOnAlone(error)
      else await pause(LOOK_MS)
    } finally {
      await Promise.allSettled(working)
      if (this.#ports.hub.isLive()) await jobs.close()
      else jobs.abandon()
    }
  }

  /** The hub answers and refuses: waiting for it would be waiting for ever. */
  async #goOnAlone(error: HubError): Promise<void> {
    this.#refused = true
    if (this.#owner) await this.#setCourse({ remarks: [...this.course.remarks, aloneRemark(error)] })
  }

  /** Without a hub: the parts in their order, until the hub is there. */
  async #alone(handle: (part: number) => Promise<void>): Promise<void> {
    await inLanes(AT_ONCE, this.#missing(), () => this.#ended || this.#isShared, handle)
  }

  /** What rules found is done and stays; what a model reads is told beside it. */
  async #readNotes(source: OpenSource, answers: PlainAnswers): Promise<void> {
    const { files, judge, notesModel } = this.#ports
    const told = async (notes: NotesProgress): Promise<void> => {
      if (this.#isShared) await this.#readHub(false).catch(() => undefined)
      if (!this.#ended) await this.#setCourse({ notes })
    }
    const ports = { files, judge: judge(), model: notesModel(), told }
    await readRunNotes(this.plan, source, answers, ports, () => this.#ended)
  }

  #missing(): number[] {
    return this.plan.parts.flatMap((_, part) => (this.#parts.has(part) ? [] : [part]))
  }

  async #workOnPart(part: number, source: OpenSource, answers: PlainAnswers): Promise<void> {
    const planned = this.plan.parts[part]
    if (planned === undefined || this.#parts.has(part)) return
    const { judge, worker } = this.#ports
    const { outcome, high } = await workOnPart(this.plan, planned, source, answers, judge(), worker)
    const worked = { high, rows: outcome.rows }
    const { owed, counts } = await this.#grants.of(part, worked, this.#isShared, this.#parts)
    const kept = { ...outcome, summary: { ...outcome.summary, ...counts } }
    const delivery = { run: this.plan.id, part, owed, outcome: kept }
    try {
      await deliverPart({ ...this.#ports, alerts: this.#alerts }, this.#owner, delivery)
    } catch (error) {
      if (!this.#owner && isRefusal(error)) this.#ended = true
      throw error
    }
    if (this.#owner) {
      this.#owed.add(part)
      await this.#pay(part, kept)
    }
    this.#parts.set(part, kept.summary)
    this.#tell()
  }

  /** Puts a part on the hub; without a link it is owed. */
  async #pay(part: number, outcome: PartOutcome): Promise<void> {
    if (!this.#isShared || this.#alerts.owes(this.plan.id, part)) return
    try {
      // The station that runs it has kept the rest itself: the hub holds what others must see.
      await this.#ports.hub.putPart(this.plan.id, String(part), sharedOutcome(outcome))
      this.#owed.delete(part)
    } catch (error) {
      if (!(error instanceof HubError)) throw error
    }
  }

  async #readLocal(): Promise<void> {
    await this.#alerts.ready()
    for (const [part, summary] of await this.#ports.files.summaries(this.plan.id)) {
      this.#parts.set(part, summary)
      this.#owed.add(part)
    }
    for (const [reject, { summary }] of await this.#ports.files.mends(this.plan.id))
      this.#mends.set(`m${reject}`, summary)
  }

  /** Learns what others have done, keeps it here, and pays what is owed. */
  async #readHub(now: boolean): Promise<void> {
    const { hub, files } = this.#ports
    if (!now && performance.now() - this.#readAt < TELL_MS) return
    this.#readAt = performance.now()
    const course = await hub.course(this.plan.id)
    if (course?.state === 'cancelled' && this.course.state !== 'cancelled') {
      this.course = course
      this.#ended = true
    }
    const found = await hub.parts(this.plan.id)
    for (const [field, summary] of found) {
      const part = Number(field)
      if (!Number.isInteger(part)) this.#mends.set(field, summary)
      else if (this.#owed.delete(part) || this.#parts.has(part)) continue
      else {
        if (this.#owner) {
          const outcome = await hub.part(this.plan.id, field)
          if (outcome === null) continue
          await files.putPart(this.plan.id, part, outcome)
          await hub.trimPart(this.plan.id, field, sharedOutcome(outcome))
        }
        this.#parts.set(part, summary)
      }
    }
    for (const part of this.#owed) {
      if (this.#alerts.owes(this.plan.id, part)) continue
      const outcome = await files.part(this.plan.id, part)
      if (outcome !== null) await this.#pay(part, outcome)
    }
    this.#tell()
  }

  async #beat(jobs: PartJobs): Promise<void> {
    if (!this.#owner || performance.now() - this.#beatAt < BEAT_MS) return
    this.#beatAt = performance.now()
    await this.#ports.hub.putCourse(this.plan.id, { ...this.course, beatAt: this.#now() })
    // The queue drops a part that failed several times, at whatever host; one that it still holds is left as it is.
    await jobs.add(this.#missing())
  }

  /** The run cannot go on; the sentence is for people. */
  async fail(sentence: string): Promise<void> {
    const remarks = [...this.course.remarks, sentence]
    await this.#setCourse({ state: 'failed', endedAt: this.#now(), remarks })
  }

  async #setCourse(change: Partial<RunCourse>): Promise<void> {
    this.course = { ...this.course, ...change, beatAt: this.#now() }
    if (this.#owner) await this.#ports.files.putCourse(this.plan.id, this.course)
    await this.#ports.hub.putCourse(this.plan.id, this.course).catch((error: unknown) => {
      if (!(error instanceof HubError)) throw error
    })
    this.#ports.changed(this.status)
  }

  #tell(): void {
    if (performance.now() - this.#toldAt < TELL_MS) return
    this.#toldAt = performance.now()
    this.#ports.changed(this.status)
  }
}
