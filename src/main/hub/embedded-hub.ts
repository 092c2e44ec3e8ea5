import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type HubAddress, readHubAddress } from './address.ts'
import { createClient, type HubClient } from './client.ts'
import {
  findServer,
  freeLoopbackPort,
  type HubDescriptor,
  isAlive,
  isPortFree,
  newPassword,
  readDescriptor,
  withHubLock,
  writeDescriptor,
  writeServerConfiguration,
} from './embedded-files.ts'
import { classify } from './hub-error.ts'
import { settleWithin } from './settle-within.ts'
import { mendTornWrite } from './torn-write.ts'

const WATCH_MS = 250
const START_MS = 10_000
/** A busy server that is to be adopted gets this long to answer. */
const ADOPT_MS = 5_000

/** No server program on this computer, or it does not start; the message is for people. */
export class EmbeddedHubError extends Error {}

/**
 * The Redis process that a lone workstation owns. It runs detached, so that it outlives a crash of the
 * application and is adopted by the next start; it is stopped by the last station that quits.
 */
export class EmbeddedHub {
  readonly #folder: string
  #descriptor: HubDescriptor | null = null
  #watch: NodeJS.Timeout | null = null
  #repairing = false
  #repairs = 0

  /** @param folder private folder of this user; password, log and append-only file are kept there. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** How often a dead server was started again. */
  get repairs(): number {
    return this.#repairs
  }

  get pid(): number | null {
    return this.#descriptor?.pid ?? null
  }

  /** Adopts the running server of this user or starts one, then watches it. Throws EmbeddedHubError. */
  async start(): Promise<HubAddress> {
    await this.#ensure()
    this.#watch = setInterval(() => void this.#repairIfDead(), WATCH_MS)
    return this.address()
  }

  address(): HubAddress {
    if (!this.#descriptor) throw new EmbeddedHubError('The embedded hub has not been started.')
    return addressOf(this.#descriptor)
  }

  /**
   * Stops watching, and stops the server unless another station still uses it.
   * @param ownClientName the name under which this station's connections are known to the server.
   */
  async stop(ownClientName: string): Promise<'stopped' | 'left-running'> {
    if (this.#watch) clearInterval(this.#watch)
    this.#watch = null
    const descriptor = this.#descriptor
    if (!descriptor || !isAlive(descriptor.pid)) return 'stopped'
    return withHubLock(this.#folder, async () => {
      if (await usedByOthers(descriptor, ownClientName)) return 'left-running'
      process.kill(descriptor.pid, 'SIGTERM')
      const deadline = Date.now() + 5_000
      while (isAlive(descriptor.pid) && Date.now() < deadline) await pause(20)
      return 'stopped'
    })
  }

  async #ensure(): Promise<void> {
    this.#descriptor = await withHubLock(this.#folder, async () => {
      const known = readDescriptor(this.#folder)
      if (known && isAlive(known.pid)) {
        if (await answersInTime(known)) return known
        // The number may belong to another program by now, but then the port is free. Two servers on one folder
        // would destroy the data.
        if (!(await isPortFree(known.port)))
          throw new EmbeddedHubError(
            'The hub program of this computer runs but does not answer. Nothing was started beside it; restart the computer if this stays.',
          )
      }
      return this.#launch(known)
    })
  }

  async #launch(previous: HubDescriptor | null): Promise<HubDescriptor> {
    const program = findServer()
    if (!program) {
      throw new EmbeddedHubError(
        'No redis-server or valkey-server was found on this computer. Install one, or give the address of the hospital hub in Settings.',
      )
    }
    // The old port and password are kept, so that a second station finds the repaired server where it was.
    const password = previous?.password ?? newPassword()
    const port = previous && (await isPortFree(previous.port)) ? previous.port : await freeLoopbackPort()
    const configuration = writeServerConfiguration(this.#folder, port, password)
    await mendTornWrite(join(this.#folder, 'data'), program)
    const child = spawn(program, [configuration], { detached: true, stdio: 'ignore' })
    let failed = false
    child.once('error', () => (failed = true))
    child.once('exit', () => (failed = true))
    child.unref()
    if (child.pid === undefined) throw new EmbeddedHubError('The hub program could not be started.')
    const descriptor = { pid: child.pid, port, password }
    writeDescriptor(this.#folder, descriptor)
    const deadline = Date.now() + START_MS
    while (!(await answers(descriptor))) {
      if (failed || Date.now() > deadline) {
        throw new EmbeddedHubError(`The hub program stopped at once; its reason is in ${this.#folder}.`)
      }
      await pause(20)
    }
    return descriptor
  }

  async #repairIfDead(): Promise<void> {
    if (this.#repairing || !this.#descriptor || isAlive(this.#descriptor.pid)) return
    this.#repairing = true
    try {
      await this.#ensure()
      this.#repairs += 1
    } catch {
      // Still dead; the next tick tries again, and the link shows that there is no hub.
    } finally {
      this.#repairing = false
    }
  }
}

function addressOf(descriptor: HubDescriptor): HubAddress {
  const reading = readHubAddress(`redis://:${descriptor.password}@127.0.0.1:${descriptor.port}/0`)
  if (!reading.ok) throw new EmbeddedHubError(reading.sentence)
  return { ...reading.address, display: 'embedded hub' }
}

async function withClient<T>(descriptor: HubDescriptor, use: (client: HubClient) => Promise<T>): Promise<T> {
  const client = createClient(addressOf(descriptor), 'commands', 'wardlight-keeper')
  client.on('error', () => undefined)
  try {
    await settleWithin(client.connect(), 1_500)
    return await settleWithin(use(client), 1_000)
  } finally {
    client.disconnect()
  }
}

/** A server that is still loading its data answers too: it is ours and on its way. */
async function answers(descriptor: HubDescriptor): Promise<boolean> {
  try {
    await withClient(descriptor, (client) => client.ping())
    return true
  } catch (error) {
    return classify(error).trouble === 'loading'
  }
}

async function answersInTime(descriptor: HubDescriptor): Promise<boolean> {
  const deadline = Date.now() + ADOPT_MS
  while (!(await answers(descriptor))) {
    if (!isAlive(descriptor.pid) || Date.now() > deadline || (await isPortFree(descriptor.port))) return false
    await pause(100)
  }
  return true
}

async function usedByOthers(descriptor: HubDescriptor, ownClientName: string): Promise<boolean> {
  try {
    const list = String(await withClient(descriptor, (client) => client.call('CLIENT', 'LIST')))
    return list
      .split('\n')
      .map((line) => /(?:^| )name=(\S*)/.exec(line)?.[1] ?? '')
      .some((name) => name.startsWith('wardlight-station') && !name.startsWith(`${ownClientName}:`))
  } catch {
    return false
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
