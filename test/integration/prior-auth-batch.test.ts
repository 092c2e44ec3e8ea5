import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { csvHeader, csvOf } from '@test/support/prior-auth-csv.ts'
import { PriorAuthDesk, TestGate } from '@test/support/prior-auth-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let tests = 0
let desk: PriorAuthDesk
const others: PriorAuthDesk[] = []
const prefix = (): string => `batch${tests}:`
beforeEach(async () => {
  tests += 1
  desk = await new PriorAuthDesk(redis, prefix()).open()
})
afterEach(async () => {
  for (const each of [desk, ...others.splice(0)]) await each.close()
})

const records = (): Promise<number> => redis.client.hlen(`${prefix()}prior_auth:{all}:records`)

describe('a batch', () => {
  test('decides every row, and its summary reproduces the seed’s table for these rows', async () => {
    const { id } = await desk.batches.begin('monday', csvOf(1_000))
    await desk.batches.settled()
    const status = await desk.batches.status(id)
    expect(status).toMatchObject({
      state: 'done',
      rows: 1_000,
      done: 1_000,
      automatic: 800,
      pending: 200,
      failed: 0,
    })
    expect(status?.summary).toMatchObject({
      shareAutomatic: { count: 800, of: 1_000 },
      staffHoursBefore: 1_000 / 3,
      staffHoursAfter: 200 / 3,
    })
    expect(status?.summary?.table.map(({ metric }) => metric)).toEqual([
      'Average processing time',
      'Auto-approval rate',
      'Staff hours on this batch',
    ])
    expect(status?.summary?.table[1]).toMatchObject({ before: '0%', after: '80.0%' })
    expect(await records()).toBe(1_000)
    expect(new Set(desk.gate.asked.map((asked) => asked.id)).size).toBe(200)
    expect(desk.published.map(({ done }) => done)).toEqual([250, 500, 750, 1_000])
  })

  test('keeps rows that fail in their place, with the reason, and decides the others', async () => {
    const good = 'P1,72148,M54.50,meridian,choice-ppo,,900,1,0,54,clinical-note,conservative-care-weeks=8'
    const text = [
      csvHeader,
      good,
      'P2,72148,M54.50,meridian,choice-ppo,,-5,1,0,54,clinical-note,',
      'P3,72148,M54.50,meridian,choice-ppo,,cheap,1,0,54,clinical-note,',
      'P4,72148',
      ',72148,M54.50,meridian,choice-ppo,,900,1,0,54,clinical-note,',
      'P6,72148,M54.50,meridian,choice-ppo,,900,1,0,54,clinical-note,shoe-size=44',
      'P7,72148,M54.50,meridian,choice-ppo,perhaps,900,1,0,54,clinical-note,',
      'P8,00000,M54.50,meridian,choice-ppo,,900,1,0,54,clinical-note,',
      good.replace('P1', '"P""9"'),
    ].join('\r\n')
    const { id } = await desk.batches.begin('bad', `\uFEFF${text}\r\n`)
    await desk.batches.settled()
    const status = await desk.batches.status(id)
    expect(status).toMatchObject({ state: 'done', rows: 9, automatic: 2, pending: 1, failed: 6 })
    const reasons = new Map(status?.failures.map(({ row, reason }) => [row, reason]))
    expect([...reasons.keys()]).toEqual([3, 4, 5, 6, 7, 8])
    expect(reasons.get(3)).toContain('below zero')
    expect(reasons.get(4)).toContain('estimated_cost is no number')
    expect(reasons.get(5)).toContain('2 cells')
    expect(reasons.get(7)).toContain('shoe-size')
    expect([...reasons.values()].join(' ')).not.toMatch(/P[2-7]\b/)
  })

  // Catches: appeals of a file that are counted as first requests, or taken against what was never denied.
  test('takes appeals against denials of the same patient, and says why not of the others', async () => {
    const row = (patientId: string, appealOf: string): string =>
      `${patientId},72148,M54.50,meridian,choice-ppo,,7000,1,0,54,clinical-note,,${appealOf}`
    const file = (...rows: readonly string[]): string => [`${csvHeader},appeal_of`, ...rows].join('\n')
    const first = await desk.batches.begin('first', file(row('P1', ''), row('P2', '')))
    await desk.batches.settled()
    expect(await desk.batches.status(first.id)).toMatchObject({ pending: 2 })
    const idOf = (patient: string): string =>
      desk.gate.asked.find(({ patientId }) => patientId === patient)?.id ?? ''
    const denied = idOf('P1')
    desk.gate.states.set(denied, { status: 'denied', reason: 'Not met.' })
    await desk.watch.look()
    const { id } = await desk.batches.begin(
      'appeals',
      file(
        row('P1', denied),
        row('P1', denied.replace('auth_approval:', '').toUpperCase()),
        row('P2', denied),
        row('P2', idOf('P2')),
        row('P1', 'auth_approval:00000009'),
        row('P1', 'PA-12'),
      ),
    )
    await desk.batches.settled()
    const status = await desk.batches.status(id)
    expect(status).toMatchObject({ state: 'done', rows: 6, pending: 2, failed: 4 })
    const reasons = new Map(status?.failures.map(({ row: place, reason }) => [place, reason]))
    expect([...reasons.keys()]).toEqual([4, 5, 6, 7])
    expect(reasons.get(4)).toContain('another patient')
    expect(reasons.get(5)).toContain('was not denied')
    expect(reasons.get(6)).toContain('is not on this hub')
    expect(reasons.get(7)).toContain('auth_approval:1f2e3d4c')
    const { metrics } = await desk.service.statistics(new Date(desk.store.now()).getUTCFullYear())
    expect(metrics.standardDenied.count).toBe(1)
    const appealed = await desk.store.read(desk.gate.asked.slice(2).map((asked) => asked.id))
    expect(appealed.map(({ request }) => request.appealOf)).toEqual([denied, denied])
  })

  // Catches: a decision about a late row of a large batch that is not taken over until all before it are decided.
  test('what people decide is taken over whichever of more than a thousand it is', async () => {
    const row = 'P1,72148,M54.50,meridian,choice-ppo,,7000,1,0,54,clinical-note,'
    await desk.batches.begin('large', [csvHeader, ...Array.from({ length: 1_200 }, () => row)].join('\n'))
    await desk.batches.settled()
    const { ids, total } = await desk.store.ids('open', 2_000)
    expect(total).toBe(1_200)
    const decided = [ids[0], ids[700], ids[1_199]].flatMap((id) => id ?? [])
    for (const id of decided) desk.gate.states.set(id, { status: 'denied', reason: 'Not met.' })
    for (let look = 0; look < 2; look += 1) await desk.watch.look()
    const states = (await desk.store.read(decided)).map(({ status }) => status)
    expect(states).toEqual(['denied', 'denied', 'denied'])
  })

  test.each([
    ['an empty file', '', /empty/],
    ['a file without a column that is needed', 'patient_id,procedure\nP1,72148', /diagnoses, payer, plan/],
    ['a column nobody asks for', `${csvHeader},shoe_size\n`, /shoe_size/],
    ['a column twice', `${csvHeader},facts\n`, /twice/],
  ])('%s is refused as a whole', async (_name, text, expected) => {
    const refused = await desk.batches.begin('bad', text).catch((error: unknown) => error)
    if (!(refused instanceof RequestFailure)) throw new Error('it was taken')
    expect(refused.code).toBe('prior-auth.bad-csv')
    expect(refused.message).toMatch(expected)
    expect(await records()).toBe(0)
  })

  test('stops when it is cancelled, what was decided stays, and it can be resumed', async () => {
    const other = await new PriorAuthDesk(redis, prefix(), desk.gate, 'other').open()
    others.push(other)
    const { id } = await desk.batches.begin('monday', csvOf(5_000))
    await other.batches.cancel(id)
    await desk.batches.settled()
    const status = await desk.batches.status(id)
    expect(status?.state).toBe('cancelled')
    expect(status?.done).toBeLessThan(5_000)
    // No station goes on with it by itself; when somebody says so, every row is decided once.
    desk.aheadMs = 60_000
    await desk.batches.adopt()
    expect((await desk.batches.status(id))?.state).toBe('cancelled')
    desk.aheadMs = 0
    expect((await other.batches.resume(id)).state).toBe('running')
    await other.batches.settled()
    expect(await desk.batches.status(id)).toMatchObject({
      state: 'done',
      done: 5_000,
      automatic: 4_000,
      pending: 1_000,
    })
    expect(await records()).toBe(5_000)
  })

  test('is carried on by another station after a crash at any row, and no row is decided twice', async () => {
    // The gate of the first station fails in the middle of a chunk: records are written, progress is not.
    class FailingGate extends TestGate {
      override ask(request: Parameters<TestGate['ask']>[0]): Promise<void> {
        if (this.asked.length === 75) return Promise.reject(new Error('the process ends here'))
        return super.ask(request)
      }
    }
    const crashing = await new PriorAuthDesk(redis, prefix(), new FailingGate(), 'crashing').open()
    others.push(crashing)
    const { id } = await crashing.batches.begin('monday', csvOf(1_000))
    await crashing.batches.settled()
    const halfway = await desk.batches.status(id)
    expect(halfway).toMatchObject({ state: 'running', done: 250 })
    expect(await records()).toBe(500)
    // Nobody takes it over while its lease runs.
    expect((await desk.batches.resume(id)).state).toBe('running')
    await desk.batches.settled()
    expect((await desk.batches.status(id))?.done).toBe(250)
    desk.aheadMs = 60_000
    expect((await desk.batches.status(id))?.state).toBe('interrupted')
    await desk.batches.adopt()
    await desk.batches.settled()
    expect(await desk.batches.status(id)).toMatchObject({
      state: 'done',
      done: 1_000,
      automatic: 800,
      pending: 200,
    })
    expect(await records()).toBe(1_000)
    const asked = new Set([...crashing.gate.asked, ...desk.gate.asked].map((each) => each.id))
    expect(asked.size).toBe(200)
  })

  test('gives a row another id when its own belongs to another request', async () => {
    const { id: first } = await desk.batches.begin('monday', csvOf(10))
    await desk.batches.settled()
    const ids = (await desk.store.ids('closed', 100)).ids
    // Every record of the first batch is made somebody else's; the same rows of the same batch then find them taken.
    for (const record of await desk.store.read(ids)) {
      await desk.store.put([
        { record: { ...record, rev: 2, origin: { batch: 'other', row: 1 } }, expectedRev: 1 },
      ])
    }
    const progress = await desk.batchStore.read(first)
    if (progress === null) throw new Error('no batch')
    await desk.batchStore.put({
      ...progress,
      rev: progress.rev + 1,
      state: 'running',
      next: 0,
      automatic: 0,
      pending: 0,
      leaseUntil: 0,
    })
    await desk.batches.resume(first)
    await desk.batches.settled()
    expect(await desk.batches.status(first)).toMatchObject({ state: 'done', automatic: 8, pending: 2 })
    expect(await records()).toBe(18)
  })
})
