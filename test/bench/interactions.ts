import { setTimeout as pause } from 'node:timers/promises'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { createKnowledge } from '@main/features/interactions/knowledge.ts'
import { shippedFiles, shippedKnowledge } from '@main/features/interactions/knowledge-shipped.ts'
import { pairOf, pythonPair, type Pair } from '@main/features/interactions/pair-key.ts'
import type { InteractionKnowledge } from '@main/features/interactions/ports.ts'
import { RedisAnswers } from '@main/features/interactions/redis-answers.ts'
import { nothingKnown, type KnownDrug } from '@shared/features/interactions/model.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { type Figures, figuresOf, type Line, mb, ms } from './figures.ts'

const PAIRS = 20_000
const REQUESTS = 400
const READS = 4_000
const LIST = 20
const us = (value: number): string => `${(value * 1_000).toFixed(1)} µs`

/** The first ingredients of the formulary, as a list would name them. */
function someDrugs(knowledge: InteractionKnowledge, count: number, from = 0): KnownDrug[] {
  const { entries } = knowledge.browse('', 0, 4_000)
  const single = entries.filter(({ ingredients }) => ingredients.length === 1)
  const step = Math.floor(single.length / count)
  return Array.from(
    { length: count },
    (_, n) => single[(n * step + from) % single.length]?.name ?? '',
  ).flatMap((name) => {
    const known = knowledge.recognise({ text: name, chosen: null, route: null })
    return known.kind === 'known' ? [known] : []
  })
}

/** What compiling costs in time and memory, once per start. */
function benchCompile(): Line[] {
  const files = shippedFiles()
  const run = (): number => {
    const began = performance.now()
    createKnowledge(files)
    return performance.now() - began
  }
  const first = run()
  globalThis.gc?.()
  const before = process.memoryUsage()
  const kept = createKnowledge(files)
  globalThis.gc?.()
  const after = process.memoryUsage()
  const grown = after.heapUsed + after.external - before.heapUsed - before.external
  const { ingredients, rules } = kept.version
  return [
    {
      what: `interactions: compiling ${ingredients} ingredients and ${rules} rules, the first time in the process`,
      measured: ms(first),
      floor: '—',
      bound: '< 50 ms',
      kept: first < 50,
    },
    {
      what: 'interactions: memory of the compiled knowledge',
      measured: mb(grown),
      floor: '—',
      bound: '< 30 MB',
      kept: grown < 30 * 1_048_576,
    },
  ]
}

/** One pair by the local rules: recognised drugs in, findings out. */
function benchLocal(knowledge: InteractionKnowledge): Line {
  const drugs = someDrugs(knowledge, 300)
  const none = new Map<string, number>()
  const times: number[] = []
  for (let n = 0; n < PAIRS * 2; n += 1) {
    const pair = [drugs[n % drugs.length] ?? null, drugs[(n * 7 + 3) % drugs.length] ?? null]
    const began = performance.now()
    knowledge.check(pair, nothingKnown, none, 0)
    if (n >= PAIRS) times.push(performance.now() - began)
  }
  const figures = figuresOf(times)
  return {
    what: `interactions: a pair by local rules, p99 of ${figures.count}`,
    measured: `${us(figures.p99)} (median ${us(figures.median)})`,
    floor: '—',
    bound: '< 50 µs',
    kept: figures.p99 < 0.05,
  }
}

/** Twenty drugs in one request of the window, through gate, check, hub and audit. */
async function benchRequest(redis: TestRedis, knowledge: InteractionKnowledge): Promise<Line> {
  const station = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    prefix: 'interactions:',
    role: 'pharmacist',
  }).start()
  await station.live()
  const drugs = someDrugs(knowledge, LIST).map(({ name }) => ({ text: name, chosen: null, route: null }))
  const times: number[] = []
  for (let n = 0; n < REQUESTS + 50; n += 1) {
    const began = performance.now()
    await station.ask('interactions.check', { drugs, context: nothingKnown, patientId: null })
    if (n >= 50) times.push(performance.now() - began)
    await pause(1)
  }
  await station.stop()
  const figures = figuresOf(times)
  return {
    what: `interactions: ${LIST} drugs (${(LIST * (LIST - 1)) / 2} pairs) in one request, warm, p99 of ${figures.count}`,
    measured: `${ms(figures.p99)} (median ${ms(figures.median)})`,
    floor: '—',
    bound: '≤ 3 ms',
    kept: figures.p99 <= 3,
  }
}

