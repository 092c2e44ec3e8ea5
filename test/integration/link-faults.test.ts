import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LinkTrouble } from '@shared/features/hub-health/model.ts'
import { FaultyProxy } from '@test/support/faulty-proxy.ts'
import { FaultRun } from '@test/support/fault-run.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
let proxy: FaultyProxy
beforeEach(async () => {
  redis = await TestRedis.start({ 'auto-aof-rewrite-percentage': '0' })
  proxy = new FaultyProxy(redis.port)
  await proxy.start()
})
afterEach(async () => {
  await proxy.close()
  await redis.close()
})

interface Fault {
  readonly name: string
  /** The defect that this fault would show. */
  readonly catches: string
  strike(): Promise<void> | void
  heal(): Promise<void> | void
  readonly trouble: LinkTrouble
  readonly sentence: RegExp
}

const faults: readonly Fault[] = [
  {
    name: 'killed and started again',
    catches: 'a client that ends for good, or a retry slower than the hub',
    strike: () => redis.kill(),
    heal: () => redis.launch(),
    trouble: 'unreachable',
    sentence: /cannot be reached/,
  },
  {
    name: 'stopped and continued',
    catches: 'a half-open connection that still reads as ready',
    strike: () => redis.freeze(),
    heal: () => redis.thaw(),
    trouble: 'silent',
    sentence: /does not answer/,
  },
  {
    name: 'behind a network that swallows everything',
    catches: 'waiting for TCP to notice, which takes minutes',
    strike: () => proxy.blackHole(true),
    heal: () => proxy.blackHole(false),
    trouble: 'silent',
    sentence: /does not answer/,
  },
  {
    name: 'out of memory',
    catches: 'a hub that answers PING and refuses every acknowledgement reading as live',
    strike: async () => void (await redis.client.config('SET', 'maxmemory', '1')),
    heal: async () => void (await redis.client.config('SET', 'maxmemory', '0')),
    trouble: 'out-of-memory',
    sentence: /out of memory/,
  },
  {
    name: 'turned into a replica',
    catches: 'a hub that refuses writes reading as live',
    strike: async () => void (await redis.client.replicaof('127.0.0.1', 1)),
    heal: async () => void (await redis.client.replicaof('NO', 'ONE')),
    trouble: 'read-only',
    sentence: /refuses writes/,
  },
]

describe('a hub that is', () => {
  test.each(faults)('$name is told from the others, and returns by itself ($catches)', async (fault) => {
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      await run.askMuch()
      await fault.strike()
      await run.askMuch()
      expect(await run.says(fault.trouble)).toMatchObject({
        link: 'lost',
        sentence: expect.stringMatching(fault.sentence),
      })
      run.publishDuring()
      await fault.heal()
      expect(await run.isBack()).toBeGreaterThan(0)
    } finally {
      await run.stop()
    }
  })

  // Catches: a cut that leaves the station waiting for a reply that was on the severed connection.
  test('cut off for a moment is back at once, with nothing left open', async () => {
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      for (let n = 0; n < 5; n += 1) {
        await run.askMuch()
        proxy.cut()
      }
      expect(await run.isBack()).toBeGreaterThan(0)
    } finally {
      await run.stop()
    }
  })

  // Catches: one timed-out call stopping the bridge or the log reader for good while the link reads as live.
  test('slower than a call may wait, but not silent, goes on to carry alerts', async () => {
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      for (let n = 0; n < 2; n += 1) {
        await run.publishAndPause(`pause${n}`, 1_400)
        await run.askMuch()
        expect(await run.isBack({ late: false })).toBeGreaterThan(0)
      }
    } finally {
      await run.stop()
    }
  })

  // Catches: LOADING taken for a lost hub, or alerts asked for before the data are there.
  test('loading its data says so, and alerts return when it has finished', async () => {
    const pipeline = redis.client.pipeline()
    for (let n = 0; n < 5_000; n += 1) pipeline.set(`filler:${n}`, 'x')
    await pipeline.exec()
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      await redis.kill()
      await run.askMuch()
      redis.launchAtOnce({ 'key-load-delay': '400' })
      expect(await run.says('loading')).toMatchObject({
        link: 'lost',
        sentence: expect.stringMatching(/loading its data/),
      })
      await run.askMuch()
      expect(await run.isBack()).toBeGreaterThan(0)
    } finally {
      await run.stop()
    }
  })

  // Catches: an emptied hub read as "all alerts resolved", which would clear every board of the hospital.
  test('started again without its data gets the open alerts back from the station, which says so', async () => {
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      const before = run.station.alertOf('before')
      await run.station.ask('alerts.acknowledge', { id: before?.id ?? '' })
      await redis.kill()
      redis.eraseData()
      expect(await run.says('unreachable')).toMatchObject({
        link: 'lost',
        sentence: expect.stringMatching(/cannot be reached/),
      })
      await redis.launch()
      expect(await run.isBack()).toBeGreaterThan(0)
      expect(run.station.alertOf('before')).toMatchObject({ id: before?.id, state: 'acknowledged' })
      const { lastErrors } = await run.station.ask('hub.report', {})
      expect(lastErrors.map(({ sentence }) => sentence).join()).toMatch(/restored from this station/)
    } finally {
      await run.stop()
    }
  })

  // Catches: alerts that everybody has seen vanishing because the hub lost its last seconds (a power cut, a replica
  // that took over too early), which looks like an ordinary restart.
  test('started again without its last moments gets back what it lost', async () => {
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      const saved = redis.saveData()
      const id = run.station.alertOf('before')?.id ?? ''
      await run.station.ask('alerts.acknowledge', { id })
      await run.publishAndPause('lost', 1)
      await redis.kill()
      redis.restoreData(saved)
      await redis.launch()
      expect(await run.isBack()).toBeGreaterThan(0)
      expect(run.station.alertOf('before')).toMatchObject({ id, state: 'acknowledged' })
      expect(run.station.alertOf('lost')).toBeDefined()
      expect(await redis.client.hlen('alert:{icu}:state')).toBeGreaterThanOrEqual(2)
    } finally {
      await run.stop()
    }
  })

  // Catches: a flush (or an emptied replica promoted) under a link that never broke, after which every
  // decision conflicts with what the station believes and alerts stand still.
  test('flushed under a living link gets the open alerts back too', async () => {
    const run = await FaultRun.start(redis, redis.urlAt(proxy.port))
    try {
      const id = run.station.alertOf('before')?.id ?? ''
      await redis.client.flushall()
      await vi.waitUntil(() => redis.client.hexists('alert:{icu}:state', id), { timeout: 6_000 })
      expect(await run.isBack()).toBeGreaterThan(0)
    } finally {
      await run.stop()
    }
  })
})

