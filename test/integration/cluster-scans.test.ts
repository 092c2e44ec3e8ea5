import { afterAll, beforeAll, expect, test } from 'vitest'
import { RedisSessions } from '@main/features/sessions/redis-sessions.ts'
import { everybody } from '@shared/features/population/model.ts'
import { ApprovalDesk } from '@test/support/approval-desks.ts'
import { pythonRequest } from '@test/support/approval-samples.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'
import { hasty, PopulationDesk } from '@test/support/population-desk.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'

/** So many that each of three primaries holds some of them. */
const MANY = 24
const numbers = Array.from({ length: MANY }, (_, n) => n)

let cluster: TestCluster
beforeAll(async () => {
  cluster = await TestCluster.start()
})
afterAll(() => cluster.close())

/** Empties the Cluster, writes keys of other programs, and makes sure that no primary is without some. */
async function spread(write: (n: number) => Promise<unknown>): Promise<void> {
  await cluster.flush()
  await Promise.all(numbers.map(write))
  expect(Math.min(...(await cluster.sizes()))).toBeGreaterThan(0)
}

// Catches: requests of other programs that wait unseen because their key lies with another primary.
test('requests for approval that nobody announced are found on every primary', async () => {
  const idOf = (n: number): string => `auth_approval:${String(n).padStart(8, '0')}`
  await spread((n) =>
    cluster.client.setex(`approval_request:${idOf(n)}`, 86_400, pythonRequest(idOf(n), `P${n}`)),
  )
  const desk = await ApprovalDesk.open(cluster.url, '', 'A')
  try {
    await desk.until('the look', () => desk.service.snapshot().complete)
    expect(desk.rows().map(({ id }) => id)).toEqual(expect.arrayContaining(numbers.map(idOf)))
    expect(desk.rows()).toHaveLength(MANY)
  } finally {
    desk.close()
  }
})

// Catches: a keeper and figures that know only those who are ranked, or those of one primary.
test('readings of patients whom nobody has ranked are found on every primary', async () => {
  const at = Date.now() / 1_000
  await spread((n) => cluster.client.zadd(`ts:patient:P${n}:bmi`, at, `${30 + n}.0:0000000a`))
  const care = await PopulationCareDesk.open(cluster.url, '', 'ann')
  expect(await care.statistics.of('bmi', everybody, 24)).toMatchObject({
    patients: MANY,
    median: 30 + (MANY - 1) / 2,
  })
  care.close()
  const desk = await PopulationDesk.open(cluster.url, '', 'A', { pace: hasty })
  try {
    const ranked = async (): Promise<number> => cluster.client.zcard('population:risk_scores')
    await desk.until('every score', async () => (await ranked()) === MANY)
    expect(Number(await cluster.client.zscore('population:risk_scores', 'P7'))).toBe((37 - 25) * 2)
  } finally {
    await desk.close()
  }
})

// Catches: alerts that were published while no station listened and stay unknown, since their history is elsewhere.
test('missed alerts and the metrics of a patient are found on every primary', async () => {
  const at = Date.now() / 1_000
  await spread((n) =>
    cluster.client.zadd(`alert_history:P${n}`, at, JSON.stringify(seedMessage({ patient_id: `P${n}` }))),
  )
  const metrics = Array.from({ length: 9 }, (_, n) => `metric${n}`)
  for (const metric of metrics) await cluster.client.zadd(`ts:patient:P1:${metric}`, at, '1.0:0000000a')
  const station = await new HeadlessStation({ hubUrl: cluster.url, units: ['icu'] }).start()
  try {
    await station.live()
    for (const n of numbers)
      await station.until(`the alert of P${n}`, () => station.alertOf(`P${n}`) !== undefined)
    const told = JSON.stringify(await station.ask('alerts.patient', { patientId: 'P1' }))
    for (const metric of metrics) expect(told).toContain(metric)
  } finally {
    await station.stop()
  }
})

// Catches: a person's sessions that go on after "end all sessions", because another primary holds them.
test('sessions are found on every primary', async () => {
  const desk = await PopulationCareDesk.open(cluster.url, '', 'kim')
  const sessions = new RedisSessions(desk.hub)
  try {
    await spread((n) =>
      sessions.register(
        {
          id: `s${n}`,
          userId: 'kim',
          role: 'nurse',
          department: '4b',
          portal: 'Wardlight',
          lastActivity: '2026-11-22T10:00:00',
          station: 'desk',
          startedAt: 1,
        },
        600,
      ),
    )
    const found = (await sessions.of('kim')).map(({ id }) => id)
    expect(found.sort()).toEqual(numbers.map((n) => `s${n}`).sort())
  } finally {
    desk.close()
  }
})

// Catches: what lies with a primary that cannot be asked passed off as nothing.
test('a primary that does not answer makes the walk fail instead of ending it', async () => {
  const desk = await PopulationCareDesk.open(cluster.url, '', 'kim')
  try {
    await spread((n) => cluster.client.set(`session:s${n}`, 'x'))
    const found: string[] = []
    cluster.nodes[2]?.freeze()
    const walk = async (): Promise<void> => {
      for await (const keys of desk.hub.scan('session:*')) found.push(...keys)
    }
    await expect(walk()).rejects.toMatchObject({ name: 'HubError', failure: 'outcome-unknown' })
    expect(found.length).toBeLessThan(MANY)
  } finally {
    cluster.nodes[2]?.thaw()
    desk.close()
  }
})
