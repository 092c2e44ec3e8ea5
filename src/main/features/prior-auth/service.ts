import { randomBytes } from 'node:crypto'
import { settleWithin } from '@main/hub/settle-within.ts'
import type {
  CriteriaAnswer,
  PriorAuthAnswer,
  QueueRow,
  Statistics,
} from '@shared/features/prior-auth/answers.ts'
import type { PriorAuthRecord, PriorAuthRequest, RequestFault } from '@shared/features/prior-auth/model.ts'
import { appealFault, type Earlier } from './appeals.ts'
import { SYNCHRONOUS_MS } from './engine-clocks.ts'
import { evaluate } from './engine.ts'
import { cacheDigest } from './identical-requests.ts'
import { type Asked, decide, type Decision, gateRequestOf } from './engine-decide.ts'
import { faultsOf } from './engine-faults.ts'
import { routeOf } from './engine-route.ts'
import { readOutcomes, statisticsOf } from './engine-statistics.ts'
import { isRefusal, onHub, priorAuthFailure } from './errors.ts'
import type { NoteDesk } from './note-desk.ts'
import type { PolicyBook } from './policies.ts'
import type { ApprovalGate, PriorAuthStore } from './ports.ts'
import { rowOf } from './queue-row.ts'

/** How often another id is tried when one is taken; 8 hex digits are the seed's. */
const MOST_TRIES = 8
/** A second of the synchronous answer's time is for the way back. */
const ANSWER_MS = SYNCHRONOUS_MS - 1_000
/** The seed's words for how long people take. */
const ESTIMATED_WAIT = '1-4 hours'

export interface ServicePorts {
  readonly store: PriorAuthStore
  readonly gate: ApprovalGate
  readonly book: PolicyBook
  readonly notes: NoteDesk
  /** Local time minus UTC at an instant, in minutes. */
  readonly offsetMinutes: (at: number) => number
  /** Something of the queue has changed. */
  readonly changed: (id: string | null) => void
  /** A defect, without patient data. */
  readonly defect: (error: unknown) => void
  /** When an answer is given at the latest, in milliseconds after it was asked for; 14 s unless a test is in a hurry. */
  readonly answerMs?: number
}

/** Requests for prior authorisation: checked here, decided by the stated rule or handed to people. */
export class PriorAuthService {
  readonly #ports: ServicePorts

  constructor(ports: ServicePorts) {
    this.#ports = ports
  }

  get book(): PolicyBook {
    return this.#ports.book
  }

  /** What is met, not met and missing; nothing is kept and nothing leaves this computer. */
  criteria(request: PriorAuthRequest): CriteriaAnswer {
    const evaluation = evaluate(request, this.#ports.book, Date.now())
    const states = evaluation.kind === 'checked' ? evaluation.criteria.map(({ state }) => state) : []
    const count = (wanted: string): number => states.filter((state) => state === wanted).length
    const route = routeOf(evaluation, request.estimatedCost)
    const faults = faultsOf(request)
    return {
      faults,
      evaluation,
      route: faults.length === 0 ? route : { status: 'pending_review', sentence: faults[0]?.sentence ?? '' },
      met: count('met'),
      notMet: count('not-met'),
      missing: count('missing'),
    }
  }

  /**
   * Decides at once or hands the request to people, within 15 s: the notes are given 10 s, and every call to the hub
   * ends by itself. Throws `prior-auth.bad-request` for what cannot be right; nothing is kept then.
   * @param askedBy the user who asks; null for a file at a host.
   */
  async decide(given: PriorAuthRequest, askedBy: string | null = null): Promise<PriorAuthAnswer> {
    const started = performance.now()
    this.refuseFaults(given)
    const { request, said, readBy } = await this.#ports.notes.read(given)
    return onHub(async () => {
      const denial = await this.#appealed(request)
      const decision = await this.#decided({ request, notesReadBy: readBy, askedBy, denial }, started)
      const { record, sentence } = decision
      this.#ports.changed(record.id)
      const { evaluation, status } = record
      const automatic = status === 'auto_approved'
      return {
        status: automatic ? 'auto_approved' : 'pending_review',
        reason: sentence,
        reference: record.reference,
        approval_id: automatic ? null : record.id,
        estimated_wait: automatic ? null : ESTIMATED_WAIT,
        ai_recommendation: evaluation.kind === 'checked' ? evaluation.recommendation : 'review',
        confidence: evaluation.kind === 'checked' ? evaluation.confidence : 0,
        latency_ms: performance.now() - started,
        id: record.id,
        deadlineAt: record.clock.deadlineAt,
        evaluation,
        notes: said,
      }
    })
  }

  /** Throws `prior-auth.bad-request` for what cannot be right in the request itself. */
  refuseFaults(request: PriorAuthRequest): void {
    const [fault] = faultsOf(request)
    if (fault === undefined) return
    const sentence = `${fault.sentence} Nothing was sent.`
    throw priorAuthFailure('prior-auth.bad-request', sentence, { field: fault.field })
  }

  /**
   * The request of a file, with the number of the denial that it appeals against. Throws `prior-auth.bad-request` when
   * this hub knows of no such denial of the patient's request: nobody is there who could know better.
   */
  async withAppeal(request: PriorAuthRequest, appeal: Earlier | null): Promise<PriorAuthRequest> {
    const { appealOf, fault } = await this.#against(request, appeal)
    if (fault !== null) throw wrongAppeal(fault)
    return { ...request, appealOf }
  }

  /** The same for a person, who sees what is wrong and can mend it. */
  async offered(
    request: PriorAuthRequest,
    appeal: Earlier | null,
  ): Promise<{ request: PriorAuthRequest; faults: RequestFault[] }> {
    const { appealOf, fault } = await this.#against(request, appeal)
    const wrong = fault === null ? [] : [{ field: 'appealOf', sentence: fault }]
    return { request: { ...request, appealOf }, faults: [...faultsOf(request), ...wrong] }
  }

  async #against(
    request: PriorAuthRequest,
    appeal: Earlier | null,
  ): Promise<{ appealOf: string | null; fault: string | null }> {
    if (appeal === null) return { appealOf: request.appealOf, fault: null }
    const { store } = this.#ports
    const { patientId } = request
    return onHub(async () => {
      const id = appeal.kind === 'number' ? appeal.id : await store.idOfClaim({ patientId, claim: appeal })
      const [before] = id === null ? [] : await store.read([id])
      return { appealOf: id, fault: appealFault(request, before) }
    })
  }

