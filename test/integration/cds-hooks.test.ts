import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cdsServer, readCdsSettings } from '@main/cds-wiring.ts'
import { type CdsServer, CdsSettings } from '@main/features/interactions/cds-server.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const ISSUER = 'https://ehr.example'
const Cards = z.object({
  cards: z.array(
    z.object({
      uuid: z.string(),
      summary: z.string(),
      detail: z.string(),
      indicator: z.enum(['info', 'warning', 'critical']),
      source: z.object({ label: z.string(), url: z.string().optional() }),
    }),
  ),
})

let redis: TestRedis
let station: HeadlessStation
let server: CdsServer
let base = ''
let key: CryptoKey
beforeAll(async () => {
  const pair = await generateKeyPair('ES384', { extractable: true })
  key = pair.privateKey
  redis = await TestRedis.start()
  station = await new HeadlessStation({ hubUrl: redis.url, units: ['icu'], role: 'pharmacist' }).start()
  await station.live()
  const settings = CdsSettings.parse({
    port: 0,
    clients: [{ issuer: ISSUER, jwks: { keys: [await exportJWK(pair.publicKey)] } }],
  })
  server = cdsServer(settings, station.station, pino({ level: 'silent' }))
  base = await server.start()
})
afterAll(async () => {
  await server.stop()
  await station.stop()
  await redis.close()
})

const tokenFor = (url: string) =>
  new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(url)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key)

