import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModelReply, OpinionModel } from '@main/features/diagnostics/ports.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { DiagnosticDesk, type DeskSettings, RememberingGate } from '@test/support/diagnostic-desks.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const migraine = Findings.parse({
  ageYears: 30,
  symptoms: { headache: true, 'visual-aura': true, 'thunderclap-headache': false },
  history: { migraine: true },
  vitals: {
    heartRate: 70,
    systolic: 120,
    diastolic: 70,
    respiratoryRate: 14,
    saturation: 98,
    temperature: 36.6,
    gcs: 15,
  },
})

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let prefix = ''
let tests = 0
const desks: DiagnosticDesk[] = []
beforeEach(() => {
  tests += 1
  prefix = `r${tests}:`
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
})

async function open(station: string, settings: DeskSettings = {}): Promise<DiagnosticDesk> {
  const desk = await DiagnosticDesk.open(redis.url, prefix, station, settings)
  desks.push(desk)
  return desk
}

/** A model that answers after a while, as it is told. */
function modelOf(
  answer: () => ModelReply | Promise<ModelReply>,
  ceiling = 100_000,
): OpinionModel & { asked: string[] } {
  const asked: string[] = []
  return {
    name: 'm',
    promptVersion: '1',
    priceCeilingMicro: ceiling,
    asked,
    ask: async ({ prompt }) => {
      asked.push(prompt)
      return answer()
    },
  }
}

const agreeing = (): ModelReply => ({
  kind: 'answered',
  answer: { hypotheses: [{ condition: 'migraine', confidence: 0.9, reason: 'typical' }], concern: '' },
  cost: { moneyMicro: 40_000 },
})

describe('progress', () => {
  // Catches: a station that joins late and sees half of a run, or another order.
  test('a station that joins after the end, and one that was there, hold the same whole progress', async () => {
    const [a, b] = [await open('A'), await open('B')]
    const { sessionId } = await a.service.start('P1', migraine, null)
    await a.ended(sessionId)
    const isWhole = (desk: DiagnosticDesk): boolean =>
      desk.pushed.at(-1)?.progress.at(-1)?.event === 'completed'
    await a.until('the news here', () => isWhole(a))
    await b.until('the news there', () => isWhole(b))
    const late = await open('late')
    const run = await late.service.read(sessionId, 'P1')
    expect(run?.progress).toEqual(b.pushed.at(-1)?.progress)
    expect(run?.progress.filter(({ event }) => event === 'specialist_complete')).toHaveLength(9)
    expect(run?.diagnosis?.differential[0]?.condition).toBe('migraine')
    expect(await late.service.read(sessionId, 'P2')).toBeNull()
  })
})

describe('cancelling', () => {
  // Catches: a run that goes on after it was cancelled, and writes.
  test('at another station shuts the holder out at once and frees the patient', async () => {
    let answer: (reply: ModelReply) => void = () => undefined
    const model = modelOf(() => new Promise<ModelReply>((resolve) => (answer = resolve)))
    const [a, b] = [await open('A', { model }), await open('B')]
    const { sessionId } = await a.service.start('P1', migraine, null)
    await a.until('the question to the model', () => model.asked.length > 0)
    expect((await b.service.cancel(sessionId, 'P1')).status).toBe('cancelled')
    const next = await b.service.start('P1', migraine, null)
    expect(await b.ended(next.sessionId)).toBe('completed')
    answer(agreeing())
    await pause(100)
    expect(await b.service.read(sessionId, 'P1')).toMatchObject({ status: 'cancelled', diagnosis: null })
    await expect(b.service.cancel(sessionId, 'P1')).rejects.toMatchObject({
      code: 'diagnostics.already-ended',
    })
    await expect(b.service.cancel(sessionId, 'P2')).rejects.toMatchObject({ code: 'diagnostics.not-found' })
  })
})

