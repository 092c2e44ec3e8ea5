import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type InteractionDesk, InteractionDesks } from '@test/support/interaction-desks.ts'
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
  desks = new InteractionDesks(redis, `foreign${tests}:`)
  model.conduct = { kind: 'answer', severity: 'major' }
  model.asked.length = 0
})
afterEach(() => desks.close())

const pair: [string, string] = ['drug00', 'drug01']
const key = (): string => `${desks.prefix}drug_interaction:['drug00', 'drug01']`
/** What the seed's json.dumps writes of its model's answer. */
const seedValue = (severity: string, description = 'They meet.'): string =>
  `{"severity": "${severity}", "description": "${description}", "recommendation": "watch"}`

const itemsOf = (desk: InteractionDesk) => desk.items()

/** Waits until the queue holds so many; what comes too late is given the time of another look. */
async function queueOf(desk: InteractionDesk, length: number) {
  await expect.poll(async () => (await itemsOf(desk)).length).toBe(length)
  return itemsOf(desk)
}

describe('an answer that the seed’s Python left on the hub', () => {
  // Catches: a model's answer that is shown for ever without anybody being able to judge it, or that waits twice.
  test('waits for a pharmacist once it is used, once for all stations, and stays as it was written', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await redis.client.set(key(), seedValue('moderate'), 'EX', 1_000)
    expect(await itemsOf(a)).toEqual([])
    const told = b.changes('queue')
    const [first, second] = await Promise.all([a.check(pair), b.check(pair)])
    for (const { findings } of [first, second]) expect(findings).toMatchObject([{ standing: 'foreign' }])
    await b.station.until('the queue', () => b.changes('queue') > told)
    const items = await queueOf(b, 1)
    expect(items).toMatchObject([
      {
        pair,
        state: 'waiting',
        rev: 1,
        severity: 'moderate',
        effect: 'They meet.',
        action: 'watch',
        provenance: { model: null, promptVersion: null, at: null },
      },
    ])
    // A station that starts later reads the same entry and files nothing.
    const late = await desks.open('C')
    await late.check(pair)
    await late.check(['drug00', 'drug01', 'drug02'])
    expect(await itemsOf(late)).toEqual(items)
    expect(await redis.client.get(key())).toBe(seedValue('moderate'))
    expect(await redis.client.ttl(key())).toBeLessThanOrEqual(1_000)
  })

  // Catches: "no interaction" of a foreign model, the most dangerous answer, that no pharmacist ever sees.
  test('that says "none" waits as well', async () => {
    await redis.client.set(key(), seedValue('none', ''))
    const desk = await desks.open('A')
    expect(await desk.check(pair)).toMatchObject({ findings: [], clear: [[0, 1]], adviceOnly: [[0, 1]] })
    expect(await queueOf(desk, 1)).toMatchObject([{ severity: null, state: 'waiting' }])
  })

  test('is the standard everywhere when it is validated, also where it was in memory', async () => {
    await redis.client.set(key(), seedValue('contraindicated'))
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await b.check(pair)
    await a.check(pair)
    await queueOf(a, 1)
    const told = b.changes('queue')
    await a.judge(pair, 'approved')
    await b.station.until('the verdict', () => b.changes('queue') > told)
    for (const desk of [a, b])
      await expect
        .poll(async () => (await desk.check(pair)).findings)
        .toMatchObject([{ severity: 'contraindicated', standing: 'validated', interrupts: true }])
    // What other programs write under the key does not change the standard.
    await redis.client.set(key(), seedValue('none', ''))
    const late = await desks.open('C')
    expect((await late.check(pair)).findings).toMatchObject([{ standing: 'validated' }])
    expect(await itemsOf(late)).toMatchObject([{ state: 'validated', rev: 2 }])
  })

  // Catches: a rejected answer that comes back because the Python writes it again, or because another station holds it.
  test('never returns once it is rejected', async () => {
    await redis.client.set(key(), seedValue('moderate'))
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await b.check(pair)
    await a.check(pair)
    await queueOf(a, 1)
    const told = b.changes('queue')
    await a.judge(pair, 'denied')
    expect(await redis.client.exists(key())).toBe(0)
    await b.station.until('the verdict', () => b.changes('queue') > told)
    await redis.client.set(key(), seedValue('moderate'))
    const late = await desks.open('C')
    for (const desk of [a, b, late])
      expect(await desk.check(pair)).toMatchObject({
        findings: [],
        clear: [],
        unchecked: [{ reason: 'answer-rejected', drugs: [0, 1] }],
      })
    await expect.poll(() => redis.client.exists(key())).toBe(0)
    expect(await itemsOf(late)).toMatchObject([{ state: 'rejected', rev: 2 }])
  })

  test('of other words, after a rejection, is another answer and waits in its turn', async () => {
    await redis.client.set(key(), seedValue('moderate'))
    const desk = await desks.open('A')
    await desk.check(pair)
    await queueOf(desk, 1)
    await desk.judge(pair, 'denied')
    await redis.client.set(key(), seedValue('severe', 'They do meet.'))
    const other = await desks.open('B')
    expect((await other.check(pair)).findings).toMatchObject([{ severity: 'major', standing: 'foreign' }])
    await expect
      .poll(() => itemsOf(other))
      .toMatchObject([{ state: 'waiting', rev: 3, effect: 'They do meet.' }])
  })

  // Catches: a milder foreign answer that hides what this hospital's model had said.
  test('that contradicts a waiting answer of our model stands beside it; the worse is shown', async () => {
    const a = await desks.open('A', { model: { baseUrl: model.url } })
    await a.late('drug00', 'drug01')
    await redis.client.set(key(), seedValue('none', ''))
    const b = await desks.open('B')
    await b.check(pair)
    const both = {
      severity: 'major',
      provenance: { model: 'test-model', contradictedBy: { model: null, severity: null } },
    }
    await expect.poll(() => itemsOf(b)).toMatchObject([{ ...both, state: 'waiting', rev: 2 }])
    await expect.poll(async () => (await b.check(pair)).findings).toMatchObject([both])
    // A third one reads the foreign entry and the queue, and comes to the same.
    const c = await desks.open('C')
    await c.check(pair)
    await expect.poll(async () => (await c.check(pair)).findings).toMatchObject([both])
    expect(await itemsOf(c)).toMatchObject([{ rev: 2 }])
  })

  // Catches: advice of a machine that was shown and of which the audit knows nothing.
  test('is put on record when it is shown', async () => {
    await redis.client.set(key(), seedValue('moderate'))
    const desk = await desks.open('A')
    await desk.check(pair, 'P7')
    const { items } = await desk.station.audit.search(
      {
        patient: 'P7',
        patientExact: true,
        user: null,
        action: null,
        kind: null,
        outcome: null,
        from: null,
        to: null,
      },
      null,
    )
    const about = items.flatMap((item) => item.about)
    expect(about).toContain('drug00 + drug01: moderate (another program, model unknown)')
  })

  // Catches: a station whose hub loses the queue and that never files again what it has filed once.
  test('is filed again on a hub that has lost its queue', async () => {
    const own = await TestRedis.start()
    try {
      const desk = await desks.open('A', { hubUrl: own.url })
      await own.client.set(key(), seedValue('moderate'))
      await desk.check(pair)
      await queueOf(desk, 1)
      await own.restartEmpty()
      await desk.station.until('the loss', () => desk.station.status?.link === 'lost')
      await desk.station.until('the link', () => desk.station.status?.link === 'live')
      await own.client.set(key(), seedValue('moderate'))
      await expect
        .poll(async () => (await desk.check(pair), (await itemsOf(desk)).length), { timeout: 10_000 })
        .toBe(1)
      // The question that the hub had lost with it is asked anew, not taken for one that is closed.
      await desk.judge(pair, 'denied')
    } finally {
      await desks.close()
      await own.close()
    }
  })
})
