import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isAlive, readDescriptor } from '@main/hub/embedded-files.ts'
import { EmbeddedHub } from '@main/hub/embedded-hub.ts'
import { openClient, type Redis } from '@main/hub/open-client.ts'

let folder: string
const clients: Redis[] = []
const owners: ChildProcess[] = []
const hubs: EmbeddedHub[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardlight-embedded-'))
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect()
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
  for (const running of hubs.splice(0)) await running.stop('wardlight-station-test')
  const left = readDescriptor(folder)
  if (left && isAlive(left.pid)) process.kill(left.pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function hub(): EmbeddedHub {
  const created = new EmbeddedHub(folder)
  hubs.push(created)
  return created
}

/** A client of the running server, by what its owner wrote for other stations. */
function clientOf(name = ''): Redis {
  const descriptor = readDescriptor(folder)
  if (!descriptor) throw new Error('no hub has been started')
  const client = openClient(`redis://:${descriptor.password}@127.0.0.1:${descriptor.port}/0`)
  clients.push(client)
  if (name !== '') void client.client('SETNAME', name)
  return client
}

/** A hub owned by a process of its own, which is then killed. */
async function ownedByKilledProcess(): Promise<number> {
  const program = `
    const { EmbeddedHub } = await import(process.argv[1])
    const hub = new EmbeddedHub(process.argv[2])
    await hub.start()
    process.stdout.write(String(hub.pid))`
  const source = pathToFileURL(resolve('src/main/hub/embedded-hub.ts')).href
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program, source, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  owners.push(owner)
  const pid = await new Promise<number>((done, fail) => {
    owner.stdout?.once('data', (data: Buffer) => done(Number(data.toString())))
    owner.once('exit', () => fail(new Error('the owner ended early')))
  })
  owner.removeAllListeners('exit')
  const gone = new Promise((done) => owner.once('exit', done))
  owner.kill('SIGKILL')
  await gone
  return pid
}

describe('the embedded hub', () => {
  // Catches: one server per station, so that two desks of one computer see different alerts; two at the same moment.
  test('is started once for two users of the folder', async () => {
    const [a, b] = [hub(), hub()]
    const [first, second] = await Promise.all([a.start(), b.start()])
    expect(first.nodes).toEqual(second.nodes)
    expect(a.pid).toBe(b.pid)
    expect(await clientOf().ping()).toBe('PONG')
  })

  // Catches: a second server beside the one that outlived a crash, or its data lost.
  test('is adopted after its owner was killed', async () => {
    const pid = await ownedByKilledProcess()
    expect(isAlive(pid)).toBe(true)
    await clientOf().set('kept', 'yes')
    const heir = hub()
    await heir.start()
    expect(heir.pid).toBe(pid)
    expect(await clientOf().get('kept')).toBe('yes')
  })

  // Catches: a server left running for ever, or taken away from the other station.
  test('is stopped by the last station that uses it', async () => {
    const [a, b] = [hub(), hub()]
    await a.start()
    await b.start()
    const pid = a.pid ?? 0
    const other = clientOf('wardlight-station-b:commands')
    await other.ping()
    expect(await a.stop('wardlight-station-a')).toBe('left-running')
    expect(isAlive(pid)).toBe(true)
    expect(await b.stop('wardlight-station-b')).toBe('stopped')
    expect(isAlive(pid)).toBe(false)
  })

  // Catches: a dead server that nobody notices, one on another port that the second station never finds, lost data.
  test('is repaired where it was, with its data, when its server is killed', async () => {
    const keeper = hub()
    await keeper.start()
    const before = readDescriptor(folder)
    await clientOf().set('kept', 'yes')
    process.kill(keeper.pid ?? 0, 'SIGKILL')
    await vi.waitUntil(() => keeper.repairs === 1, { timeout: 10_000 })
    expect(readDescriptor(folder)).toMatchObject({ port: before?.port, password: before?.password })
    expect(keeper.pid).not.toBe(before?.pid)
    expect(await clientOf().get('kept')).toBe('yes')
  })

  // Catches: a second server on the data of one that is only busy or stopped, which destroys them.
  test('is never started beside a server that has its port but does not answer', async () => {
    const first = hub()
    await first.start()
    const pid = first.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    try {
      await expect(hub().start()).rejects.toThrow(/does not answer/)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    expect(readDescriptor(folder)?.pid).toBe(pid)
  })

  // Catches: a lock of a station that was killed while starting, which keeps all others out for ever.
  test('starts although a dead process has left its lock', async () => {
    const ended = spawn(process.execPath, ['-e', ''])
    await new Promise((done) => ended.once('exit', done))
    writeFileSync(join(folder, 'hub.lock'), String(ended.pid))
    await expect(hub().start()).resolves.toMatchObject({ kind: 'single' })
  })

  // Catches: the password of the clinical data where every account of the computer can read it.
  test('shows its password to nobody else', async () => {
    const keeper = hub()
    await keeper.start()
    const password = readDescriptor(folder)?.password ?? ''
    expect(password.length).toBeGreaterThanOrEqual(32)
    const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    expect(running).toContain(String(keeper.pid))
    for (const pid of running) expect(textOf(`/proc/${pid}/cmdline`)).not.toContain(password)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      if (statSync(path).isFile() && readFileSync(path).includes(password))
        expect(statSync(path).mode & 0o077).toBe(0)
    }
    expect(JSON.stringify({ display: keeper.address().display })).not.toContain(password)
  })

  // Catches: evicted alerts, and a hub that forgets everything at a restart.
  test('never evicts, and writes an append-only file', async () => {
    await hub().start()
    const client = clientOf()
    expect(await client.config('GET', 'maxmemory-policy')).toContain('noeviction')
    expect(await client.config('GET', 'appendonly')).toContain('yes')
    expect(await client.config('GET', 'appendfsync')).toContain('everysec')
    expect(await client.config('GET', 'bind')).toContain('127.0.0.1')
  })
})

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
