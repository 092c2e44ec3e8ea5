import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noModel } from '@shared/features/interactions/governance.ts'
import { InteractionDesks, MODEL_KEY } from '@test/support/interaction-desks.ts'
import { type ModelConduct, ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let model: ModelServer
let desks: InteractionDesks
let tests = 0
beforeEach(async () => {
  tests += 1
  desks = new InteractionDesks(redis, `model${tests}:`)
  model = await ModelServer.start()
})
afterEach(async () => {
  await desks.close()
  await model.close()
})

const stored = (list = "['drug00', 'drug01']"): Promise<string | null> =>
  redis.client.get(`${desks.prefix}drug_interaction:${list}`)

describe('a model that answers', () => {
  // Catches: an unvalidated answer without its origin, or one that stops people's work before a pharmacist has seen it.
  test('is asked about what nobody knows; the answer comes later, marked, and is on record', async () => {
    model.conduct = { kind: 'answer', severity: 'contraindicated' }
    const desk = await desks.open('A', { model: { baseUrl: model.url } })
    const result = await desk.check(['warfarin', 'aspirin', 'drug00'], 'P7')
    expect(result.findings).toMatchObject([{ source: 'local', drugs: [0, 1] }])
    expect(result).toMatchObject({ clear: [], consulted: { hub: 'consulted', model: 'asked' } })
    expect(result.pending).toEqual([
      [0, 2],
      [1, 2],
    ])
    await desk.nextLate(result.checkId, 1)
    const late = desk.lateAnswers(result.checkId)
    expect(new Set(late.map(({ pair }) => pair.join('+')))).toEqual(new Set(['0+2', '1+2']))
    expect(late[0]?.finding).toMatchObject({
      severity: 'contraindicated',
      standing: 'unvalidated',
      source: 'model',
      interrupts: false,
      provenance: { model: 'test-model', promptVersion: 'interaction-1', contradictedBy: null },
    })
    expect(model.asked.sort()).toEqual(['aspirin + drug00', 'drug00 + warfarin'])
    const { items } = await desk.station.audit.search(
      {
        patient: 'P7',
        patientExact: true,
        user: null,
        action: null,
        kind: 'ai-advice',
        outcome: null,
        from: null,
        to: null,
      },
      null,
    )
    expect(items.flatMap(({ about }) => about).sort()).toEqual([
      'aspirin + drug00: contraindicated (test-model, interaction-1)',
      'drug00 + warfarin: contraindicated (test-model, interaction-1)',
    ])
    const again = await desk.check(['warfarin', 'aspirin', 'drug00'], 'P7')
    expect(again).toMatchObject({ pending: [], consulted: { model: 'not-needed' } })
    expect(model.asked).toHaveLength(2)
  })

  // Catches: "nothing found" that never arrives, so that a pair is pending for ever, or that looks like the knowledge's.
  test('that nothing is known is told, stored and waits for a pharmacist too', async () => {
    model.conduct = { kind: 'answer', severity: 'none' }
    const desk = await desks.open('A', { model: { baseUrl: model.url } })
    const told = { finding: null, unchecked: null, adviceOnly: true }
    expect(await desk.late('drug00', 'drug01')).toMatchObject(told)
    expect(JSON.parse((await stored()) ?? '')).toMatchObject({ severity: 'none' })
    const said = { clear: [[0, 1]], adviceOnly: [[0, 1]], findings: [] }
    expect(await desk.check(['drug00', 'drug01'])).toMatchObject(said)
    const { items } = await desk.station.ask('interactions.queue', {})
    expect(items).toMatchObject([{ pair: ['drug00', 'drug01'], severity: null, state: 'waiting' }])
  })

  // Catches: patient data or the key in a prompt, a log, a journal in clear, or a reply to the window.
  test('is told the two names and nothing of the patient; the key goes to it and nowhere else', async () => {
    const desk = await desks.open('A', { model: { baseUrl: model.url } })
    const { checkId } = await desk.check(['drug00', 'drug01'], 'PATIENT-4711')
    await desk.nextLate(checkId)
    expect(model.keys).toEqual([`Bearer ${MODEL_KEY}`])
    expect(model.bodies.join()).not.toMatch(/4711|PATIENT|pharmacist@|Test pharmacist/)
    expect(await desk.station.ask('interactions.model', {})).toMatchObject({ hasKey: true })
    expect(JSON.stringify(desk.station.pushed)).not.toContain(MODEL_KEY)
    for (const file of readdirSync(desk.station.dataFolder, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(readFileSync(join(file.parentPath, file.name), 'latin1'), file.name).not.toContain(MODEL_KEY)
    for (const key of await redis.client.keys('*'))
      if ((await redis.client.type(key)) === 'string')
        expect(await redis.client.get(key)).not.toContain(MODEL_KEY)
  })
})

// Catches: a list that is paid for again and again while it grows, pair by pair.
test('one more drug asks the model about its new pairs only, also while the first are being asked', async () => {
  let answerAll = (): void => undefined
  model.conduct = { kind: 'held', until: new Promise<void>((resolve) => (answerAll = resolve)) }
  const desk = await desks.open('A', { model: { baseUrl: model.url } })
  await desk.check(['drug00', 'drug01'])
  const { checkId, pending } = await desk.check(['drug00', 'drug01', 'drug02'])
  expect(pending).toHaveLength(3)
  answerAll()
  await desk.nextLate(checkId, 2)
  expect((await desk.check(['drug00', 'drug01', 'drug02', 'drug03'])).pending).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ])
  await expect.poll(() => model.asked.length).toBe(6)
  expect(new Set(model.asked).size).toBe(6)
})

describe('two stations', () => {
  // Catches: every station paying for the same answer.
  test('that ask about the same unknown pair cause exactly one call, and both get the answer', async () => {
    let release: () => void = () => undefined
    model.conduct = { kind: 'held', until: new Promise((resolve) => (release = resolve)) }
    const settings = { model: { baseUrl: model.url } }
    const [a, b] = [await desks.open('A', settings), await desks.open('B', settings)]
    const [atA, again, atB] = await Promise.all([
      a.check(['drug00', 'drug01']),
      a.check(['drug01', 'drug00']),
      b.check(['drug01', 'drug00']),
    ])
    await a.station.until('the question', () => model.asked.length > 0)
    release()
    const late = await Promise.all([
      a.nextLate(atA.checkId),
      a.nextLate(again.checkId),
      b.nextLate(atB.checkId),
    ])
    for (const { finding } of late)
      expect(finding).toMatchObject({ severity: 'major', standing: 'unvalidated' })
    expect(model.asked).toEqual(['drug00 + drug01'])
    const { lines } = await a.station.ask('interactions.ledger', { days: 1 })
    await b.station.ask('interactions.ledger', { days: 1 })
    expect(lines.reduce((sum, { inputTokens }) => sum + inputTokens, 0)).toBe(400)
  })

  // Catches: a failure that every station repeats, or that leaves those who wait without an answer.
  test('that wait for a model that refuses are both told so', async () => {
    model.conduct = { kind: 'refusal' }
    const settings = { model: { baseUrl: model.url } }
    const [a, b] = [await desks.open('A', settings), await desks.open('B', settings)]
    const [atA, atB] = await Promise.all([a.late('drug00', 'drug01'), b.late('drug00', 'drug01')])
    expect([atA.unchecked?.reason, atB.unchecked?.reason]).toEqual(['model-refused', 'model-refused'])
  })
})

// Catches: an answer that was paid for and is lost with the hub, for the person and for the pharmacists.
test('an answer that comes while the hub is away is shown, and filed when the hub is back', async () => {
  const own = await TestRedis.start()
  try {
    let release: () => void = () => undefined
    model.conduct = { kind: 'held', until: new Promise((resolve) => (release = resolve)) }
    const desk = await desks.open('A', { hubUrl: own.url, model: { baseUrl: model.url } })
    const { checkId } = await desk.check(['drug00', 'drug01'])
    await desk.station.until('the question', () => model.asked.length > 0)
    await own.kill()
    release()
    expect((await desk.nextLate(checkId)).finding).toMatchObject({ severity: 'major', source: 'model' })
    await own.launch()
    const filed = async (): Promise<number> => own.client.hlen(`${desks.prefix}interaction:{all}:queue`)
    await expect.poll(filed, { timeout: 15_000 }).toBe(1)
  } finally {
    await desks.close()
    await own.close()
  }
})

describe('a model that fails', () => {
  const failures: readonly (readonly [string, ModelConduct, string])[] = [
    ['an error of the server', { kind: 'status', status: 500 }, 'model-unreachable'],
    ['a refused key', { kind: 'status', status: 401 }, 'model-unreachable'],
    ['too many questions', { kind: 'status', status: 429 }, 'model-unreachable'],
    ['a reply that never ends to begin', { kind: 'hang' }, 'model-slow'],
    ['silence', { kind: 'held', until: new Promise(() => undefined) }, 'model-slow'],
    ['a page of a proxy', { kind: 'garbage' }, 'model-wrong-shape'],
    ['half an answer', { kind: 'no-json' }, 'model-wrong-shape'],
    ['another shape', { kind: 'wrong-shape' }, 'model-wrong-shape'],
    ['a reply without end', { kind: 'endless' }, 'model-wrong-shape'],
    ['an answer without an effect', { kind: 'answer', severity: 'major', effect: ' ' }, 'model-wrong-shape'],
    ['a refusal', { kind: 'refusal' }, 'model-refused'],
    ['a refusal in words', { kind: 'refusal-in-words' }, 'model-refused'],
    ['that it does not know', { kind: 'answer', severity: 'unknown' }, 'model-refused'],
    ['other drugs', { kind: 'other-drugs' }, 'model-other-drugs'],
  ]

  // Catches: a failure that reads as "nothing found", that is stored as an answer, or that cannot be tried again.
  test.each(failures)(
    'with %s: not checked, not stored, and a retry gets an answer',
    async (_, conduct, reason) => {
      model.conduct = conduct
      const desk = await desks.open('A', { model: { baseUrl: model.url, timeoutMs: 700 } })
      const { checkId } = await desk.check(['drug00', 'drug01'])
      const late = await desk.nextLate(checkId)
      expect(late.finding).toBeNull()
      expect(late.unchecked).toMatchObject({ drugs: [0, 1], reason, retry: true })
      expect(late.unchecked?.sentence).toMatch(/not checked/)
      expect(await stored()).toBeNull()
      // The list is checked again as it grows; that alone is no reason to pay for the same failure again.
      const again = await desk.check(['drug00', 'drug01'])
      expect(again).toMatchObject({ clear: [], pending: [], unchecked: [{ reason, retry: true }] })
      expect(model.asked).toHaveLength(1)
      expect((await desk.station.ask('interactions.queue', {})).items).toEqual([])
      model.conduct = { kind: 'answer', severity: 'minor' }
      await desk.station.ask('interactions.retry', { checkId, pair: [0, 1] })
      expect((await desk.nextLate(checkId, 1)).finding).toMatchObject({ severity: 'minor' })
    },
  )

  // Catches: the key sent to whoever the model's address redirects to.
  test('that redirects elsewhere is not followed', async () => {
    const elsewhere = await ModelServer.start()
    try {
      model.conduct = { kind: 'redirect', to: `${elsewhere.url}/chat/completions` }
      const desk = await desks.open('A', { model: { baseUrl: model.url } })
      expect((await desk.late('drug00', 'drug01')).unchecked?.reason).toBe('model-unreachable')
      expect(elsewhere.keys).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  test('because nobody listens is unreachable', async () => {
    const desk = await desks.open('A', { model: { baseUrl: 'http://127.0.0.1:9/v1' } })
    expect((await desk.late('drug00', 'drug01')).unchecked?.reason).toBe('model-unreachable')
  })

  // Catches: a broken model that every pair of every list is sent to.
  test('several times in a row is left alone, and that is said at once', async () => {
    model.conduct = { kind: 'status', status: 503 }
    const desk = await desks.open('A', { model: { baseUrl: model.url } })
    for (let at = 1; at <= 5; at += 1)
      expect((await desk.late('drug00', `drug0${at}`)).unchecked?.reason).toBe('model-unreachable')
    const { pending, unchecked, consulted } = await desk.check(['drug00', 'drug09'])
    expect({ pending, model: consulted.model }).toEqual({ pending: [], model: 'paused' })
    expect(unchecked).toMatchObject([{ reason: 'model-paused', retry: true }])
    expect(model.asked).toHaveLength(5)
  })
})

describe('setting the model up', () => {
  // Catches: a key that travels in clear, or to another host than it was given for.
  test('takes https or this computer, keeps the key for one host, and shows it to nobody', async () => {
    const admin = await desks.open('A', { role: 'administrator' })
    const save = (baseUrl: string | null, key: string | null) =>
      admin.station.answer('interactions.set-model', { settings: { ...noModel, baseUrl, model: 'm' }, key })
    for (const bad of [
      'http://models.example/v1',
      'https://me:secret@models.example/v1',
      'ftp://models.example',
    ])
      expect(await save(bad, 'k')).toMatchObject({ error: { code: 'interactions.bad-model-settings' } })
    expect(await save('https://models.example/v1', 'a-key')).toMatchObject({ value: { hasKey: true } })
    expect(await save('https://models.example/v2', null)).toMatchObject({ value: { hasKey: true } })
    expect(await save('https://others.example/v1', null)).toMatchObject({ value: { hasKey: false } })
    expect(JSON.stringify(admin.station.pushed)).not.toContain('a-key')
    expect(admin.changes('model')).toBe(3)
  })

  test('takes effect at the next check', async () => {
    const admin = await desks.open('A', { role: 'administrator' })
    expect(await admin.check(['drug00', 'drug01'])).toMatchObject({
      clear: [[0, 1]],
      consulted: { model: 'off' },
    })
    const settings = { ...noModel, baseUrl: model.url, model: 'm' }
    await admin.station.ask('interactions.set-model', { settings, key: null })
    expect((await admin.late('drug00', 'drug01')).finding).toMatchObject({ severity: 'major' })
  })
})
