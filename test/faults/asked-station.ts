import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import {
  outputSchemaOf,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/registry.ts'
import { AskedReport } from './asked-messages.ts'

const READY_MS = 30_000

/** A process of the product, with its own data folder, that can be killed without any farewell. */
export class ProductProcess {
  readonly dataFolder: string
  readonly gone: Promise<void>
  readonly child: ChildProcess
  isGone = false
  /** What it wrote before it ended by itself. */
  complaint = ''

  /** @param dataFolder of a process that was killed, to go on with what it left; else a new one. */
  protected constructor(
    program: string,
    environment: (dataFolder: string) => Record<string, string>,
    dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-killed-')),
  ) {
    this.dataFolder = dataFolder
    this.child = fork(program, [], {
      env: { ...process.env, ...environment(this.dataFolder) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.child.stderr?.on('data', (data) => {
      this.complaint = `${this.complaint}${String(data)}`.slice(-2_000)
    })
    this.gone = new Promise((resolve) => {
      this.child.once('exit', () => {
        this.isGone = true
        resolve()
      })
    })
  }

  /** As by the system when it lacks memory, or a hand at the plug. */
  kill(): void {
    this.child.kill('SIGKILL')
  }

  async remove(): Promise<void> {
    this.kill()
    await this.gone
    rmSync(this.dataFolder, { recursive: true, force: true })
  }
}

/** A station at which one person is signed in. */
export class AskedStation extends ProductProcess {
  readonly #asked = new Map<number, (reply: unknown) => void>()
  #serial = 0

  static async start(
    program: string,
    plan: { name: string; hubUrl: string; role: Role; approvals: ApprovalPolicy },
    left?: { readonly dataFolder: string; readonly started: (station: AskedStation) => void },
  ): Promise<AskedStation> {
    const environment = (dataFolder: string): Record<string, string> => ({
      WARDLIGHT_ASKED_STATION: JSON.stringify({ ...plan, dataFolder }),
    })
    const station = new AskedStation(program, environment, left?.dataFolder)
    left?.started(station)
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${plan.name}: ${station.complaint}`)), READY_MS)
      // Killed while it starts, as its parent wants it.
      if (left !== undefined) void station.gone.then(resolve)
      station.child.on('message', (message) => {
        const report = AskedReport.parse(message)
        if (report.kind === 'reply') station.#asked.get(report.serial)?.(report.reply)
        else {
          clearTimeout(late)
          resolve()
        }
      })
    })
    return station
  }

  /** What main answers; rejects with the code of a refusal. Never settles when the process is killed first. */
  async ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    this.#serial += 1
    const serial = this.#serial
    const reply = await new Promise<unknown>((resolve) => {
      this.#asked.set(serial, resolve)
      this.child.send({ serial, name, input }, () => undefined)
    })
    this.#asked.delete(serial)
    if (typeof reply === 'object' && reply !== null && 'ok' in reply && reply.ok === true && 'value' in reply)
      return outputSchemaOf(name).parse(reply.value)
    throw new Error(JSON.stringify(reply))
  }
}

/** The product's own host without a window, as a server runs it. */
export class HostProcess extends ProductProcess {
  static start(program: string, hubUrl: string, approvals: ApprovalPolicy): HostProcess {
    return new HostProcess(program, (dataFolder) => {
      const policy = join(dataFolder, 'policy.json')
      writeFileSync(policy, JSON.stringify({ approvals }))
      return {
        WARDLIGHT_DATA: dataFolder,
        WARDLIGHT_HUB_URL: hubUrl,
        WARDLIGHT_POLICY: policy,
        WARDLIGHT_KEY_FILE: 'allow',
      }
    })
  }
}
