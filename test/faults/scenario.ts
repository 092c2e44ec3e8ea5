import { setTimeout as pause } from 'node:timers/promises'
import { FaultyProxy } from '@test/support/faulty-proxy.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { Dice } from './dice.ts'
import { nameOf, type ScenarioPlan, UNITS } from './fault-plan.ts'
import { FaultPublisher } from './fault-publisher.ts'
import { FaultStrikes } from './fault-strikes.ts'
import { FaultyStation } from './faulty-station.ts'
import { Answered, StationLedger } from './ledger.ts'
import { type MixedMessage, mixMessages } from './message-mix.ts'
import { settle } from './settle.ts'
import { resolvesChain } from './station-window.ts'

/** What one scenario came to. Everything but the first group must be zero or empty. */
export interface Figures {
  readonly seed: number
  readonly alerts: number
  readonly stations: number
  readonly faults: ReadonlyMap<string, number>
  readonly shown: number
  readonly answered: number
  readonly seconds: number
  readonly settledSeconds: number
  /** Messages that the hub confirmed and lost when it was killed; they were published again. */
  readonly takenBack: number
  readonly lost: number
  readonly duplicated: number
  readonly shownAgain: number
  readonly outOfOrder: number
  /** Windows that differ from the hub, defects logged, journals not readable. */
  readonly contradictions: number
  readonly examples: readonly string[]
}

/** Publishes alerts while faults strike, lets everything recover, and counts what went wrong. */
export async function runScenario(program: string, plan: ScenarioPlan): Promise<Figures> {
  const began = performance.now()
  const { seed } = plan
  const { messages, sequence } = mixMessages(seed, plan.alerts, UNITS, Date.now() - plan.alerts)
  // With `everysec` a killed server may lose what it has confirmed while its disk is busy, which no station can tell
  // from a message that was never sent; what is tested here is the station.
  const redis = await TestRedis.start({ appendfsync: 'always' })
  const reopens = (chain: string): boolean =>
    plan.stations.some(({ answers }) => resolvesChain(answers, chain))
  const proxies: FaultyProxy[] = []
  const stations: FaultyStation[] = []
  const publisher = new FaultPublisher(redis.url, new Dice(seed, 'publisher'))
  const answered = new Answered()
  try {
    for (const [index, { answers, paintMs }] of plan.stations.entries()) {
      const proxy = new FaultyProxy(redis.port)
      await proxy.start()
      proxies.push(proxy)
      const name = `station ${index}`
      const ledger = new StationLedger(name, answered, reopens)
      const hubUrl = redis.urlAt(proxy.port)
      stations.push(new FaultyStation(program, { name, hubUrl, units: [...UNITS], answers, paintMs }, ledger))
    }
    for (const station of stations) station.start()
    const strikes = new FaultStrikes(redis, proxies, stations, publisher)
    await strikes.untilAllLive()
    await publishAll(plan, sequence, publisher, strikes)
    await strikes.allOver()
    const settled = await settle(redis.client, stations, messages, reopens)
    const whole = await Promise.all(stations.map((station) => station.close()))
    const ledgers = stations.map(({ ledger }) => ledger)
    const defects = ledgers.flatMap(({ defects: found }) => found)
    const shownAgain = ledgers.flatMap(({ shownAgain: found }) => found)
    const outOfOrder = ledgers.flatMap(({ outOfOrder: found }) => found)
    const unreadable = whole.filter((readable) => !readable).length
    return {
      seed,
      alerts: messages.length,
      stations: stations.length,
      faults: countFaults(plan),
      shown: ledgers.reduce((sum, ledger) => sum + ledger.shown.size, 0),
      answered: ledgers.reduce((sum, ledger) => sum + ledger.answers, 0),
      seconds: (performance.now() - began) / 1_000,
      settledSeconds: settled.seconds,
      takenBack: publisher.takenBack,
      lost: settled.lost,
      duplicated: settled.duplicated,
      shownAgain: shownAgain.length,
      outOfOrder: settled.outOfOrder + outOfOrder.length,
      contradictions: settled.contradictions + defects.length + unreadable,
      examples: [
        ...settled.examples,
        ...[shownAgain, outOfOrder, defects].flatMap((found) => found.slice(0, 5)),
        ...(unreadable > 0 ? [`${unreadable} journals were set aside as unreadable`] : []),
      ],
    }
  } finally {
    publisher.close()
    await Promise.all(stations.map((station) => station.kill()))
    await redis.close()
    await Promise.all(proxies.map((proxy) => proxy.close()))
  }
}

async function publishAll(
  plan: ScenarioPlan,
  sequence: readonly MixedMessage[],
  publisher: FaultPublisher,
  strikes: FaultStrikes,
): Promise<void> {
  const faults = [...plan.faults]
  let due = performance.now()
  for (let start = 0; start < sequence.length; start += plan.burst) {
    const burst = sequence.slice(start, start + plan.burst)
    while ((faults[0]?.before ?? Number.POSITIVE_INFINITY) <= start) {
      const next = faults.shift()
      if (next) await strikes.strike(next, burst[0] ?? null)
    }
    await publisher.publish(burst)
    due = Math.max(due, performance.now() - 100) + (burst.length / plan.perSecond) * 1_000
    const wait = due - performance.now()
    if (wait > 1) await pause(wait)
  }
  for (const left of faults) await strikes.strike(left, sequence.at(-1) ?? null)
}

function countFaults(plan: ScenarioPlan): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { fault } of plan.faults) counts.set(nameOf(fault), (counts.get(nameOf(fault)) ?? 0) + 1)
  return counts
}
