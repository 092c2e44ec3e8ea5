import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import type { RunRow } from '@shared/features/diagnostics/model.ts'
import { payloadSchemaOf } from '@shared/ipc/registry.ts'
import { GuardedRedis } from '@test/support/access-list.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'

const infarction = {
  ageYears: 66,
  symptoms: { 'chest-pain': true },
  labs: { troponinTimesLimit: 8 },
  studies: { 'ecg-st-elevation': true },
} as const

let guarded: GuardedRedis
let station: HeadlessStation
let host: HeadlessStation
beforeAll(async () => {
  guarded = await GuardedRedis.start()
  station = new HeadlessStation({ hubUrl: guarded.urlAs('station'), units: ['icu'], role: 'physician' })
  host = new HeadlessStation({ hubUrl: guarded.urlAs('engine-host'), units: ['icu'], role: null })
  await Promise.all([station.start(), host.start()])
  await Promise.all([station.live(), host.live()])
})
afterAll(async () => {
  await station.stop()
  await host.stop()
  await guarded.close()
})

async function completed({ sessionId, patientId }: RunRow): Promise<void> {
  await expect
    .poll(
      async () => {
        const read = await station.ask('diagnostics.read', { sessionId, patientId })
        return read.kind === 'found' ? read.run.status : read.kind
      },
      { timeout: 20_000 },
    )
    .toBe('completed')
}