/** Answers that lie on the hub: read as the station reads them, against the bare command. */
async function benchHub(redis: TestRedis, knowledge: InteractionKnowledge): Promise<Line[]> {
  const reading = readHubAddress(redis.url)
  if (!reading.ok) throw new Error(reading.sentence)
  const hub = new Hub(reading.address, new HubKeys('interactions:'), 'wardlight-bench')
  const live = new Promise<void>((resolve) => hub.onAttach(async () => resolve()))
  hub.start()
  await live
  const answers = new RedisAnswers(hub)
  const names = someDrugs(knowledge, LIST).map(({ name }) => name)
  const pairs: Pair[] = names.flatMap((a, at) => names.slice(at + 1).map((b) => pairOf(a, b)))
  const value = JSON.stringify({
    severity: 'moderate',
    description: 'Drug A with drug B: the concentration of one rises.',
    recommendation: 'Monitor and adjust the dose.',
  })
  const keys = pairs.map((pair) => hub.keys.drugInteraction(pythonPair(...pair)))
  for (const key of keys) await redis.client.set(key, value, 'EX', 2_592_000)
  const [one] = pairs
  const onePair = one === undefined ? [] : [one]
  const [key = ''] = keys
  const single = await inTurn({
    bare: () => redis.client.get(key),
    first: () => new RedisAnswers(hub).read(onePair),
    again: () => answers.read(onePair),
  })
  const many = await inTurn({
    bare: () => redis.client.mget(...keys),
    first: () => new RedisAnswers(hub).read(pairs),
    again: () => answers.read(pairs),
  })
  hub.stop()
  const line = (what: string, ours: Figures, bare: Figures, command: string): Line => ({
    what: `interactions: ${what}, median`,
    measured: `${ms(ours.median)} (${(ours.median / bare.median).toFixed(2)} ×)`,
    floor: `${ms(bare.median)} (raw ${command})`,
    bound: '≤ 1.3 × floor',
    kept: ours.median <= 1.3 * bare.median,
  })
  return [
    line('a pair that the hub holds, read again', single.again, single.bare, 'GET'),
    line('a pair that the hub holds, nothing in memory', single.first, single.bare, 'GET'),
    line('190 pairs that the hub holds, read again', many.again, many.bare, 'MGET'),
    line('190 pairs that the hub holds, nothing in memory', many.first, many.bare, 'MGET'),
  ]
}

const ways = ['bare', 'first', 'again'] as const
type Way = (typeof ways)[number]

/** Times of the ways to read, in turn, so that whatever else the machine does meets all of them. */
async function inTurn(
  runs: Readonly<Record<Way, () => Promise<unknown>>>,
): Promise<Readonly<Record<Way, Figures>>> {
  const times: Readonly<Record<Way, number[]>> = { bare: [], first: [], again: [] }
  for (let n = 0; n < READS; n += 1) {
    for (const way of ways) {
      const began = performance.now()
      await runs[way]()
      if (n >= READS / 4) times[way].push(performance.now() - began)
    }
  }
  return { bare: figuresOf(times.bare), first: figuresOf(times.first), again: figuresOf(times.again) }
}

/** Speed of the interaction checker: rules, requests, shared answers, and what it adds to a start. */
export async function benchInteractions(redis: TestRedis): Promise<Line[]> {
  const compile = benchCompile()
  const knowledge = shippedKnowledge()
  return [
    ...compile,
    benchLocal(knowledge),
    await benchRequest(redis, knowledge),
    ...(await benchHub(redis, knowledge)),
  ]
}
