import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openFilter } from '@shared/features/audit/model.ts'
import { type InteractionDesk, InteractionDesks, SLOW_UNDO_MS, WHY } from '@test/support/interaction-desks.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
let model: ModelServer
beforeAll(async () => {
  redis = await TestRedis.start()
  model = await ModelServer.start()
})
afterAll(async () => {
  await model.close()
  await redis.close()
})

let desks: InteractionDesks
let tests = 0
beforeEach(() => {
  tests += 1
  desks = new InteractionDesks(redis, `gate${tests}:`)
  model.conduct = { kind: 'answer', severity: 'major' }
})
afterEach(() => desks.close())

const pair: [string, string] = ['drug00', 'drug01']
const asks = (name = 'test-model') => ({ model: { baseUrl: model.url, model: name } })
const hash = (what: string): string => `${desks.prefix}interaction:{all}:${what}`
const seedKey = (): string => `${desks.prefix}drug_interaction:['drug00', 'drug01']`
const verdicts = (): Promise<number> => redis.client.hlen(hash('verdicts'))

/** The request with everything that a reviewer is shown. */
async function shown(desk: InteractionDesk) {
  const { id } = await desk.request(...pair)
  const found = await desk.station.ask('approvals.read', { id, patientId: null })
  if (found.kind !== 'found') throw new Error(found.kind)
  return found.approval
}

describe('a decision about a model’s answer', () => {
  // Catches: an answer that becomes everybody's standard while its reviewer can still take that back.
  test('can be undone: nothing was validated, and it can be decided otherwise', async () => {
    const desk = await desks.open('A', { ...asks(), undoMs: SLOW_UNDO_MS })
    await desk.late(...pair)
    const request = await desk.request(...pair)
    await desk.decide(request, 'approved')
    expect((await desk.check(pair)).findings).toMatchObject([{ standing: 'unvalidated', interrupts: false }])
    const token = (await desk.request(...pair)).proposal?.token ?? 0
    await desk.station.ask('approvals.undo', { id: request.id, patientId: null, token })
    expect(await verdicts()).toBe(0)
    expect(await desk.items()).toMatchObject([{ state: 'waiting', rev: 1, request: request.id }])
    expect(await desk.judge(pair, 'denied')).toMatchObject({ state: 'rejected', rev: 2 })
  })

  // Catches: a decision that dies with the station at which it was made, or that is made twice by those that outlive it.
  test('becomes the verdict although its station goes within the ten seconds', async () => {
    const a = await desks.open('A', { ...asks(), undoMs: SLOW_UNDO_MS })
    const others = [await desks.open('B'), await desks.open('C', { role: 'nurse' })]
    await a.late(...pair)
    await a.decide(await a.request(...pair), 'approved', 'contraindicated')
    await desks.end(a)
    expect(await verdicts()).toBe(0)
    for (const desk of others)
      expect(await desk.judged(...pair)).toMatchObject({
        state: 'validated',
        severity: 'contraindicated',
        judgedBy: { user: 'test.pharmacist', station: 'A' },
        rev: 2,
      })
    await expect
      .poll(async () => JSON.parse((await redis.client.get(seedKey())) ?? '{}'))
      .toMatchObject({ severity: 'contraindicated' })
  })

  // Catches: a question that names a patient, leaves out where the answer comes from, or a decision of which nobody can
  // say what it was about.
  test('rests on what the answer says and where it comes from, and that is on record', async () => {
    model.conduct = { kind: 'answer', severity: 'contraindicated', effect: 'They meet.' }
    const desk = await desks.open('A', asks())
    const { checkId } = await desk.check(pair, 'PATIENT-4711')
    await desk.nextLate(checkId)
    const { content } = await shown(desk)
    expect(content).toMatchObject({
      kind: 'drug_answer',
      patientId: null,
      subject: 'drug00 + drug01',
      recommendation: 'Contraindicated',
      justification: 'They meet.',
      urgent: true,
      askedBy: null,
      choice: { offered: 'contraindicated' },
    })
    expect(content.basis.find(({ label }) => label === 'Origin')?.text).toMatch(
      /test-model, prompt interaction-1/,
    )
    expect(JSON.stringify(content)).not.toContain('4711')
    await desk.judge(pair, 'approved', 'minor')
    const { items } = await desk.station.audit.search(openFilter, null)
    const seen = items.find(({ action }) => action === 'approvals.seen.approved')
    expect(seen).toMatchObject({ user: 'test.pharmacist', patients: [], why: WHY })
    expect(seen?.about.join()).toMatch(/drug00 \+ drug01.*minor/s)
  })

  // Catches: a pharmacist's yes to one answer that validates another, which nobody has looked at.
  test('about an answer that another one contradicts meanwhile does not count; the new question shows both', async () => {
    const a = await desks.open('A', { ...asks('model-a'), undoMs: SLOW_UNDO_MS })
    model.conduct = { kind: 'answer', severity: 'none' }
    await a.late(...pair)
    const first = await a.request(...pair)
    await a.decide(first, 'approved')
    model.conduct = { kind: 'answer', severity: 'major', effect: 'They do.' }
    const b = await desks.open('B', asks('model-b'))
    const { checkId } = await b.check(pair)
    await b.station.ask('interactions.retry', { checkId, pair: [0, 1] })
    await b.nextLate(checkId)
    await expect.poll(async () => (await b.request(...pair)).id).not.toBe(first.id)
    const { content, fence } = await shown(b)
    expect({ fence, asks: content.recommendation }).toEqual({ fence: 2, asks: 'Major' })
    expect(content.basis).toContainEqual(
      expect.objectContaining({ label: 'Contradicted', standing: 'against' }),
    )
    const old = await a.station.ask('approvals.read', { id: first.id, patientId: null })
    expect(old).toMatchObject({ approval: { status: 'withdrawn', ruling: null } })
    expect(await b.judge(pair, 'approved')).toMatchObject({ state: 'validated', severity: 'major', rev: 3 })
    expect((await a.check(pair)).findings).toMatchObject([{ standing: 'validated', severity: 'major' }])
  })

  // Catches: a judged answer that can never be looked at again, and one that loses its standing by being asked about.
  test('can be asked for once more; the verdict holds until it is decided', async () => {
    const [a, b] = [await desks.open('A', asks()), await desks.open('B')]
    await a.late(...pair)
    const { rev } = await a.judge(pair, 'approved')
    const again = { pair, rev, why: 'The label has changed.' }
    expect(await b.station.ask('interactions.ask-again', again)).toMatchObject({
      state: 'waiting',
      holds: 'validated',
      again: { user: 'test.pharmacist', why: 'The label has changed.' },
    })
    expect(await b.station.answer('interactions.ask-again', again)).toMatchObject({
      error: { code: 'interactions.changed-meanwhile' },
    })
    const { content } = await shown(a)
    expect(content.basis.map(({ label }) => label)).toContain('Judged before')
    for (const desk of [a, b])
      expect((await desk.check(pair)).findings).toMatchObject([{ standing: 'validated' }])
    expect(await a.judge(pair, 'denied')).toMatchObject({ state: 'rejected', rev: rev + 2, again: null })
    await expect
      .poll(async () => (await b.check(pair)).unchecked)
      .toMatchObject([{ reason: 'answer-rejected' }])
    const never = { pair: ['drug05', 'drug06'], rev: 1, why: 'Why not.' }
    expect(await b.station.answer('interactions.ask-again', never)).toMatchObject({
      error: { code: 'interactions.not-found' },
    })
  })

  // Catches: answers about drugs shown to people who do not judge them.
  test('is offered to pharmacists alone', async () => {
    const [a, nurse] = [await desks.open('A', asks()), await desks.open('N', { role: 'nurse' })]
    await a.late(...pair)
    const { id } = await a.request(...pair)
    expect(await nurse.requests()).toEqual([])
    expect((await nurse.decide({ id }, 'approved')).ok).toBe(false)
    expect(await nurse.items()).toMatchObject([{ state: 'waiting' }])
  })
})