describe('a whole station, with the permissions of the access list', () => {
  // Catches: a permission that the access list lacks, a wire that is not connected, a row that breaks the contract.
  test('runs a diagnostic of high risk up to the queue of approvals, and the window is told', async () => {
    const row = await station.ask('diagnostics.start', { patientId: 'P1', findings: infarction })
    await completed(row)
    const read = await station.ask('diagnostics.read', { sessionId: row.sessionId, patientId: 'P1' })
    const run = read.kind === 'found' ? read.run : null
    expect(run).toMatchObject({
      risk: 'high',
      approval: { kind: 'asked', status: 'pending' },
      source: 'rules',
    })
    expect(run?.startedBy.role).toBe('physician')
    const queue = await station.ask('approvals.list', {})
    const asked = queue.items.find(({ kind }) => kind === 'high_risk_diagnosis')
    expect(asked).toMatchObject({ patientId: 'P1', status: 'pending', subject: 'Acute coronary syndrome' })
    const keys = new HubKeys('')
    expect(await guarded.redis.client.exists(keys.approvalRequest(asked?.id ?? ''))).toBe(1)
    const told = station.pushed
      .filter(({ name }) => name === 'diagnostics.changed')
      .map(({ payload }) => payloadSchemaOf('diagnostics.changed').parse(payload))
    expect(told.at(-1)?.progress.at(-1)?.event).toBe('completed')
    const revisions = told.map(({ revision }) => revision)
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b))
  })

  // Catches: an engine host that cannot take over what a station has left, or is denied what that needs.
  test('leaves a run that it could not end to the engine host', async () => {
    const { client } = guarded.redis
    const keys = new HubKeys('')
    const ledger = {
      budget: { calls: 0, moneyMicro: 0, timeMs: 0 },
      calls: 0,
      moneyMicro: 0,
      modelMs: 0,
      runMs: 0,
    }
    const run = keys.diagnosticRun('P2', 'run:0badcafe')
    await client.hset(run, {
      status: 'running',
      startedAt: Date.now(),
      token: 'gone',
      fence: 1,
      attempts: 1,
      startedBy: JSON.stringify({ user: 'kim', role: 'physician', station: 'gone' }),
      findings: JSON.stringify(infarction),
      ledger: JSON.stringify({ ...ledger, spent: null }),
    })
    await client.zadd(keys.diagnosticRun('P2', 'runs'), Date.now(), 'diag:P2:0badcafe')
    await client.zadd(keys.diagnostics('running'), 0, 'diag:P2:0badcafe')
    await host.station.session?.parts?.diagnostics.service.look()
    await expect.poll(() => client.hget(run, 'status'), { timeout: 20_000 }).toBe('completed')
    expect(await client.hget(run, 'attempts')).toBe('2')
    expect(await client.exists(keys.diagnosticLock('P2'))).toBe(0)
  })

  // Catches: bad input that reaches an engine, and a refusal that names what was typed.
  test.each([
    { symptoms: { 'chest-pain': 'yes' } },
    { symptoms: { 'no such symptom': true } },
    { labs: { potassium: 5_400 } },
    { labs: { potassium: Number.NaN } },
    { ageYears: -3 },
    { note: 'Mrs Example', vitals: 'x'.repeat(1_000_000) },
  ])('refuses findings that cannot be (%#)', async (findings) => {
    const reply = await station.answer('diagnostics.start', { patientId: 'P3', findings })
    expect(reply).toMatchObject({ ok: false, error: { code: 'ipc.bad-input' } })
    expect(await guarded.redis.client.exists(new HubKeys('').diagnosticLock('P3'))).toBe(0)
  })

  // Catches: an empty form that is weighed and answered with "nothing found".
  test('refuses to weigh nothing', async () => {
    const reply = await station.answer('diagnostics.start', { patientId: 'P3', findings: { ageYears: 40 } })
    expect(reply).toMatchObject({ ok: false, error: { code: 'diagnostics.nothing-known' } })
  })

  // Catches: a program written against the seed that the printed list denies its own lock, progress or cache.
  test('the user of an engine host may do everything that the seed does, and no more with the figures of others', async () => {
    const program = guarded.as('engine-host')
    expect(await program.set('lock:diagnostic:P9', 'python', 'EX', 300, 'NX')).toBe('OK')
    // The station and the host listen.
    expect(await program.publish('diagnostic:diag:P9:0badcafe', '{}')).toBe(2)
    expect(await program.setex('diagnostic_cache:abc', 3600, '{}')).toBe('OK')
    const release =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"
    expect(await program.eval(release, 1, 'lock:diagnostic:P9', 'python')).toBe(1)
    await expect(guarded.as('publisher').get('lock:diagnostic:P9')).rejects.toThrow(/NOPERM/)
    await expect(guarded.as('monitoring').hgetall('diagnostics:{all}:feedback')).rejects.toThrow(/NOPERM/)
  })

  // Catches: a run of another program that no station sees, one that stays "under way" after its lock is gone, and our own
  // runs taken for another program's.
  test('a program that follows the seed is seen at work, lane by lane, and when it has ended', async () => {
    const program = guarded.as('engine-host')
    const session = 'diag:ward:4b:7:0badcafe'
    const lock = 'lock:diagnostic:ward:4b:7'
    const line = (event: string, more = '') =>
      `{"event": "specialist_${event}", "specialist": "cardiology", ${more}"timestamp": 1790000000.25}`
    await program.set(lock, 'python', 'EX', 300, 'NX')
    await program.publish(`diagnostic:${session}`, line('started'))
    const runs = async () => (await station.ask('diagnostics.foreign', {})).runs
    await expect
      .poll(runs)
      .toMatchObject([
        { sessionId: session, patientId: 'ward:4b:7', state: 'running', lanes: [{ done: false }] },
      ])
    await program.publish(`diagnostic:${session}`, line('complete', '"confidence": 0.82, '))
    await expect.poll(runs).toMatchObject([{ lanes: [{ done: true, confidence: 0.82 }] }])
    await guarded.redis.client.del(lock)
    await expect.poll(runs, { timeout: 10_000 }).toMatchObject([{ state: 'ended' }])
    const told = station.pushed.filter(({ name }) => name === 'diagnostics.foreign-changed')
    expect(payloadSchemaOf('diagnostics.foreign-changed').parse(told.at(-1)?.payload).runs).toHaveLength(1)
  })

  // Catches: figures that cannot be read shown as none, and figures that are not there.
  test('judged runs become calibration and the ledger counts runs of today', async () => {
    const row = await station.ask('diagnostics.start', {
      patientId: 'P4',
      findings: { symptoms: { headache: true, 'visual-aura': true }, history: { migraine: true } },
    })
    await completed(row)
    const judged = { sessionId: row.sessionId, patientId: 'P4' }
    await station.ask('diagnostics.feedback', {
      ...judged,
      verdict: 'right',
      useful: true,
      finally: 'migraine',
    })
    const calibration = await station.ask('diagnostics.calibration', {})
    expect(calibration).toMatchObject({ kind: 'found', judged: 1, useful: 1 })
    if (calibration.kind !== 'found') throw new Error('not found')
    const [bucket] = calibration.buckets.filter(({ runs }) => runs > 0)
    expect(bucket).toMatchObject({ runs: 1, right: 1, wrong: 0 })
    expect(bucket?.meanConfidence).toBeGreaterThanOrEqual(bucket?.from ?? 1)
    const ledger = await station.ask('diagnostics.ledger', { days: 2 })
    expect(ledger.kind === 'found' ? ledger.days[0]?.runs : 0).toBeGreaterThanOrEqual(2)
    const list = await station.ask('diagnostics.list', { patientId: 'P4', limit: 10 })
    expect(list).toMatchObject({ kind: 'found', runs: [{ feedback: 'right' }] })
  })
})
