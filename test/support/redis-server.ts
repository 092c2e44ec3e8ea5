import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freeLoopbackPort } from '@main/hub/embedded-files.ts'
import { openClient, type Redis } from '@main/hub/open-client.ts'

/** A real server on loopback that a test owns: it can be killed, frozen, emptied and started again. */
export class TestRedis {
  readonly folder = mkdtempSync(join(tmpdir(), 'wardlight-redis-'))
  readonly port: number
  readonly password = 'only-in-tests'
  readonly #options: Readonly<Record<string, string>>
  #process: ChildProcess | null = null
  #client: Redis | null = null

  private constructor(port: number, options: Readonly<Record<string, string>>) {
    this.port = port
    this.#options = options
  }

  /** @param options further configuration, as redis-server's command line takes it. */
  static async start(options: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
    const server = new TestRedis(await freeLoopbackPort(), options)
    await server.launch()
    return server
  }

  get url(): string {
    return this.urlAt(this.port)
  }

  /** The server's address through another port (a proxy's). */
  urlAt(port: number): string {
    return `redis://:${this.password}@127.0.0.1:${port}/0`
  }

  /** The server's address for a user of its access list. */
  urlAs(user: string, password: string, port = this.port): string {
    return `redis://${user}:${password}@127.0.0.1:${port}/0`
  }

  /** A plain client of this server for the test itself; closed with the server. */
  get client(): Redis {
    this.#client ??= openClient(this.url)
    return this.#client
  }

  /** Starts it (again) and waits until it answers. */
  async launch(extra: Readonly<Record<string, string>> = {}): Promise<void> {
    this.launchAtOnce(extra)
    await this.#untilUp()
  }

  /** Starts it (again) without waiting for an answer. */
  launchAtOnce(extra: Readonly<Record<string, string>> = {}): void {
    const options = {
      bind: '127.0.0.1',
      port: String(this.port),
      requirepass: this.password,
      dir: this.folder,
      save: '',
      appendonly: 'yes',
      appendfsync: 'everysec',
      ...this.#options,
      ...extra,
    }
    const args = Object.entries(options).flatMap(([name, value]) => [
      `--${name}`,
      ...(value === '' ? [''] : value.split(' ')),
    ])
    this.#process = spawn('redis-server', args, { stdio: 'ignore' })
  }

  /** As a power failure of the process; what was written to the append-only file stays. */
  async kill(): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** Stops answering without closing a connection. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  /** Comes back with nothing. */
  async restartEmpty(): Promise<void> {
    await this.kill()
    this.eraseData()
    await this.launch()
  }

  /** Removes what a killed server has stored. */
  eraseData(): void {
    rmSync(join(this.folder, 'appendonlydir'), { recursive: true, force: true })
  }

  /** A copy of what is stored at this moment, to come back to. */
  saveData(): string {
    const copy = mkdtempSync(join(tmpdir(), 'wardlight-redis-saved-'))
    cpSync(join(this.folder, 'appendonlydir'), copy, { recursive: true })
    return copy
  }

  /** Replaces what a killed server has stored by an earlier copy. */
  restoreData(copy: string): void {
    this.eraseData()
    cpSync(copy, join(this.folder, 'appendonlydir'), { recursive: true })
    rmSync(copy, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    this.#client?.disconnect()
    this.thaw()
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #untilUp(): Promise<void> {
    const client = openClient(this.url)
    try {
      for (;;) {
        try {
          await client.ping()
          return
        } catch (error) {
          if (error instanceof Error && /LOADING|NOAUTH|WRONGPASS/.test(error.message)) return
          await pause(20)
        }
      }
    } finally {
      client.disconnect()
    }
  }
}
