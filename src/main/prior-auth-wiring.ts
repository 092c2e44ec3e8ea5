import { PriorAuthBatches } from './features/prior-auth/batches.ts'
import { priorAuthHandlers } from './features/prior-auth/handlers.ts'
import { ModelNoteReader, type NoteModel } from './features/prior-auth/model-reader.ts'
import { NoteDesk } from './features/prior-auth/note-desk.ts'
import { shippedPolicies } from './features/prior-auth/policies-shipped.ts'
import type { ApprovalGate } from './features/prior-auth/ports.ts'
import { RedisPriorAuth } from './features/prior-auth/redis.ts'
import { RedisBatches } from './features/prior-auth/redis-batches.ts'
import { PriorAuthService } from './features/prior-auth/service.ts'
import { PriorAuthWatch } from './features/prior-auth/watch.ts'
import type { Hub } from './hub/hub.ts'
import type { Handlers } from './ipc/router.ts'
import { dailyAllowance } from './platform/daily-allowance.ts'
import { kindOfError } from './platform/log.ts'
import type { WindowPort } from './platform/ports.ts'
import type { StationOptions } from './station-options.ts'
import type { priorAuthRequests } from '@shared/features/prior-auth/contract.ts'

/** Notes that one station has read by a model in a day: what a model costs has an end. */
const NOTES_A_DAY = 500

interface PriorAuthWiring {
  readonly hub: Hub
  /** The queue of human decisions. */
  readonly gate: ApprovalGate
  readonly window: WindowPort
  readonly stationId: string
  readonly log: StationOptions['log']
  /** The user who sits here; null when nobody has signed in. */
  readonly person: () => string | null
  /** The model that may read notes; null when none is configured. */
  readonly noteModel: () => NoteModel | null
}

export interface WiredPriorAuth {
  readonly service: PriorAuthService
  readonly handlers: Handlers<keyof typeof priorAuthRequests>
  start(): void
  stop(): void
  /** Looks once at everything open. */
  look(): Promise<void>
  /** Messages of the hub; what the queue of approvals tells is looked at. */
  receive(channel: string): void
}

/** Wires prior authorisation to one hub. */
export function wirePriorAuth({
  hub,
  gate,
  window,
  stationId,
  log,
  noteModel,
  person,
}: PriorAuthWiring): WiredPriorAuth {
  const store = new RedisPriorAuth(hub)
  const book = shippedPolicies()
  const offsetMinutes = (at: number): number => -new Date(at).getTimezoneOffset()
  const defect = (error: unknown): void =>
    log.error({ error: kindOfError(error) }, 'prior authorisation: defect')
  const changed = (id: string | null): void => window.send('prior-auth.changed', { id })
  const allowance = dailyAllowance(NOTES_A_DAY)
  const allow = (): Promise<boolean> => Promise.resolve(allowance())
  const notes = new NoteDesk(book, new ModelNoteReader({ model: noteModel, allow }))
  const service = new PriorAuthService({ store, gate, book, notes, offsetMinutes, changed, defect })
  const batches = new PriorAuthBatches({
    store,
    gate,
    book,
    offsetMinutes,
    defect,
    batches: new RedisBatches(hub),
    station: stationId,
    publish: (status) => window.send('prior-auth.batch', status),
  })
  const watch = new PriorAuthWatch({
    store,
    gate,
    changed,
    defect,
    escalated: ({ id, clock }, overdue) =>
      window.send('prior-auth.escalated', { id, deadlineAt: clock.deadlineAt, overdue }),
  })
  const decided = hub.keys.approvalsWake()
  return {
    service,
    handlers: priorAuthHandlers(service, batches, person),
    start: () => {
      watch.start()
      batches.start()
    },
    stop: () => {
      watch.stop()
      void batches.stop()
    },
    look: () => watch.look(),
    receive: (channel) => {
      if (channel === decided) watch.lookSoon()
    },
  }
}
