import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { freeLoopbackPort } from '@main/hub/embedded-files.ts'
import { openClient } from '@main/hub/open-client.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function server(options: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
  const redis = await TestRedis.start(options)
  closing.push(() => redis.close())
  return redis
}

async function cluster(): Promise<TestCluster> {
  const started = await TestCluster.start()
  closing.push(() => started.close())
  return started
}

async function station(hubUrl: string, units: readonly string[]): Promise<HeadlessStation> {
  const started = await new HeadlessStation({ hubUrl, units }).start()
  closing.push(() => started.stop())
  await started.live()
  return started
}

async function publish(hub: TestRedis | TestCluster, patientId: string, unit: string): Promise<void> {
  const publisher = new SeedPublisher(hub instanceof TestCluster ? hub.open() : hub.url)
  try {
    await publisher.publish(seedMessage({ patient_id: patientId, context: { unit } }))
  } finally {
    publisher.close()
  }
}

/** A Sentinel of its own process that watches one primary, alone in its quorum. */
async function sentinel(primary: TestRedis): Promise<{ port: number; process: ChildProcess }> {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-sentinel-'))
  const port = await freeLoopbackPort()
  const configuration = join(folder, 'sentinel.conf')
  writeFileSync(
    configuration,
    [
      'bind 127.0.0.1',
      `port ${port}`,
      `sentinel monitor mymaster 127.0.0.1 ${primary.port} 1`,
      `sentinel auth-pass mymaster ${primary.password}`,
      'sentinel down-after-milliseconds mymaster 1000',
      'sentinel failover-timeout mymaster 5000',
    ].join('\n'),
  )
  const child = spawn('redis-server', [configuration, '--sentinel'], { stdio: 'ignore', cwd: folder })
  closing.push(async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  })
  return { port, process: child }
}

describe('a hub under Sentinel', () => {
  // Catches: a client that keeps to the first primary, or that ends for good during the switch.
  test('carries alerts, also after the primary died and the replica took over', async () => {
    const primary = await server({ masterauth: 'only-in-tests' })
    const replica = await server({
      replicaof: `127.0.0.1 ${primary.port}`,
      masterauth: 'only-in-tests',
    })
    const watcher = await sentinel(primary)
    const asker = openClient(`redis://127.0.0.1:${watcher.port}`)
    closing.push(() => asker.disconnect())
    await vi.waitUntil(
      async () =>
        String(await asker.call('SENTINEL', 'REPLICAS', 'mymaster').catch(() => '')).includes(
          String(replica.port),
        ),
      { timeout: 20_000 },
    )
    const url = `redis+sentinel://:${primary.password}@127.0.0.1:${watcher.port}/mymaster/0`
    const nurse = await station(url, ['icu'])
    await publish(primary, 'before', 'icu')
    await nurse.until('the alert', () => nurse.alertOf('before') !== undefined)
    await vi.waitUntil(async () => (await replica.client.hlen('alert:{icu}:state')) === 1, { timeout: 6_000 })
    await primary.kill()
    await nurse.until('the loss', () => nurse.status?.link === 'lost')
    await nurse.until('the replica as hub', () => nurse.status?.link === 'live', 40_000)
    await publish(replica, 'after', 'icu')
    await nurse.until('an alert by the new primary', () => nurse.alertOf('after') !== undefined)
    const reply = await nurse.ask('alerts.acknowledge', { id: nurse.alertOf('before')?.id ?? '' })
    expect(reply.outcome).toBe('applied')
  })
})

describe('a hub as Cluster', () => {
  // Catches: keys of one script in several slots, and one read over the logs of several wards (CROSSSLOT).
  test('carries the alerts of two wards whose keys lie in different slots', async () => {
    const hub = await cluster()
    const nurse = await station(hub.url, ['icu', '4b'])
    for (const unit of ['icu', '4b']) {
      await publish(hub, `P-${unit}`, unit)
      await nurse.until(`the alert of ${unit}`, () => nurse.alertOf(`P-${unit}`) !== undefined)
    }
    const { outcome } = await nurse.ask('alerts.acknowledge', { id: nurse.alertOf('P-icu')?.id ?? '' })
    expect(outcome).toBe('applied')
    const stampsOf = async (): Promise<unknown> =>
      nurse.ask('alerts.stamps', { id: nurse.alertOf('P-4b')?.id ?? '' })
    await vi.waitUntil(async () => JSON.stringify(await stampsOf()).includes('shown'), { timeout: 6_000 })
  })

  // Catches: a log reader on a Cluster that learns nothing of what other stations do.
  test('tells one station what another has done', async () => {
    const hub = await cluster()
    const { url } = hub
    const a = await station(url, ['icu', '4b'])
    const b = await station(url, ['icu', '4b'])
    await publish(hub, 'P1', '4b')
    for (const each of [a, b]) await each.until('the alert', () => each.alertOf('P1') !== undefined)
    await a.ask('alerts.acknowledge', { id: a.alertOf('P1')?.id ?? '' })
    await b.until('the acknowledgement', () => b.alertOf('P1')?.state === 'acknowledged')
    // A read that the Cluster refuses would be made good by attaching again and again, and go unnoticed here.
    for (const each of [a, b]) expect((await each.ask('hub.report', {})).lastErrors).toEqual([])
  })
})
