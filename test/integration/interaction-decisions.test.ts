import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import { InteractionDesks, WHY } from '@test/support/interaction-desks.ts'
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
  desks = new InteractionDesks(redis, `decisions${tests}:`)
  model.conduct = { kind: 'answer', severity: 'major' }
  model.asked.length = 0
})
afterEach(() => desks.close())

const asksModel = (name = 'test-model') => ({ model: { baseUrl: model.url, model: name } })
const key = (): string => `${desks.prefix}drug_interaction:['drug00', 'drug01']`
const pair: [string, string] = ['drug00', 'drug01']

describe('a pharmacist', () => {
  // Catches: a verdict that stays at one desk, or that another program never reads.
  test('validates an answer: it is the standard at every station at once and on the hub', async () => {
    const [a, b] = [await desks.open('A', asksModel()), await desks.open('B')]
    const before = b.changes('queue')
    await a.late('drug00', 'drug01')
    await b.station.until('the queue', () => b.changes('queue') > before)
    expect((await b.check(pair)).findings).toMatchObject([{ standing: 'unvalidated', source: 'hub' }])
    const told = a.changes('queue')
    const request = await b.request(...pair)
    expect(await b.items()).toMatchObject([
      { pair, state: 'waiting', rev: 1, severity: 'major', request: request.id, holds: null },
    ])
    expect(await b.judge(pair, 'approved', 'contraindicated')).toMatchObject({
      state: 'validated',
      rev: 2,
      severity: 'contraindicated',
      judgedBy: { station: 'B' },
      note: WHY,
      request: request.id,
    })
    await a.station.until('the verdict', () => a.changes('queue') > told)
    for (const desk of [a, b]) {
      expect((await desk.check(pair)).findings).toMatchObject([
        { severity: 'contraindicated', standing: 'validated', source: 'cache', interrupts: true },
      ])
    }
    expect(JSON.parse((await redis.client.get(key())) ?? '')).toMatchObject({ severity: 'contraindicated' })
    // It outlives the seed's 30 days, and reaches a station that starts later.
    await redis.client.del(key())
    const late = await desks.open('C')
    expect((await late.check(pair)).findings).toMatchObject([{ standing: 'validated' }])
    await expect.poll(() => redis.client.get(key())).toContain('contraindicated')
    expect(await late.items()).toMatchObject([{ state: 'validated' }])
    expect(await late.requests()).toEqual([])
  })

  // Catches: a rejected answer that comes back from the cache, the hub, the same model or a slow station.
  test('rejects an answer: it never returns, and the model is not asked the same again', async () => {
    const [a, b] = [await desks.open('A', asksModel()), await desks.open('B', asksModel())]
    const { checkId } = await a.late('drug00', 'drug01')
    const rejected = await redis.client.get(key())
    const told = b.changes('queue')
    expect(await a.judge(pair, 'denied')).toMatchObject({ state: 'rejected', severity: 'major' })
    await b.station.until('the verdict', () => b.changes('queue') > told)
    expect(await redis.client.exists(key())).toBe(0)
    await redis.client.set(key(), rejected ?? '')
    for (const desk of [a, b]) {
      const result = await desk.check(pair)
      expect(result).toMatchObject({ findings: [], clear: [], pending: [] })
      expect(result.unchecked).toMatchObject([{ reason: 'answer-rejected', retry: false, drugs: [0, 1] }])
    }
    await expect.poll(() => redis.client.exists(key())).toBe(0)
    await a.station.ask('interactions.retry', { checkId, pair: [0, 1] })
    expect((await a.nextLate(checkId, 1)).unchecked).toMatchObject({ reason: 'answer-rejected' })
    expect(model.asked).toHaveLength(1)
    // Another model may know better; its answer waits for a pharmacist in its turn.
    const other = await desks.open('C', asksModel('another-model'))
    expect((await other.late('drug00', 'drug01')).finding).toMatchObject({ standing: 'unvalidated' })
    expect(await other.items()).toMatchObject([{ state: 'waiting', rev: 3, holds: 'rejected' }])
  })

  // Catches: a hub that comes back empty and with it every rejected answer.
  test('is not forgotten by a hub that loses its data', async () => {
    const own = await TestRedis.start()
    try {
      const desk = await desks.open('A', { ...asksModel(), hubUrl: own.url })
      await desk.late('drug00', 'drug01')
      await desk.judge(pair, 'denied')
      await own.restartEmpty()
      const restored = async (): Promise<number> =>
        own.client.hlen(`${desks.prefix}interaction:{all}:verdicts`)
      await expect.poll(restored, { timeout: 15_000 }).toBe(1)
      await desk.station.until('the link', () => desk.station.status?.link === 'live')
      expect(await desk.notes()).toContain('1 pharmacists')
      await expect
        .poll(async () => (await desk.check(pair)).unchecked, { timeout: 10_000 })
        .toMatchObject([{ reason: 'answer-rejected' }])
    } finally {
      await desks.close()
      await own.close()
    }
  })

  // Catches: the second of two pharmacists overwriting the first, or two verdicts about one answer.
  test('who decides what another has taken is told, and nothing is overwritten', async () => {
    const [a, b] = [await desks.open('A', asksModel()), await desks.open('B')]
    await a.late('drug00', 'drug01')
    const request = await b.request(...pair)
    const { id, patientId } = request
    await a.station.ask('approvals.claim', { id, patientId })
    // The same person at another desk takes it there: what the first desk decides is refused.
    expect(await b.decide(request, 'denied')).toMatchObject({ ok: true })
    const digest = '0'.repeat(64)
    const late = { id, patientId, token: 1, digest, verdict: 'approved', chosen: null, reason: '' }
    expect((await a.station.answer('approvals.decide', late)).ok).toBe(false)
    expect(await a.judged(...pair)).toMatchObject({ state: 'rejected', rev: 2 })
    expect(await a.requests()).toEqual([])
  })

  // Catches: one of two contradicting answers lost, or the milder one believed.
  test('sees that two models contradict each other; the worse is shown and both are kept', async () => {
    model.conduct = { kind: 'answer', severity: 'none' }
    const a = await desks.open('A', asksModel('model-a'))
    await a.late('drug00', 'drug01')
    model.conduct = { kind: 'answer', severity: 'major', effect: 'They do.' }
    const b = await desks.open('B', asksModel('model-b'))
    const { checkId, clear } = await b.check(pair)
    expect(clear).toEqual([[0, 1]])
    await b.station.ask('interactions.retry', { checkId, pair: [0, 1] })
    const contradiction = {
      severity: 'major',
      provenance: { model: 'model-b', contradictedBy: { model: 'model-a', severity: null } },
    }
    expect((await b.nextLate(checkId)).finding).toMatchObject(contradiction)
    await expect.poll(async () => (await a.check(pair)).findings).toMatchObject([contradiction])
    expect(await a.items()).toMatchObject([{ ...contradiction, rev: 2 }])
    await expect.poll(async () => (await a.requests()).length).toBe(1)
  })
})

