import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Station } from '@main/compose.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { headlessPlatform } from '@main/platform/headless/headless-platform.ts'
import { openLog } from '@main/platform/log.ts'
import type { Platform } from '@main/platform/ports.ts'
import { openFilter } from '@shared/features/audit/model.ts'
import { outputSchemaOf, type RequestInput, type RequestName } from '@shared/ipc/registry.ts'
import { keepSignedIn } from '@test/support/people.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

/** A text that occurs nowhere else, one for each field; all are found by their common beginning. */
const MARK = 'CANARY7F3A'
const canary = (field: string): string => `${MARK}${field}`

let redis: TestRedis
let folder: string
let station: Station
const notified: unknown[] = []
const seen: string[] = []

const ask = async <N extends RequestName>(name: N, input: RequestInput<N>) => {
  const reply = await station.answer(name, input, true)
  return reply.ok ? outputSchemaOf(name).parse(reply.value) : null
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await condition()) return
    await pause(10)
  }
  throw new Error(`did not happen: ${what}`)
}

let endSignIn: () => void = () => undefined
beforeAll(async () => {
  redis = await TestRedis.start()
  folder = mkdtempSync(join(tmpdir(), 'wardlight-canary-'))
  const reading = readHubAddress(redis.url)
  if (!reading.ok) throw new Error(reading.sentence)
  const quiet = headlessPlatform(resolve('out'), { send: (name) => void seen.push(name) })
  const platform: Platform = {
    ...quiet,
    outputs: {
      attention: () => undefined,
      notify: (...notice) => {
        notified.push(notice)
        return Promise.resolve({ kind: 'failed', reason: 'a test' })
      },
    },
    askSavePath: () => Promise.resolve(null),
  }
  station = new Station(
    {
      dataFolder: folder,
      hubFolder: join(folder, 'hub'),
      givenHub: reading.address,
      demo: false,
      demoSeed: 1,
      demoSpeed: 1,
      keyPrefix: 'canary:',
      versions: { version: 'test', electron: '', chrome: '', node: process.versions.node },
      log: openLog(folder),
      probe: null,
      signInDemonstration: false,
      sessionSeconds: null,
      provider: null,
    },
    platform,
  )
  await station.start()
  endSignIn = keepSignedIn(station, 'charge-nurse')
  await workThrough(new SeedPublisher(redis.url, 'canary:'))
})
afterAll(async () => {
  endSignIn()
  await redis.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One patient's way through the station, with a mark in every field that takes a text. */
async function workThrough(publisher: SeedPublisher): Promise<void> {
  await until('somebody signed in', async () => (await ask('sessions.view', {}))?.phase === 'open')
  await until('a live hub', async () => (await ask('hub.status', {}))?.link === 'live')
  const { settings } = (await ask('settings.read', {})) ?? {}
  if (settings === undefined) throw new Error('no settings')
  await ask('settings.save', { ...settings, units: ['icu'], stationName: canary('station') })
  const context = {
    unit: 'icu',
    bed: canary('bed'),
    patient_name: canary('name'),
    mrn: canary('mrn'),
    birth_date: '1950-01-01',
    allergies: [canary('allergy')],
    note: canary('note'),
    source: canary('source'),
  }
  for (const id of ['one', 'two']) {
    await publisher.publish(seedMessage({ patient_id: canary(id), context }))
    await publisher.publish(seedMessage({ patient_id: canary(id), alert_type: canary('type'), context }))
  }
  await publisher.client.publish('canary:alerts:icu', `{"patient_id": "${canary('broken')}`)
  publisher.close()
  await until('the alerts', async () => ((await ask('alerts.list', {}))?.items.length ?? 0) >= 2)
  const items = (await ask('alerts.list', {}))?.items ?? []
  for (const { id } of items) {
    await ask('alerts.stamps', { id })
    await ask('alerts.acknowledge', { id })
    await ask('alerts.note', { id, text: canary('text') })
    await ask('alerts.read-back', { id, toldTo: canary('told'), repeatedBy: canary('repeated') })
  }
  const patientId = canary('one')
  await ask('alerts.patient', { patientId })
  await ask('alerts.follow', { patientId, follow: true })
  await ask('alerts.trend', { patientId, type: canary('metric'), hours: 24 })
  await ask('alerts.patient-history', { patientId, cursor: null, search: canary('search') })
  await ask('alerts.resolve', { id: items[0]?.id ?? '', reason: canary('reason') })
  await station.answer('alerts.resolve', { id: canary('bad-id'), reason: canary('reason') }, true)
  await ask('audit.search', { filter: { ...openFilter, patient: patientId }, before: null })
  // The hub going away, with work under way, is when errors are written about what was being done.
  redis.freeze()
  await ask('alerts.note', { id: items[1]?.id ?? '', text: canary('lost') })
  redis.thaw()
  await station.stop()
}

function filesUnder(path: string): string[] {
  return readdirSync(path)
    .map((name) => join(path, name))
    .flatMap((each) => (statSync(each).isDirectory() ? filesUnder(each) : [each]))
}

/** The mark in the encodings in which it could lie in a file. */
const forms = [
  Buffer.from(MARK, 'utf8'),
  Buffer.from(MARK, 'utf16le'),
  Buffer.from(MARK.toLowerCase(), 'utf8'),
  Buffer.from(Buffer.from(MARK).toString('hex')),
]

describe('marks planted in every field of a run', () => {
  // Catches: a run in which nothing happened, which would prove nothing.
  test('went through the station: they are on the hub', async () => {
    const history = await redis.client.zrange(`canary:alert_history:${canary('one')}`, '0', '-1')
    expect(history.join()).toContain(canary('name'))
    const keys = await redis.client.keys('canary:alert:{icu}:*')
    const hashes = await Promise.all(
      keys
        .filter((key) => /:(state|closed)$/.test(key))
        .map((key) => redis.client.hvals(key).catch(() => [])),
    )
    const state = hashes.flat().join()
    for (const field of ['text', 'told', 'repeated', 'reason']) expect(state).toContain(canary(field))
    expect(seen).toContain('alerts.changed')
    expect(notified.length).toBeGreaterThan(0)
  })

  // Catches: patient data in a log, a temporary file, an index, or an audit or journal that is not sealed.
  test('are in no file of the data folder', () => {
    const files = filesUnder(folder)
    expect(files.some((path) => path.endsWith('.audit') && statSync(path).size > 1_000)).toBe(true)
    expect(files.some((path) => path.endsWith('station.log'))).toBe(true)
    expect(files.some((path) => path.endsWith('journal.db'))).toBe(true)
    const found = files.filter((path) => {
      const bytes = readFileSync(path)
      return path.includes(MARK) || forms.some((form) => bytes.includes(form))
    })
    expect(found).toEqual([])
  })

  // Catches: a bed, a name or a number of a patient where everybody who passes by reads it.
  test('are in no notification but for the bed', () => {
    const texts = JSON.stringify(notified).replaceAll(canary('bed'), '')
    expect(texts).not.toContain(MARK)
  })

  // Catches: a patient or a password in a command line, which every user of the computer may read.
  test('are in no command line of any program', () => {
    const { stdout, status } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    const lines = status === 0 ? stdout : process.argv.join(' ')
    expect(lines.length).toBeGreaterThan(10)
    expect(lines).not.toContain(MARK)
  })
})
