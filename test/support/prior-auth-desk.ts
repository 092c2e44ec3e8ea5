import { setTimeout as pause } from 'node:timers/promises'
import { PriorAuthBatches } from '@main/features/prior-auth/batches.ts'
import { NoteDesk } from '@main/features/prior-auth/note-desk.ts'
import { shippedPolicies } from '@main/features/prior-auth/policies-shipped.ts'
import type { ApprovalGate, GateRequest, GateState, NoteReading } from '@main/features/prior-auth/ports.ts'
import { RedisPriorAuth } from '@main/features/prior-auth/redis.ts'
import { RedisBatches } from '@main/features/prior-auth/redis-batches.ts'
import { PriorAuthService } from '@main/features/prior-auth/service.ts'
import { PriorAuthWatch } from '@main/features/prior-auth/watch.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { BatchStatus } from '@shared/features/prior-auth/answers.ts'
import type { TestRedis } from './redis-server.ts'

/** A queue of human decisions that a test decides for. */
export class TestGate implements ApprovalGate {
  readonly asked: GateRequest[] = []
  readonly states = new Map<string, GateState>()
  /** Thrown by the next questions instead of taking them. */
  failure: Error | null = null

  ask(request: GateRequest): Promise<void> {
    if (this.failure !== null) return Promise.reject(this.failure)
    this.asked.push(request)
    if (!this.states.has(request.id)) this.states.set(request.id, { status: 'pending', reason: null })
    return Promise.resolve()
  }

  read(id: string): Promise<GateState | null> {
    return Promise.resolve(this.states.get(id) ?? null)
  }
}

/** Prior authorisation on a real hub, as one station has it, without the rest of the station. */
export class PriorAuthDesk {
  readonly book = shippedPolicies()
  readonly gate: TestGate
  readonly hub: Hub
  readonly store: RedisPriorAuth
  readonly batchStore: RedisBatches
  readonly service: PriorAuthService
  readonly batches: PriorAuthBatches
  readonly watch: PriorAuthWatch
  readonly escalations: { readonly id: string; readonly overdue: boolean }[] = []
  readonly published: BatchStatus[] = []
  readonly defects: unknown[] = []
  /** What the window was told to ask for again; null for what another station has changed. */
  readonly changes: (string | null)[] = []
  /** What the model answers; `not-read` as without a model. */
  reading: NoteReading = { kind: 'not-read', sentence: 'No model is configured.' }
  /** Added to the hub's clock. */
  aheadMs = 0

  /** @param queue the queue of approvals; the test's own gate when absent. */
  constructor(
    redis: Pick<TestRedis, 'url'>,
    prefix: string,
    gate = new TestGate(),
    station = 'desk',
    queue: ApprovalGate = gate,
  ) {
    const address = readHubAddress(redis.url)
    if (!address.ok) throw new Error(address.sentence)
    this.gate = gate
    this.hub = new Hub(address.address, new HubKeys(prefix), `prior-auth-${station}`)
    const store = new RedisPriorAuth(this.hub)
    const now = store.now.bind(store)
    store.now = () => now() + this.aheadMs
    this.store = store
    this.batchStore = new RedisBatches(this.hub)
    const notes = new NoteDesk(this.book, { read: () => Promise.resolve(this.reading) })
    const common = {
      store,
      gate: queue,
      book: this.book,
      offsetMinutes: () => 0,
      changed: (id: string | null) => void this.changes.push(id),
      defect: (error: unknown) => void this.defects.push(error),
    }
    this.service = new PriorAuthService({ ...common, notes })
    this.watch = new PriorAuthWatch({
      ...common,
      escalated: ({ id }, overdue) => void this.escalations.push({ id, overdue }),
    })
    this.batches = new PriorAuthBatches({
      ...common,
      batches: this.batchStore,
      station,
      publish: (status) => void this.published.push(status),
    })
  }

  async open(): Promise<this> {
    this.hub.start()
    for (let tries = 0; this.hub.state.link !== 'live'; tries += 1) {
      if (tries > 500) throw new Error('the hub did not come')
      await pause(10)
    }
    return this
  }

  async close(): Promise<void> {
    this.watch.stop()
    await this.batches.stop()
    this.hub.stop()
  }
}