describe('a hub that denies this station', () => {
  const denials = [
    { what: 'to write the log', deny: ['-xadd'], grant: ['+xadd'] },
    { what: 'to read the log', deny: ['-xread'], grant: ['+xread'] },
    { what: 'scripts', deny: ['-evalsha', '-eval'], grant: ['+evalsha', '+eval'] },
    { what: 'the keys of alerts', deny: ['resetkeys', '~alert_history:*'], grant: ['allkeys'] },
    { what: 'the channels of alerts', deny: ['resetchannels'], grant: ['allchannels'] },
  ]

  test.each(denials)(
    '$what says what is missing until it is given back (a refusal inside a script reading as an unknown error)',
    async ({ deny, grant }) => {
      const { client } = redis
      await client.call('ACL', 'SETUSER', 'station', 'on', '>pass', '~*', '&*', '+@all')
      const run = await FaultRun.start(redis, redis.urlAs('station', 'pass'))
      try {
        await client.call('ACL', 'SETUSER', 'station', ...deny)
        await run.askMuch()
        expect(await run.says('no-permission')).toMatchObject({
          link: 'lost',
          sentence: expect.stringMatching(/denies this station/),
        })
        run.publishDuring()
        for (const status of await run.nextStatuses())
          expect(status).toEqual({ link: 'lost', trouble: 'no-permission' })
        await client.call('ACL', 'SETUSER', 'station', ...grant)
        expect(await run.isBack()).toBeGreaterThan(0)
      } finally {
        await run.stop()
      }
    },
  )

  // Catches: hammering a hub with a password that it will refuse, or giving up when it is corrected there.
  test('the password says so, and connects when the hub accepts it', async () => {
    const { client } = redis
    await client.call('ACL', 'SETUSER', 'station', 'on', '>other', '~*', '&*', '+@all')
    const run = await FaultRun.connecting(redis, redis.urlAs('station', 'pass'))
    try {
      expect(await run.says('wrong-password')).toMatchObject({
        link: 'lost',
        sentence: expect.stringMatching(/user name or password/),
      })
      expect(run.station.status?.sentence).not.toContain('pass@')
      await run.askMuch()
      await client.call('ACL', 'SETUSER', 'station', '>pass')
      expect(await run.isBack()).toBeGreaterThan(0)
    } finally {
      await run.stop()
    }
  })
})
