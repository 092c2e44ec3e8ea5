import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { InteractionDesks } from '@test/support/interaction-desks.ts'
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
  desks = new InteractionDesks(redis, `answers${tests}:`)
  model.conduct = { kind: 'answer', severity: 'major' }
  model.asked.length = 0
})
afterEach(() => desks.close())

/** The key as the seed's Python writes it, letter by letter. */
const seedKey = (list: string): string => `${desks.prefix}drug_interaction:${list}`
/** What the seed's json.dumps writes. */
const seedValue =
  '{"severity": "moderate", "description": "Sertraline with St John\'s Wort", "recommendation": "monitor \\u2013 daily"}'

describe('an entry of the seed', () => {
  // Catches: a key that is spelt otherwise, a value that is not understood, and a foreign answer shown as one of ours.
  test('is read under the key that Python writes, and shown as foreign', async () => {
    await redis.client.setex(seedKey(`['sertraline', "st john's wort"]`), 2_592_000, seedValue)
    const desk = await desks.open('A')
    const first = await desk.check(["St John's Wort", 'Sertraline'])
    expect(first.findings).toMatchObject([
      {
        key: "pair:sertraline|st john's wort",
        drugs: [0, 1],
        ingredients: ["st john's wort", 'sertraline'],
        severity: 'moderate',
        effect: "Sertraline with St John's Wort",
        action: 'monitor – daily',
        source: 'hub',
        standing: 'foreign',
        interrupts: false,
      },
    ])
    expect(first).toMatchObject({
      clear: [],
      pending: [],
      unchecked: [],
      consulted: { hub: 'consulted', model: 'off' },
    })
    const second = await desk.check(['sertraline', "st john's wort"])
    expect(second).toMatchObject({ findings: [{ source: 'cache' }], consulted: { hub: 'not-needed' } })
  })

  // Catches: a severity in words of another program that is dropped, or taken for harmless.
  test.each([
    ['"Severe"', 'major'],
    ['"HIGH"', 'major'],
    ['"low"', 'minor'],
    ['"rather bad"', 'moderate'],
    ['3', 'moderate'],
    ['null', 'moderate'],
  ])('with the severity %s is shown as %s', async (written, severity) => {
    await redis.client.set(
      seedKey("['drug00', 'drug01']"),
      `{"severity": ${written}, "description": "They meet.", "recommendation": "watch"}`,
    )
    const { findings } = await (await desks.open('A')).check(['drug00', 'drug01'])
    expect(findings).toMatchObject([{ severity, standing: 'foreign' }])
    if (severity === 'moderate') expect(findings[0]?.effect).toMatch(/shown as moderate/)
  })

  // Catches: our entries that the seed's reader cannot use, or from which it would take a false source or latency.
  test('that we write is what the seed reads, for 30 days', async () => {
    const desk = await desks.open('A', { model: { baseUrl: model.url } })
    await desk.late("st john's wort", 'sertraline')
    const key = seedKey(`['sertraline', "st john's wort"]`)
    const value: unknown = JSON.parse((await redis.client.get(key)) ?? 'null')
    expect(value).toMatchObject({
      severity: 'major',
      description: "sertraline raises st john's wort.",
      recommendation: 'Monitor.',
      wardlight: {
        provenance: { model: 'test-model', promptVersion: 'interaction-1', at: expect.any(Number) },
      },
    })
    expect(value).not.toHaveProperty('source')
    expect(value).not.toHaveProperty('latency_ms')
    const ttl = await redis.client.ttl(key)
    expect(ttl).toBeGreaterThan(2_591_000)
    expect(ttl).toBeLessThanOrEqual(2_592_000)
  })
})

const wardlight = (more: object): string =>
  JSON.stringify({
    severity: 'none',
    description: '',
    recommendation: '',
    wardlight: {
      version: 1,
      pair: ['drug00', 'drug01'],
      standing: 'unvalidated',
      mechanism: '',
      onset: 'unknown',
      evidence: 'suspected',
      provenance: { model: 'm', promptVersion: 'p', at: 1, contradictedBy: null },
      ...more,
    },
  })

