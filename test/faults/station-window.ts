import type { Alert } from '@shared/features/alerts/model.ts'
import { isCalling } from '@shared/features/alerts/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import {
  type EventName,
  inputSchemaOf,
  outputSchemaOf,
  payloadSchemaOf,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/registry.ts'
import { createBoardStore } from '@renderer/features/alerts/store.ts'
import type { Listener } from '@renderer/ipc/events.ts'
import { share } from './dice.ts'
import {
  type Answers,
  type BoardLine,
  chainOf,
  type DeathPoint,
  type StationReport,
} from './station-messages.ts'

const MAX_ANSWERING = 20
const RETRY_MS = 250
/** Codes that no fault of hub or link explains; without the hub a session, a record or an answer may be refused. */
const defects: ReadonlySet<string> = new Set([
  'ipc.internal',
  'ipc.bad-input',
  'ipc.bad-output',
  'ipc.unknown-request',
])

export interface WindowPorts {
  answer(name: RequestName, input: unknown): Promise<Reply<unknown>>
  report(message: StationReport): void
  passed(point: DeathPoint): void
  readonly answers: Answers
  readonly paintMs: number
}

/** The window's own board store without pixels, and people before it who answer alerts. */
export class StationWindow {
  readonly #ports: WindowPorts
  readonly #listeners = new Map<string, (payload: unknown) => void>()
  readonly #board
  readonly #considered = new Set<string>()
  readonly #toAnswer: { request: 'alerts.acknowledge' | 'alerts.resolve'; id: string }[] = []
  #reported: ReadonlyMap<string, Alert> = new Map()
  #unpainted: { revision: number; alerts: readonly Alert[] }[] = []
  #reporting = false
  #link = ''
  #answering = 0
  #closed = false
  #started = false

  constructor(ports: WindowPorts) {
    this.#ports = ports
    this.#board = createBoardStore({
      request: (name, input) => this.#request(name, input),
      subscribe: (name, listener) => this.#subscribe(name, listener),
      afterPaint: (then) => setTimeout(then, ports.paintMs),
      retryAfterMs: RETRY_MS,
    })
    this.#board.store.subscribe(() => this.#reportSoon())
  }

  receive(name: EventName, payload: unknown): void {
    if (this.#closed) return
    if (name === 'hub.changed') this.#linkChanged(payloadSchemaOf('hub.changed').parse(payload).link)
    if (name === 'alerts.sound') {
      const { alertIds } = payloadSchemaOf('alerts.sound').parse(payload)
      if (alertIds.length > 0) this.#ports.report({ kind: 'called', by: 'tone', ids: alertIds })
    }
    this.#listeners.get(name)?.(payload)
    // As the renderer: a board is shown from the moment that somebody is signed in.
    if (name === 'sessions.changed' && payloadSchemaOf(name).parse(payload).phase === 'open') this.#show()
    if (name === 'alerts.changed') this.#ports.passed('pushed')
  }

  /** Somebody has signed in: for the first time in this window, or again. */
  #show(): void {
    if (this.#started) this.#board.refresh()
    else this.#board.start()
    this.#started = true
  }

  /** Tells what is on the window now. */
  async describe(serial: number): Promise<void> {
    const counters = await this.#counters()
    if (counters === null) return
    const lines = [...this.#board.store.getState().items.values()].map(lineOf)
    this.#ports.report({ kind: 'window', serial, lines, counters })
  }

  /** Tells only how many messages there were. */
  async count(serial: number): Promise<void> {
    const counters = await this.#counters()
    if (counters === null) return
    this.#ports.report({ kind: 'counters', serial, counters })
  }

  /** Null while nobody is signed in: such a window tells nothing, and is asked again. */
  async #counters(): Promise<RequestOutput<'hub.report'>['counters'] | null> {
    const reply = await this.#ports.answer('hub.report', {})
    return reply.ok ? outputSchemaOf('hub.report').parse(reply.value).counters : null
  }

  close(): void {
    this.#closed = true
  }

  /** What changes in one turn is seen at once: nothing is painted in between. */
  #reportSoon(): void {
    if (this.#reporting) return
    this.#reporting = true
    queueMicrotask(() => {
      this.#reporting = false
      const { items, revision } = this.#board.store.getState()
      if (items === this.#reported || this.#closed) return
      const changed = [...items.values()].filter((alert) => this.#reported.get(alert.id) !== alert)
      this.#reported = items
      this.#ports.report({ kind: 'board', lines: changed.map(lineOf) })
      this.#unpainted.push({ revision, alerts: changed })
    })
  }

  #painted(revision: number): void {
    const painted = this.#unpainted.filter((entry) => entry.revision <= revision)
    this.#unpainted = this.#unpainted.filter((entry) => entry.revision > revision)
    const alerts = painted.flatMap((entry) => entry.alerts)
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
      this.#board.adopt(alert)
      if (!isCalling(alert)) this.#ports.report({ kind: 'answered', id, rev: alert.rev })
      this.#ports.passed('answered')
    } else if (defects.has(reply.error.code)) {
      this.#ports.report({ kind: 'defect', text: `${request}: ${reply.error.code}` })
    }
    void this.#answerNext()
  }

  #linkChanged(link: 'connecting' | 'live' | 'lost'): void {
    if (link === this.#link) return
    this.#link = link
    this.#ports.report({ kind: 'link', link })
  }

  #subscribe<N extends EventName>(name: N, listener: Listener<N>): () => void {
    this.#listeners.set(name, (payload) => listener.onEvent(payloadSchemaOf(name).parse(payload)))
    return () => this.#listeners.delete(name)
  }

  async #request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Reply<RequestOutput<N>>> {
    const reply = await this.#ports.answer(name, input)
    if (name === 'alerts.shown' && reply.ok)
      this.#painted(inputSchemaOf('alerts.shown').parse(input).revision)
    return reply.ok ? { ok: true, value: outputSchemaOf(name).parse(reply.value) } : reply
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