  /**
   * An appeal is against a denial of the same patient's request. A number that this hub does not know (any more) may be
   * one all the same when a person types it: closed requests are kept for 90 days.
   */
  async #appealed(request: PriorAuthRequest): Promise<PriorAuthRecord | null> {
    if (request.appealOf === null) return null
    const [before] = await this.#ports.store.read([request.appealOf])
    const fault = before === undefined ? null : appealFault(request, before)
    if (fault !== null) throw wrongAppeal(fault)
    return before ?? null
  }

  async #decided(
    { request, notesReadBy, askedBy, denial }: Pick<Asked, 'request' | 'notesReadBy' | 'askedBy' | 'denial'>,
    started: number,
  ): Promise<Decision> {
    const { store, book, gate, offsetMinutes } = this.#ports
    const now = store.now()
    const evaluation = evaluate(request, book, now)
    const digest = cacheDigest(request, evaluation)
    const [cached = null] = digest === null ? [] : await store.cached([digest])
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const id = `auth_approval:${randomBytes(4).toString('hex')}`
      const asked = { id, request, evaluation, cached, origin: null, notesReadBy, askedBy, denial }
      const decision = decide(asked, now, performance.now() - started, offsetMinutes)
      const [taken] = await store.put([{ record: decision.record, expectedRev: 0 }])
      if (taken !== null) continue
      if (digest !== null && decision.entry !== null)
        await this.#withinTime(started, this.#kept(digest, decision))
      if (decision.record.decidedAt === null)
        await this.#withinTime(started, this.#toPeople(gate, decision.record))
      return decision
    }
    throw new Error('no free id for a request')
  }

  /** The approval stands without its cache entry: an identical request is then decided anew. */
  async #kept(digest: string, { entry }: Decision): Promise<void> {
    if (entry === null) return
    await this.#ports.store.cache(new Map([[digest, entry]])).catch((error: unknown) => this.#onLater(error))
  }

  /** The decision is on record: what a slow hub or queue has yet to take holds up nobody's answer, and goes on meanwhile. */
  async #withinTime(started: number, work: Promise<void>): Promise<void> {
    const left = (this.#ports.answerMs ?? ANSWER_MS) - (performance.now() - started)
    await settleWithin(work, Math.max(0, left)).catch(() => undefined)
  }

  /** What the queue of approvals did not take is handed over again by the watch (watch.ts). */
  async #toPeople(gate: ApprovalGate, record: PriorAuthRecord): Promise<void> {
    await gate.ask(gateRequestOf(record)).catch((error: unknown) => this.#onLater(error))
  }

  #onLater(error: unknown): void {
    if (!isRefusal(error)) this.#ports.defect(error)
  }

  /** The queue by deadline, or what was closed last. */
  async list(
    which: 'open' | 'closed',
    limit: number,
  ): Promise<{ rows: QueueRow[]; total: number; now: number }> {
    const { store } = this.#ports
    return onHub(async () => {
      const { ids, total } = await store.ids(which, limit)
      const now = store.now()
      const records = await store.read(ids)
      return { rows: records.map((record) => rowOf(record, this.#ports.book, now)), total, now }
    })
  }

  /** Null when the hub does not know it (any more). */
  async find(id: string): Promise<PriorAuthRecord | null> {
    const [record] = await onHub(() => this.#ports.store.read([id]))
    return record ?? null
  }

  /** One request with all that a reviewer sees. */
  async read(id: string): Promise<PriorAuthRecord> {
    const record = await this.find(id)
    if (record === null) {
      const sentence = 'This request is not on the hub. It was closed more than 90 days ago, or never sent.'
      throw priorAuthFailure('prior-auth.not-found', sentence)
    }
    return record
  }

  /** Turnaround and the public metrics of a year, from what happened at this hub. */
  async statistics(year: number): Promise<Statistics> {
    const { store, book } = this.#ports
    const { outcomes, unreadable } = readOutcomes(await onHub(() => store.outcomes(year)))
    return statisticsOf(year, outcomes, unreadable, book, store.now())
  }
}

function wrongAppeal(fault: string): Error {
  return priorAuthFailure('prior-auth.bad-request', `${fault} Nothing was sent.`, { field: 'appealOf' })
}
