import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ruled } from '@main/features/approvals/engine-record.ts'
import { closedRequests } from '@main/features/approvals/closed.ts'
import type { ApprovalOwners } from '@main/features/approvals/ports.ts'
import { permissionsOf } from '@shared/clinical/permissions.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalDesk, DeskOptions } from '@test/support/approval-desks.ts'
import { SPECIFIC } from '@test/support/approval-samples.ts'
import { ApprovalSet, codeOf } from '@test/support/approval-set.ts'
import type { Mortality } from '@test/support/mortal-store.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const ID = 'emergency_access:e1'
const named = { id: ID, patientId: null }
const FOUND = 'The patient was on that ward.'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let tests = 0
let set: ApprovalSet
beforeEach(() => {
  tests += 1
  set = new ApprovalSet(redis, `o${tests}:`)
})
afterEach(() => set.close())

/** What the feature that asked was told at one station; it refuses the first times. */
class Told {
  readonly rulings: Ruled[] = []
  refusals: number
  readonly owners: ApprovalOwners

  constructor(refusals = 0) {
    this.refusals = refusals
    this.owners = {
      emergency_access: {
        ruled: (ruled) => {
          if (this.refusals > 0) {
            this.refusals -= 1
            return Promise.reject(new Error('not now'))
          }
          this.rulings.push(ruled)
          return Promise.resolve()
        },
      },
    }
  }
}

function officer(station: string, options: DeskOptions = {}): Promise<ApprovalDesk> {
  return set.open(station, { role: 'privacy-officer', ...options })
}

async function askAt(
  desk: ApprovalDesk,
  parts: { fence?: number; reason?: string; type?: 'drug_answer' } = {},
) {
  await desk.gate.ask({
    id: ID,
    type: parts.type ?? 'emergency_access',
    subject: 'Emergency access of q.lin at desk',
    recommendation: '',
    confidence: null,
    justification: parts.reason ?? 'The ward round could not wait.',
    basis: [],
    urgent: false,
    fence: parts.fence ?? 1,
    askedBy: 'q.lin',
    reference: `of ${parts.fence ?? 1}`,
  })
}

async function decideAt(desk: ApprovalDesk): Promise<void> {
  const { approval, digest } = await desk.review.claim(named)
  const token = approval.claim?.token ?? 0
  await desk.review.decide({ ...named, token, digest, verdict: 'approved', reason: FOUND })
}

function seat(desk: ApprovalDesk, role: Role, user: string): void {
  desk.reviewer = { actor: { user, role, station: desk.station }, held: permissionsOf(role), session: 's' }
}

const duties = (): Promise<number> => redis.client.zcard(`${set.prefix}approval:{all}:duties`)

describe('the feature that asked', () => {
  // Catches: a ruling that nobody hears of because the station at which it was made ended in its ten seconds.
  test('is told by another station when the one that decided is gone before the decision is final', async () => {
    const told = new Told()
    const a = await officer('A', { owners: new Told().owners })
    const b = await officer('B', { owners: told.owners })
    await askAt(a)
    await decideAt(a)
    a.close()
    await b.until('the ruling', () => told.rulings.length > 0)
    expect(told.rulings).toMatchObject([
      {
        id: ID,
        kind: 'emergency_access',
        reference: 'of 1',
        round: 0,
        ruling: { verdict: 'approved', reason: FOUND },
      },
    ])
    await b.until('that nothing is left to do', async () => (await duties()) === 0)
    expect(told.rulings).toHaveLength(1)
  })

  // Catches: a ruling that is lost when the hub has taken it and the station dies before the asker is told.
  test('is told although the station dies with the write that makes it final', async () => {
    const told = new Told()
    // The deadline's commit is among these calls of the hub; wherever it dies, the ruling must arrive.
    for (const call of [1, 2, 3, 4]) {
      const own = new ApprovalSet(redis, `o${tests}.${call}:`)
      const before = set
      set = own
      const dies: Mortality = { call, heard: true, armed: false }
      try {
        const a = await officer('A', { dies, owners: told.owners })
        await askAt(a)
        await decideAt(a)
        dies.armed = true
        const b = await officer('B', { owners: told.owners })
        await b.until(`the ruling after ${call} calls`, () => told.rulings.length >= call)
        await b.until('that nothing is left to do', async () => (await duties()) === 0)
      } finally {
        own.close()
        set = before
      }
    }
    expect(told.rulings.length).toBeGreaterThanOrEqual(4)
  })

  // Catches: a ruling that is given up when it could not be acted on at once, or by who could not act on it.
  test('is told again until it could act, and by no station that has no such feature', async () => {
    const told = new Told(2)
    const host = await officer('host')
    const a = await officer('A', { owners: told.owners })
    await askAt(a)
    await decideAt(a)
    await a.until('the third attempt', () => told.rulings.length === 1)
    expect(told.refusals).toBe(0)
    expect(host.announced).toEqual([])
  })

  // Catches: the ruling on what was asked before, lost or given for what is asked now.
  test('is told of a ruling although the same is asked anew before it could be told', async () => {
    const told = new Told()
    const a = await officer('A')
    await askAt(a)
    await decideAt(a)
    await a.until('the ruling', async () => (await a.gate.read(ID))?.status === 'approved')
    await askAt(a, { fence: 2, reason: 'More was opened afterwards.' })
    const b = await officer('B', { owners: told.owners })
    await b.until('the ruling', () => told.rulings.length === 1)
    expect(told.rulings[0]).toMatchObject({ reference: 'of 1', round: 0 })
    expect(b.rows()).toMatchObject([{ id: ID, status: 'pending' }])
  })

  // Catches: a hub that came back without its data and with it without what the asker was to be told.
  test('is told again of what a hub has lost', async () => {
    const told = new Told()
    const a = await officer('A', { owners: told.owners })
    await askAt(a)
    await decideAt(a)
    await a.until('the ruling', () => told.rulings.length === 1)
    const keys = await redis.client.keys(`${set.prefix}approval:*`)
    await redis.client.del(...keys)
    await a.service.attach()
    await a.until('that it is told again', () => told.rulings.length === 2)
    expect(told.rulings[1]).toEqual(told.rulings[0])
  })
})

