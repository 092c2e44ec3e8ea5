import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Journal } from '@main/journal/journal.ts'
import { journalKey } from '@main/journal/journal-key.ts'
import { KeptValues } from '@main/journal/kept-values.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import type { CheckResult, LateAnswer } from '@shared/features/interactions/check.ts'
import { type ModelSettings, noModel, type QueueItem } from '@shared/features/interactions/governance.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import { outputSchemaOf, payloadSchemaOf } from '@shared/ipc/registry.ts'
import { HeadlessStation } from './headless-station.ts'
import type { TestRedis } from './redis-server.ts'
import { smallKnowledge } from './small-knowledge.ts'

/** The secret that must never leave main except to the model's own host. */
export const MODEL_KEY = 'sk-only-for-the-model'

/** Ten seconds are too long for a test; the rules are those of the real ones. */
const QUICK_UNDO_MS = 300
/** Long enough for a station to be killed before a decision is final, and short enough to wait for. */
export const SLOW_UNDO_MS = 2_500

export const WHY = 'Checked against the current label of both drugs.'

export interface DeskOptions {
  /** How long a decision can be undone, in milliseconds. */
  readonly undoMs?: number
  readonly model?: Partial<ModelSettings>
  readonly role?: Role
  readonly hubUrl?: string
}

/** A station that checks interactions, and what its window was told. */
export class InteractionDesk {
  readonly station: HeadlessStation

  constructor(station: HeadlessStation) {
    this.station = station
  }

  /** Checks a list of names, for nobody in particular unless told. */
  check(names: readonly string[], patientId: string | null = null): Promise<CheckResult> {
    const drugs = names.map((text) => ({ text, chosen: null, route: null }))
    return this.station.ask('interactions.check', { drugs, context: nothingKnown, patientId })
  }

  /** The answers that came after a check, in the order in which the window got them. */
  lateAnswers(checkId: string): LateAnswer[] {
    return this.station.pushed
      .filter(({ name }) => name === 'interactions.answered')
      .map(({ payload }) => payloadSchemaOf('interactions.answered').parse(payload))
      .filter((late) => late.checkId === checkId)
  }

  /** Checks two drugs and waits for what a model says about them. */
  async late(a: string, b: string): Promise<LateAnswer> {
    const { checkId, pending } = await this.check([a, b])
    if (pending.length !== 1) throw new Error('no model is asked about these two')
    return this.nextLate(checkId)
  }

  async nextLate(checkId: string, at = 0): Promise<LateAnswer> {
    await this.station.until('a late answer', () => this.lateAnswers(checkId).length > at, 20_000)
    const late = this.lateAnswers(checkId)[at]
    if (late === undefined) throw new Error('the answer has gone')
    return late
  }

  /** How often the window was told that something of this kind changed. */
  changes(what: string): number {
    return this.station.pushed.filter(
      ({ name, payload }) =>
        name === 'interactions.changed' &&
        payloadSchemaOf('interactions.changed').parse(payload).what === what,
    ).length
  }

  /** What waits and what was judged, as the Queue tab shows it. */
  async items(): Promise<QueueItem[]> {
    return (await this.station.ask('interactions.queue', {})).items
  }

  /** The open requests for approval about models' answers. */
  async requests(): Promise<ApprovalRow[]> {
    const { items } = await this.station.ask('approvals.list', {})
    return items.filter(({ kind }) => kind === 'drug_answer')
  }

  /** The open request about two drugs, which comes a moment after their answer was filed. */
  async request(a: string, b: string): Promise<ApprovalRow> {
    let found: ApprovalRow | undefined
    const look = async (): Promise<boolean> => {
      found = (await this.requests()).find(({ subject }) => subject === `${a} + ${b}`)
      return found !== undefined
    }
    const end = Date.now() + 10_000
    while (!(await look()) && Date.now() < end) await pause(10)
    if (found === undefined) throw new Error(`nobody is asked about ${a} and ${b}`)
    return found
  }