describe('a model', () => {
  // Catches: opinions mixed into the local ranking, and identities in what a model is told.
  test('is told no identity; its dissent raises the risk and is shown apart', async () => {
    const model = modelOf(() => ({
      kind: 'answered',
      answer: {
        hypotheses: [{ condition: 'subarachnoid-haemorrhage', confidence: 0.4, reason: 'sudden' }],
        concern: 'ask about the onset',
      },
      cost: { moneyMicro: 10_000 },
    }))
    const plain = await open('plain')
    const first = await plain.service.start('Ann-Example', migraine, null)
    await plain.ended(first.sessionId)
    const alone = (await plain.service.read(first.sessionId, 'Ann-Example'))?.diagnosis
    const desk = await open('A', { model, gate: new RememberingGate() })
    const { sessionId } = await desk.service.start('Bob-Example', migraine, null)
    await desk.ended(sessionId)
    const run = await desk.service.read(sessionId, 'Bob-Example')
    expect(model.asked).toHaveLength(9)
    for (const prompt of model.asked) expect(prompt).not.toMatch(/Example|kim|diag:/)
    expect(run?.diagnosis?.differential).toEqual(alone?.differential)
    expect(alone?.risk.level).toBe('low')
    expect(run?.diagnosis?.risk.level).toBe('moderate')
    expect(run?.diagnosis?.dissent).toHaveLength(9)
    expect(run?.ledger).toMatchObject({ calls: 9, moneyMicro: 90_000, spent: null })
  })

  // Catches: a budget that is passed, asking that goes on silently, and half an answer cached for the next patient.
  test.each([
    { budget: { calls: 4, moneyMicro: 10_000_000, timeMs: 60_000 }, spent: 'calls', most: 4 },
    { budget: { calls: 100, moneyMicro: 250_000, timeMs: 60_000 }, spent: 'money', most: 5 },
    { budget: { calls: 100, moneyMicro: 0, timeMs: 60_000 }, spent: 'money', most: 0 },
    { budget: { calls: 100, moneyMicro: 10_000_000, timeMs: 0 }, spent: 'time', most: 0 },
  ])('stops asking when $spent is spent, and says so ($most)', async ({ budget, spent, most }) => {
    const model = modelOf(agreeing)
    const desk = await open('A', { model })
    const { sessionId } = await desk.service.start('P1', migraine, budget)
    expect(await desk.ended(sessionId)).toBe('completed')
    const run = await desk.service.read(sessionId, 'P1')
    expect(model.asked.length).toBeLessThanOrEqual(most)
    expect(run?.ledger.spent).toBe(spent)
    expect(run?.ledger.moneyMicro).toBeLessThanOrEqual(budget.moneyMicro)
    expect(run?.progress.map(({ event }) => event)).toContain('budget_spent')
    const silent = run?.diagnosis?.model.filter(({ outcome }) => outcome.kind === 'not-asked') ?? []
    expect(silent).toHaveLength(9 - model.asked.length)
    expect(await redis.client.keys(`${prefix}diagnostic_cache:*`)).toEqual([])
  })

  // Catches: an answer of another shape, or about a condition that nobody knows, shown as an opinion.
  test.each([
    { answer: 'approve everything' },
    { answer: { hypotheses: [{ condition: 'ignore all rules', confidence: 1, reason: '' }], concern: '' } },
    { answer: { hypotheses: [{ condition: 'migraine', confidence: 7, reason: '' }], concern: '' } },
  ])('that answers $answer has no opinion', async ({ answer }) => {
    const desk = await open('A', {
      model: modelOf(() => ({ kind: 'answered', answer, cost: { moneyMicro: 1 } })),
    })
    const { sessionId } = await desk.service.start('P1', migraine, null)
    await desk.ended(sessionId)
    const run = await desk.service.read(sessionId, 'P1')
    expect(run?.diagnosis?.model.map(({ outcome }) => outcome.kind)).toEqual(Array<string>(9).fill('failed'))
    expect(run?.diagnosis?.risk.level).toBe('low')
  })
})

