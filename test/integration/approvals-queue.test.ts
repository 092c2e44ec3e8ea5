import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import type { ApprovalDesk } from '@test/support/approval-desks.ts'
import { ApprovalSet, codeOf, decideAt, ID, named } from '@test/support/approval-set.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let tests = 0
let set: ApprovalSet
beforeEach(() => {
  tests += 1
  set = new ApprovalSet(redis, `t${tests}:`)
})
afterEach(() => set.close())

describe('a feature of ours', () => {
  const question = {
    id: ID,
    type: 'prior_authorization',
    patientId: 'P1',
    subject: '72148',
    estimatedCost: 7_200,
    recommendation: 'approve',
    confidence: 0.82,
    justification: 'Radikulopathie mit Lähmung',
    basis: [],
    urgent: true,
    fence: 1,
    fourEyes: false,
  } as const

  // Catches: fields or a channel message that the seed's Python does not know.
  test('asks as the seed does, and reads what became of it', async () => {
    const a = await set.open('A')
    const heard: string[] = []
    const listener = redis.client.duplicate()
    await listener.subscribe(`${set.prefix}auth:pending`)
    listener.on('message', (_channel, text) => heard.push(text))
    await a.gate.ask({ ...question, deadlineAt: a.now() + 3_600_000 })
    const text = (await redis.client.get(set.seedKey())) ?? ''
    expect(text).toMatch(/^[ -~]*$/)
    expect(Object.keys(await set.pythonReads())).toEqual([
      'request_id',
      'type',
      'patient_id',
      'procedure',
      'estimated_cost',
      'ai_recommendation',
      'ai_confidence',
      'ai_justification',
      'status',
      'created_at',
      'wardlight',
    ])
    expect(await set.pythonReads()).toMatchObject({
      request_id: ID,
      type: 'prior_authorization',
      patient_id: 'P1',
      procedure: '72148',
      status: 'pending',
      ai_justification: 'Radikulopathie mit Lähmung',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
    })
    expect(await redis.client.ttl(set.seedKey())).toBeGreaterThan(86_300)
    await a.until('the announcement', () => heard.length === 1)
    expect(JSON.parse(heard[0] ?? '')).toEqual({
      type: 'new_auth_request',
      approval_id: ID,
      priority: 'high',
    })
    listener.disconnect()
    expect(await a.gate.read(ID)).toMatchObject({ status: 'pending', reason: null })
    await decideAt(a)
    expect(await a.gate.read(ID)).toMatchObject({ status: 'claimed', reason: null })
    await a.until('the end', async () => (await a.gate.read(ID))?.status === 'approved')
    // A decision that can still be undone was nobody's yet.
    expect(await a.gate.read(ID)).toMatchObject({ ruling: { by: { user: 'a' } } })
    expect(await a.gate.read('unknown')).toBeNull()
    expect(await redis.client.xlen(`${set.prefix}approval:{all}:log`)).toBe(4)
  })

  // Catches: a request that is kept in a form that no station can read again, and so is in nobody's queue.
  test('asks at any length, and never with a number that is none', async () => {
    const a = await set.open('A')
    const deadlineAt = a.now() + 3_600_000.5
    const long = { label: 'l'.repeat(500), text: 't'.repeat(5_000), standing: 'for' } as const
    const basis = Array.from({ length: 300 }, () => long)
    await a.gate.ask({ ...question, deadlineAt, basis, justification: 'n'.repeat(1_048_576) })
    const b = await set.open('B')
    expect(b.rows()).toHaveLength(1)
    expect(await b.review.read(named)).toMatchObject({
      approval: { content: { justification: expect.stringMatching(/n…$/) } },
    })
    const absurd = { ...question, id: 'absurd', deadlineAt, confidence: Number.NaN }
    await expect(a.gate.ask(absurd)).rejects.toThrow(/confidence/)
    expect(await a.gate.read('absurd')).toBeNull()
  })

  // Catches: the seed's TTL losing what is still open, and a paused run that takes a newer one's request back.
  test('loses nothing when the seed’s key is gone, and nothing to an older run', async () => {
    const a = await set.open('A')
    const asked = { ...question, deadlineAt: Math.round(a.now() + 3_600_000) }
    await a.gate.ask({ ...asked, fence: 5 })
    expect(await codeOf(a.gate.ask({ ...asked, fence: 4, subject: 'other' }))).toBe('approvals.stale-fence')
    expect(await codeOf(a.gate.withdraw(ID, 4, 'cancelled'))).toBe('approvals.stale-fence')
    await redis.client.del(set.seedKey())
    const b = await set.open('B')
    expect(b.rows()).toHaveLength(1)
    await decideAt(b)
    await b.until('the end', async () => (await set.pythonReads())['status'] === 'approved')
    await a.gate.withdraw(ID, 5, 'no longer needed')
    expect(await a.gate.read(ID)).toMatchObject({ status: 'approved' })
  })
})

