import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { z } from 'zod'

const Told = z.object({ id: z.string(), state: z.string(), parts: z.number() })
type Told = z.infer<typeof Told>

/** What a host of risk-process.ts does. */
export interface RiskHostPlan {
  readonly url: string
  readonly prefix: string
  readonly name: string
  readonly dataFolder: string
  readonly folder: string
  readonly partRecords: number
  /** File to start a run over; null for a host that only helps. */
  readonly file: string | null
  /** Takes a part and never ends it; told as the state `holding`. */
  readonly holds?: boolean
  /** False for one that never finds its hub. */
  readonly linked?: boolean
  /** Is killed at its first alert; one that the hub has heard lies in the list `raised`. */
  readonly dies?: 'unheard' | 'heard'
}

export interface RiskHost {
  readonly child: ChildProcess
  /** Resolves when it has ended. */
  readonly gone: Promise<void>
  /** The first that it tells of this kind; rejects when the host ends before. */
  told(when: (told: Told) => boolean): Promise<Told>
}

/** Hosts of clinical risk in processes of their own. */
export class RiskHosts {
  readonly #out: string
  readonly #children: ChildProcess[] = []

  private constructor(out: string) {
    this.#out = out
  }

  /** Builds the program, once for a file of tests. */
  static async build(): Promise<RiskHosts> {
    const out = resolve('out', `risk-${process.pid}`)
    await build({
      configFile: resolve('vite.faults.config.ts'),
      logLevel: 'warn',
      build: { outDir: out, rolldownOptions: { input: 'test/support/risk-process.ts' } },
    })
    return new RiskHosts(out)
  }

  start(plan: RiskHostPlan): RiskHost {
    const child = fork(join(this.#out, 'risk-process.js'), {
      env: { ...process.env, WARDLIGHT_RISK_PROCESS: JSON.stringify(plan) },
    })
    this.#children.push(child)
    const before: Told[] = []
    child.on('message', (message) => before.push(Told.parse(message)))
    return {
      child,
      gone: new Promise((ended) => child.once('exit', () => ended())),
      told: (when) =>
        new Promise((found, lost) => {
          const look = (): void => {
            const told = before.find(when)
            if (told !== undefined) found(told)
          }
          child.on('message', look)
          child.once('exit', () => lost(new Error('the host has ended')))
          look()
        }),
    }
  }

  close(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    rmSync(this.#out, { recursive: true, force: true })
  }
}
