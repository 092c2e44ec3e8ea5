import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { type HubClientKind, hubClients } from '@main/hub/family-uses.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { GuardedRedis, printedAccessList } from '@test/support/access-list.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'

const keys = new HubKeys()
const state = keys.alert('icu', 'state')
const history = keys.alertHistory('P1')
const series = keys.series('P1', 'potassium')
const session = keys.session('abc')
const accounts = keys.users('accounts')
const pepper = keys.users('pepper')
const emergencies = keys.emergencies('entries')
const heads = keys.audit('desk', 'heads')
const answer = keys.drugInteraction("['aspirin', 'warfarin']")
const queue = keys.interactions('queue')
const list = keys.medications('P1')
const told = keys.interactionChanges()
const channel = keys.unitAlerts('icu')
const scores = keys.riskScores()

let guarded: GuardedRedis
beforeAll(async () => {
  guarded = await GuardedRedis.start()
})
afterAll(() => guarded.close())

beforeEach(async () => {
  const { client } = guarded.redis
  await client.flushall()
  await client.hset(state, 'x', '1')
  await client.zadd(history, 1, 'message')
  await client.zadd(series, 1, '4.1:0a1b2c3d')
  await client.hset(session, 'user_id', 'mara')
  await client.hset(accounts, 'mara', '{}')
  await client.set(pepper, 'secret')
  await client.hset(emergencies, 'e', '{}')
  await client.xadd(heads, '*', 'head', 'h')
  await client.set(answer, '{}')
  await client.hset(queue, 'x', '{}')
  await client.set(list, '{}')
  await client.set('somebody:else', '1')
})

type Order = readonly [string, ...string[]]

/** What every program that checks interactions does. */
const interacting: readonly Order[] = [
  ['MGET', answer, keys.drugInteraction("['a', 'b']")],
  ['SETEX', answer, '2592000', '{}'],
  ['TYPE', answer],
  ['SET', keys.interactionAsking('0f'), 'token', 'NX', 'PX', '1000'],
  ['HMGET', queue, 'x'],
  ['HINCRBY', keys.interactionLedger('2026-11-22'), 'local:A', '1'],
  ['HGETALL', keys.interactions('figures')],
  ['EVAL', "return redis.call('SETEX', KEYS[1], 9, '{}')", '1', list],
  ['EVAL', "return redis.call('HSET', KEYS[1], 'x', '{}')", '1', keys.interactions('verdicts')],
  ['PUBLISH', told, '{}'],
  ['subscribe', told],
]

/** What every program that ranks the population does. */
const ranking: readonly Order[] = [
  ['ZADD', series, '2', '4.2:0a1b2c3d'],
  ['ZREVRANGE', series, '0', '7', 'WITHSCORES'],
  ['ZREVRANGE', scores, '0', '99', 'WITHSCORES'],
  [
    'EVAL',
    "redis.call('ZADD', KEYS[1], 80, 'P1') redis.call('SADD', KEYS[2], 'P1') return redis.call('ZADD', ARGV[1], 2, ARGV[2])",
    '2',
    scores,
    keys.highRisk(),
    series,
    '9.4:0a1b2c3d',
  ],
  ['PUBLISH', keys.populationChanges(), '{}'],
  ['subscribe', keys.populationChanges()],
  ['unsubscribe', keys.populationChanges()],
  ['subscribe', keys.populationCrossings()],
  ['subscribe', keys.careChanges()],
]

