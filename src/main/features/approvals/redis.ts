import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { newestFirst } from '@main/hub/newest-first.ts'
import type { ClosedPlace } from '@shared/features/approvals/contract.ts'
import { type Approval, ApprovalDueKind } from '@shared/features/approvals/model.ts'
import commitSource from './commit.lua?raw'
import { commitArguments } from './commit-arguments.ts'
import type { Change } from './engine-record.ts'
import mirrorSource from './mirror.lua?raw'
import type { ApprovalStore, CommitOutcome, MirrorOutcome, QueuePosition } from './ports.ts'
import { scriptDigestOf } from './digest.ts'
import { announcementOf, writeSeedRequest } from './seed.ts'
import {
  type ApprovalLogEntry,
  type Duty,
  readDuty,
  readStored,
  StreamEntries,
  toLogEntry,
} from './stored.ts'

const commitScript = hubScript(commitSource)
const mirrorScript = hubScript(mirrorSource)
const STATES_PER_CALL = 200
const FIELDS_PER_CALL = 500
/** Longer than a station pauses between two pages; one that died in the middle holds the others up no longer. */
const LOOK_LEASE_MS = 5_000

const Texts = z.array(z.string())
const Stored = z.array(z.string().nullable())
const CommitReply = z.tuple([z.enum(['applied', 'stale', 'conflict', 'early', 'late']), z.string()])
const MirrorReply = z.tuple([
  z.enum(['written', 'newer', 'foreign', 'other-type']),
  z.string(),
  z.coerce.number(),
])
/** Client libraries of different protocol versions give a hash as an object or as a list of pairs. */
const Figures = z.union([
  z.record(z.string(), z.coerce.number()).transform((fields) => new Map(Object.entries(fields))),
  z.array(z.string()).transform((flat) => {
    const fields = new Map<string, number>()
    for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', Number(flat[at + 1]))
    return fields
  }),
])

/** The queue on the hub: one script that writes the record, one that writes the seed's key, and reads that parse. */
export class RedisApprovalStore implements ApprovalStore {
  readonly #hub: Hub
  readonly #station: string

  constructor(hub: Hub, station: string) {
    this.#hub = hub
    this.#station = station
  }