describe('a warning', () => {
  const override = { key: 'rule:warfarin+aspirin', drugs: ['warfarin', 'aspirin'], patientId: 'P1' }

  // Catches: figures that count a key twice in one check, lose a station's counts, or forget why.
  test('is counted when shown, accepted and overridden, at all stations together', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await a.check(['warfarin', 'coumadin', 'aspirin'])
    await b.check(['warfarin', 'aspirin'])
    await a.station.ask('interactions.accept', override)
    await b.station.ask('interactions.override', { ...override, reason: 'will-monitor', text: '' })
    await b.station.ask('interactions.override', { ...override, reason: 'other', text: 'short course' })
    await b.station.ask('interactions.figures', {})
    const { rules } = await a.station.ask('interactions.figures', {})
    expect(rules).toEqual([
      {
        key: 'rule:warfarin+aspirin',
        label: 'aspirin + warfarin',
        severity: 'major',
        tier: 'ward',
        standing: 'knowledge',
        shown: 2,
        accepted: 1,
        overridden: 2,
        reasons: { 'will-monitor': 1, other: 1 },
        demotion: null,
      },
    ])
  })

  // Catches: an override without a reason, and one whose reason is not on record.
  test('is overridden only with a reason, which is on record', async () => {
    const desk = await desks.open('A')
    const bare = { ...override, reason: 'other', text: '  ' }
    expect(await desk.station.answer('interactions.override', bare)).toMatchObject({
      error: { code: 'interactions.reason-needed' },
    })
    await desk.station.ask('interactions.override', { ...override, reason: 'other', text: 'short course' })
    const { items } = await desk.station.audit.search(
      {
        patient: 'P1',
        patientExact: true,
        user: null,
        action: 'interactions.override',
        kind: 'decision',
        outcome: 'done',
        from: null,
        to: null,
      },
      null,
    )
    expect(items).toMatchObject([{ why: 'other: short course', patients: ['P1'] }])
  })

  // Catches: a demotion that one desk does not hear of, that hides the warning, or that cannot be taken back.
  test('that pharmacists have lowered does not interrupt at any station until it is restored', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    const told = b.changes('demotions')
    const demotion = { key: 'rule:warfarin+aspirin', days: 30, reason: 'always overridden' }
    expect(await a.station.ask('interactions.demote', demotion)).toMatchObject({
      demotion: { reason: 'always overridden', by: { station: 'A' } },
    })
    await b.station.until('the demotion', () => b.changes('demotions') > told)
    const [finding] = (await b.check(['warfarin', 'aspirin'])).findings
    expect(finding?.demotedUntil).toBeGreaterThan(Date.now() + 29 * 86_400_000)
    expect((await b.station.ask('interactions.figures', {})).rules[0]?.demotion).not.toBeNull()
    expect(await b.station.ask('interactions.restore', { key: demotion.key })).toMatchObject({
      demotion: null,
    })
    await expect
      .poll(async () => (await a.check(['warfarin', 'aspirin'])).findings[0]?.demotedUntil)
      .toBeNull()
  })

  // Catches: a contraindication that somebody has silenced, and a demotion of what does not exist.
  test('of a contraindication cannot be lowered, nor can an unknown one', async () => {
    const desk = await desks.open('A')
    const demote = (name: string) =>
      desk.station.answer('interactions.demote', { key: name, days: 1, reason: 'noise' })
    expect(await demote('rule:sertraline+warfarin')).toMatchObject({
      error: { code: 'interactions.not-demotable' },
    })
    expect(await demote('rule:nothing')).toMatchObject({ error: { code: 'interactions.not-found' } })
    expect((await desk.check(['sertraline', 'warfarin'])).findings).toMatchObject([{ interrupts: true }])
  })

  // Catches: a demotion that never ends.
  test('interrupts again when its time is over', async () => {
    const by = { user: 'p', role: 'pharmacist', station: 'A' }
    await redis.client.hset(
      `${desks.prefix}interaction:{all}:demotions`,
      'rule:warfarin+aspirin',
      JSON.stringify({ until: Date.now() - 1, by, reason: 'was noisy' }),
    )
    const desk = await desks.open('A')
    expect((await desk.check(['warfarin', 'aspirin'])).findings).toMatchObject([{ demotedUntil: null }])
  })
})

