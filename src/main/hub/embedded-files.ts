import { randomBytes } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { z } from 'zod'

/** What a station must know to use the embedded hub that another station, or an earlier run, started. */
export const HubDescriptor = z.object({
  pid: z.number().int().positive(),
  port: z.number().int().min(1).max(65_535),
  password: z.string().min(32),
})
export type HubDescriptor = z.infer<typeof HubDescriptor>

const DESCRIPTOR = 'hub.json'
const LOCK = 'hub.lock'
const UNWRITTEN_LOCK_MS = 5_000

export function readDescriptor(folder: string): HubDescriptor | null {
  try {
    const parsed = HubDescriptor.safeParse(JSON.parse(readFileSync(join(folder, DESCRIPTOR), 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

export function writeDescriptor(folder: string, descriptor: HubDescriptor): void {
  writeAtomically(join(folder, DESCRIPTOR), JSON.stringify(descriptor))
}

/** Only the owner may read: the file holds the hub's password, which thus never stands in an argv. */
function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`
  writeFileSync(temporary, text, { mode: 0o600 })
  renameSync(temporary, path)
}

/** Writes the server's configuration and returns its path. */
export function writeServerConfiguration(folder: string, port: number, password: string): string {
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 })
  const path = join(folder, 'redis.conf')
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${password}`,
    'daemonize no',
    `dir "${join(folder, 'data').replaceAll('\\', '/')}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // Clinical data may never be evicted: a full hub must refuse loudly instead.
    'maxmemory-policy noeviction',
    `logfile "${join(folder, 'hub.log').replaceAll('\\', '/')}"`,
    'loglevel notice',
    'tcp-keepalive 30',
    // Tells of readings that other programs write, so that risk scores follow them at once.
    'notify-keyspace-events Ez',
    // A station that falls behind in a flood is not cut off at the default 32 MB.
    'client-output-buffer-limit pubsub 256mb 128mb 60',
  ]
  writeAtomically(path, `${lines.join('\n')}\n`)
  return path
}

export function newPassword(): string {
  return randomBytes(32).toString('hex')
}

/** A loopback port that is free at this moment. */
export async function freeLoopbackPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}

/** True when nothing listens on the loopback port. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The first `redis-server` or `valkey-server` on the PATH, or null. */
export function findServer(path = process.env['PATH'] ?? ''): string | null {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const usual = process.platform === 'win32' ? [] : ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
  for (const folder of [...path.split(delimiter), ...usual]) {
    for (const name of ['redis-server', 'valkey-server']) {
      const candidate = join(folder, name + suffix)
      try {
        accessSync(candidate, constants.X_OK)
        return candidate
      } catch {
        // Not here; look further.
      }
    }
  }
  return null
}

/** True while the process runs. A dead one that nobody has reaped (a container without an init) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
  } catch {
    return true
  }
}

/** Runs `work` while no other station of this user does; a lock left by a dead process is taken over. */
export async function withHubLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, LOCK)
  for (;;) {
    try {
      const handle = openSync(path, 'wx', 0o600)
      writeFileSync(handle, String(process.pid))
      closeSync(handle)
      break
    } catch (error) {
      if (!isTaken(error)) throw error
      if (isAbandoned(path)) rmSync(path, { force: true })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

/** A lock without an owner's number is being written at this moment, unless it has been so for long. */
function isAbandoned(path: string): boolean {
  try {
    const owner = Number(readFileSync(path, 'utf8'))
    return owner > 0 ? !isAlive(owner) : Date.now() - statSync(path).mtimeMs > UNWRITTEN_LOCK_MS
  } catch {
    return false
  }
}
