import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { StationLedger } from './ledger.ts'
import {
  type BoardLine,
  type Counters,
  type DeathPoint,
  type StationOrder,
  type StationPlan,
  StationReport,
} from './station-messages.ts'

export interface WindowContent {
  readonly lines: readonly BoardLine[]
  readonly counters: Counters
}

/** A station that is busy with thousands of alerts may take this long to tell. */
const ANSWER_MS = 10_000

/** A station in a process that can be killed and started again with the same data folder. */
export class FaultyStation {
  readonly name: string
  readonly ledger: StationLedger
  readonly #program: string
  readonly #plan: StationPlan
  readonly #asked = new Map<number, (content: WindowContent) => void>()
  #serial = 0
  #child: ChildProcess | null = null
  #gone: Promise<void> = Promise.resolve()
  #running = false
  #wanted = false
  #live = false

  constructor(program: string, plan: Omit<StationPlan, 'dataFolder'>, ledger: StationLedger) {
    this.#program = program
    this.#plan = { ...plan, dataFolder: mkdtempSync(join(tmpdir(), 'wardlight-faults-')) }
    this.name = plan.name
    this.ledger = ledger
  }

  get live(): boolean {
    return this.#live
  }

  /** Starts the process; of two overlapping faults only the first to end starts it again. */
  start(): void {
    if (this.#running) return
    this.#running = true
    this.#wanted = true
    this.ledger.begun()
    const child = fork(this.#program, [], {
      env: { ...process.env, WARDLIGHT_FAULT_STATION: JSON.stringify(this.#plan) },
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let complaint = ''
    child.stderr?.on('data', (data) => (complaint = `${complaint}${String(data)}`.slice(-2_000)))
    child.on('message', (message) => this.#take(child, StationReport.parse(message)))
    this.#child = child
    this.#gone = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#live = false
        this.#running = false
        if (this.#wanted && signal !== 'SIGKILL')
          this.ledger.defects.push(`${this.name} ended by itself with ${code ?? signal}: ${complaint}`)
        resolve()
      })
    })
  }

  /** Dies without any farewell. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#gone
    this.#live = false
  }

  /** Lets the process kill itself when it has passed this point `after` times; kills it when that takes too long. */
  async killAt(point: DeathPoint, after: number, patienceMs: number): Promise<void> {
    this.#order({ kind: 'die', point, after })
    await Promise.race([this.#gone, pause(patienceMs)])
    await this.kill()
  }

  /** What is on the window; null when the station does not tell in time. */
  window(): Promise<WindowContent | null> {
    return this.#ask('window')
  }

  /** As `window`, without the alerts. */
  async counters(): Promise<Counters | null> {
    return (await this.#ask('counters'))?.counters ?? null
  }

  async #ask(kind: 'window' | 'counters'): Promise<WindowContent | null> {
    const serial = (this.#serial += 1)
    const content = new Promise<WindowContent>((resolve) => this.#asked.set(serial, resolve))
    this.#order({ kind, serial })
    const answer = await Promise.race([content, pause(ANSWER_MS, null)])
    this.#asked.delete(serial)
    return answer
  }

  /** Ends the station; true when its journal could be read at every start. */
  async close(): Promise<boolean> {
    this.#wanted = false
    this.#order({ kind: 'stop' })
    await Promise.race([this.#gone, pause(5_000)])
    await this.kill()
    const whole = !readdirSync(this.#plan.dataFolder).some((name) => name.includes('unreadable'))
    rmSync(this.#plan.dataFolder, { recursive: true, force: true })
    return whole
  }

  #order(order: StationOrder): void {
    if (this.#child?.connected) this.#child.send(order, () => undefined)
  }

  #take(child: ChildProcess, report: StationReport): void {
    this.ledger.take(report)
    if (child !== this.#child) return
    if (report.kind === 'link') this.#live = report.link === 'live'
    if (report.kind === 'window') this.#asked.get(report.serial)?.(report)
    if (report.kind === 'counters') this.#asked.get(report.serial)?.({ lines: [], counters: report.counters })
  }
}