describe('what is filed and not asked about', () => {
  /** What a station of an older version filed: without everything that the queue of approvals needs. */
  const ofOld = JSON.stringify({
    pair,
    severity: 'moderate',
    effect: 'Old words.',
    mechanism: '',
    action: 'watch',
    provenance: { model: 'old-model', promptVersion: 'interaction-1', at: 1, contradictedBy: null },
    askedAt: 1,
    state: 'waiting',
    judgedBy: null,
    judgedAt: null,
    note: null,
    rev: 4,
    onset: 'unknown',
    evidence: 'theoretical',
    rejected: ['model|bad|1'],
  })

  // Catches: answers that wait on a hub of an older version, or whose station was killed before it asked, and that no
  // pharmacist can decide about any more.
  test('is asked about as soon as a station attaches, once for all of them', async () => {
    await redis.client.hset(hash('queue'), JSON.stringify(pair), ofOld)
    const [a, b] = await Promise.all([desks.open('A'), desks.open('B')])
    const { id } = await a.request(...pair)
    expect(await b.requests()).toMatchObject([{ id, recommendation: 'Moderate' }])
    expect(await b.judge(pair, 'approved')).toMatchObject({ state: 'validated', rev: 5 })
    const stored: unknown = JSON.parse(
      (await redis.client.hget(hash('verdicts'), JSON.stringify(pair))) ?? '',
    )
    expect(stored).toMatchObject({ rejected: ['model|bad|1'], request: id })
  })

  // Catches: a question that stays for ever, or a yes that validates nothing, after a hub has lost what was filed.
  test('is not asked about any longer when the hub has lost it', async () => {
    await redis.client.hset(hash('queue'), JSON.stringify(pair), ofOld)
    const a = await desks.open('A')
    const { id } = await a.request(...pair)
    await redis.client.del(hash('queue'))
    await desks.open('B')
    await expect.poll(() => a.requests()).toEqual([])
    expect(await a.station.ask('approvals.read', { id, patientId: null })).toMatchObject({
      approval: { status: 'withdrawn' },
    })
    expect(await verdicts()).toBe(0)
  })

  // Catches: an answer that came while the hub was away, is marked for ever, and of which no pharmacist hears.
  test('because the hub was away is asked about when it is back', async () => {
    const own = await TestRedis.start()
    try {
      let release: () => void = () => undefined
      model.conduct = { kind: 'held', until: new Promise((resolve) => (release = resolve)) }
      const asked = model.asked.length
      const desk = await desks.open('A', { ...asks(), hubUrl: own.url })
      const { checkId } = await desk.check(pair)
      await desk.station.until('the question', () => model.asked.length > asked)
      await own.kill()
      release()
      expect((await desk.nextLate(checkId)).finding).toMatchObject({ standing: 'unvalidated' })
      await own.launch()
      await desk.station.until('the link', () => desk.station.status?.link === 'live')
      expect(await desk.judge(pair, 'approved')).toMatchObject({ state: 'validated' })
    } finally {
      await desks.close()
      await own.close()
    }
  })
})
