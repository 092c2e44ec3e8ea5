import { setTimeout as pause } from 'node:timers/promises'
import type { ApprovalGate, DiagnosticStore, OpinionModel } from '@main/features/diagnostics/ports.ts'
import { RedisDiagnostics } from '@main/features/diagnostics/redis.ts'
import { DiagnosticService } from '@main/features/diagnostics/service.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { ProgressLine, RunRow } from '@shared/features/diagnostics/model.ts'

/** A queue of approvals that only remembers what it was asked. */
export class RememberingGate implements ApprovalGate {
  readonly asked = new Map<string, Parameters<ApprovalGate['ask']>[0]>()
  questions = 0

  ask(request: Parameters<ApprovalGate['ask']>[0]): Promise<void> {
    this.questions += 1
    const before = this.asked.get(request.id)
    if (before === undefined || before.fence <= request.fence) this.asked.set(request.id, request)
    return Promise.resolve()
  }

  read(id: string): ReturnType<ApprovalGate['read']> {
    return Promise.resolve(this.asked.has(id) ? { status: 'pending', reason: null } : null)
  }
}

/** The call at which a process dies, counted from `armed`. `heard`: the hub carries the call out, nobody hears the answer. */
export interface Death {
  readonly call: number
  readonly heard: boolean
  armed: boolean
}

export interface DeskSettings {
  readonly leaseMs?: number
  readonly gate?: ApprovalGate | null
  readonly model?: OpinionModel | null
  readonly dies?: Death
  readonly lookMs?: number
}

const forever = new Promise<never>(() => undefined)

/** Diagnostics of one station or engine host over a real link, without window and sign-in; it can die at any call. */
export class DiagnosticDesk {
  readonly station: string
  readonly store: DiagnosticStore
  readonly service: DiagnosticService
  readonly pushed: { readonly run: RunRow; readonly progress: readonly ProgressLine[] }[] = []
  readonly defects: unknown[] = []
  readonly #hub: Hub
  readonly #dies: Death | null
  #calls = 0
  #dead = false

  private constructor(url: string, prefix: string, station: string, settings: DeskSettings) {
    const reading = readHubAddress(url)
    if (!reading.ok) throw new Error(reading.sentence)
    this.station = station
    this.#dies = settings.dies ?? null
    this.#hub = new Hub(reading.address, new HubKeys(prefix), `test-${station}`)
    this.store = this.#mortal(
      new RedisDiagnostics(this.#hub, station, { leaseMs: settings.leaseMs ?? 300_000 }),
    )
    const { gate = null, model = null } = settings
    this.service = new DiagnosticService(
      {
        store: this.store,
        gate: () => (gate === null ? null : this.#mortalGate(gate)),
        model: () => model,
        defect: (error) => void this.defects.push(error),
        window: {
          push: ({ run, progress }) => void this.pushed.push({ run, progress }),
          reset: () => undefined,
        },
        person: () => ({ user: 'kim', role: 'physician', station }),
      },
      settings.lookMs ?? 100,
    )
    const wake = this.#hub.keys.diagnosticsWake()
    this.#hub.onAttach(async () => {
      await this.#hub.listenTo([wake])
      this.service.attach()
    })
    this.#hub.on('message', (channel, payload) => {
      if (channel === wake && !this.#dead) this.service.woken(payload.toString('utf8'))
    })
    this.#hub.on('error', () => undefined)
  }

  static async open(
    url: string,
    prefix: string,
    station: string,
    settings: DeskSettings = {},
  ): Promise<DiagnosticDesk> {
    const desk = new DiagnosticDesk(url, prefix, station, settings)
    desk.#hub.start()
    await desk.until('the link', () => desk.#hub.state.link === 'live')
    return desk
  }

  get isDead(): boolean {
    return this.#dead
  }

  get keys(): HubKeys {
    return this.#hub.keys
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
    const end = Date.now() + ms
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms at ${this.station}: ${what}`)
      await pause(10)
    }
  }

  /** Waits until the run has come to an end, whoever works on it. */
  async ended(sessionId: string): Promise<string> {
    let status = ''
    await this.until('the end of the run', async () => {
      status = (await this.store.read(sessionId))?.status ?? 'missing'
      return status !== 'running'
    })
    return status
  }

  /** As SIGKILL: nothing is given back. */
  kill(): void {
    this.#dead = true
    this.#hub.stop()
  }

  async close(): Promise<void> {
    if (!this.#dead) await this.service.stop()
    this.#hub.stop()
  }

  async #step<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#dead) return forever
    const dies = this.#dies
    if (dies?.armed === true) this.#calls += 1
    if (dies === null || !dies.armed || this.#calls < dies.call) return ask()
    this.#dead = true
    if (dies.heard) await ask()
    return forever
  }

  #mortal(store: RedisDiagnostics): DiagnosticStore {
    return {
      leaseMs: store.leaseMs,
      now: () => store.now(),
      begin: (...args) => this.#step(() => store.begin(...args)),
      write: (...args) => this.#step(() => store.write(...args)),
      release: (...args) => this.#step(() => store.release(...args)),
      end: (...args) => this.#step(() => store.end(...args)),
      limit: (...args) => this.#step(() => store.limit(...args)),
      read: (...args) => this.#step(() => store.read(...args)),
      progress: (...args) => this.#step(() => store.progress(...args)),
      placesOf: (...args) => this.#step(() => store.placesOf(...args)),
      isOurs: (...args) => this.#step(() => store.isOurs(...args)),
      lockOf: (...args) => this.#step(() => store.lockOf(...args)),
      watch: (...args) => this.#step(() => store.watch(...args)),
      toLookAt: (...args) => this.#step(() => store.toLookAt(...args)),
      cached: (...args) => this.#step(() => store.cached(...args)),
      cache: (...args) => this.#step(() => store.cache(...args)),
      feedback: (...args) => this.#step(() => store.feedback(...args)),
      feedbackFigures: () => this.#step(() => store.feedbackFigures()),
      spent: (...args) => this.#step(() => store.spent(...args)),
      spentOn: (...args) => this.#step(() => store.spentOn(...args)),
    }
  }

  #mortalGate(gate: ApprovalGate): ApprovalGate {
    return {
      ask: (request) => this.#step(() => gate.ask(request)),
      read: (id) => this.#step(() => gate.read(id)),
    }
  }
}
