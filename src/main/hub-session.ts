import type { StationOptions } from './station-options.ts'
import { type WiredApprovals, wireApprovals } from './approval-wiring.ts'
import { callingRules, quarantineOf, unitsInHistory } from './alert-wiring.ts'
import { AlertService } from './features/alerts/service.ts'
import type { SqliteAlertJournal } from './features/alerts/alert-journal.ts'
import { alertHandlers } from './features/alerts/handlers.ts'
import { namelessChange, namelessSnapshot } from './features/alerts/nameless.ts'
import { PatientView } from './features/alerts/patient-view.ts'
import type { ActingPerson } from './features/alerts/ports.ts'
import { RedisAlertStore } from './features/alerts/redis.ts'
import { RedisMissedMessages, RedisPatientRecords } from './features/alerts/redis-records.ts'
import type { InteractionService } from './features/interactions/service.ts'
import type { ApprovalRecord, Reviewer } from './features/approvals/ports.ts'
import { hubHealthHandlers } from './features/hub-health/handlers.ts'
import { QuarantineShelf } from './features/hub-health/quarantine.ts'
import { HubHealthService } from './features/hub-health/service.ts'
import type { SessionHub } from './features/sessions/ports.ts'
import { RedisAccounts } from './features/sessions/redis-accounts.ts'
import { RedisEmergencies, RedisSessions } from './features/sessions/redis-sessions.ts'
import type { SettingsService } from './features/settings/service.ts'
import { type HubAddress, readHubAddress } from './hub/address.ts'
import { attachInteractions, buildInteractions, type StationInteractions } from './interaction-wiring.ts'
import { type EmbeddedHub, EmbeddedHubError } from './hub/embedded-hub.ts'
import { Hub } from './hub/hub.ts'
import { HubKeys } from './hub/keys.ts'
import type { Handlers } from './ipc/router.ts'
import type { Companion, Platform } from './platform/ports.ts'
import { type WiredDiagnostics, wireDiagnostics } from './diagnostics-wiring.ts'
import { wirePriorAuth, type WiredPriorAuth } from './prior-auth-wiring.ts'
import type { approvalRequests } from '@shared/features/approvals/contract.ts'
import type { alertRequests } from '@shared/features/alerts/contract.ts'
import type { diagnosticRequests } from '@shared/features/diagnostics/contract.ts'
import type { hubHealthRequests } from '@shared/features/hub-health/contract.ts'
import type { priorAuthRequests } from '@shared/features/prior-auth/contract.ts'

export interface HubSessionPorts {
  readonly options: StationOptions
  readonly platform: Platform
  readonly settings: SettingsService
  readonly journal: SqliteAlertJournal
  readonly embedded: EmbeddedHub
  readonly stationId: string
  readonly standingWarnings: readonly string[]
  readonly person: ActingPerson
  readonly interactions: StationInteractions
  /** True while the board is shown to whoever passes by: nothing may tell who the patients are. */
  nameless(): boolean
  /** Who sits here, with what they may do; null when nobody has signed in. */
  reviewer(): Reviewer | null
  readonly approvalRecord: ApprovalRecord
}

const EMBEDDED_AGAIN_MS = 5_000

/** Everything that lives as long as the station talks to one hub; another hub means another session. */
export class HubSession {
  readonly #ports: HubSessionPorts
  readonly #clientName: string
  #parts: SessionParts | null = null
  #companion: Companion | null = null
  #again: NodeJS.Timeout | null = null

  constructor(ports: HubSessionPorts) {
    this.#ports = ports
    this.#clientName = `wardlight-station-${ports.stationId}`
  }

  get parts(): SessionParts | null {
    return this.#parts
  }

