import { z } from 'zod'
import type { BoardChange } from '@shared/features/alerts/contract.ts'
import { type Alert, isCalling } from '@shared/features/alerts/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import {
  type EventName,
  outputSchemaOf,
  payloadSchemaOf,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/registry.ts'
import { share } from './dice.ts'
import {
  type Answers,
  type BoardLine,
  chainOf,
  type DeathPoint,
  type StationReport,
} from './station-messages.ts'

const MAX_ANSWERING = 20
const Revision = z.object({ revision: z.number() })

export interface WindowPorts {
  answer(name: RequestName, input: unknown): Promise<Reply<unknown>>
  report(message: StationReport): void
  passed(point: DeathPoint): void
  readonly answers: Answers
  readonly paintMs: number
}

/** A window as the renderer's store is one (snapshot, buffered changes, gaps), with people before it. */
export class StationWindow {
  readonly #ports: WindowPorts
  readonly #board = new Map<string, Alert>()
  readonly #considered = new Set<string>()
  readonly #toAnswer: { request: 'alerts.acknowledge' | 'alerts.resolve'; id: string }[] = []
  #revision = 0
  #buffer: BoardChange[] | null = []
  #link = ''
  #answering = 0
  #closed = false

  constructor(ports: WindowPorts) {
    this.#ports = ports
  }

  receive(name: EventName, payload: unknown): void {
    if (this.#closed) return
    if (name === 'hub.changed') this.#linkChanged(payloadSchemaOf('hub.changed').parse(payload).link)
    if (name === 'alerts.sound') {
      const { alertIds } = payloadSchemaOf('alerts.sound').parse(payload)
      if (alertIds.length > 0) this.#ports.report({ kind: 'called', by: 'tone', ids: alertIds })
    }
    // As the renderer: a board is shown from the moment that somebody is signed in.
    const opened = name === 'sessions.changed' && payloadSchemaOf(name).parse(payload).phase === 'open'
    if (opened || name === 'alerts.reset') void this.#snapshot()
    if (name === 'alerts.changed') this.#changed(payloadSchemaOf('alerts.changed').parse(payload))
  }

  /** Tells what is on the window now. */
  async describe(serial: number): Promise<void> {
    const { counters } = await this.#ask('hub.report', {})
    const lines = [...this.#board.values()].map(lineOf)
    this.#ports.report({ kind: 'window', serial, lines, counters })
  }

  /** Tells only how many messages there were. */
  async count(serial: number): Promise<void> {
    const { counters } = await this.#ask('hub.report', {})
    this.#ports.report({ kind: 'counters', serial, counters })
  }

  close(): void {
    this.#closed = true
  }

  async #snapshot(): Promise<void> {
    this.#buffer ??= []
    const { revision, items } = await this.#ask('alerts.list', {})
    if (this.#closed) return
    this.#board.clear()
    for (const alert of items) this.#board.set(alert.id, alert)
    this.#revision = revision
    this.#show(revision, items)
    const waiting = this.#buffer ?? []
    this.#buffer = null
    for (const change of waiting) if (change.revision > revision) this.#changed(change)
  }

  #changed(change: BoardChange): void {
    if (this.#buffer) {
      this.#buffer.push(change)
      return
    }
    if (change.revision <= this.#revision) return
    if (change.revision !== this.#revision + 1) {
      void this.#snapshot()
      return
    }
    this.#revision = change.revision
    for (const id of change.removed) this.#board.delete(id)
    for (const alert of change.upserts) this.#board.set(alert.id, alert)
    this.#show(change.revision, change.upserts)
  }

  #show(revision: number, alerts: readonly Alert[]): void {
    this.#ports.report({ kind: 'board', lines: alerts.map(lineOf) })
    if (alerts.length > 0) this.#ports.passed('pushed')
    if (this.#ports.paintMs === 0) void this.#painted(revision, alerts)
    else setTimeout(() => void this.#painted(revision, alerts), this.#ports.paintMs)
  }

  async #painted(revision: number, alerts: readonly Alert[]): Promise<void> {
    if (this.#closed) return
    await this.#ask('alerts.shown', Revision.parse({ revision }))
    this.#ports.report({ kind: 'shown', ids: alerts.map((alert) => alert.id) })
    for (const alert of alerts) this.#consider(alert)
  }

  #consider(alert: Alert): void {
    if (this.#considered.has(alert.id) || !isCalling(alert)) return
    this.#considered.add(alert.id)
    const { seed, person, acknowledge, withinMs } = this.#ports.answers
    const roll = share(seed, `${person} ${alert.id}`)
    const resolves = resolvesChain(this.#ports.answers, chainOf(alert.patient.patientId, alert.type))
    if (roll >= acknowledge) return
    const request = resolves && roll < acknowledge / 2 ? 'alerts.resolve' : 'alerts.acknowledge'
    setTimeout(
      () => {
        this.#toAnswer.push({ request, id: alert.id })
        void this.#answerNext()
      },
      share(seed, `${person} delay ${alert.id}`) * withinMs,
    )
  }

  async #answerNext(): Promise<void> {
    if (this.#answering >= MAX_ANSWERING || this.#closed) return
    const next = this.#toAnswer.shift()
    if (!next) return
    this.#answering += 1
    const { request, id } = next
    const pending = this.#ports.answer(request, request === 'alerts.resolve' ? { id, reason: null } : { id })
    this.#ports.passed('answering')
    const reply = await pending
    this.#answering -= 1
    if (reply.ok) {
      const { alert } = outputSchemaOf(request).parse(reply.value)
      if (!isCalling(alert)) this.#ports.report({ kind: 'answered', id, rev: alert.rev })
      this.#ports.passed('answered')
    } else if (reply.error.code.startsWith('ipc.')) {
      this.#ports.report({ kind: 'defect', text: `${request}: ${reply.error.code}` })
    }
    void this.#answerNext()
  }

  #linkChanged(link: 'connecting' | 'live' | 'lost'): void {
    if (link === this.#link) return
    this.#link = link
    this.#ports.report({ kind: 'link', link })
  }

  async #ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    const reply = await this.#ports.answer(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}`)
    return outputSchemaOf(name).parse(reply.value)
  }
}

function lineOf(alert: Alert): BoardLine {
  return {
    id: alert.id,
    rev: alert.rev,
    calling: isCalling(alert),
    publishedAt: alert.publishedAt,
    chain: chainOf(alert.patient.patientId, alert.type),
  }
}

/** Whether people close alerts of this chain, after which a late message begins a new one. */
export function resolvesChain(answers: Pick<Answers, 'seed' | 'resolve'>, chain: string): boolean {
  return share(answers.seed, chain) < answers.resolve
}
