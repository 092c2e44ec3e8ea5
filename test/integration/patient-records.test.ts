import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PatientHistoryPage, UnitHistoryPage } from '@shared/features/alerts/contract.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { type SeedMessage, seedMessage } from '@test/support/seed-publisher.ts'

let redis: TestRedis
let station: HeadlessStation
beforeAll(async () => {
  redis = await TestRedis.start()
  station = await new HeadlessStation({ hubUrl: redis.url, units: ['icu'] }).start()
  await station.live()
})
afterAll(async () => {
  await station.stop()
  await redis.close()
})

const DAY = 86_400_000

/** Writes old messages into a patient's history as the seed does, newest last. */
async function remember(
  patientId: string,
  messages: readonly (SeedMessage | string)[],
  scoreOf: (index: number) => number,
): Promise<void> {
  const pipeline = redis.client.pipeline()
  messages.forEach((message, index) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message)
    pipeline.zadd(`alert_history:${patientId}`, scoreOf(index), text)
  })
  await pipeline.exec()
}

async function wholeHistory(
  patientId: string,
  search = '',
): Promise<{
  items: readonly { at: number; value: number | null; unreadable: string | null }[]
  pages: number
  total: number
}> {
  const items: { at: number; value: number | null; unreadable: string | null }[] = []
  let cursor: string | null = null
  for (let pages = 1; ; pages += 1) {
    const page: PatientHistoryPage = await station.ask('alerts.patient-history', {
      patientId,
      cursor,
      search,
    })
    if (page.kind !== 'page') throw new Error(page.reason)
    items.push(...page.items)
    if (page.next === null) return { items, pages, total: page.total }
    cursor = page.next
  }
}

const old = (n: number): string => new Date(Date.now() - 2 * DAY + n * 1_000).toISOString().replace('Z', '')

describe("a patient's alert history", () => {
  // Catches: entries lost or shown twice where a page ends, above all between entries of the same second.
  test('is complete page by page, newest first, also when many have the same time', async () => {
    const messages = Array.from({ length: 180 }, (_, n) =>
      seedMessage({ patient_id: 'H1', value: 3 + n / 100, timestamp: old(n) }),
    )
    const base = Math.floor(Date.now() / 1_000) - 2 * 86_400
    await remember('H1', messages, (n) => base + Math.floor(n / 70))
    const { items, pages, total } = await wholeHistory('H1')
    expect(total).toBe(180)
    expect(pages).toBeGreaterThan(2)
    expect(items).toHaveLength(180)
    expect(new Set(items.map(({ value }) => value)).size).toBe(180)
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort((a, b) => b - a))
  })

  // Catches: a search that looks at the first page only.
  test('is searched beyond the page that is shown', async () => {
    const messages = Array.from({ length: 120 }, (_, n) =>
      seedMessage({
        patient_id: 'H2',
        timestamp: old(n),
        ...(n % 40 === 0 ? { alert_type: 'sodium', value: 165 + n } : {}),
      }),
    )
    await remember('H2', messages, (n) => Date.now() / 1_000 - 2 * 86_400 + n)
    const { items } = await wholeHistory('H2', 'Sodium')
    expect(items.map(({ value }) => value)).toEqual([245, 205, 165])
    expect((await wholeHistory('H2', 'unheard of')).items).toEqual([])
  })

  // Catches: an entry that cannot be read being left out, as if nothing had been there.
  test('shows that an entry cannot be read', async () => {
    await remember(
      'H3',
      ['{"cut', seedMessage({ patient_id: 'H3', timestamp: old(0) })],
      (n) => Date.now() / 1_000 - 2 * 86_400 + n,
    )
    const { items } = await wholeHistory('H3')
    expect(items.map(({ unreadable }) => unreadable === null)).toEqual([true, false])
  })
})

