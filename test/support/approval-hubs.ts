import type { Redis } from '@main/hub/open-client.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { commitArguments } from '@main/features/approvals/commit-arguments.ts'
import type { Change } from '@main/features/approvals/engine-record.ts'
import type { CommitOutcome } from '@main/features/approvals/ports.ts'
import { readStored } from '@main/features/approvals/stored.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import type { Approval } from '@shared/features/approvals/model.ts'
import commitSource from '@main/features/approvals/commit.lua?raw'
import type { ScheduledHub } from './approval-schedule.ts'

export type Forgets = 'revision' | 'time' | 'nothing' | 'everything'

/** What commit.lua promises, in memory; it can forget a part of it, to show that the oracle notices. */
export class ModelHub implements ScheduledHub {
  readonly #records = new Map<string, Approval>()
  readonly #forgets: Forgets

  constructor(forgets: Forgets = 'nothing') {
    this.#forgets = forgets
  }

  read(id: string): Promise<Approval | null> {
    return Promise.resolve(this.#records.get(id) ?? null)
  }

  commit(before: Approval | null, { next, guard }: Change, now: number): Promise<CommitOutcome> {
    const current = this.#records.get(next.id) ?? null
    const refused = this.#refusal(current, before, guard, now)
    if (refused !== null) return Promise.resolve({ kind: refused, current })
    this.#records.set(next.id, next)
    return Promise.resolve({ kind: 'applied' })
  }

  #refusal(current: Approval | null, before: Approval | null, guard: Change['guard'], now: number) {
    const { fence, token, notBefore, notAfter } = guard
    if (this.#forgets === 'everything') return null
    if (this.#forgets !== 'revision') {
      if (fence !== null && fence !== (current?.fence ?? null)) return 'stale'
      if (token !== null && token !== (current === null ? null : (current.claim?.token ?? 0))) return 'stale'
      if ((current?.rev ?? 0) !== (before?.rev ?? 0)) return 'conflict'
    }
    if (this.#forgets !== 'time') {
      if (notBefore !== null && now < notBefore) return 'early'
      if (notAfter !== null && now > notAfter) return 'late'
    }
    return null
  }
}

/** The product's own script with one word changed: its clock is the schedule's. */
const clocked = commitSource.replace("redis.call('TIME')", '{ ARGV[#ARGV - 1], ARGV[#ARGV] }')
if (clocked === commitSource) throw new Error('the script no longer asks the hub for the time')
const script = hubScript(clocked)

/** A real server, and the script that the product runs on it. */
export class LuaHub implements ScheduledHub {
  readonly #client: Redis
  readonly #keys: HubKeys

  constructor(client: Redis, prefix: string) {
    this.#client = client
    this.#keys = new HubKeys(prefix)
  }

  async read(id: string): Promise<Approval | null> {
    return readStored(await this.#client.hget(this.#keys.approval('record'), id))
  }

  async commit(before: Approval | null, change: Change, now: number): Promise<CommitOutcome> {
    const { keys, args } = commitArguments(this.#keys, 'test', before, change)
    const clock = [Math.floor(now / 1_000), (now % 1_000) * 1_000]
    const reply = await this.#client.eval(script.source, keys.length, ...keys, ...args, ...clock)
    const [kind, stored] = Array.isArray(reply) ? reply.map(String) : []
    const current = readStored(stored ?? '')
    if (kind === 'applied') return { kind }
    if (kind === 'stale' || kind === 'conflict' || kind === 'early' || kind === 'late')
      return { kind, current }
    throw new Error(`the script answered ${kind}`)
  }
}

/** The script and the model side by side: they must give the same answer to everything. */
export class BothHubs implements ScheduledHub {
  readonly #model = new ModelHub()
  readonly #real: ScheduledHub

  constructor(real: ScheduledHub) {
    this.#real = real
  }

  async read(id: string): Promise<Approval | null> {
    const [model, real] = await Promise.all([this.#model.read(id), this.#real.read(id)])
    if (model?.rev !== real?.rev) throw new Error('the hub and its model hold different states')
    return real
  }

  async commit(before: Approval | null, change: Change, now: number): Promise<CommitOutcome> {
    const model = await this.#model.commit(before, change, now)
    const real = await this.#real.commit(before, change, now)
    if (model.kind !== real.kind) throw new Error(`the model says ${model.kind}, the hub ${real.kind}`)
    return real
  }
}