describe('a patient’s list', () => {
  const drugs = [{ text: 'warfarin', chosen: null, route: null }]
  const draft = { patientId: 'P1', rev: 0, drugs, context: { ...nothingKnown, ageYears: 70 } }

  // Catches: one of two stations that write at once losing its list without being told.
  test('written at two stations at once has one winner, and both windows are told', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    expect(await a.station.ask('interactions.medications', { patientId: 'P1' })).toMatchObject({
      rev: 0,
      drugs: [],
    })
    const replies = await Promise.all(
      [a, b].map(({ station }) => station.answer('interactions.save-medications', draft)),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'interactions.changed-meanwhile' } })
    for (const desk of [a, b]) {
      await desk.station.until('the list', () => desk.changes('medications') === 1)
      expect(await desk.station.ask('interactions.medications', { patientId: 'P1' })).toMatchObject({
        rev: 1,
        drugs,
        context: { ageYears: 70 },
        changedBy: { role: 'pharmacist' },
      })
    }
    expect(
      await b.station.ask('interactions.save-medications', { ...draft, rev: 1, drugs: [] }),
    ).toMatchObject({
      rev: 2,
    })
  })

  // Catches: an empty list, "takes nothing", where nobody could be asked.
  test('that cannot be read is a failure, not an empty list', async () => {
    const own = await TestRedis.start()
    try {
      const desk = await desks.open('A', { hubUrl: own.url })
      await own.kill()
      const reply = await desk.station.answer('interactions.medications', { patientId: 'P1' })
      expect(reply.ok ? 'read' : reply.error.code).toMatch(/interactions\.(hub-unreachable|outcome-unknown)/)
    } finally {
      await desks.close()
      await own.close()
    }
  })
})
