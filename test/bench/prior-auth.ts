import { evaluate } from '@main/features/prior-auth/engine.ts'
import { cacheDigest } from '@main/features/prior-auth/identical-requests.ts'
import { decide } from '@main/features/prior-auth/engine-decide.ts'
import { faultsOf } from '@main/features/prior-auth/engine-faults.ts'
import { shippedPolicies } from '@main/features/prior-auth/policies-shipped.ts'
import { csvOf } from '@test/support/prior-auth-csv.ts'
import { PriorAuthDesk } from '@test/support/prior-auth-desk.ts'
import { meeting } from '@test/support/prior-auth-requests.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { figuresOf, type Line, ms } from './figures.ts'

const DECISIONS = 50_000
const WARM_UP = 5_000
const ROWS = 10_000
const P99_MS = 2
const ROWS_PER_SECOND = 3_000

/** One decision without the hub, and a batch of 10 000 with it (its queue of approvals apart). */
export async function benchPriorAuth(redis: TestRedis): Promise<Line[]> {
  const book = shippedPolicies()
  const today = new Date().toISOString().slice(0, 10)
  const requests = book.policies.flatMap((policy) =>
    [...policy.plans].map((plan) => meeting(policy, plan, today)),
  )
  const samples: number[] = []
  for (let n = 0; n < DECISIONS + WARM_UP; n += 1) {
    const request = requests[n % requests.length]
    if (request === undefined) throw new Error('there is no policy')
    const started = performance.now()
    const now = Date.now()
    const faults = faultsOf(request)
    const evaluation = evaluate(request, book, now)
    const digest = cacheDigest(request, evaluation)
    const asked = {
      id: 'auth_approval:00000000',
      request,
      evaluation,
      cached: null,
      origin: null,
      notesReadBy: null,
      askedBy: null,
      denial: null,
    }
    const { record } = decide(asked, now, 0, () => 0)
    const took = performance.now() - started
    if (faults.length > 0 || digest === null || record.status !== 'auto_approved')
      throw new Error('not decided')
    if (n >= WARM_UP) samples.push(took)
  }
  const decision = figuresOf(samples)

  const desk = await new PriorAuthDesk(redis, 'bench:').open()
  const text = csvOf(ROWS)
  const rates: number[] = []
  for (const name of ['warm-up', 'first', 'second', 'third']) {
    const started = performance.now()
    const { id } = await desk.batches.begin(name, text)
    await desk.batches.settled()
    const status = await desk.batches.status(id)
    if (status?.state !== 'done' || status.failed > 0) throw new Error('the batch was not decided')
    if (name !== 'warm-up') rates.push((ROWS / (performance.now() - started)) * 1_000)
  }
  await desk.close()
  const slowest = Math.min(...rates)
  const whole = await wholeStation(redis, text)
  return [
    {
      what: 'prior authorisation: one decision, without the hub, p99',
      measured: `${ms(decision.p99)} (median ${decision.median.toFixed(3)} ms)`,
      floor: '–',
      bound: `< ${P99_MS} ms`,
      kept: decision.p99 < P99_MS,
    },
    {
      what: 'prior authorisation: batch of 10 000 from CSV, records and cache on the hub, slowest of three',
      measured: `${Math.round(slowest)}/s`,
      floor: '–',
      bound: `≥ ${ROWS_PER_SECOND}/s`,
      kept: slowest >= ROWS_PER_SECOND,
    },
    {
      what: 'the same at a whole station, with 2 000 of them put into the queue of approvals',
      measured: `${Math.round(whole)}/s`,
      floor: '–',
      bound: `≥ ${ROWS_PER_SECOND}/s`,
      kept: whole >= ROWS_PER_SECOND,
    },
  ]
}

/** Rows per second with everything that a station does: audit, the real queue, the window. */
async function wholeStation(redis: TestRedis, text: string): Promise<number> {
  const station = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    prefix: 'whole:',
    role: 'physician',
  }).start()
  await station.live()
  const started = performance.now()
  const { id } = await station.ask('prior-auth.batch-start', { name: 'bench', text })
  const isDone = ({ name, payload }: { name: string; payload: unknown }): boolean =>
    name === 'prior-auth.batch' && JSON.stringify(payload).includes('"state":"done"')
  await station.until('the batch is done', () => station.pushed.some(isDone), 120_000)
  const took = performance.now() - started
  const { batch } = await station.ask('prior-auth.batch-status', { id })
  if (batch?.failed !== 0) throw new Error('the batch was not decided')
  await station.stop()
  return (ROWS / took) * 1_000
}