  now(): number {
    return Math.floor(this.#hub.now())
  }

  async commit(before: Approval | null, change: Change): Promise<CommitOutcome> {
    const { keys, args } = commitArguments(this.#hub.keys, this.#station, before, change)
    const [kind, stored] = CommitReply.parse(await this.#hub.script(commitScript, keys, args))
    return kind === 'applied' ? { kind } : { kind, current: readStored(stored) }
  }

  async attach(): Promise<QueuePosition> {
    const { keys } = this.#hub
    await this.#hub.run('SET', keys.approval('epoch'), randomUUID(), 'NX')
    const epoch = z.string().parse(await this.#hub.run('GET', keys.approval('epoch')))
    const counted = z.coerce.number().parse((await this.#hub.run('GET', keys.approval('seq'))) ?? 0)
    const [last] = StreamEntries.parse(
      await this.#hub.run('XREVRANGE', keys.approval('log'), '+', '-', 'COUNT', 1),
    ).map(toLogEntry)
    // Read after the position: what changes in between is in the log behind it and is read again.
    const ids = Texts.parse(await this.#hub.run('ZRANGE', keys.approval('open'), 0, -1))
    const open = await this.states(ids)
    return { epoch, seq: last?.seq ?? counted, streamId: last?.streamId ?? '0-0', open }
  }

  async states(ids: readonly string[]): Promise<readonly Approval[]> {
    const found: Approval[] = []
    for (let start = 0; start < ids.length; start += STATES_PER_CALL) {
      const chunk = ids.slice(start, start + STATES_PER_CALL)
      const stored = Stored.parse(await this.#hub.run('HMGET', this.#hub.keys.approval('record'), ...chunk))
      for (const text of stored) {
        const approval = readStored(text)
        if (approval !== null) found.push(approval)
      }
    }
    return found
  }

  async closed(after: ClosedPlace | null, limit: number): Promise<readonly ClosedPlace[]> {
    const key = this.#hub.keys.approval('closed')
    const from = after === null ? null : { member: after.id, at: after.at }
    const places = await newestFirst(this.#hub, key, from, limit)
    return places.map(({ member, at }) => ({ id: member, at }))
  }

  async logAfter(streamId: string, limit: number): Promise<readonly ApprovalLogEntry[]> {
    const key = this.#hub.keys.approval('log')
    const reply = await this.#hub.run('XRANGE', key, `(${streamId}`, '+', 'COUNT', limit)
    return StreamEntries.parse(reply).map(toLogEntry)
  }

  async due(now: number, limit: number): Promise<readonly { id: string; kind: ApprovalDueKind }[]> {
    const key = this.#hub.keys.approval('due')
    const members = Texts.parse(await this.#hub.run('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, limit))
    return members.flatMap((member) => {
      const at = member.indexOf('|')
      const kind = ApprovalDueKind.safeParse(member.slice(0, at))
      return kind.success ? [{ kind: kind.data, id: member.slice(at + 1) }] : []
    })
  }

  async duties(before: number, limit: number): Promise<readonly Duty[]> {
    const key = this.#hub.keys.approval('duties')
    const members = Texts.parse(await this.#hub.run('ZRANGEBYSCORE', key, '-inf', before, 'LIMIT', 0, limit))
    return members.flatMap((member): Duty[] => {
      const duty = readDuty(member)
      return duty === null ? [] : [duty]
    })
  }

  async done(duty: Duty): Promise<void> {
    await this.#hub.run('ZREM', this.#hub.keys.approval('duties'), JSON.stringify(duty))
  }

  async mirror(approval: Approval, lifeMs: number, over: string | null): Promise<MirrorOutcome> {
    const key = this.#hub.keys.approvalRequest(approval.id)
    const seconds = Math.max(1, Math.round(lifeMs / 1_000))
    const replaced = over ?? approval.original
    const digest = replaced === null ? '' : scriptDigestOf(replaced)
    const args = [approval.rev, writeSeedRequest(approval), seconds, digest]
    const [kind, text, left] = MirrorReply.parse(await this.#hub.script(mirrorScript, [key], args))
    if (kind === 'foreign') return { kind, text, lifeMs: left }
    return kind === 'other-type' ? { kind } : { kind: 'done' }
  }

  async publish(approval: Approval): Promise<void> {
    await this.#hub.run('PUBLISH', this.#hub.keys.approvalsPending(), announcementOf(approval))
  }

  async readRequest(id: string): Promise<{ text: string; lifeMs: number } | 'other-type' | null> {
    const key = this.#hub.keys.approvalRequest(id)
    try {
      const text = z
        .string()
        .nullable()
        .parse(await this.#hub.run('GET', key))
      if (text === null) return null
      return { text, lifeMs: z.coerce.number().parse(await this.#hub.run('PTTL', key)) }
    } catch (error) {
      if (error instanceof HubError && error.code === 'WRONGTYPE') return 'other-type'
      throw error
    }
  }

  async *requests(): AsyncIterable<readonly string[]> {
    const { keys } = this.#hub
    // An empty page is a page too: the caller renews its right to look with each.
    for await (const found of this.#hub.scan(keys.approvalRequestPattern()))
      yield found.flatMap((key) => keys.approvalOf(key) ?? [])
  }

  async claimLook(): Promise<boolean> {
    const lease = this.#hub.keys.approval('lease')
    const reply = await this.#hub.run('SET', lease, this.#station, 'NX', 'PX', LOOK_LEASE_MS)
    if (reply === 'OK') return true
    if ((await this.#hub.run('GET', lease)) !== this.#station) return false
    await this.#hub.run('PEXPIRE', lease, LOOK_LEASE_MS)
    return true
  }

  async lookedAt(): Promise<number> {
    return z.coerce.number().parse((await this.#hub.run('GET', this.#hub.keys.approval('looked'))) ?? 0)
  }

  async endLook(begunAt: number): Promise<void> {
    await this.#hub.run('SET', this.#hub.keys.approval('looked'), begunAt)
    const lease = this.#hub.keys.approval('lease')
    // Looking twice is harmless, so a lease that has passed on needs no fencing; only do not take it from its owner.
    if ((await this.#hub.run('GET', lease)) === this.#station) await this.#hub.run('DEL', lease)
  }

  async figures(): Promise<ReadonlyMap<string, number>> {
    return Figures.parse(await this.#hub.run('HGETALL', this.#hub.keys.approval('figures')))
  }

  async trim(before: number, firstDay: string): Promise<void> {
    const { keys } = this.#hub
    await this.#hub.run('XTRIM', keys.approval('log'), 'MINID', '~', before)
    for (;;) {
      const closed = keys.approval('closed')
      const ids = Texts.parse(
        await this.#hub.run('ZRANGEBYSCORE', closed, '-inf', before, 'LIMIT', 0, FIELDS_PER_CALL),
      )
      if (ids.length === 0) break
      await this.#hub.run('HDEL', keys.approval('record'), ...ids)
      await this.#hub.run('ZREM', closed, ...ids)
    }
    const old = [...(await this.figures()).keys()].filter((field) => field.slice(0, 10) < firstDay)
    for (let start = 0; start < old.length; start += FIELDS_PER_CALL)
      await this.#hub.run('HDEL', keys.approval('figures'), ...old.slice(start, start + FIELDS_PER_CALL))
  }
}
