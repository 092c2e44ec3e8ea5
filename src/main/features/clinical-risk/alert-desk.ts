import { HubError } from '@main/hub/hub-error.ts'
import type { HighRisk } from './part-work.ts'
import type { RedisClinicalRisk } from './redis.ts'

const AGAIN_MS = 2_000

export interface AlertDeskPorts {
  readonly hub: Pick<RedisClinicalRisk, 'first' | 'isLive'>
  readonly alert: (high: HighRisk) => Promise<void>
  readonly defect: (error: unknown) => void
}

/**
 * Raises alerts for patients at high risk, one after the other; never twice for the same patient, inputs and tables,
 * whichever station or host finds them. Without a link they wait. A hub that denies the mark of who was first cannot
 * prevent a second alert of another station; that is better than none.
 */
export class AlertDesk {
  readonly #ports: AlertDeskPorts
  readonly #waiting: HighRisk[] = []
  #running: Promise<void> | null = null
  /** Inputs that were alerted here although the hub denied their mark. */
  readonly #unmarked = new Set<string>()
  #stopped = false

  constructor(ports: AlertDeskPorts) {
    this.#ports = ports
  }

  add(high: readonly HighRisk[]): void {
    this.#waiting.push(...high)
    this.#running ??= this.#pump().finally(() => {
      this.#running = null
    })
  }

  /** Resolves when nothing waits any more, or cannot be raised at present: a run goes on without its hub. */
  async raised(): Promise<void> {
    if (this.#ports.hub.isLive()) await Promise.race([this.settled(), pause()])
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#running
  }

  stop(): void {
    this.#stopped = true
  }

  async #isFirst({ inputs }: HighRisk): Promise<boolean> {
    try {
      return await this.#ports.hub.first(`alert:${inputs}`)
    } catch (error) {
      if (!(error instanceof HubError) || error.trouble !== 'no-permission') throw error
      const isNew = !this.#unmarked.has(inputs)
      this.#unmarked.add(inputs)
      return isNew
    }
  }

  async #pump(): Promise<void> {
    for (;;) {
      const [next] = this.#waiting
      if (next === undefined || this.#stopped) return
      try {
        if (!this.#ports.hub.isLive()) await pause()
        else {
          if (await this.#isFirst(next)) await this.#ports.alert(next)
          this.#waiting.shift()
        }
      } catch (error) {
        if (error instanceof HubError) await pause()
        else {
          this.#waiting.shift()
          this.#ports.defect(error)
        }
      }
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, AGAIN_MS).unref())
}
