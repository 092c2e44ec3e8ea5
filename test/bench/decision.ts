import { setTimeout as pause } from 'node:timers/promises'
import { HeadlessStation } from '@test/support/headless-station.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { BareStation } from './bare-station.ts'
import { type Figures, figuresOf, type Line, ms } from './figures.ts'

const ALERTS = 1_000
const EVERY_MS = 20
/** Stations run for weeks: both sides are warm before they are measured. */
const WARM_UP = 3_000
const WARM_EVERY_MS = 2
/** Own raises are numbered from here, so that they are other patients than the foreign messages'. */
const OWN = 100_000

interface Side {
  /** Prepares the n-th message; the returned function sends it. */
  prepare(n: number): () => Promise<unknown>
  /** When the n-th was decided, by performance.now(). */
  readonly decided: Map<number, number>
}

/** Runs both sides in turn at 50 alerts per second each, so that a busy machine is busy for both. */
async function measure(station: Side, floor: Side): Promise<{ station: Figures; floor: Figures }> {
  const sent = { station: new Map<number, number>(), floor: new Map<number, number>() }
  for (let n = 0; n < ALERTS + WARM_UP; n += 1) {
    for (const [side, times] of [
      [floor, sent.floor],
      [station, sent.station],
    ] as const) {
      const send = side.prepare(n)
      times.set(n, performance.now())
      await send()
      await pause(n < WARM_UP ? WARM_EVERY_MS : EVERY_MS / 2)
    }
  }
  for (let tries = 0; station.decided.size < ALERTS + WARM_UP && tries < 500; tries += 1) await pause(10)
  const latencies = (side: Side, times: Map<number, number>): number[] =>
    [...side.decided].filter(([n]) => n >= WARM_UP).map(([n, at]) => at - (times.get(n) ?? at))
  return {
    station: figuresOf(latencies(station, sent.station)),
    floor: figuresOf(latencies(floor, sent.floor)),
  }
}

/** publish → main's decision at 50 alerts/s, foreign message and own raise, against the bare program. */
export async function benchDecision(redis: TestRedis): Promise<Line[]> {
  const decided = new Map<number, number>()
  let onDecided = (n: number): unknown => decided.set(n, performance.now())
  const station = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    prefix: 'decision:',
    probe: {
      decided: (finding, outcome) => {
        const n = Number(finding.card.patientId.slice(1))
        if (outcome !== 'known') onDecided(n)
      },
      shown: () => undefined,
    },
  }).start()
  await station.live()
  const text = (n: number): string => JSON.stringify(seedMessage({ patient_id: `p${n}` }))

  const bareDecided = new Map<number, number>()
  const bare = new BareStation(redis.url)
  await bare.start('bare:alerts', (message) => {
    const patient = /"patient_id":"p(\d+)"/.exec(message)?.[1]
    bareDecided.set(Number(patient), performance.now())
  })

  const publishing = (channel: string) => (n: number) => {
    const message = text(n)
    return () => redis.client.publish(channel, message)
  }
  const foreign = await measure(
    { decided, prepare: publishing('decision:alerts:icu') },
    { decided: bareDecided, prepare: publishing('bare:alerts') },
  )
  const raisedAt = new Map<number, number>()
  onDecided = (n) => raisedAt.set(n - OWN, performance.now())
  const bareAnswered = new Map<number, number>()
  const raise = await measure(
    {
      decided: raisedAt,
      prepare: (n) => {
        const message = text(n + OWN)
        return () => station.raise(message)
      },
    },
    {
      decided: bareAnswered,
      prepare: (n) => async () => {
        await bare.decide()
        bareAnswered.set(n, performance.now())
      },
    },
  )
  bare.stop()
  await station.stop()
  return [
    ...linesOf('publish → decision, foreign message', foreign.station, foreign.floor),
    ...linesOf('own raise → decision', raise.station, raise.floor),
  ]
}

function linesOf(what: string, measured: Figures, floor: Figures): Line[] {
  const ratio = measured.median / floor.median
  return [
    {
      what: `${what}: median`,
      measured: `${ms(measured.median)} (${ratio.toFixed(2)} ×)`,
      floor: ms(floor.median),
      bound: '≤ 1.5 × floor',
      kept: ratio <= 1.5,
    },
    {
      what: `${what}: p99`,
      measured: ms(measured.p99),
      floor: ms(floor.p99),
      bound: '< 5 ms',
      kept: measured.p99 < 5,
    },
  ]
}