  /** Takes the request and decides it, as a reviewer does at the Approvals screen. */
  async decide(
    { id }: Pick<ApprovalRow, 'id'>,
    verdict: 'approved' | 'denied',
    chosen: string | null = null,
  ): Promise<Reply<unknown>> {
    const named = { id, patientId: null }
    const claimed = await this.station.answer('approvals.claim', named)
    if (!claimed.ok) return claimed
    const { approval, digest } = outputSchemaOf('approvals.claim').parse(claimed.value)
    const token = approval.claim?.token ?? 0
    return this.station.answer('approvals.decide', { ...named, token, digest, verdict, chosen, reason: WHY })
  }

  /** Decides about the two drugs and waits until the decision is the verdict. */
  async judge(
    [a, b]: readonly [string, string],
    verdict: 'approved' | 'denied',
    chosen: string | null = null,
  ): Promise<QueueItem> {
    const request = await this.request(a, b)
    const reply = await this.decide(request, verdict, chosen)
    if (!reply.ok) throw new Error(reply.error.code)
    return this.judged(a, b)
  }

  /** The verdict about two drugs, as soon as there is one and nothing about them waits. */
  async judged(a: string, b: string): Promise<QueueItem> {
    const end = Date.now() + 15_000
    while (Date.now() < end) {
      const item = (await this.items()).find(({ pair }) => pair[0] === a && pair[1] === b)
      if (item !== undefined && item.state !== 'waiting') return item
      await pause(20)
    }
    throw new Error(`no verdict about ${a} and ${b}`)
  }

  /** The sentences of the Hub screen. */
  async notes(): Promise<string> {
    const report = await this.station.ask('hub.report', {})
    return report.lastErrors.map(({ sentence }) => sentence).join('\n')
  }
}

/** The stations of one test, each with the small knowledge; closed together. */
export class InteractionDesks {
  readonly keys: HubKeys
  readonly prefix: string
  readonly #redis: TestRedis
  readonly #stations: HeadlessStation[] = []
  readonly #folders: string[] = []

  constructor(redis: TestRedis, prefix: string) {
    this.#redis = redis
    this.prefix = prefix
    this.keys = new HubKeys(prefix)
  }

  /** A live station with somebody signed in; a pharmacist unless told. */
  async open(
    stationName: string,
    { model, role, hubUrl, undoMs = QUICK_UNDO_MS }: DeskOptions = {},
  ): Promise<InteractionDesk> {
    const dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-desk-'))
    this.#folders.push(dataFolder)
    if (model !== undefined) setUpModel(dataFolder, { ...noModel, model: 'test-model', ...model })
    const station = new HeadlessStation({
      hubUrl: hubUrl ?? this.#redis.url,
      units: ['icu'],
      prefix: this.prefix,
      stationName,
      dataFolder,
      role: role ?? 'pharmacist',
      knowledge: smallKnowledge,
      policy: { approvals: ApprovalPolicy.parse({ undoMs, orphanedMs: 1_000 }) },
    })
    this.#stations.push(station)
    await station.start()
    // Who may not see the board never gets its snapshot, for which `live` waits.
    await station.until(
      'the link is live and somebody is signed in',
      () => station.status?.link === 'live' && station.station.people.sessions.present !== null,
    )
    return new InteractionDesk(station)
  }

  /** Ends one station. */
  async end({ station }: InteractionDesk): Promise<void> {
    this.#stations.splice(this.#stations.indexOf(station), 1)
    await station.stop()
  }

  async close(): Promise<void> {
    await Promise.all(this.#stations.splice(0).map((station) => station.stop()))
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  }
}

/** Sets a station's model up before it is started, as its administrator would have done. */
function setUpModel(dataFolder: string, settings: ModelSettings): void {
  const { keyHex } = journalKey(dataFolder, { protect: () => null, reveal: () => null })
  const journal = Journal.open(join(dataFolder, 'journal.db'), keyHex)
  const kept = new KeptValues(journal)
  kept.write('interactions.model', settings)
  kept.write('interactions.model-key', MODEL_KEY)
  journal.close()
}