  /** Starts the embedded hub when no other is wanted, and begins to connect. */
  async start(): Promise<void> {
    const remote = this.#ports.settings.remoteHub()
    const found = remote ?? (await this.#startEmbedded())
    const missing = typeof found === 'string' ? found : null
    const address = typeof found === 'string' ? nowhere() : found
    this.#parts = buildParts(
      this.#ports,
      address,
      this.#clientName,
      remote === null,
      missing,
      () => this.#companion !== null,
    )
    this.#parts.hub.start()
    this.#parts.health.start()
    this.#parts.priorAuth.start()
    if (remote === null && missing === null && this.#ports.options.demo) this.#startDemo(address)
    if (missing !== null) this.#again = setTimeout(() => void this.#startAgain(), EMBEDDED_AGAIN_MS)
  }

  async stop(): Promise<void> {
    if (this.#again) clearTimeout(this.#again)
    this.#companion?.stop()
    this.#companion = null
    await this.#parts?.diagnostics.stop()
    if (this.#parts) await endParts(this.#parts)
    this.#parts = null
    await this.#ports.embedded.stop(this.#clientName)
  }

  get interactions(): InteractionService {
    if (!this.#parts) throw new Error('the session has not been started')
    return this.#parts.interactions
  }

  /** True while the demonstration ward runs on this hub. */
  get demonstration(): boolean {
    return this.#companion !== null
  }

  settingsChanged(): void {
    this.#parts?.hub.reattach()
  }

  handlers(): Handlers<
    | keyof typeof alertRequests
    | keyof typeof hubHealthRequests
    | keyof typeof approvalRequests
    | keyof typeof priorAuthRequests
    | keyof typeof diagnosticRequests
  > {
    const parts = this.#parts
    if (!parts) throw new Error('the session has not been started')
    return {
      ...alertHandlers(parts.alerts, parts.view, parts.store),
      'alerts.list': () => {
        const snapshot = parts.alerts.snapshot()
        return this.#ports.nameless() ? namelessSnapshot(snapshot) : snapshot
      },
      ...hubHealthHandlers(parts.health),
      ...parts.approvals.handlers,
      ...parts.priorAuth.handlers,
      ...parts.diagnostics.handlers,
    }
  }

  async #startEmbedded(): Promise<HubAddress | string> {
    try {
      return await this.#ports.embedded.start()
    } catch (error) {
      if (error instanceof EmbeddedHubError) return error.message
      throw error
    }
  }

  /** A server program may be installed while the station waits for it. */
  async #startAgain(): Promise<void> {
    // The old parts answer until the new ones can: no request may find nobody.
    const before = this.#parts
    await this.start()
    await before?.diagnostics.stop()
    if (before) await endParts(before)
    this.#ports.platform.window.send('alerts.reset', { revision: 0 })
  }

  #startDemo(address: HubAddress): void {
    const [node] = address.nodes
    if (!node) return
    const { demoSeed, demoSpeed, keyPrefix } = this.#ports.options
    this.#companion = this.#ports.platform.companions.start('demo-ward', {
      WARDLIGHT_DEMO_HUB_URL: `redis://:${address.password ?? ''}@${node.host}:${node.port}/0`,
      WARDLIGHT_DEMO_SEED: String(demoSeed),
      WARDLIGHT_DEMO_SPEED: String(demoSpeed),
      WARDLIGHT_DEMO_PREFIX: keyPrefix,
    })
  }
}

export interface SessionParts {
  readonly hub: Hub
  readonly alerts: AlertService
  readonly view: PatientView
  readonly store: RedisAlertStore
  readonly health: HubHealthService
  readonly interactions: InteractionService
  /** People and their sessions on this hub. */
  readonly people: SessionHub
  readonly approvals: WiredApprovals
  readonly priorAuth: WiredPriorAuth
  readonly diagnostics: WiredDiagnostics
}

async function endParts({
  health,
  alerts,
  interactions,
  hub,
  approvals,
  priorAuth,
}: SessionParts): Promise<void> {
  health.stop()
  priorAuth.stop()
  approvals.service.stop()
  alerts.stop()
  await interactions.stop()
  hub.stop()
}

