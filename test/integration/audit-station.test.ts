import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyFromCommandLine } from '@main/features/audit/verify-cli.ts'
import { openFilter } from '@shared/features/audit/model.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let dataFolder: string
let publisher: SeedPublisher
let prefix: string
let stations: HeadlessStation[] = []
let round = 0
beforeEach(() => {
  round += 1
  prefix = `audit${round}:`
  dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-audit-'))
  publisher = new SeedPublisher(redis.url, prefix)
})
afterEach(async () => {
  publisher.close()
  await Promise.all(stations.map((station) => station.stop()))
  stations = []
  rmSync(dataFolder, { recursive: true, force: true })
})

async function open(folder = dataFolder, stationName = 'desk'): Promise<HeadlessStation> {
  const station = new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    prefix,
    dataFolder: folder,
    stationName,
  })
  stations.push(station)
  await station.start()
  await station.live()
  return station
}

const close = async (station: HeadlessStation): Promise<void> => {
  stations = stations.filter((each) => each !== station)
  await station.stop()
}

async function alertFor(station: HeadlessStation, patient: string): Promise<string> {
  await publisher.publish(seedMessage({ patient_id: patient }))
  await station.until('the alert', () => station.alertOf(patient) !== undefined)
  return station.alertOf(patient)?.id ?? ''
}

const entriesOf = async (station: HeadlessStation, patient: string) =>
  (await station.audit.search({ ...openFilter, patient, patientExact: true }, null)).items.toReversed()

const chainFolder = (folder = dataFolder): string => {
  const [name] = readdirSync(join(folder, 'audit')).filter((each) => each.includes('-'))
  return join(folder, 'audit', name ?? '')
}

describe('the audit of a station', () => {
  // Catches: an entry without its who, whom, how or when; a step that is recorded only when it went well.
  test('holds who did what to whom, begun and done, by both clocks', async () => {
    const station = await open()
    await station.ask('settings.save', (await station.ask('settings.read', {})).settings)
    const id = await alertFor(station, 'P1')
    await station.ask('alerts.acknowledge', { id })
    await station.ask('alerts.resolve', { id, reason: 'repeat sample normal' })
    await station.ask('alerts.trend', { patientId: 'P1', type: 'potassium', hours: 24 })
    const entries = await entriesOf(station, 'P1')
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'alerts.acknowledge intent',
      'alerts.acknowledge done',
      'alerts.resolve intent',
      'alerts.resolve done',
      'alerts.trend done',
    ])
    expect(entries[2]).toMatchObject({
      role: 'charge-nurse',
      stationName: 'desk',
      patients: ['P1'],
      about: [id],
      why: 'repeat sample normal',
    })
    for (const { hubAt, localAt, user } of entries) {
      expect(Math.abs((hubAt ?? 0) - localAt)).toBeLessThan(5_000)
      expect(user).not.toBe('')
    }
    const board = (await station.audit.search({ ...openFilter, action: 'alerts.list' }, null)).items
    expect(board[0]).toMatchObject({ patients: [], about: ['icu'], kind: 'read' })
    const settings = (await station.audit.search({ ...openFilter, kind: 'setting' }, null)).items
    expect(settings.length).toBeGreaterThan(0)
  })

  // Catches: a restart that begins a new chain or forgets the key.
  test('goes on over a restart, verified by the program without any key', async () => {
    const first = await open()
    await alertFor(first, 'P2')
    await close(first)
    const second = await open()
    await second.ask('alerts.patient', { patientId: 'P2' })
    expect(await second.audit.verify()).toMatchObject({ intact: true, faults: [] })
    await close(second)
    const said: string[] = []
    const verify = (extra: readonly string[] = []) =>
      verifyFromCommandLine({
        args: ['--data', dataFolder, ...extra],
        environment: { WARDLIGHT_HUB_URL: redis.url, WARDLIGHT_KEY_PREFIX: prefix },
        dataFolder: null,
        say: (line) => said.push(line),
      })
    expect(await verify()).toBe(0)
    expect(said.join('\n')).toMatch(/INTACT[^]*hub \d+ heads/)
    const file = join(chainFolder(), 'segment-000001.audit')
    const bytes = readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(300) ^ 4, 300)
    writeFileSync(file, bytes)
    expect(await verify()).toBe(1)
    expect(said.join('\n')).toMatch(/FAULT in file 1: Entry 1 is changed/)
    expect(said.join('\n')).not.toContain('P2')
  })
})