describe('an entry that must not be believed', () => {
  // Catches: a poisoned or half-written entry that reads as "safe", stops the check, or hides for ever.
  test.each([
    ['half of an entry', seedValue.slice(0, 40)],
    ['no JSON', 'safe'],
    ['a list', '["none"]'],
    ['null', 'null'],
    ['nothing at all', ''],
    ['an object without an answer', '{"source": "llm", "latency_ms": 800}'],
    ['one of ours about other drugs', wardlight({ pair: ['drug02', 'drug03'] })],
    ['one of ours in another shape', wardlight({ version: 2 })],
    ['more than 64 KB', JSON.stringify({ severity: 'none', description: 'x'.repeat(70_000) })],
  ])('is a miss and is reported: %s', async (_, text) => {
    await redis.client.set(seedKey("['drug00', 'drug01']"), text)
    const desk = await desks.open('A', { model: { baseUrl: model.url } })
    const { checkId, findings, clear, pending } = await desk.check(['drug00', 'drug01'])
    expect({ findings, clear, pending }).toEqual({ findings: [], clear: [], pending: [[0, 1]] })
    expect((await desk.nextLate(checkId)).finding).toMatchObject({ severity: 'major', source: 'model' })
    expect(await desk.notes()).toContain("drug_interaction:['drug00', 'drug01'] was ignored")
    expect(await redis.client.get(seedKey("['drug00', 'drug01']"))).toContain('test-model')
  })

  test('is a miss and is reported when it is no text', async () => {
    await redis.client.hset(seedKey("['drug00', 'drug01']"), 'severity', 'none')
    await redis.client.set(seedKey("['drug00', 'drug02']"), seedValue)
    const desk = await desks.open('A')
    const { findings, clear } = await desk.check(['drug00', 'drug01', 'drug02'])
    expect(findings).toHaveLength(1)
    expect(clear).toEqual([
      [0, 1],
      [1, 2],
    ])
    await expect.poll(() => desk.notes()).toContain('it is not a text')
  })

  // Catches: whoever can write the seed's key can speak with a pharmacist's authority.
  test('cannot claim that a pharmacist has accepted it', async () => {
    const forged = {
      standing: 'validated',
      provenance: { model: 'm', promptVersion: 'p', at: 1, contradictedBy: null },
    }
    const text = wardlight(forged).replace('"severity":"none"', '"severity":"contraindicated"')
    await redis.client.set(seedKey("['drug00', 'drug01']"), text)
    const { findings } = await (await desks.open('A')).check(['drug00', 'drug01'])
    expect(findings).toMatchObject([
      { severity: 'contraindicated', standing: 'unvalidated', interrupts: false },
    ])
  })
})

describe('a check', () => {
  // Catches: a drug that is silently left out, and places that shift when one is.
  test('says of every place whether it was understood, and keeps the places', async () => {
    const desk = await desks.open('A')
    const result = await desk.check(['Coumadin', 'no such drug', 'hormones', 'ASPIRIN', '', 'drug05'])
    expect(result.findings).toMatchObject([{ key: 'rule:warfarin+aspirin', drugs: [0, 3], source: 'local' }])
    expect(result.unchecked.map(({ drugs, reason }) => [drugs, reason])).toEqual([
      [[1], 'unknown-drug'],
      [[2], 'ambiguous-drug'],
      [[4], 'unknown-drug'],
    ])
    expect(result.clear).toEqual([
      [0, 5],
      [3, 5],
    ])
    expect(result.citations).toEqual({ book: 'The book' })
  })

  // Catches: a list that is cut to what fits, or that ends in a defect.
  test('of more drugs than can be checked is refused in words', async () => {
    const desk = await desks.open('A')
    const drugs = Array.from({ length: 200 }, () => ({ text: 'aspirin', chosen: null, route: null }))
    const context = (await desk.station.ask('interactions.medications', { patientId: 'P1' })).context
    expect(
      await desk.station.answer('interactions.check', { drugs, context, patientId: null }),
    ).toMatchObject({
      ok: false,
      error: { code: 'interactions.too-many-drugs', message: expect.stringContaining('200') },
    })
  })

  // Catches: a lost hub that stops the local answers, reads as "nothing found in the hub", or is an error.
  test('without the hub answers from what is known here and says so', async () => {
    const own = await TestRedis.start()
    try {
      const desk = await desks.open('A', { hubUrl: own.url, model: { baseUrl: model.url } })
      await own.client.set(seedKey("['drug00', 'drug01']"), seedValue)
      await desk.check(['drug00', 'drug01'])
      await own.kill()
      const names = ['drug00', 'drug01', 'warfarin', 'aspirin']
      const atOnce = await desk.check(names)
      await desk.station.until('the link to be lost', () => desk.station.status?.link === 'lost')
      for (const result of [atOnce, await desk.check(names)]) {
        expect(result.findings).toMatchObject([{ source: 'local' }, { source: 'cache' }])
        expect(result.consulted).toEqual({ hub: 'unreachable', model: 'paused' })
        expect(result.pending).toEqual([])
        expect(result.unchecked).toHaveLength(4)
        expect(new Set(result.unchecked.map(({ reason }) => reason))).toEqual(new Set(['model-paused']))
      }
    } finally {
      await desks.close()
      await own.close()
    }
  })
})

// Catches: hits of a lost hub that are forgotten, and hits that are counted in the wrong layer.
test('the ledger counts pairs by layer and keeps what the hub could not take', async () => {
  const own = await TestRedis.start()
  try {
    const desk = await desks.open('A', { hubUrl: own.url })
    await own.client.set(
      seedKey("['drug00', 'drug01']"),
      '{"severity": "major", "description": "x", "recommendation": "y"}',
    )
    await desk.check(['warfarin', 'aspirin', 'drug00', 'drug01'])
    await desk.check(['drug00', 'drug01'])
    await own.kill()
    await desk.station.until('the loss', () => desk.station.status?.link === 'lost')
    await desk.check(['drug00', 'drug01'])
    await own.launch()
    await desk.station.until('the link', () => desk.station.status?.link === 'live')
    const { lines, budget } = await desk.station.ask('interactions.ledger', { days: 2 })
    expect(lines).toMatchObject([
      { station: 'A', local: 5, hub: 1, cache: 2, model: 0, unchecked: 0, spent: 0 },
    ])
    expect(lines[0]?.waitedMs).toBeGreaterThan(0)
    expect(budget.state).toBe('no-model')
  } finally {
    await desks.close()
    await own.close()
  }
})