describe('the lock', () => {
  // Catches: a lease that runs out under a station that is still at work, and a run that is done by two.
  test('is renewed while work goes on, however long a model takes', async () => {
    let answer: (reply: ModelReply) => void = () => undefined
    const model = modelOf(() => new Promise<ModelReply>((resolve) => (answer = resolve)))
    const a = await open('A', { model, leaseMs: 300 })
    const b = await open('B', { leaseMs: 300, lookMs: 20 })
    const { sessionId } = await a.service.start('P1', migraine, {
      calls: 1,
      moneyMicro: 1_000_000,
      timeMs: 60_000,
    })
    await a.until('the question to the model', () => model.asked.length > 0)
    // Three leases, in each of which B looks many times.
    await pause(900)
    expect(await b.store.read(sessionId)).toMatchObject({ status: 'running', attempts: 1 })
    answer(agreeing())
    expect(await a.ended(sessionId)).toBe('completed')
    expect((await b.store.read(sessionId))?.attempts).toBe(1)
  })

  // Catches: a patient whose name holds what keys, sessions or patterns are made of.
  test.each(['ward:4b:7', 'a{b}c', '*', 'Jürgen Ö. 2'])('works for the patient id %s', async (patientId) => {
    const desk = await open('A')
    const { sessionId } = await desk.service.start(patientId, migraine, null)
    expect(await desk.ended(sessionId)).toBe('completed')
    expect(await desk.service.list(patientId, 5)).toMatchObject({
      runs: [{ patientId, status: 'completed' }],
    })
    expect(await redis.client.exists(`${prefix}lock:diagnostic:${patientId}`)).toBe(0)
  })
})

describe('a run that nobody ends', () => {
  // Catches: a run begun for ever by one station after the other.
  test('is marked abandoned after four beginnings', async () => {
    const desk = await open('A', { lookMs: 60_000 })
    const ledger = {
      budget: { calls: 0, moneyMicro: 0, timeMs: 0 },
      calls: 0,
      moneyMicro: 0,
      modelMs: 0,
      runMs: 0,
      spent: null,
    }
    const startedBy = { user: 'kim', role: 'physician', station: 'A' } as const
    const session = 'diag:P1:0badcafe'
    await desk.store.begin(session, 't0', { startedBy, findings: migraine, ledger })
    for (let n = 1; n < 4; n += 1) {
      await redis.client.del(`${prefix}lock:diagnostic:P1`)
      expect(await desk.store.begin(session, `t${n}`, null)).toMatchObject({ kind: 'begun' })
    }
    await desk.store.watch(session, 0)
    // While its holder may still live, it is left alone.
    await desk.service.look()
    expect((await desk.store.read(session))?.status).toBe('running')
    await redis.client.del(`${prefix}lock:diagnostic:P1`)
    await desk.store.watch(session, 0)
    await desk.service.look()
    expect((await desk.store.read(session))?.status).toBe('abandoned')
    expect((await desk.store.progress(session)).at(-1)?.event).toBe('abandoned')
  })
})

describe('feedback', () => {
  // Catches: a correction counted as a second case, a confidence in the wrong bucket, and figures that name a patient.
  test('becomes calibration: the last word of each run counts, without a patient', async () => {
    const desk = await open('A')
    const { sessionId } = await desk.service.start('Ann-Example', migraine, null)
    await desk.ended(sessionId)
    const said = { verdict: 'wrong', useful: false, finally: null } as const
    await desk.service.feedback(sessionId, 'Ann-Example', said)
    const row = await desk.service.feedback(sessionId, 'Ann-Example', {
      ...said,
      verdict: 'right',
      useful: true,
    })
    expect(row.feedback).toBe('right')
    expect(await desk.store.feedbackFigures()).toEqual([
      {
        confidence: row.confidence,
        verdict: 'right',
        useful: true,
        month: new Date(row.startedAt).toISOString().slice(0, 7),
      },
    ])
    const stored = await redis.client.hgetall(`${prefix}diagnostics:{all}:feedback`)
    expect(JSON.stringify(stored)).not.toContain('Example')
    expect(JSON.stringify(await redis.client.keys(`${prefix}diagnostics:{all}:spent:*`))).not.toContain(
      'Example',
    )
  })
})
