import type { Alert } from '@shared/features/alerts/model.ts'
import type { WindowContent } from './faulty-station.ts'
import { type LogLine, openOf, type UnitTruth } from './hub-truth.ts'
import type { MixedMessage } from './message-mix.ts'
import { chainOf } from './station-messages.ts'

const EXAMPLES = 5

export interface Verdict {
  lost: number
  duplicated: number
  outOfOrder: number
  /** Differences between a window and the hub, and contradictions inside the hub. */
  contradictions: number
  /** The first few of each, in words. */
  readonly examples: string[]
}

/**
 * Compares what was published with what the hub holds: every message counted exactly once, every log gapless, every
 * chain of alerts linked, the newest value on top.
 */
export function verifyUnit(
  truth: UnitTruth,
  messages: readonly MixedMessage[],
  reopens: (chain: string) => boolean,
): Verdict {
  const verdict: Verdict = { lost: 0, duplicated: 0, outOfOrder: 0, contradictions: 0, examples: [] }
  const find = (what: Exclude<keyof Verdict, 'examples'>, count: number, text: string): void => {
    verdict[what] += count
    if (verdict.examples.length < EXAMPLES) verdict.examples.push(`${what}: ${text}`)
  }
  for (const { id, chain } of messages)
    if (!truth.seen.has(id)) find('lost', 1, `${id} of ${chain} was never taken in`)
  verifyCounts(truth, messages, find)
  verifyLog(truth, find)
  verifyNewest(truth, messages, reopens, find)
  const open = openOf(truth)
  for (const alert of open)
    if (!truth.open.has(alert.id)) find('contradictions', 1, `${alert.id} is open but not listed as open`)
  if (truth.open.size !== open.length)
    find('contradictions', 1, `${truth.open.size} listed as open, ${open.length} are`)
  return verdict
}

type Find = (what: Exclude<keyof Verdict, 'examples'>, count: number, text: string) => void

function verifyCounts(truth: UnitTruth, messages: readonly MixedMessage[], find: Find): void {
  const counted = new Map<string, number>()
  for (const alert of truth.alerts.values()) {
    const chain = chainOf(alert.patient.patientId, alert.type)
    counted.set(chain, (counted.get(chain) ?? 0) + alert.count)
  }
  const published = countBy(messages)
  for (const [chain, expected] of published) {
    const found = counted.get(chain) ?? 0
    if (found < expected) find('lost', expected - found, `${chain} counts ${found} of ${expected} messages`)
    if (found > expected)
      find('duplicated', found - expected, `${chain} counts ${found} for ${expected} messages`)
  }
  for (const chain of counted.keys())
    if (!published.has(chain)) find('duplicated', 1, `${chain} was never published in this unit`)
}

function verifyLog(truth: UnitTruth, find: Find): void {
  const revs = new Map<string, number>()
  truth.log.forEach((line, index) => {
    if (line.seq !== index + 1)
      find('outOfOrder', 1, `${truth.unit}: ${described(line)} follows ${described(truth.log[index - 1])}`)
    const before = revs.get(line.alertId) ?? 0
    // Where a station put back what the hub had lost, revisions are missing; none may come back.
    if (line.rev <= before)
      find('outOfOrder', 1, `${line.alertId} went from revision ${before} to ${line.rev} in the log`)
    revs.set(line.alertId, line.rev)
  })
  if (truth.lastSeq !== truth.log.length)
    find('outOfOrder', 1, `${truth.log.length} log entries, but ${truth.lastSeq} numbers given`)
  for (const { id, rev } of truth.alerts.values())
    if (revs.get(id) !== rev)
      find('contradictions', 1, `${id} has revision ${rev}, the log says ${revs.get(id)}`)
}

function described(line: LogLine | undefined): string {
  return line === undefined
    ? 'nothing'
    : `number ${line.seq} (${line.streamId}, ${line.kind} of ${line.alertId} revision ${line.rev}, by ${line.by.slice(0, 4)})`
}

/** The open alert of a chain shows the newest message, and everything before it points to what replaced it. */
function verifyNewest(
  truth: UnitTruth,
  messages: readonly MixedMessage[],
  reopens: (chain: string) => boolean,
  find: Find,
): void {
  const newest = new Map<string, MixedMessage>()
  for (const message of messages)
    if ((newest.get(message.chain)?.at ?? 0) < message.at) newest.set(message.chain, message)
  const heads = new Map<string, Alert>()
  for (const alert of truth.alerts.values()) {
    const chain = chainOf(alert.patient.patientId, alert.type)
    if (alert.supersededBy !== null) {
      if (!truth.alerts.has(alert.supersededBy))
        find('contradictions', 1, `${alert.id} was replaced by an alert that does not exist`)
      continue
    }
    if (reopens(chain)) continue
    if (heads.has(chain)) find('duplicated', 1, `${chain} has two alerts that nothing replaced`)
    heads.set(chain, alert)
  }
  for (const [chain, head] of heads) {
    const last = newest.get(chain)
    if (last && (head.publishedAt !== last.at || head.published.value !== last.value))
      find('outOfOrder', 1, `${head.id} of ${chain} shows ${last.at - head.publishedAt} ms before the newest`)
  }
}

/** Every open alert of the hub is on the window in the same revision, and nothing else is. */
export function verifyWindow(name: string, window: WindowContent, truths: readonly UnitTruth[]): string[] {
  const expected = new Map(truths.flatMap(openOf).map((alert) => [alert.id, alert.rev]))
  const wrong: string[] = []
  for (const { id, rev } of window.lines) {
    if (!expected.has(id)) wrong.push(`${name} shows ${id}, which the hub does not hold open`)
    else if (expected.get(id) !== rev)
      wrong.push(`${name} shows revision ${rev} of ${id}, the hub holds ${expected.get(id)}`)
    expected.delete(id)
  }
  for (const id of expected.keys()) wrong.push(`${name} does not show ${id}`)
  const { backlog } = window.counters
  if (backlog > 0) wrong.push(`${name} still has ${backlog} messages to decide`)
  return wrong
}

function countBy(messages: readonly MixedMessage[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { chain } of messages) counts.set(chain, (counts.get(chain) ?? 0) + 1)
  return counts
}
