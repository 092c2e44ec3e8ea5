import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from '@main/hub/open-client.ts'
import { UNITS } from './fault-plan.ts'
import type { FaultyStation } from './faulty-station.ts'
import { readUnit, seenCount, type UnitTruth } from './hub-truth.ts'
import type { MixedMessage } from './message-mix.ts'
import { type Verdict, verifyUnit, verifyWindow } from './verify.ts'

/** Longer than a dead station's lease on the reconciliation. */
const WITHIN_MS = 75_000
const LOOK_EVERY_MS = 250

/**
 * Waits until everything published has been taken in and every window shows what the hub holds; after the time given
 * it reports what is still wrong.
 */
export async function settle(
  client: Redis,
  stations: readonly FaultyStation[],
  messages: readonly MixedMessage[],
  reopens: (chain: string) => boolean,
): Promise<Verdict & { seconds: number }> {
  const began = performance.now()
  for (;;) {
    const late = performance.now() - began > WITHIN_MS
    if (late || (await looksComplete(client, stations, messages))) {
      const verdict = await look(client, stations, messages, reopens)
      const seconds = (performance.now() - began) / 1_000
      if (late || verdict.examples.length === 0) return { ...verdict, seconds }
    }
    await pause(LOOK_EVERY_MS)
  }
}

async function looksComplete(
  client: Redis,
  stations: readonly FaultyStation[],
  messages: readonly MixedMessage[],
): Promise<boolean> {
  if (!stations.every((station) => station.live)) return false
  let seen = 0
  for (const unit of UNITS) seen += await seenCount(client, unit)
  return seen >= messages.length
}

async function look(
  client: Redis,
  stations: readonly FaultyStation[],
  messages: readonly MixedMessage[],
  reopens: (chain: string) => boolean,
): Promise<Verdict> {
  const windows = await Promise.all(stations.map((station) => station.window()))
  const truths: UnitTruth[] = []
  const sum: Verdict = { lost: 0, duplicated: 0, outOfOrder: 0, contradictions: 0, examples: [] }
  for (const unit of UNITS) {
    const truth = await readUnit(client, unit)
    truths.push(truth)
    const found = verifyUnit(
      truth,
      messages.filter((message) => message.unit === unit),
      reopens,
    )
    for (const what of ['lost', 'duplicated', 'outOfOrder', 'contradictions'] as const)
      sum[what] += found[what]
    sum.examples.push(...found.examples)
  }
  windows.forEach((window, index) => {
    const name = stations[index]?.name ?? ''
    const wrong = window === null ? [`${name} did not say what it shows`] : verifyWindow(name, window, truths)
    sum.contradictions += wrong.length
    sum.examples.push(...wrong.slice(0, 5))
  })
  return sum
}