describe('two reviewers', () => {
  async function both(): Promise<[ApprovalDesk, ApprovalDesk]> {
    const [a, b] = [await set.open('A'), await set.open('B')]
    await set.pythonAsks()
    for (const desk of [a, b]) await desk.until('the request', () => desk.rows().length === 1)
    return [a, b]
  }

  // Catches: both believing that they have it; a claim that outlives its lease; a decision under a lost one.
  test('claim at once: one has it; when the lease ends the other can, and the first decides no more', async () => {
    const [a, b] = await both()
    const codes = await Promise.all([a, b].map((desk) => codeOf(desk.review.claim(named))))
    expect(codes.sort()).toEqual(['approvals.taken', 'done'])
    const [winner, loser] =
      (a.rows()[0]?.claim?.by.station ?? b.rows()[0]?.claim?.by.station) === 'A' ? [a, b] : [b, a]
    const shown = await winner.review.claim(named)
    const token = shown.approval.claim?.token ?? 0
    let taken: ShownApproval | null = null
    await loser.until('the end of the lease', async () => {
      taken = await loser.review.claim(named).catch(() => null)
      return taken !== null
    })
    const decision = { ...named, token, digest: shown.digest, verdict: 'approved', reason: '' } as const
    expect(await codeOf(winner.review.decide(decision))).toBe('approvals.claim-lost')
    expect(taken).toMatchObject({ approval: { claim: { token: token + 1 } } })
  })

  // Catches: undo that comes too late, or leaves the request with nobody or with everybody.
  test('see an undone decision as undecided', async () => {
    const [a, b] = await both()
    const { approval } = await decideAt(a)
    const token = approval.claim?.token ?? 0
    await a.review.undo({ ...named, token })
    await b.until('the undoing', () => b.rows()[0]?.proposal === null && b.rows()[0]?.claim !== null)
    expect(await codeOf(b.review.claim(named))).toBe('approvals.taken')
    expect(await set.pythonReads()).toMatchObject({ status: 'pending' })
    await decideAt(a)
    await b.until('the end', () => b.rows().length === 0)
    expect(await codeOf(a.review.undo({ ...named, token }))).toBe('approvals.not-now')
  })

  // Catches: a decision by a role that may not, about a patient who is not the request's, or off the record.
  test('decide only what they may, by name, and on the record with what they saw', async () => {
    const [a, b] = await both()
    b.reviewer = b.reviewer && { ...b.reviewer, held: new Set(['read-approvals', 'review-approvals']) }
    expect(await codeOf(b.review.claim(named))).toBe('approvals.not-permitted')
    expect(await codeOf(a.review.claim({ id: ID, patientId: 'P2' }))).toBe('approvals.not-found')
    a.reviewer = null
    expect(await codeOf(a.review.claim(named))).toBe('ipc.no-session')
    const c = await set.open('C')
    await decideAt(c)
    const fact = c.facts.find(({ action }) => action === 'approvals.seen.approved')
    expect(fact).toMatchObject({ patientId: 'P1', actor: { actor: { user: 'c' } } })
    expect(fact?.about.join('\n')).toMatch(/digest: [0-9a-f]{64}[\s\S]*justification: Radiculopathy — motor/)
  })

  // Catches: a question or an answer that stays at the desk where it was written, and a hand-over to nobody.
  test('ask, answer and hand over', async () => {
    const [a, b] = await both()
    const { approval } = await a.review.claim(named)
    await a.review.ask({ ...named, token: approval.claim?.token ?? 0, text: 'Since when?' })
    await b.until('the question', () => b.rows()[0]?.status === 'information_asked')
    expect(await a.gate.read(ID)).toMatchObject({ status: 'information_asked', reason: 'Since when?' })
    await b.review.answer({ ...named, text: 'Monday' })
    await a.until('the answer', () => a.rows()[0]?.status === 'pending')
    expect(await codeOf(a.review.delegate({ ...named, to: 'nobody', note: '' }))).toBe(
      'approvals.no-such-delegate',
    )
    await a.review.delegate({ ...named, to: 'b', note: 'knows her' })
    expect(await codeOf(a.review.claim(named))).toBe('approvals.taken')
    expect(await codeOf(b.review.claim(named))).toBe('done')
    await b.review.withdraw({ ...named, reason: 'done elsewhere' })
    await a.until('the end', () => a.rows().length === 0)
    expect(await set.pythonReads()).toMatchObject({ status: 'withdrawn', reason: 'done elsewhere' })
  })
})

// Catches: open requests that are gone with the memory of a hub that came back empty.
test('a hub that comes back without its data gets the queue back from a station', async () => {
  const own = await TestRedis.start()
  const alone = new ApprovalSet(own, '')
  try {
    const desk = await alone.open('A')
    await alone.pythonAsks()
    await desk.until('the request', () => desk.rows().length === 1)
    await desk.review.claim(named)
    await own.restartEmpty()
    await desk.until('the request again', async () => (await own.client.hlen('approval:{all}:record')) === 1)
    await desk.until('the seed’s key', async () => (await own.client.exists(alone.seedKey())) === 1)
    expect(desk.rows()).toMatchObject([{ id: ID, status: 'claimed' }])
  } finally {
    alone.close()
    await own.close()
  }
})
