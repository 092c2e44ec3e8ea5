import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { severityRank } from '@shared/clinical/severity.ts'
import { type Alert, DueKind, isOpen } from '@shared/features/alerts/model.ts'
import { DeliveryStamp } from '@shared/features/alerts/contract.ts'
import { AlertPolicy } from '@shared/features/alerts/policy.ts'
import attachSource from './attach.lua?raw'
import commitSource from './commit.lua?raw'
import type { AlertStore, CommitItem, CommitOutcome, LogEntry, UnitPosition } from './ports.ts'
import { bundleKeyOf, readStored, StreamEntries, toLogEntry } from './stored.ts'

const commitScript = hubScript(commitSource)
const attachScript = hubScript(attachSource)
const STATES_PER_CALL = 500
const BLOCK_MS = 500
const CLUSTER_POLL_MS = 100
const STAND_BACK_MS = 2
const DAY_SECONDS = 86_400
/** Keeps priority before time in one score: 10^14 ms is beyond the year 5138. */
const SCORE_PER_RANK = 1e14

const attachKeys = [
  'epoch',
  'seq',
  'log',
  'open',
  'state',
  'due',
  'seen',
  'bundle',
  'closed',
  'policy',
] as const

const CommitReply = z.array(z.array(z.string()).min(1))
const AttachReply = z.tuple([z.string(), z.coerce.number(), z.string(), z.array(z.string())])
const Strings = z.array(z.string().nullable())

/** The alert state of units on the hub: two scripts, one log, and reads that parse what they find. */
export class RedisAlertStore implements AlertStore {
  readonly #hub: Hub
  readonly #station: string

  constructor(hub: Hub, station: string) {
    this.#hub = hub
    this.#station = station
  }

  now(): number {
    return this.#hub.now()
  }

