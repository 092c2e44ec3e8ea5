import { alertHandlers } from './features/alerts/handlers.ts'
import { namelessSnapshot } from './features/alerts/nameless.ts'
import type { InteractionService } from './features/interactions/service.ts'
import { hubHealthHandlers } from './features/hub-health/handlers.ts'
import { type HubAddress, readHubAddress } from './hub/address.ts'
import { EmbeddedHubError } from './hub/embedded-hub.ts'
import type { Handlers } from './ipc/router.ts'
import type { Companion } from './platform/ports.ts'
import type { approvalRequests } from '@shared/features/approvals/contract.ts'
import type { alertRequests } from '@shared/features/alerts/contract.ts'
import type { clinicalRiskRequests } from '@shared/features/clinical-risk/contract.ts'
import type { diagnosticRequests } from '@shared/features/diagnostics/contract.ts'
import type { hubHealthRequests } from '@shared/features/hub-health/contract.ts'
import type { populationRequests } from '@shared/features/population/contract.ts'
import type { priorAuthRequests } from '@shared/features/prior-auth/contract.ts'

import { buildParts, endParts, type HubSessionPorts, type SessionParts } from './session-parts.ts'

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
    this.#parts.population.start()
    this.#parts.clinicalRisk.start()
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
    | keyof typeof populationRequests
    | keyof typeof clinicalRiskRequests
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
      ...parts.population.handlers,
      ...parts.clinicalRisk.handlers,
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

/** Stands in for the address of a hub program that is not installed: nothing listens on the discard port. */
function nowhere(): HubAddress {
  const reading = readHubAddress('redis://127.0.0.1:9/0')
  if (!reading.ok) throw new Error(reading.sentence)
  return { ...reading.address, display: 'embedded hub' }
}
