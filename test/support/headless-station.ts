import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { Station } from '@main/compose.ts'
import type { AlertProbe } from '@main/features/alerts/service-ports.ts'
import type { AuditService } from '@main/features/audit/service.ts'
import type { InteractionKnowledge } from '@main/features/interactions/ports.ts'
import type { ProviderSettings } from '@main/features/sessions/provider.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { headlessPlatform } from '@main/platform/headless/headless-platform.ts'
import type { MachinePolicy } from '@main/policy.ts'
import { openLog } from '@main/platform/log.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { BoardChange } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import type { HubStatus } from '@shared/features/hub-health/model.ts'
import { setUpStation } from './first-settings.ts'
import { keepSignedIn } from './people.ts'
import {
  type EventName,
  outputSchemaOf,
  payloadSchemaOf,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/registry.ts'

export interface HeadlessOptions {
  readonly hubUrl: string
  readonly units: readonly string[]
  readonly prefix?: string
  readonly dataFolder?: string
  readonly probe?: AlertProbe
  /** False for a window that never reports painting. */
  readonly paints?: boolean
  readonly stationName?: string
  /** Who is kept signed in; a charge nurse when absent, nobody with null. */
  readonly role?: Role | null
  readonly provider?: ProviderSettings
  /** What happens when the station opens a page in the system's browser. */
  readonly openBrowser?: (url: string) => Promise<void>
  /** What is fixed on this computer. */
  readonly policy?: MachinePolicy
  /** What is known of drugs; what ships with the application when absent. */
  readonly knowledge?: () => InteractionKnowledge
  /** The real log in the station's data folder instead of none. */
  readonly logs?: boolean
}

/** A whole station in this process, with a window that paints at once: everything but Electron is real. */
export class HeadlessStation {
  readonly board = new Map<string, Alert>()
  readonly pushed: { name: EventName; payload: unknown }[] = []
  /** Texts of the notifications that a desktop would have shown. */
  readonly notices: string[] = []
  /** What the window was told about screenshots, in order. */
  readonly contentProtected: boolean[] = []
  readonly dataFolder: string
  readonly #station: Station
  readonly #paints: boolean
  readonly #ownsFolder: boolean
  #status: HubStatus | null = null

  constructor(options: HeadlessOptions) {
    this.dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'wardlight-station-'))
    this.#ownsFolder = options.dataFolder === undefined
    this.#paints = options.paints ?? true
    const reading = readHubAddress(options.hubUrl)
    if (!reading.ok) throw new Error(reading.sentence)
    setUpStation(this.dataFolder, options.stationName ?? 'test station', options.units)
    const platform = headlessPlatform(resolve('out'), {
      send: (name, payload) => this.#receive(name, payload),
    })
    this.#station = new Station(
      {
        dataFolder: this.dataFolder,
        hubFolder: join(this.dataFolder, 'hub'),
        givenHub: reading.address,
        demo: false,
        demoSeed: 1,
        demoSpeed: 1,
        keyPrefix: options.prefix ?? '',
        versions: { version: 'test', electron: '', chrome: '', node: process.versions.node },
        log: options.logs === true ? openLog(this.dataFolder) : pino({ level: 'silent' }),
        probe: options.probe ?? null,
        signInDemonstration: false,
        sessionSeconds: null,
        provider: options.provider ?? null,
        policy: options.policy ?? {},
        ...(options.knowledge ? { knowledge: options.knowledge } : {}),
      },
      {
        ...platform,
        protectContent: (on) => void this.contentProtected.push(on),
        openBrowser: (url) => (options.openBrowser ?? ((page) => platform.openBrowser(page)))(url),
        outputs: {
          ...platform.outputs,
          notify: ({ title, body }) => {
            this.notices.push(`${title} ${body}`)
            return Promise.resolve({ kind: 'shown' })
          },
        },
      },
    )
    this.#role = options.role === undefined ? 'charge-nurse' : options.role
  }

  readonly #role: Role | null
  #endSignIn: () => void = () => undefined
  #shows = false
  #fetching = 0
  #buffered: BoardChange[] = []

  get audit(): AuditService {
    return this.#station.audit.service
  }

  get status(): HubStatus | null {
    return this.#status
  }

  /** The station itself, for what a window does not ask. */
  get station(): Station {
    return this.#station
  }

  /** Starts, and signs somebody in as soon as the hub accepts it; the window then takes its first snapshot. */
  async start(): Promise<this> {
    await this.#station.start()
    if (this.#role !== null) this.#endSignIn = keepSignedIn(this.#station, this.#role)
    return this
  }

  async ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    const reply = await this.answer(name, input)
    if (!reply.ok) throw new Error(reply.error.code)
    return outputSchemaOf(name).parse(reply.value)
  }

  async answer(name: RequestName, input: unknown): Promise<Reply<unknown>> {
    return this.#station.answer(name, input, true)
  }

  async snapshot(): Promise<void> {
    this.#fetching += 1
    const { revision, items } = await this.ask('alerts.list', {}).finally(() => (this.#fetching -= 1))
    this.board.clear()
    for (const alert of items) this.board.set(alert.id, alert)
    this.#shows = true
    // What was sent while the snapshot was on its way is newer than it.
    const newer = this.#buffered.filter((change) => change.revision > revision)
    if (this.#fetching === 0) this.#buffered = []
    for (const change of newer) this.#apply(change)
    if (this.#paints) await this.ask('alerts.shown', { revision })
  }

  /** Waits until the condition holds; fails after `ms` with what was awaited. */
  async until(what: string, condition: () => boolean, ms = 10_000): Promise<void> {
    const deadline = Date.now() + ms
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`)
      await pause(10)
    }
  }

  live(): Promise<void> {
    return this.until(
      'the link is live and somebody is signed in',
      () => this.#status?.link === 'live' && (this.#shows || this.#role === null),
    )
  }

  /** Raises an alert as an engine of the station does. */
  async raise(text: string): Promise<void> {
    await this.#station.session?.parts?.alerts.raise(text)
  }

  /** The one open alert of this patient. */
  alertOf(patientId: string): Alert | undefined {
    return [...this.board.values()].find((alert) => alert.patient.patientId === patientId)
  }

  async stop(): Promise<void> {
    this.#endSignIn()
    await this.#station.stop()
    if (this.#ownsFolder) rmSync(this.dataFolder, { recursive: true, force: true })
  }

  #look(): void {
    void this.snapshot().catch(() => undefined)
  }

  #apply(change: BoardChange): void {
    for (const id of change.removed) this.board.delete(id)
    for (const alert of change.upserts) this.board.set(alert.id, alert)
  }

  #receive(name: EventName, payload: unknown): void {
    this.pushed.push({ name, payload })
    if (name === 'hub.changed') this.#status = payloadSchemaOf('hub.changed').parse(payload)
    if (name === 'sessions.changed' && payloadSchemaOf(name).parse(payload).phase === 'open') this.#look()
    if (name === 'alerts.reset') this.#look()
    if (name !== 'alerts.changed') return
    const change = payloadSchemaOf('alerts.changed').parse(payload)
    if (this.#fetching > 0) this.#buffered.push(change)
    this.#apply(change)
    if (this.#paints) void this.ask('alerts.shown', { revision: change.revision }).catch(() => undefined)
  }
}