describe("a patient's series", () => {
  const at = (minutesAgo: number): number => (Date.now() - minutesAgo * 60_000) / 1_000

  // Catches: the fallback of the seed (sorted set) not read, values cut, or a foreign member read as a number.
  test('are read from the sorted sets that the seed writes without the module', async () => {
    const members = [
      [at(30), '4.1:3722e588'],
      [at(20), '5.4:d0ac30da'],
      [at(10), '6.9:00000001'],
      [at(9), '95'],
      [at(8), ':00000002'],
      [at(7), 'high:00000003'],
      [at(60 * 48), '3.9:00000004'],
    ] as const
    for (const [score, member] of members) await redis.client.zadd('ts:patient:S1:potassium', score, member)
    const trend = await station.ask('alerts.trend', { patientId: 'S1', type: 'potassium', hours: 24 })
    expect(trend).toMatchObject({ kind: 'found', label: 'Potassium', unit: 'mmol/L' })
    if (trend.kind === 'found') {
      expect(trend.points.map(({ value }) => value)).toEqual([4.1, 5.4, 6.9])
      expect(trend.limits).toContainEqual({ value: 6.5, side: 'high', severity: 'critical' })
    }
    expect(await station.ask('alerts.trend', { patientId: 'S1', type: 'sodium', hours: 24 })).toEqual({
      kind: 'nothing',
      label: 'Sodium',
    })
  })

  // Catches: the series of another patient whose name begins alike, or matches as a pattern.
  test('of a patient are listed by their names, and nobody else’s', async () => {
    for (const key of ['ts:patient:S*:heart_rate', 'ts:patient:S2:sodium', 'ts:patient:S22:glucose'])
      await redis.client.zadd(key, at(5), '80:00000001')
    const star = await station.ask('alerts.patient', { patientId: 'S*' })
    expect(star.metrics.map(({ type }) => type)).toEqual(['heart_rate'])
    const plain = await station.ask('alerts.patient', { patientId: 'S2' })
    expect(plain.metrics).toEqual([{ type: 'sodium', label: 'Sodium', unit: 'mmol/L' }])
    expect(plain.metricsKnown).toBe(true)
  })
})

describe('a patient page', () => {
  // Catches: a card that forgets what an earlier message told, or shows an old bed.
  test('joins what all messages have told, the last word last', async () => {
    const context = { unit: 'icu', name: 'Test Person', bed: 'ICU 01', allergies: ['penicillin'] }
    await remember(
      'C1',
      [
        seedMessage({ patient_id: 'C1', timestamp: old(0), context }),
        seedMessage({ patient_id: 'C1', timestamp: old(1), context: { unit: 'icu', bed: 'ICU 07' } }),
      ],
      (n) => Date.now() / 1_000 - 2 * 86_400 + n,
    )
    const { card } = await station.ask('alerts.patient', { patientId: 'C1' })
    expect(card).toMatchObject({
      name: 'Test Person',
      bed: 'ICU 07',
      allergies: ['penicillin'],
      codeStatus: null,
    })
  })
})

describe("a ward's history", () => {
  // Catches: steps missing from the log, or a page that repeats or skips.
  test('tells every step, newest first, page by page', async () => {
    const text = JSON.stringify(seedMessage({ patient_id: 'U1' }))
    await redis.client.publish('alerts:icu', text)
    await station.until('the alert', () => station.alertOf('U1') !== undefined)
    const id = station.alertOf('U1')?.id ?? ''
    await station.ask('alerts.acknowledge', { id })
    for (let n = 0; n < 60; n += 1) await station.ask('alerts.note', { id, text: `note ${n}` })
    await station.ask('alerts.resolve', { id, reason: null })
    const seqs: number[] = []
    const kinds: string[] = []
    for (let cursor: string | null = null; ;) {
      const page: UnitHistoryPage = await station.ask('alerts.unit-history', { unit: 'icu', cursor })
      if (page.kind !== 'page') throw new Error(page.reason)
      for (const item of page.items.filter(({ alert }) => alert.id === id)) {
        seqs.push(item.seq)
        kinds.push(item.kind)
      }
      if (page.next === null) break
      cursor = page.next
    }
    expect(kinds[0]).toBe('resolved')
    expect(kinds.slice(-2)).toEqual(['acknowledged', 'raised'])
    expect(kinds.filter((kind) => kind === 'noted')).toHaveLength(60)
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a))
  })
})

// Catches: "nothing found" said when the hub could not be asked. Last, since it takes the hub away.
test('without the hub every view says that it could not read, and not that there is nothing', async () => {
  await redis.kill()
  await station.until('the loss', () => station.status?.link === 'lost')
  expect(
    await station.ask('alerts.patient-history', { patientId: 'H1', cursor: null, search: '' }),
  ).toMatchObject({
    kind: 'could-not-read',
  })
  expect(await station.ask('alerts.trend', { patientId: 'S1', type: 'potassium', hours: 24 })).toMatchObject({
    kind: 'could-not-read',
  })
  expect(await station.ask('alerts.unit-history', { unit: 'icu', cursor: null })).toMatchObject({
    kind: 'could-not-read',
  })
  expect(await station.ask('alerts.patient', { patientId: 'S2' })).toMatchObject({
    metricsKnown: false,
    metrics: [],
  })
})
