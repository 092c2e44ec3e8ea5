import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import type { AlertProbe } from '@main/features/alerts/service-ports.ts'

const PATIENCE_MS = 60_000
/** A row is painted with its change; fonts and plots of the first screen may need a moment more. */
const SETTLE_MS = 600

/** What `--check` found out, for the one line of JSON. */
export interface CheckResult {
  readonly phases: Readonly<Record<string, number>>
  readonly publishToPaintedMs: number
  readonly screenshot: string
}

/** Measures a start from within: waits for a demonstration alert on the painted board. */
export class StartCheck {
  readonly #began = performance.now()
  readonly #phases: Record<string, number> = {}
  #painted: ((latencyMs: number) => void) | null = null

  /** Alerts published after this were published while the window was watching. */
  #watchingSince = Number.POSITIVE_INFINITY

  /** To be given to the station. */
  readonly probe: AlertProbe = {
    decided: () => undefined,
    shown: (alerts) => {
      this.mark('firstPaintedBoard')
      const now = Date.now()
      const fresh = alerts.find((alert) => alert.simulated && alert.publishedAt > this.#watchingSince)
      if (fresh) this.#painted?.(now - fresh.publishedAt)
      this.#watchingSince = Math.min(this.#watchingSince, now)
    },
  }

  /** Notes when a phase was first reached, in milliseconds since the start of main. */
  mark(phase: string): void {
    this.#phases[phase] ??= Math.round(performance.now() - this.#began)
  }

  /** Resolves when a demonstration alert published under our eyes is painted; rejects with one sentence. */
  async run(window: BrowserWindow, dataFolder: string): Promise<CheckResult> {
    this.#watchingSince = Math.min(this.#watchingSince, Date.now())
    const publishToPaintedMs = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The board showed no demonstration alert within ${PATIENCE_MS / 1_000} s.`)),
        PATIENCE_MS,
      )
      this.#painted = (latency) => {
        clearTimeout(timer)
        this.mark('firstDemonstrationAlert')
        resolve(latency)
      }
    })
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    const screenshot = join(dataFolder, 'check.png')
    await writeFile(screenshot, (await window.webContents.capturePage()).toPNG())
    return { phases: this.#phases, publishToPaintedMs, screenshot }
  }
}