describe('who may not decide a kind', () => {
  // Catches: an emergency access, or a name of a drug, shown to people whom it does not concern, by whatever way.
  test.each([
    ['physician', undefined],
    ['pharmacist', undefined],
    ['privacy-officer', 'drug_answer'],
  ] as const)('%s sees nothing of it and can do nothing with it', async (role, type) => {
    const a = await officer('A')
    await askAt(a, type === undefined ? {} : { type })
    const b = await set.open('B', { role })
    await b.until('the copy', () => b.service.replica.get(ID) !== null)
    expect(b.rows()).toEqual([])
    expect(await b.review.read(named)).toBeNull()
    const token = 1
    const digest = 'd'.repeat(64)
    const ways = [
      b.review.claim(named),
      b.review.release({ ...named, token }),
      b.review.decide({ ...named, token, digest, verdict: 'approved', reason: FOUND }),
      b.review.undo({ ...named, token }),
      b.review.ask({ ...named, token, text: 'Why?' }),
      b.review.answer({ ...named, text: 'So.' }),
      b.review.withdraw({ ...named, reason: SPECIFIC }),
      b.review.delegate({ ...named, to: 'b', note: '' }),
    ]
    expect(new Set(await Promise.all(ways.map(codeOf)))).toEqual(new Set(['approvals.not-found']))
    expect(b.pushed.flatMap(({ upserts, removed }) => [...upserts, ...removed])).toEqual([])
    expect(b.announced).toEqual([])
    await a.gate.withdraw(ID, 1, 'for this test')
    await b.until('the end', () => b.service.replica.get(ID)?.status === 'withdrawn')
    const closed = await closedRequests(b.store, b.review.sees, null, null, 10)
    expect(closed.rows).toEqual([])
    expect(await b.review.figures(1)).toEqual([])
    expect(b.pushed.flatMap(({ upserts, removed }) => [...upserts, ...removed])).toEqual([])
  })

  // Catches: a person who is shown what the one before them was shown, or not shown what is theirs.
  test('is decided by who sits there at that moment', async () => {
    const a = await officer('A')
    await askAt(a)
    expect(a.rows()).toHaveLength(1)
    seat(a, 'nurse', 'n')
    expect(a.rows()).toEqual([])
    seat(a, 'privacy-officer', 'p')
    expect(a.rows()).toHaveLength(1)
  })

  // Catches: a review by the person under review, by themselves or handed to them.
  test('includes the person whose emergency access it is', async () => {
    const a = await officer('A')
    await askAt(a)
    seat(a, 'privacy-officer', 'q.lin')
    expect(await codeOf(a.review.claim(named))).toBe('approvals.own-matter')
    seat(a, 'privacy-officer', 'p')
    // Here everybody who is asked for is a physician, who decides no such thing.
    expect(await codeOf(a.review.delegate({ ...named, to: 'doctor', note: '' }))).toBe(
      'approvals.no-such-delegate',
    )
    expect(await codeOf(a.review.withdraw({ ...named, reason: SPECIFIC }))).toBe('approvals.not-permitted')
  })
})

describe('a program written against the seed', () => {
  // Catches: an emergency access under a key that any program on the hub reads, or made another request by one.
  test('sees nothing of it, and cannot make it its own', async () => {
    const a = await officer('A')
    await askAt(a)
    expect(await redis.client.exists(set.seedKey(ID))).toBe(0)
    await set.pythonAsks(ID)
    const other = 'auth_approval:0badcafe'
    await set.pythonAsks(other)
    await a.until('what was written later', () => a.service.replica.get(other) !== null)
    expect(a.service.replica.get(ID)?.content.kind).toBe('emergency_access')
    await decideAt(a)
    await a.until('the ruling', async () => (await a.gate.read(ID))?.status === 'approved')
    expect(await set.pythonReads(ID)).toMatchObject({ status: 'pending' })
  })
})
