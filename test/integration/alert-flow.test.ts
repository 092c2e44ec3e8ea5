import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

async function withStations(
  prefix: string,
  names: readonly string[],
  work: (publisher: SeedPublisher, ...stations: HeadlessStation[]) => Promise<void>,
): Promise<void> {
  const publisher = new SeedPublisher(redis.url, prefix)
  const stations = await Promise.all(
    names.map((stationName) =>
      new HeadlessStation({ hubUrl: redis.url, units: ['icu'], prefix, stationName }).start(),
    ),
  )
  try {
    await Promise.all(stations.map((station) => station.live()))
    await work(publisher, ...stations)
  } finally {
    publisher.close()
    await Promise.all(stations.map((station) => station.stop()))
  }
}

describe('an alert published by the seed', () => {
  // Catches: bridging per channel or per station, which would show one potassium as two or four alerts.
  test('is one alert at every station of the ward, graded although the seed gave no severity', async () => {
    await withStations('one:', ['A', 'B'], async (publisher, a, b) => {
      await publisher.publish(seedMessage({ patient_id: 'P1' }))
      for (const station of [a, b]) await station.until('the alert', () => station?.board.size === 1)
      expect(a?.alertOf('P1')).toMatchObject({
        severity: 'critical',
        type: 'potassium',
        value: 6.8,
        state: 'new',
        count: 1,
      })
      expect(a?.alertOf('P1')?.id).toBe(b?.alertOf('P1')?.id)
    })
  })

  // Catches: ten rows for one finding; a worsening hidden in a count.
  test('repeated ten times is one alert with a count, and calls anew when it worsens', async () => {
    await withStations('bundle:', ['A'], async (publisher, a) => {
      for (let n = 0; n < 10; n += 1) {
        await publisher.publish(
          seedMessage({ patient_id: 'P2', timestamp: new Date(Date.now() - 1_000 + n).toISOString() }),
        )
      }
      await a?.until('ten counted', () => a.alertOf('P2')?.count === 10)
      expect(a?.board.size).toBe(1)
      const first = a?.alertOf('P2')
      await a?.ask('alerts.acknowledge', { id: first?.id ?? '' })
      await publisher.publish(seedMessage({ patient_id: 'P2', value: 8.1 }))
      await a?.until('the worse one', () => a.alertOf('P2')?.value === 8.1)
      expect(a?.alertOf('P2')).toMatchObject({ state: 'new', supersedes: first?.id })
      expect(a?.board.size).toBe(1)
    })
  })

  // Catches: last-writer-wins acknowledgement, where both people believe that they have it.
  test('acknowledged by two stations at once has one winner, whom the other sees', async () => {
    await withStations('race:', ['A', 'B'], async (publisher, a, b) => {
      await publisher.publish(seedMessage({ patient_id: 'P3' }))
      for (const station of [a, b]) await station?.until('the alert', () => station.board.size === 1)
      const id = a?.alertOf('P3')?.id ?? ''
      const replies = await Promise.all([
        a?.ask('alerts.acknowledge', { id }),
        b?.ask('alerts.acknowledge', { id }),
      ])
      expect(replies.map((reply) => reply?.outcome).sort()).toEqual(['applied', 'unchanged'])
      const winners = replies.map((reply) => reply?.alert.acknowledgedBy?.station)
      expect(winners[0]).toBe(winners[1])
      for (const station of [a, b]) {
        await station?.until(
          'convergence',
          () => station.alertOf('P3')?.acknowledgedBy?.station === winners[0],
        )
      }
    })
  })

  // Catches: messages published while no station ran being lost for good (pub/sub delivers at most once).
  test('published while no station ran is brought in from the history', async () => {
    const publisher = new SeedPublisher(redis.url, 'away:')
    await publisher.publish(seedMessage({ patient_id: 'P4' }))
    publisher.close()
    await withStations('away:', ['A'], async (_, a) => {
      await a?.until('the missed alert', () => a.alertOf('P4') !== undefined)
      expect(a?.alertOf('P4')?.state).toBe('new')
    })
  })
})
