import type { Hub } from '@main/hub/hub.ts'
import { HubError, troubleSentence } from '@main/hub/hub-error.ts'
import type { HubReport, HubStatus, LinkTrouble } from '@shared/features/hub-health/model.ts'
import type { QuarantineShelf } from './quarantine.ts'
import { readServerInfo, type ServerFigures, serverWarnings } from './server-report.ts'

const PROOF_MS = 500
const SERIES_LENGTH = 240
const ERRORS_KEPT = 30
const INFO_MS = 5_000

export interface HubHealthPorts {
  readonly hub: Hub
  readonly quarantine: QuarantineShelf
  readonly embedded: boolean
  /** Why there is no embedded hub although it is wanted; null otherwise. */
  readonly embeddedProblem: string | null
  /** Standing warnings of this station, such as a key that no key store protects. */
  readonly standingWarnings: readonly string[]
  demo(): boolean
  counters(): Omit<HubReport['counters'], 'reconnects' | 'quarantined'>
  publish(status: HubStatus): void
  lost(lost: boolean): void
}

/** Tells how the link and the hub are: every half second to the window, in full to the Hub screen. */
export class HubHealthService {
  readonly #ports: HubHealthPorts
  readonly #series: { at: number; ms: number }[] = []
  readonly #errors: { at: number; sentence: string }[] = []
  #server: ServerFigures | null = null
  #timer: NodeJS.Timeout | null = null
  #infoTimer: NodeJS.Timeout | null = null

  constructor(ports: HubHealthPorts) {
    this.#ports = ports
  }

  start(): void {
    const { hub } = this.#ports
    hub.on('beat', (ms) => {
      this.#series.push({ at: Date.now(), ms })
      if (this.#series.length > SERIES_LENGTH) this.#series.shift()
      this.#ports.publish(this.status())
    })
    hub.on('state', (state) => {
      this.#ports.lost(state.link === 'lost')
      if (state.link === 'live') void this.#readServer()
      this.#ports.publish(this.status())
    })
    hub.on('error', (error) => this.#remember(error.trouble, error.code))
    this.#timer = setInterval(() => {
      if (hub.state.link !== 'live') this.#ports.publish(this.status())
    }, PROOF_MS)
    this.#infoTimer = setInterval(() => void this.#readServer(), INFO_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    if (this.#infoTimer) clearInterval(this.#infoTimer)
  }

  /** Adds a sentence to the last errors; it must hold no patient data. */
  note(sentence: string): void {
    this.#errors.push({ at: Date.now(), sentence })
    if (this.#errors.length > ERRORS_KEPT) this.#errors.shift()
  }

  status(): HubStatus {
    const { hub, quarantine, embedded, embeddedProblem, standingWarnings } = this.#ports
    const { link, lastProof, since } = hub.state
    const age = lastProof === null ? null : Math.max(0, performance.now() - lastProof)
    return {
      link,
      trouble: embeddedProblem === null ? hub.state.trouble : 'embedded-missing',
      sentence: embeddedProblem ?? hub.state.sentence,
      lastProofAt: age === null ? null : Math.round(Date.now() - age),
      lastProofAgeMs: age,
      since,
      clockAheadMs: hub.now() - Date.now(),
      target: hub.address.display,
      embedded,
      demo: this.#ports.demo(),
      version: this.#server?.version ?? null,
      warnings: [...standingWarnings, ...(this.#server ? serverWarnings(this.#server) : [])],
      quarantined: quarantine.count,
    }
  }

  report(): HubReport {
    const sorted = this.#series.map(({ ms }) => ms).sort((a, b) => a - b)
    const at = (share: number): number | null =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
    return {
      status: this.status(),
      latency: { p50: at(0.5), p99: at(0.99), series: [...this.#series] },
      server: this.#server,
      counters: {
        ...this.#ports.counters(),
        reconnects: this.#ports.hub.reconnects,
        quarantined: this.#ports.quarantine.count,
      },
      quarantine: [...this.#ports.quarantine.items],
      lastErrors: this.#errors.toReversed(),
    }
  }

  #remember(trouble: LinkTrouble, code: string): void {
    const sentence = `${troubleSentence(trouble, this.#ports.hub.address.display)} (${code})`
    if (this.#errors.at(-1)?.sentence !== sentence) this.note(sentence)
  }

  async #readServer(): Promise<void> {
    if (this.#ports.hub.state.link !== 'live') return
    try {
      this.#server = readServerInfo(String(await this.#ports.hub.run('INFO')))
    } catch (error) {
      // Figures are a courtesy: a hub that denies INFO still carries alerts.
      if (!(error instanceof HubError)) throw error
      this.#server = null
    }
  }
}