async function post(path: string, body: unknown, token?: string): Promise<Response> {
  const url = `${base}${path}`
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token ?? (await tokenFor(url))}`,
      'content-type': 'application/json',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

const SIGN = '/cds-services/wardlight-order-sign'
const order = (text: string) => ({
  resource: {
    resourceType: 'MedicationRequest',
    id: text,
    status: 'draft',
    medicationCodeableConcept: { text },
  },
})
const bundle = (texts: readonly string[]) => ({ resourceType: 'Bundle', entry: texts.map(order) })
const call = (drafts: readonly string[], taken: readonly string[] | null = []) => ({
  hook: 'order-sign',
  hookInstance: randomUUID(),
  context: { userId: 'Practitioner/7', patientId: 'P77', draftOrders: bundle(drafts) },
  prefetch: taken === null ? {} : { medications: bundle(taken) },
})

async function cardsFor(drafts: readonly string[], taken: readonly string[] | null = []) {
  const response = await post(SIGN, call(drafts, taken))
  expect(response.status).toBe(200)
  return Cards.parse(await response.json()).cards
}

describe('the drug check as a CDS Hooks service', () => {
  // Catches: a discovery that no record system can read, and a prefetch it cannot fill.
  test('says which services there are, and what they want to know', async () => {
    const response = await fetch(`${base}/cds-services`)
    const { services } = z
      .object({
        services: z.array(
          z.object({ id: z.string(), hook: z.string(), prefetch: z.record(z.string(), z.string()) }),
        ),
      })
      .parse(await response.json())
    expect(services.map(({ hook }) => hook)).toEqual(['order-select', 'order-sign'])
    for (const { prefetch } of services)
      for (const query of Object.values(prefetch)) expect(query).toContain('{{context.patientId}}')
  })

  // Catches: an answer at the record system that differs from the one at the station's screen.
  test('warns about what the screens warn about, in the words of the knowledge', async () => {
    const cards = await cardsFor(['Coumadin 5 mg tablet'], ['ibuprofen 400 mg'])
    expect(cards.length).toBeGreaterThan(0)
    expect(cards[0]).toMatchObject({ indicator: expect.stringMatching(/warning|critical/) })
    expect(cards[0]?.summary).toMatch(/warfarin.*ibuprofen|ibuprofen.*warfarin/)
    expect(cards[0]?.summary.length).toBeLessThan(140)
    const link = await fetch(cards[0]?.source.url ?? '')
    expect(link.status).toBe(200)
    expect(await link.text()).toContain('Severity')
  })

  // Catches: a contraindication that comes as a hint.
  test('a pair of the ONC high-priority list is critical', async () => {
    const cards = await cardsFor(['phenelzine'], ['sertraline'])
    expect(cards[0]).toMatchObject({ indicator: 'critical' })
  })

  // Catches: "nothing found" where nothing could be looked up.
  test('what could not be checked has a card; what was checked and found clear has none', async () => {
    expect(await cardsFor(['acetaminophen'], ['amoxicillin'])).toEqual([])
    const unknown = await cardsFor(['acetaminophen', 'zzyzxmab'])
    expect(unknown.map(({ summary }) => summary).join()).toContain('Could not check')
    const blind = await cardsFor(['acetaminophen'], null)
    expect(blind.map(({ detail }) => detail).join()).toContain('no list of medications')
  })

  // Catches: feedback that is lost, counted twice, or taken from somebody else's card.
  test('feedback is counted once, with its reason', async () => {
    const [card] = await cardsFor(['clarithromycin'], ['simvastatin'])
    const feedback = {
      feedback: [
        {
          card: card?.uuid,
          outcome: 'overridden',
          overrideReason: { reason: { code: 'short-term-use' }, userComment: 'three days' },
          outcomeTimestamp: '2026-11-22T12:00:00Z',
        },
        { card: randomUUID(), outcome: 'accepted', outcomeTimestamp: '2026-11-22T12:00:00Z' },
      ],
    }
    for (let times = 0; times < 2; times += 1)
      expect((await post(`${SIGN}/feedback`, feedback)).status).toBe(200)
    const { rules } = await station.ask('interactions.figures', {})
    const counted = rules.filter(({ overridden }) => overridden > 0)
    expect(counted.map(({ overridden, reasons }) => ({ overridden, reasons }))).toEqual([
      { overridden: 1, reasons: { 'short-term-use': 1 } },
    ])
  })
})

describe('what a prescriber does', () => {
  // Catches: a card about what was chosen earlier, shown again with every further choice, and one that order-sign
  // then leaves out.
  test('order-select warns about what was chosen just now, order-sign about all that is to be signed', async () => {
    const drafts = ['simvastatin', 'clarithromycin', 'acetaminophen']
    const select = async (chosen: string) => {
      const body = call(drafts)
      const context = { ...body.context, selections: [`MedicationRequest/${chosen}`] }
      const response = await post('/cds-services/wardlight-order-select', {
        ...body,
        hook: 'order-select',
        context,
      })
      expect(response.status).toBe(200)
      return Cards.parse(await response.json()).cards.map(({ summary }) => summary)
    }
    expect(await select('acetaminophen')).toEqual([])
    expect((await select('clarithromycin')).join()).toMatch(/simvastatin \+ clarithromycin/)
    expect((await cardsFor(drafts)).map(({ summary }) => summary).join()).toMatch(/simvastatin/)
  })

  // Catches: a warning that was followed and is counted as overridden, or not at all.
  test('a card that is accepted is counted as followed, and put on record', async () => {
    const [card] = await cardsFor(['phenelzine'], ['sertraline'])
    const before = station.audit.status().lastSeq
    const feedback = {
      feedback: [{ card: card?.uuid, outcome: 'accepted', outcomeTimestamp: '2026-11-22T12:00:00Z' }],
    }
    expect((await post(`${SIGN}/feedback`, feedback)).status).toBe(200)
    const { rules } = await station.ask('interactions.figures', {})
    expect(rules.filter(({ accepted }) => accepted > 0)).toMatchObject([{ accepted: 1, overridden: 0 }])
    expect(station.audit.status().lastSeq).toBeGreaterThan(before)
  })
})

describe('a record system that is not believed', () => {
  // Catches: a check, or a look at a patient, without a token; and one that leaves a trace as if it had been made.
  test.each([
    ['no token', ''],
    ['not a token', 'x.y.z'],
  ])('%s: refused, and nothing is checked', async (_, token) => {
    const before = await redis.client.dbsize()
    const response = await post(SIGN, call(['warfarin']), token)
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('P77')
    expect(await redis.client.dbsize()).toBe(before)
  })

  // Catches: a token for one service that opens another.
  test('a token for another address', async () => {
    const response = await post(
      SIGN,
      call(['warfarin']),
      await tokenFor(`${base}/cds-services/wardlight-order-select`),
    )
    expect(response.status).toBe(401)
  })
})

describe('bad calls', () => {
  test.each<[string, string, unknown, number]>([
    ['not JSON', SIGN, '{"hook": ', 400],
    ['another hook', SIGN, { ...call(['warfarin']), hook: 'order-select' }, 400],
    ['no patient', SIGN, { ...call(['warfarin']), context: {} }, 400],
    ['6 MB', SIGN, 'x'.repeat(6_000_000), 413],
    ['too many drugs', SIGN, call(Array.from({ length: 200 }, (_, n) => `drug ${n}`)), 422],
    ['an unknown service', '/cds-services/other', call([]), 404],
    ['bad feedback', `${SIGN}/feedback`, { feedback: [{ card: 'x' }] }, 400],
  ])('%s: a clear refusal without patient data', async (_, path, body, status) => {
    const response = await post(path, body)
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(JSON.parse(text)).toHaveProperty('error')
    expect(text).not.toContain('P77')
  })

  test('a service is asked by POST only', async () => {
    expect((await fetch(`${base}${SIGN}`)).status).toBe(405)
  })
})

describe('the settings file', () => {
  // Catches: a service that is on by default, or listens to the whole network because nobody said otherwise.
  test('without the variable nothing is served; loopback unless said otherwise', () => {
    expect(readCdsSettings({})).toEqual({ ok: true, settings: null })
    expect(
      CdsSettings.parse({ port: 1, clients: [{ issuer: 'x', jwksUrl: 'https://x.example/jwks' }] }).host,
    ).toBe('127.0.0.1')
    expect(readCdsSettings({ WARDLIGHT_CDS_HOOKS: '/does/not/exist' })).toMatchObject({ ok: false })
  })
})