  async commit(unit: string, items: readonly CommitItem[]): Promise<readonly CommitOutcome[]> {
    const keys = (['seq', 'log', 'state', 'open', 'due', 'seen', 'bundle', 'closed'] as const).map((what) =>
      this.#hub.keys.alert(unit, what),
    )
    const args: HubArgument[] = [this.#hub.now(), this.#station, items.length]
    for (const item of items) args.push(...itemArguments(item))
    const replies = CommitReply.parse(await this.#hub.script(commitScript, keys, args))
    return replies.map(toOutcome)
  }

  async attach(unit: string): Promise<UnitPosition> {
    const [position, policy] = await Promise.all([this.#position(unit, 'attach'), this.readPolicy(unit)])
    const [epoch, seq, streamId, openIds] = position
    return { epoch, seq, streamId, openIds, policy }
  }

  async probe(unit: string): Promise<string> {
    const [epoch] = await this.#position(unit, 'probe')
    return epoch
  }

  async #position(unit: string, purpose: 'attach' | 'probe'): Promise<z.infer<typeof AttachReply>> {
    const { keys } = this.#hub
    const scriptKeys = [...attachKeys.map((what) => keys.alert(unit, what)), keys.alertStamps(unit, '')]
    return AttachReply.parse(await this.#hub.script(attachScript, scriptKeys, [randomUUID(), purpose]))
  }

  async states(unit: string, ids: readonly string[]): Promise<readonly Alert[]> {
    const key = this.#hub.keys.alert(unit, 'state')
    const alerts: Alert[] = []
    for (let start = 0; start < ids.length; start += STATES_PER_CALL) {
      const chunk = ids.slice(start, start + STATES_PER_CALL)
      const stored = Strings.parse(await this.#hub.run('HMGET', key, ...chunk))
      for (const text of stored) {
        const alert = readStored(text)
        if (alert) alerts.push(alert)
      }
    }
    return alerts
  }

  async follow(positions: ReadonlyMap<string, string>): Promise<readonly LogEntry[]> {
    if (this.#hub.address.kind !== 'cluster' || positions.size < 2) return this.#read(positions, BLOCK_MS)
    // On a Cluster the logs of several wards lie in several slots, which one read cannot wait for.
    const each = [...positions].map(([unit, position]) => this.#read(new Map([[unit, position]]), null))
    const entries = (await Promise.all(each)).flat()
    if (entries.length === 0) await pause(CLUSTER_POLL_MS)
    return entries
  }

  async #read(positions: ReadonlyMap<string, string>, blockMs: number | null): Promise<readonly LogEntry[]> {
    const units = [...positions.keys()]
    const streams = units.map((unit) => this.#hub.keys.alert(unit, 'log'))
    const block = blockMs === null ? [] : ['BLOCK', blockMs]
    const where = ['STREAMS', ...streams, ...positions.values()]
    const reply = await this.#hub.block('XREAD', 'COUNT', 2_000, ...block, ...where)
    if (reply === null) return []
    // The hub wakes this reader before it answers the writer. Standing back for a moment lets this station's own
    // changes reach the replica first: they are decided sooner and not read back.
    await pause(STAND_BACK_MS)
    const parsed = z.array(z.tuple([z.string(), StreamEntries])).parse(reply)
    return parsed.flatMap(([stream, entries]) => {
      const unit = units[streams.indexOf(stream)]
      return unit === undefined ? [] : entries.map((entry) => toLogEntry(unit, entry))
    })
  }

  async logBetween(unit: string, after: string, upTo: string, limit: number): Promise<readonly LogEntry[]> {
    const reply = await this.#hub.run(
      'XRANGE',
      this.#hub.keys.alert(unit, 'log'),
      `(${after}`,
      upTo,
      'COUNT',
      limit,
    )
    return StreamEntries.parse(reply).map((entry) => toLogEntry(unit, entry))
  }

  async logBefore(unit: string, before: string | null, limit: number): Promise<readonly LogEntry[]> {
    const start = before === null ? '+' : `(${before}`
    const reply = await this.#hub.run(
      'XREVRANGE',
      this.#hub.keys.alert(unit, 'log'),
      start,
      '-',
      'COUNT',
      limit,
    )
    return StreamEntries.parse(reply).map((entry) => toLogEntry(unit, entry))
  }

  async due(unit: string, now: number, limit: number): Promise<readonly { id: string; kind: DueKind }[]> {
    const key = this.#hub.keys.alert(unit, 'due')
    const members = Strings.parse(await this.#hub.run('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, limit))
    return members.flatMap((member) => {
      const [kind, id] = (member ?? '').split(':')
      const parsed = DueKind.safeParse(kind)
      return parsed.success && id ? [{ kind: parsed.data, id }] : []
    })
  }

  async savePolicy(unit: string, policy: AlertPolicy): Promise<void> {
    await this.#hub.run('SET', this.#hub.keys.alert(unit, 'policy'), JSON.stringify(policy))
    // Wakes the other stations of the unit; they read the policy again.
    const key = this.#hub.keys.alert(unit, 'log')
    await this.#hub.run(
      'XADD',
      key,
      '*',
      'n',
      0,
      'k',
      'policy',
      'a',
      '',
      'r',
      0,
      't',
      this.#hub.now(),
      'w',
      this.#station,
    )
  }

  async readPolicy(unit: string): Promise<AlertPolicy | null> {
    const text = z
      .string()
      .nullable()
      .parse(await this.#hub.run('GET', this.#hub.keys.alert(unit, 'policy')))
    if (text === null) return null
    try {
      return AlertPolicy.parse(JSON.parse(text))
    } catch {
      // A policy that cannot be read must not stop alerts: the defaults are in force until it is saved again.
      return null
    }
  }

  async stamp(
    unit: string,
    stamps: readonly { alertId: string; stamp: DeliveryStamp }[],
    keepDays: number,
  ): Promise<void> {
    const commands = stamps.flatMap(({ alertId, stamp }): [string, ...HubArgument[]][] => {
      const key = this.#hub.keys.alertStamps(unit, alertId)
      return [
        ['HSETNX', key, `${stamp.station}|${stamp.what}`, JSON.stringify(stamp)],
        ['EXPIRE', key, keepDays * DAY_SECONDS],
      ]
    })
    const results = await this.#hub.runAll(commands)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }

  async stamps(unit: string, alertId: string): Promise<readonly DeliveryStamp[]> {
    const values = Strings.parse(await this.#hub.run('HVALS', this.#hub.keys.alertStamps(unit, alertId)))
    return values.map((text) => DeliveryStamp.parse(JSON.parse(text ?? 'null'))).sort((a, b) => a.at - b.at)
  }

  async trim(unit: string, before: number): Promise<void> {
    const key = (what: 'log' | 'state' | 'seen' | 'closed'): string => this.#hub.keys.alert(unit, what)
    await this.#hub.run('XTRIM', key('log'), 'MINID', '~', before)
    await this.#hub.run('ZREMRANGEBYSCORE', key('seen'), '-inf', before)
    const closed = Strings.parse(
      await this.#hub.run('ZRANGEBYSCORE', key('closed'), '-inf', before, 'LIMIT', 0, 1_000),
    )
    const ids = closed.filter((id) => id !== null)
    if (ids.length === 0) return
    await this.#hub.run('HDEL', key('state'), ...ids)
    await this.#hub.run('ZREM', key('closed'), ...ids)
  }
}

function itemArguments(item: CommitItem): HubArgument[] {
  const args: HubArgument[] = [
    item.messageId,
    item.bundle?.key ?? '',
    item.bundle?.expected ?? '',
    item.changes.length,
  ]
  for (const { change, expectedRev } of item.changes) {
    const { next, kind } = change
    args.push(next.id, expectedRev, next.rev, kind, JSON.stringify(next), bundleKeyOf(next))
    args.push(isOpen(next) ? '1' : '0', severityRank(next.severity) * SCORE_PER_RANK + next.raisedAt)
    args.push(next.due.length, ...next.due.flatMap((deadline) => [deadline.kind, deadline.at]))
  }
  return args
}

function toOutcome(reply: readonly string[]): CommitOutcome {
  const [verdict, bundled = '', bundledState = '', ...states] = reply
  if (verdict === 'applied') return { kind: 'applied' }
  if (verdict === 'known') return { kind: 'known' }
  const current = [bundledState, ...states].map(readStored).filter((alert) => alert !== null)
  return { kind: 'conflict', bundled: bundled === '' ? null : bundled, current }
}
