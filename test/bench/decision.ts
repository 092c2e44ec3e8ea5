import { setTimeout as pause } from 'node:timers/promises'
import { HeadlessStation } from '@test/support/headless-station.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { BareStation } from './bare-station.ts'
import { type Figures, figuresOf, type Line, ms } from './figures.ts'

const ALERTS = 1_000
const EVERY_MS = 20
const WARM_UP = 100

/** Publishes at 50 per second and measures until each is decided. */
async function measure(
  publish: (n: number) => Promise<void>,
  decided: Map<number, number>,
): Promise<Figures> {
  const sent = new Map<number, number>()
  for (let n = 0; n < ALERTS + WARM_UP; n += 1) {
    sent.set(n, performance.now())
    await publish(n)
    await pause(EVERY_MS)
  }
  for (let tries = 0; decided.size < sent.size && tries < 500; tries += 1) await pause(10)
  const latencies = [...decided].filter(([n]) => n >= WARM_UP).map(([n, at]) => at - (sent.get(n) ?? at))
  return figuresOf(latencies)
}

/** publish → main's decision at 50 alerts/s, foreign message and own raise, against the bare program. */
export async function benchDecision(redis: TestRedis): Promise<Line[]> {
  const decided = new Map<number, number>()
  const station = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    prefix: 'decision:',
    probe: {
      decided: (finding, outcome) => {
        const n = Number(finding.card.patientId.slice(1))
        if (outcome !== 'known' && !decided.has(n)) decided.set(n, performance.now())
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

  const bareForeign = await measure(
    async (n) => void (await redis.client.publish('bare:alerts', text(n))),
    bareDecided,
  )
  const foreign = await measure(
    async (n) => void (await redis.client.publish('decision:alerts:icu', text(n))),
    decided,
  )

  bareDecided.clear()
  decided.clear()
  const bareRaise = await measure(async (n) => {
    await bare.decide(text(n))
    bareDecided.set(n, performance.now())
  }, bareDecided)
  const raise = await measure((n) => station.raise(text(n + 100_000)).then(() => undefined), shifted(decided))
  bare.stop()
  await station.stop()
  return [
    ...linesOf('publish → decision, foreign message', foreign, bareForeign),
    ...linesOf('own raise → decision', raise, bareRaise),
  ]
}

/** The own raises are numbered from 100 000, so that they are other patients than the foreign messages'. */
function shifted(decided: Map<number, number>): Map<number, number> {
  const view = new Map<number, number>()
  const set = decided.set.bind(decided)
  decided.set = (n, at) => {
    view.set(n - 100_000, at)
    return set(n, at)
  }
  return view
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
