import { setTimeout as pause } from 'node:timers/promises'
import { launchStation } from '@test/support/electron-app.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'
import { type Line, mb, ms } from './figures.ts'

/** Cold start to a painted board with an alert on it, and memory at rest. */
export async function benchRest(redis: TestRedis): Promise<Line[]> {
  const publisher = new SeedPublisher(redis.url)
  for (let n = 0; n < 8; n += 1) {
    await publisher.publish(seedMessage({ patient_id: `r${n}`, context: { source: 'bench', bed: `R ${n}` } }))
  }
  publisher.close()
  const began = performance.now()
  const station = await launchStation({ hubUrl: redis.url, env: { WARDLIGHT_DEMO: 'off' } })
  await station.page.getByRole('row').first().waitFor()
  const painted = performance.now() - began
  await pause(10_000)
  const metrics = await station.app.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, memory }) => ({ type, bytes: memory.workingSetSize * 1_024 })),
  )
  await station.close()
  const sum = (type: string): number =>
    metrics.filter((metric) => metric.type === type).reduce((total, { bytes }) => total + bytes, 0)
  return [
    {
      what: 'cold start → painted board with alerts',
      measured: ms(painted),
      floor: '—',
      bound: '< 10 s',
      kept: painted < 10_000,
    },
    { what: 'memory at rest: main', measured: mb(sum('Browser')), floor: '—', bound: 'reported', kept: true },
    { what: 'memory at rest: window', measured: mb(sum('Tab')), floor: '—', bound: 'reported', kept: true },
  ]
}
