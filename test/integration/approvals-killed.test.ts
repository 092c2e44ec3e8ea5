import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApprovalDesk } from '@test/support/approval-desks.ts'
import type { Mortality } from '@test/support/mortal-store.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const ID = 'auth_approval:0badcafe'
const named = { id: ID, patientId: 'P1' }
const LAST_CALL = 24
const SIDE_BY_SIDE = 6

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

async function ask(desk: ApprovalDesk, fence: number): Promise<void> {
  await desk.gate.ask({
    id: ID,
    type: 'prior_authorization',
    patientId: 'P1',
    subject: '72148',
    estimatedCost: 7_200,
    recommendation: 'approve',
    confidence: 0.82,
    justification: 'Radiculopathy with a motor deficit.',
    basis: [],
    urgent: false,
    deadlineAt: 4_000_000_000_000,
    fence,
    fourEyes: false,
  })
}

async function decide(desk: ApprovalDesk): Promise<void> {
  const { approval, digest } = await desk.review.claim(named)
  const token = approval.claim?.token ?? 0
  await desk.review.decide({ ...named, token, digest, verdict: 'approved', reason: '' })
}

interface End {
  readonly call: string
  readonly died: boolean
  readonly kinds: readonly string[]
  readonly seedStatus: unknown
  readonly duties: number
  readonly recorded: boolean
  readonly approvals: number
}

/** A asks, takes and decides, and is killed at a call; B and an engine host bring it to an end. */
async function run(dies: Mortality, prefix: string): Promise<End> {
  const a = await ApprovalDesk.open(redis.url, prefix, 'A', { dies })
  const b = await ApprovalDesk.open(redis.url, prefix, 'B')
  const host = await ApprovalDesk.open(redis.url, prefix, 'host')
  host.reviewer = null
  try {
    dies.armed = true
    // Never settles when A dies on the way, as nothing in a killed process does.
    let decided = false
    void ask(a, 1)
      .then(() => decide(a))
      .then(
        () => (decided = true),
        () => undefined,
      )
    await a.until('the death or the decision', () => a.isDead || decided)
    if (a.isDead) a.close()
    // The run that asked is resumed elsewhere with a newer token; what the hub knows already it does not ask twice.
    await ask(b, 2)
    await b.until('the decision', async () => {
      if ((await b.gate.read(ID))?.status === 'approved') return true
      await decide(b).catch(() => undefined)
      return false
    })
    const duties = `${prefix}approval:{all}:duties`
    await b.until('that nothing is left to do', async () => (await redis.client.zcard(duties)) === 0)
    const log = await redis.client.xrange(`${prefix}approval:{all}:log`, '-', '+')
    const value: unknown = JSON.parse((await redis.client.get(`${prefix}approval_request:${ID}`)) ?? 'null')
    const figures = await redis.client.hgetall(`${prefix}approval:{all}:figures`)
    return {
      call: `${dies.call} ${dies.heard ? 'heard' : 'unheard'}`,
      died: a.isDead,
      kinds: log.map(([, fields]) => fields[fields.indexOf('k') + 1] ?? ''),
      seedStatus: typeof value === 'object' && value !== null && 'status' in value ? value.status : null,
      duties: await redis.client.zcard(duties),
      recorded: [a, b, host].some(({ facts }) => facts.some(({ action }) => action === 'approvals.approved')),
      approvals: Number(Object.entries(figures).find(([field]) => field.endsWith('|approved'))?.[1] ?? 0),
    }
  } finally {
    for (const desk of [a, b, host]) desk.close()
  }
}

describe('a station that is killed at any call of the hub', () => {
  const cases = Array.from({ length: LAST_CALL * 2 }, (_, place) => ({
    call: Math.floor(place / 2) + 1,
    heard: place % 2 === 0,
  }))

  // Catches: a request that is lost, decided twice, never told to the seed's readers or not on record because the
  // station that worked on it ended between two steps.
  test(`leaves a request that the others bring to one end (${cases.length} deaths)`, async () => {
    const ends: End[] = []
    for (let start = 0; start < cases.length; start += SIDE_BY_SIDE) {
      const some = cases.slice(start, start + SIDE_BY_SIDE)
      const runs = some.map((each) =>
        run({ ...each, armed: false }, `k${each.call}${each.heard ? 'h' : 'u'}:`),
      )
      ends.push(...(await Promise.all(runs)))
    }
    for (const end of ends) {
      expect(end).toMatchObject({ seedStatus: 'approved', duties: 0, recorded: true, approvals: 1 })
      expect(end.kinds.filter((kind) => kind === 'asked')).toHaveLength(1)
      expect(end.kinds.filter((kind) => kind === 'approved')).toHaveLength(1)
    }
    // Deaths before anything, in the middle and none at all: otherwise steps were missed.
    expect(ends.filter(({ died }) => died).length).toBeGreaterThan(10)
    expect(new Set(ends.map(({ kinds }) => kinds.join())).size).toBeGreaterThan(2)
  }, 180_000)
})
