import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { pythonAnnouncement, pythonRequest } from '@test/support/approval-samples.ts'
import { type Bundle, bundleStation } from './bundle-station.ts'
import { KilledWorld, killPoints, until } from './killed-world.ts'

const keys = new HubKeys('')
const deaths = killPoints(10, [1, 2, 3])

let bundle: Bundle
let world: KilledWorld
beforeAll(async () => {
  bundle = await bundleStation()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  world = await KilledWorld.open(bundle)
})
afterEach(() => world.close())

// Catches: a request that is decided twice or by nobody, that keeps a dead reviewer's claim, or whose program never
// learns of the decision.
test(`two stations and an engine host, each a process; the one that decides a request is killed (${deaths.length} deaths)`, async () => {
  const { client } = world.redis
  const b = await world.station('B', 'physician')
  world.host()
  const ends: { id: string; patientId: string; died: boolean }[] = []
  for (const [n, point] of deaths.entries()) {
    const between = await world.proxy(/approval[_:]/)
    const victim = await world.station(`A${n}`, 'care-manager', world.redis.urlAt(between.port))
    const named = { id: `auth_approval:${n.toString(16).padStart(8, '0')}`, patientId: `P${n}` }
    await client.setex(keys.approvalRequest(named.id), 86_400, pythonRequest(named.id, named.patientId))
    await client.publish(keys.approvalsPending(), pythonAnnouncement(named.id))
    await until(
      'the request at the station',
      async () => (await victim.ask('approvals.read', named)).kind === 'found',
    )
    await until(
      'nothing is left of taking it in',
      async () => (await client.zcard(keys.approval('duties'))) === 0,
    )
    between.arm(point, () => victim.kill())
    void victim
      .ask('approvals.claim', named)
      .then(({ approval, digest }) =>
        victim.ask('approvals.decide', {
          ...named,
          token: approval.claim?.token ?? 0,
          digest,
          verdict: 'approved',
          reason: '',
        }),
      )
      .catch(() => undefined)
    const closed = async (): Promise<boolean> =>
      (await client.zscore(keys.approval('closed'), named.id)) !== null
    await until('the death or the end', async () => victim.isGone || (await closed()))
    ends.push({ ...named, died: victim.isGone })
    await victim.remove()
    await between.close()
  }
  for (const { id, patientId } of ends) {
    const named = { id, patientId }
    // A claim ends with its lease, and a decision that stands is nobody's to make again.
    await until(`the decision on ${id}`, async () => {
      const read = await b.ask('approvals.read', named)
      if (read.kind === 'found' && read.approval.status === 'approved') return true
      await b
        .ask('approvals.claim', named)
        .then(({ approval, digest }) =>
          b.ask('approvals.decide', {
            ...named,
            token: approval.claim?.token ?? 0,
            digest,
            verdict: 'approved',
            reason: '',
          }),
        )
        .catch(() => undefined)
      return false
    })
  }
  await until('no duty is left', async () => (await client.zcard(keys.approval('duties'))) === 0)
  const log = await client.xrange(keys.approval('log'), '-', '+')
  for (const { id } of ends) {
    const kinds = log
      .map(([, fields]) => ({ id: fields[fields.indexOf('a') + 1], kind: fields[fields.indexOf('k') + 1] }))
      .flatMap((entry) => (entry.id === id ? [entry.kind] : []))
    expect(
      kinds.filter((kind) => kind === 'asked'),
      id,
    ).toHaveLength(1)
    expect(
      kinds.filter((kind) => kind === 'approved'),
      id,
    ).toHaveLength(1)
    const value = (await client.get(keys.approvalRequest(id))) ?? ''
    expect(JSON.parse(value), id).toMatchObject({ status: 'approved' })
  }
  const figures = Object.entries(await client.hgetall(keys.approval('figures')))
  const approved = figures.filter(([field]) => field.endsWith('|approved')).map(([, count]) => Number(count))
  expect(approved.reduce((sum, count) => sum + count, 0)).toBe(ends.length)
  expect(ends.filter(({ died }) => died).length).toBeGreaterThan(1)
})