/** A disk of its own for the audit, if this user may mount one; otherwise a folder that takes nothing. */
function smallDisk(folder: string): { fill: () => void; free: () => void; remove: () => void } {
  mkdirSync(folder, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', folder]).status === 0
  const filler = join(folder, 'filler')
  if (mounted) {
    return {
      fill: () => {
        for (let size = 1 << 17; size >= 1; size >>= 1) {
          try {
            for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
          } catch {
            // Full to this size: try smaller pieces, down to single bytes.
          }
        }
      },
      free: () => rmSync(filler),
      remove: () => void spawnSync('umount', ['-l', folder]),
    }
  }
  const chains = (): string[] => readdirSync(folder).map((name) => join(folder, name))
  const files = (): string[] => chains().flatMap((each) => readdirSync(each).map((name) => join(each, name)))
  return {
    fill: () => [...files(), ...chains()].forEach((path) => chmodSync(path, 0o400)),
    free: () => chains().forEach((path) => chmodSync(path, 0o700)),
    remove: () => undefined,
  }
}

describe('a full disk', () => {
  let disk: ReturnType<typeof smallDisk>
  beforeEach(() => {
    disk = smallDisk(join(dataFolder, 'audit'))
  })
  afterEach(async () => {
    for (const station of stations) await station.stop()
    stations = []
    disk.remove()
  })

  // Catches: an act that happens although nobody will ever know of it, or a person left without the reason.
  test('lets nothing be done or shown, says why, and loses no entry', async () => {
    const station = await open()
    const id = await alertFor(station, 'P3')
    disk.fill()
    // What is left of the last block of the file may take an entry or two more.
    let reply = await station.answer('alerts.trend', { patientId: 'P3', type: 'potassium', hours: 24 })
    for (let n = 0; reply.ok && n < 40; n += 1)
      reply = await station.answer('alerts.trend', { patientId: 'P3', type: 'potassium', hours: 24 })
    expect(reply).toMatchObject({ ok: false, error: { code: 'audit.not-written' } })
    expect(JSON.stringify(reply)).toMatch(
      /was not done, because it could not be recorded.*(full|cannot be written)/,
    )
    expect(await station.answer('alerts.acknowledge', { id })).toMatchObject({
      error: { code: 'audit.not-written' },
    })
    expect(station.audit.status().blocked).toMatch(/full|cannot be written/)
    disk.free()
    expect(await station.answer('alerts.acknowledge', { id })).toMatchObject({
      ok: true,
      value: { outcome: 'applied', alert: { state: 'acknowledged' } },
    })
    expect(station.audit.status().blocked).toBeNull()
    expect(await station.audit.verify()).toMatchObject({ intact: true })
    const acts = await entriesOf(station, 'P3')
    expect(acts.filter(({ action }) => action === 'alerts.acknowledge')).toHaveLength(2)
  })
})

describe('what other places know of a chain', () => {
  // Catches: an end that can be cut off together with everything beside it, and even on the hub, without a trace.
  test('finds a chain that was cut back, though the hub lost its heads as well', async () => {
    const otherFolder = mkdtempSync(join(tmpdir(), 'wardlight-audit-'))
    const watched = await open(dataFolder, 'watched')
    const watching = await open(otherFolder, 'watching')
    await watching.audit.exchangeNow()
    const folder = chainFolder()
    const saved = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const)
    for (let n = 0; n < 5; n += 1) await watched.ask('alerts.patient', { patientId: `P-${n}` })
    await watched.audit.exchangeNow()
    await watching.audit.exchangeNow()
    expect(watching.audit.status().copiesOf).toBe(1)
    const station = watched.audit.status().station
    await close(watched)
    // Somebody puts the folder back as it was, and removes the heads that the hub holds.
    for (const name of readdirSync(folder)) rmSync(join(folder, name))
    for (const [name, bytes] of saved) writeFileSync(join(folder, name), bytes)
    await redis.client.del(`${prefix}audit:{${station}}:heads`, `${prefix}audit:{${station}}:witnesses`)
    await watching.audit.exchangeNow()
    const said: string[] = []
    const code = await verifyFromCommandLine({
      args: ['--data', dataFolder],
      environment: { WARDLIGHT_HUB_URL: redis.url, WARDLIGHT_KEY_PREFIX: prefix },
      dataFolder: null,
      say: (line) => said.push(line),
    })
    expect(said.join('\n')).toMatch(/The chain was cut/)
    expect(code).toBe(1)
    // The copy at the other station's desk serves as well, without any hub.
    const copy = join(otherFolder, 'audit', 'copies', `${station}.heads`)
    const offline = { environment: {}, dataFolder: null, say: () => undefined }
    expect(await verifyFromCommandLine({ ...offline, args: ['--data', dataFolder, '--heads', copy] })).toBe(1)
    await close(watching)
    rmSync(otherFolder, { recursive: true, force: true })
  })

  // Catches: a station whose past changed while it was away, and nobody who says so.
  test('tells the other stations when a chain went back', async () => {
    const otherFolder = mkdtempSync(join(tmpdir(), 'wardlight-audit-'))
    const watched = await open(dataFolder, 'watched')
    const watching = await open(otherFolder, 'watching')
    await watched.audit.exchangeNow()
    const station = watched.audit.status().station
    const stream = `${prefix}audit:{${station}}:heads`
    const early = await redis.client.xrevrange(stream, '+', '-', 'COUNT', 1)
    for (let n = 0; n < 3; n += 1) await watched.ask('alerts.patient', { patientId: `P-${n}` })
    await watched.audit.exchangeNow()
    await watching.audit.exchangeNow()
    expect(watching.audit.status().conflicts).toEqual([])
    await redis.client.xadd(stream, '*', 'head', early[0]?.[1][1] ?? '')
    await watching.audit.exchangeNow()
    expect(watching.audit.status().conflicts).toHaveLength(1)
    expect(watching.audit.status().conflicts[0]).toMatch(/went back from entry/)
    await watching.until('its entry', () => watching.audit.status().lastSeq > 0)
    const noted = await watching.audit.search({ ...openFilter, action: 'audit.peer-conflict' }, null)
    expect(noted.items).toHaveLength(1)
    await close(watching)
    rmSync(otherFolder, { recursive: true, force: true })
  })
})
