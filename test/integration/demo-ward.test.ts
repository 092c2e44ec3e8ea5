import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { patients } from '@main/demo-ward/patients.ts'
import { WardPublisher } from '@main/demo-ward/publisher.ts'
import { systemClock } from '@main/demo-ward/ward-clock.ts'
import { DemoWard } from '@main/demo-ward/ward.ts'
import { openClient } from '@main/hub/open-client.ts'

/** A program of the system, not of a package. */
const serverProgram = 'redis-server'
const password = 'integration-only'
const folder = mkdtempSync(join(tmpdir(), 'wardlight-demo-'))
const root = fileURLToPath(new URL('../..', import.meta.url))
let server: ChildProcess
let url = ''

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no loopback port is free')
  return address.port
}

async function startServer(port: number): Promise<void> {
  const options = { bind: '127.0.0.1', port, requirepass: password, save: '', appendonly: 'no', dir: folder }
  server = spawn(
    serverProgram,
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  )
  url = `redis://:${password}@127.0.0.1:${port}/3`
  const client = openClient(url)
  while ((await client.ping().catch(() => 'not yet')) !== 'PONG') await setTimeout(50)
  client.disconnect()
}

beforeAll(async () => startServer(await freePort()))

afterAll(async () => {
  server.kill('SIGKILL')
  await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the ward against the server, with a listener on every alert channel; each test has a prefix of its own. */
async function running(
  prefix: string,
  speed: number,
  work: (heard: [string, string][]) => Promise<void>,
): Promise<void> {
  const heard: [string, string][] = []
  const listener = openClient(url)
  listener.on('pmessage', (_pattern, channel: string, text: string) =>
    heard.push([channel.slice(prefix.length), text]),
  )
  await listener.psubscribe(`${prefix}alerts:*`)
  const hub = openClient(url)
  const publisher = new WardPublisher(hub, prefix, systemClock)
  const ward = new DemoWard(patients, publisher, systemClock, { seed: 1, speed })
  try {
    ward.start()
    await work(heard)
    expect(publisher.failures).toBe(0)
  } finally {
    await ward.stop()
    hub.disconnect()
    listener.disconnect()
  }
}

interface SeedAlert {
  readonly [field: string]: unknown
  readonly context: { readonly [field: string]: unknown }
}

function parsed(text: string): SeedAlert {
  return JSON.parse(text)
}

describe('what the ward puts on a hub', () => {
  const seedFields = ['patient_id', 'alert_type', 'value', 'unit', 'severity', 'timestamp', 'context']

  // The receiver derives the alert's identity from these bytes: any difference from the seed's is another alert.
  test("the first alert is the potassium, in the seed's bytes, on both channels and in the history", async () => {
    await running('a:', 1, async (heard) => {
      await expect.poll(() => heard.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(2)
      const [first, second] = heard
      expect([first?.[0], second?.[0]]).toEqual(['alerts:icu', 'alerts:patient:P2104'])
      expect(second?.[1]).toBe(first?.[1])
      const text = first?.[1] ?? ''
      expect(text).toMatch(
        /^\{"patient_id": "P2104", "alert_type": "potassium", "value": 6\.8, "unit": "mmol\/L", "severity": null, "timestamp": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?", "context": \{"unit": "icu", "source": "demo-ward", "demo": true, "bed": "ICU 04", "name": "Okafor, Nneka", "mrn": "448-201-7", "birth_date": "1958-03-02", "sex": "F", "allergies": \["penicillin \(anaphylaxis\)"\], "code_status": "Full code", "conditions": \[[^\]]+\], "note": "venous, not haemolysed"\}\}$/,
      )
      const stamp = Date.parse(`${String(parsed(text)['timestamp'])}Z`)
      expect(Math.abs(Date.now() - stamp)).toBeLessThan(60_000)

      const client = openClient(url)
      await expect
        .poll(() => client.zcard('a:alert_history:P2104'), { timeout: 5_000 })
        .toBeGreaterThanOrEqual(1)
      const [member, score] = await client.zrange('a:alert_history:P2104', '0', '0', 'WITHSCORES')
      client.disconnect()
      expect(member).toBe(text)
      expect(Math.abs(Number(score) * 1000 - stamp)).toBeLessThan(5_000)
    })
  })

  test('every alert is ASCII with the fields of the seed in their order', async () => {
    await running('b:', 60, async (heard) => {
      await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(40)
      for (const [channel, text] of heard) {
        expect(text).toMatch(/^[ -~]+$/)
        if (channel === 'alerts:care_management') continue
        expect(Object.keys(parsed(text))).toEqual(seedFields)
        expect(parsed(text)['severity']).toBeNull()
        expect(parsed(text).context['demo']).toBe(true)
      }
    })
  })

  test('vitals expire within a minute, series and history are sorted sets, the risk score is told once', async () => {
    await running('c:', 30, async (heard) => {
      const client = openClient(url)
      try {
        await expect
          .poll(() => client.exists(...patients.map(({ bed }) => `c:patient:${bed}:vitals`)), {
            timeout: 10_000,
          })
          .toBe(24)
        const vitals = await client.get('c:patient:ICU 07:vitals')
        expect(vitals).toMatch(
          /^\{"hr":\d+,"bp":"\d+\/\d+","map":\d+,"rr":\d+,"spo2":\d+,"temp":[\d.]+,"o2":\d+,"avpu":"[ACV]"\}$/,
        )
        const left = await client.ttl('c:patient:ICU 07:vitals')
        expect(left).toBeGreaterThan(30)
        expect(left).toBeLessThanOrEqual(60)

        await expect
          .poll(() => client.zcard('c:ts:patient:P4212:heart_rate'), { timeout: 10_000 })
          .toBeGreaterThanOrEqual(36)
        const lactate = await client.zrange('c:ts:patient:P2107:lactate', '0', '0', 'WITHSCORES')
        expect(lactate[0]).toMatch(/^1\.6:[0-9a-f]{8}$/)
        expect(Date.now() / 1000 - Number(lactate[1])).toBeGreaterThan(4 * 3600)
        expect(await client.type('c:ts:patient:P2107:heart_rate')).toBe('zset')

        await expect
          .poll(() => heard.map(([channel]) => channel), { timeout: 10_000 })
          .toContain('alerts:care_management')
        expect(
          heard.filter(([channel]) => channel === 'alerts:care_management').map(([, text]) => text),
        ).toEqual([
          '{"type": "high_risk_patient", "patient_id": "P4203", "risk_score": 100, "trigger_metric": "a1c", "trigger_value": 12.4}',
        ])
        expect(await client.smembers('c:population:high_risk')).toEqual(['P4203'])
        expect(await client.zscore('c:population:risk_scores', 'P4203')).toBe('100')
      } finally {
        client.disconnect()
      }
    })
  })

  // The vector is what the seed's Python, run as printed, put on a hub: the same names, the same shape.
  test('its keys are those of the seed and no others', async () => {
    await running('d:', 60, async (heard) => {
      await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(30)
      const client = openClient(url)
      const keys = await client.keys('d:*')
      client.disconnect()
      const known =
        /^d:(alert_history:P\d+|ts:patient:P\d+:[a-z0-9_]+|patient:(ICU|4B) \d\d:vitals|population:(risk_scores|high_risk))$/
      expect(keys.filter((key) => !known.test(key))).toEqual([])
    })
  })
})

// A ward that stays silent after the hub's return would leave a demonstration board dead until someone restarts it.
test('a hub that is killed and comes back empty is served again', async () => {
  const hub = openClient(url)
  const publisher = new WardPublisher(hub, 'e:', systemClock)
  const ward = new DemoWard(patients, publisher, systemClock, { seed: 1, speed: 60 })
  ward.start()
  try {
    await expect.poll(() => publisher.published, { timeout: 10_000 }).toBeGreaterThan(0)
    server.kill('SIGKILL')
    await expect.poll(() => publisher.failures, { timeout: 15_000 }).toBeGreaterThan(0)
    await startServer(Number(new URL(url).port))
    const before = publisher.published
    await expect.poll(() => publisher.published, { timeout: 15_000 }).toBeGreaterThan(before)
    await expect.poll(() => hub.exists('e:patient:ICU 07:vitals'), { timeout: 10_000 }).toBe(1)
  } finally {
    await ward.stop()
    hub.disconnect()
  }
})

describe('the program', () => {
  // Plain Node strips the types; this hook alone stands in for the bundler's alias.
  const alias = `data:text/javascript,${encodeURIComponent(
    `import { registerHooks } from 'node:module'
     registerHooks({ resolve: (name, context, next) =>
       next(name.startsWith('@main/') ? new URL('src/main/' + name.slice(6), ${JSON.stringify(`file://${root}`)}).href : name, context) })`,
  )}`

  function start(prefix: string): ChildProcess {
    return spawn(process.execPath, ['--import', alias, join(root, 'src/main/demo-ward/index.ts')], {
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'], WARDLIGHT_DEMO_HUB_URL: url, WARDLIGHT_DEMO_PREFIX: prefix },
    })
  }

  async function publishing(program: ChildProcess, prefix: string): Promise<string> {
    let said = ''
    program.stdout?.on('data', (part) => (said += String(part)))
    program.stderr?.on('data', (part) => (said += String(part)))
    const client = openClient(url)
    await expect
      .poll(() => client.exists(`${prefix}alert_history:P2104`), { timeout: 20_000, message: said })
      .toBe(1)
    client.disconnect()
    return said
  }

  // A ward that outlives its station keeps raising alarms for people who do not exist.
  test.each([
    ['its standard input ends', (program: ChildProcess) => program.stdin?.end()],
    ['its parent drops the channel', (program: ChildProcess) => program.disconnect()],
    ['it is told to stop', (program: ChildProcess) => program.kill('SIGTERM')],
  ])('publishes, and ends by itself when %s', async (why, leave) => {
    const prefix = `${why.split(' ').at(-1)}:`
    const program = start(prefix)
    const said = await publishing(program, prefix)
    const ended = once(program, 'exit')
    leave(program)
    expect(await ended).toEqual([0, null])
    expect(said).toContain('24 invented patients')
    expect(said).not.toContain(password)
  })

  test('without a hub it says which setting is missing and ends', async () => {
    const program = spawn(process.execPath, ['--import', alias, join(root, 'src/main/demo-ward/index.ts')], {
      env: { PATH: process.env['PATH'] },
    })
    let said = ''
    program.stderr.on('data', (part) => (said += String(part)))
    expect(await once(program, 'exit')).toEqual([1, null])
    expect(said).toContain('WARDLIGHT_DEMO_HUB_URL')
  })
})

test('it imports nothing of ours but the client', () => {
  const sources = [
    'index',
    'publisher',
    'ward',
    'ward-course',
    'ward-model',
    'bedside-alarms',
    'settings',
    'lifetime',
  ]
  for (const name of sources) {
    const text = readFileSync(join(root, 'src/main/demo-ward', `${name}.ts`), 'utf8')
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '')
    const foreign = imported.filter((from) => !from.startsWith('./') && !from.startsWith('node:'))
    expect(
      foreign.filter((from) => from !== '@main/hub/open-client.ts'),
      name,
    ).toEqual([])
  }
})