/** What each may do, and what it may not although it would be near at hand. */
const table: { readonly [K in HubClientKind]: { may: readonly Order[]; mayNot: readonly Order[] } } = {
  station: {
    may: [
      ['PUBLISH', channel, 'x'],
      ['subscribe', channel],
      ['HGET', state, 'x'],
      ['HSET', state, 'x', '2'],
      ['ZREVRANGEBYSCORE', history, '+inf', '-inf'],
      ['ZRANGEBYSCORE', series, '-inf', '+inf'],
      ...ranking,
      ['HSET', session, 'last_activity', '1'],
      ['HVALS', accounts],
      ['XADD', heads, '*', 'head', 'h'],
      ...interacting,
      ['SCAN', '0', 'MATCH', 'session:*'],
      ['EVAL', "return redis.call('HGET', KEYS[1], 'x')", '1', state],
    ],
    mayNot: [
      // Readings that are typed in are added; none is ever taken away or overwritten.
      ['ZREM', series, '4.1:0a1b2c3d'],
      ['DEL', series],
      ['EVAL', "return redis.call('DEL', ARGV[1])", '1', scores, series],
      ['DEL', heads],
      ['XTRIM', heads, 'MAXLEN', '0'],
      ['DEL', history],
      ['HSET', answer, 'x', '1'],
      ['HSET', history, 'x', '1'],
      ['GET', 'somebody:else'],
      ['PUBLISH', 'news', 'x'],
      ['EVAL', "return redis.call('GET', 'somebody:else')", '0'],
      ['KEYS', '*'],
      ['FLUSHALL'],
      ['FLUSHDB'],
      ['CONFIG', 'GET', '*'],
      ['ACL', 'LIST'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['SHUTDOWN', 'NOSAVE'],
      ['MONITOR'],
      ['DUMP', state],
      ['SCRIPT', 'FLUSH'],
      ['RENAME', state, 'alert:y'],
    ],
  },
  'engine-host': {
    may: [
      ['PUBLISH', channel, 'x'],
      ['subscribe', channel],
      ['HSET', state, 'x', '2'],
      ['ZADD', history, '2', 'raised'],
      ['ZRANGEBYSCORE', series, '-inf', '+inf'],
      ...ranking,
      ['XADD', heads, '*', 'head', 'h'],
      ...interacting,
    ],
    mayNot: [
      ['HGETALL', session],
      ['HSET', answer, 'x', '1'],
      ['SETEX', 'drug_interactions', '9', '{}'],
      ['HVALS', accounts],
      ['GET', pepper],
      ['HSET', emergencies, 'e', '{}'],
      ['DEL', series],
      ['GET', 'somebody:else'],
      ['FLUSHALL'],
      ['CONFIG', 'GET', '*'],
    ],
  },
  publisher: {
    may: [
      ['PUBLISH', channel, 'x'],
      ['PUBLISH', keys.patientAlerts('P1'), 'x'],
      ['ZADD', history, '2', 'another'],
      ['EXPIRE', history, '100'],
      ['ZADD', series, '2', '4.2:0a1b2c3d'],
    ],
    mayNot: [
      ['HGETALL', state],
      ['GET', answer],
      ['SETEX', answer, '9', '{}'],
      ['GET', list],
      ['PUBLISH', told, 'x'],
      ['HGET', state, 'x'],
      ['HSET', state, 'x', '2'],
      ['ZRANGE', history, '0', '-1'],
      ['ZRANGEBYSCORE', series, '-inf', '+inf'],
      ['subscribe', channel],
      ['PUBLISH', 'news', 'x'],
      ['HGETALL', session],
      ['GET', pepper],
      ['ZADD', 'alert:{icu}:due', '1', 'x'],
      ['EVAL', 'return 1', '0'],
      ['DEL', history],
      ['SCAN', '0'],
      ['FLUSHALL'],
    ],
  },
  monitoring: {
    may: [['PING'], ['INFO'], ['LATENCY', 'LATEST'], ['SLOWLOG', 'LEN']],
    mayNot: [
      ['GET', 'somebody:else'],
      ['GET', list],
      ['HGETALL', state],
      ['SCAN', '0'],
      ['DBSIZE'],
      ['subscribe', channel],
      ['PUBLISH', channel, 'x'],
      ['SLOWLOG', 'GET'],
      ['LATENCY', 'RESET'],
      ['CLIENT', 'LIST'],
      ['CONFIG', 'GET', '*'],
    ],
  },
  backup: {
    may: [
      ['SCAN', '0'],
      ...[state, history, series, session, accounts, emergencies, heads, answer, queue, list].flatMap(
        (key): Order[] => [
          ['TYPE', key],
          ['DUMP', key],
          ['PTTL', key],
        ],
      ),
    ],
    mayNot: [
      ['DUMP', 'somebody:else'],
      ['RESTORE', 'alert:y', '0', 'x'],
      ['HSET', state, 'x', '2'],
      ['SETEX', answer, '9', '{}'],
      ['DEL', state],
      ['EXPIRE', history, '1'],
      ['ZADD', history, '1', 'x'],
      ['PUBLISH', channel, 'x'],
      ['subscribe', channel],
      ['FLUSHALL'],
      ['CONFIG', 'GET', '*'],
    ],
  },
}

async function tryAs(client: HubClientKind, [command, ...args]: Order): Promise<string> {
  const connection = guarded.as(client)
  try {
    await connection.call(command, ...args)
    return 'done'
  } catch (error) {
    const said = error instanceof Error ? error.message : 'unknown'
    return /^NOPERM|^ERR The user executing the script/.test(said) ? 'denied' : said
  } finally {
    connection.disconnect()
  }
}

// Catches: a permission too few, which stops a client's work at night, and one too many, which lets a stolen password
// of one program do what another's is for.
describe.each(hubClients.map((kind) => ({ kind, ...table[kind] })))(
  'the user of $kind',
  ({ kind, may, mayNot }) => {
    test.each(may.map((order) => ({ order })))('may $order', async ({ order }) => {
      expect(await tryAs(kind, order)).toBe('done')
    })
    test.each(mayNot.map((order) => ({ order })))('may not $order', async ({ order }) => {
      expect(await tryAs(kind, order)).toBe('denied')
    })
  },
)

// Catches: an engine host that needs what only a desk with people needs.
test('a station with the permissions of an engine host bridges what a publisher with its own has published', async () => {
  const host = await new HeadlessStation({
    hubUrl: guarded.urlAs('engine-host'),
    units: ['icu'],
    role: null,
  }).start()
  try {
    await host.live()
    const text = JSON.stringify(seedMessage({ patient_id: 'P9' }))
    const publisher = guarded.as('publisher')
    await publisher.publish(channel, text)
    await publisher.zadd(keys.alertHistory('P9'), Date.now() / 1_000, text)
    const bridged = async (): Promise<boolean> =>
      (await guarded.redis.client.zcard(keys.alert('icu', 'open'))) === 1
    await expect.poll(bridged, { timeout: 10_000 }).toBe(true)
  } finally {
    await host.stop()
  }
})

// Catches: passwords in the list, the same list for every prefix or server, and wrong arguments answered with a list.
test('the command says what it was asked for and nothing secret', () => {
  const whole = printedAccessList('--prefix', 't*:', '--time-series')
  expect(whole.list.match(/^user wardlight-/gm)).toHaveLength(5)
  expect(whole.list).toContain('(~t\\*:ts:patient:* +ts.range +ts.revrange +ts.add)')
  expect(whole.list).toContain('(&t\\*:alerts:* +subscribe')
  expect(whole.list).not.toContain(' >')
  for (const line of whole.beside.trim().split('\n').slice(0, 5))
    expect(whole.list).not.toContain(line.split(/\s+/)[1])
  const old = printedAccessList('--redis-6', '--only', 'publisher,backup')
  expect(old.list.match(/^user wardlight-/gm)).toHaveLength(2)
  expect(old.list).not.toMatch(/%[RW]~/)
  expect(printedAccessList('--only', 'everybody')).toMatchObject({ code: 1, list: '' })
})