/** Wires the features of one hub to each other; features know each other only through these ports. */
function buildParts(
  ports: HubSessionPorts,
  address: HubAddress,
  clientName: string,
  embedded: boolean,
  missing: string | null,
  demo: () => boolean,
): SessionParts {
  const { options, platform, settings, journal, stationId, person } = ports
  const keys = new HubKeys(options.keyPrefix)
  const hub = new Hub(address, keys, clientName)
  const store = new RedisAlertStore(hub, stationId)
  const records = new RedisPatientRecords(hub)
  const shelf = new QuarantineShelf(() => Date.now())
  const alerts: AlertService = new AlertService({
    keys,
    stationId,
    store,
    missed: new RedisMissedMessages(hub),
    publisher: records,
    journal,
    outputs: { ...platform.outputs, sound: (order) => platform.window.send('alerts.sound', order) },
    person,
    quarantine: quarantineOf(shelf),
    window: {
      push: (change) =>
        platform.window.send('alerts.changed', ports.nameless() ? namelessChange(change) : change),
      reset: (revision) => platform.window.send('alerts.reset', { revision }),
      open: (id) => platform.window.send('alerts.open', { id }),
    },
    link: { fault: (error) => hub.fault(error), reattach: () => hub.reattach() },
    probe: options.probe,
    units: () => settings.settings.units,
    rules: () => callingRules(settings),
    unitsOfPatient: (patientId) => unitsInHistory(records, patientId),
    restored: (count) =>
      health.note(
        `The hub had come back without its data; ${count} open alerts were restored from this station.`,
      ),
  })
  const view = new PatientView({
    store,
    records,
    open: () => alerts.board.all(),
    policyOf: (unit) => alerts.units.policyOf(unit),
    isFollowed: (patientId) => journal.followed().includes(patientId),
  })
  const health: HubHealthService = new HubHealthService({
    hub,
    quarantine: shelf,
    embedded,
    embeddedProblem: missing,
    standingWarnings: ports.standingWarnings,
    demo,
    counters: () => {
      const { received, raised, folded, duplicates } = alerts.units.counters
      return {
        received,
        raised,
        folded,
        duplicates,
        backlog: alerts.units.backlog,
        notificationsShown: alerts.calls.shownNotices,
        notificationsSuppressed: alerts.calls.suppressedNotices,
      }
    },
    publish: (status) => platform.window.send('hub.changed', status),
    lost: (lost) => {
      alerts.calls.setLinkLost(lost)
      if (lost) alerts.detach()
      if (lost) approvals.service.detach()
    },
  })
  const interactions = buildInteractions(hub, ports, { demo, note: (sentence) => health.note(sentence) })
  hub.on('message', (channel, payload) => {
    alerts.units.receive(channel, payload)
    if (channel === keys.interactionChanges()) interactions.receive(payload)
    approvals.receive(channel, payload)
    priorAuth.receive(channel)
    diagnostics.receive(channel, payload)
  })
  hub.onAttach(async () => {
    // A hub whose access list is older than a feature denies its channels; alerts must go on.
    await hub.listenTo(alerts.channels(), [
      keys.interactionChanges(),
      ...approvals.channels,
      ...diagnostics.channels,
    ])
    await alerts.attach()
    await attachInteractions(interactions, (sentence) => health.note(sentence))
    await approvals.attach()
    diagnostics.attach()
  })
  hub.onProbe(() => alerts.probe())
  const people = {
    accounts: new RedisAccounts(hub),
    directory: new RedisSessions(hub),
    emergencies: new RedisEmergencies(hub),
  }
  const approvals = wireApprovals({ hub, people, shelf, station: ports })
  const priorAuth = wirePriorAuth({
    hub,
    gate: approvals.gate,
    window: platform.window,
    stationId,
    log: options.log,
    noteModel: () => null,
  })
  const diagnostics = wireDiagnostics({
    hub,
    gate: approvals.gate,
    window: platform.window,
    stationId,
    log: options.log,
    person: () => person.current(),
  })
  return { hub, alerts, view, store, health, interactions, people, approvals, priorAuth, diagnostics }
}

/** Stands in for the address of a hub program that is not installed: nothing listens on the discard port. */
function nowhere(): HubAddress {
  const reading = readHubAddress('redis://127.0.0.1:9/0')
  if (!reading.ok) throw new Error(reading.sentence)
  return { ...reading.address, display: 'embedded hub' }
}
