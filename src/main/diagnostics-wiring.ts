import { diagnosticHandlers } from './features/diagnostics/handlers.ts'
import { ForeignRunWatch } from './features/diagnostics/foreign-runs.ts'
import type { ApprovalGate, OpinionModel } from './features/diagnostics/ports.ts'
import { RedisDiagnostics } from './features/diagnostics/redis.ts'
import { DiagnosticService } from './features/diagnostics/service.ts'
import type { Hub } from './hub/hub.ts'
import type { Handlers } from './ipc/router.ts'
import { kindOfError } from './platform/log.ts'
import type { WindowPort } from './platform/ports.ts'
import type { StationOptions } from './station-options.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { diagnosticRequests } from '@shared/features/diagnostics/contract.ts'

interface DiagnosticWiring {
  readonly hub: Hub
  readonly gate: ApprovalGate
  readonly window: WindowPort
  readonly stationId: string
  readonly log: StationOptions['log']
  /** Null when no model is configured: the local rules are complete without one. */
  readonly model: () => OpinionModel | null
  readonly person: () => Actor
}

export interface WiredDiagnostics {
  readonly handlers: Handlers<keyof typeof diagnosticRequests>
  readonly service: DiagnosticService
  /** What it listens to. */
  readonly channels: readonly string[]
  /** Resolves with false when the hub denies the progress of other programs' runs. Rejects with a HubError. */
  attach(): Promise<boolean>
  receive(channel: string, payload: Buffer): void
  /** Leaves what is under way to other stations. */
  stop(): Promise<void>
}

/** Wires diagnostic runs to one hub. */
export function wireDiagnostics({
  hub,
  gate,
  window,
  stationId,
  log,
  model,
  person,
}: DiagnosticWiring): WiredDiagnostics {
  const store = new RedisDiagnostics(hub, stationId)
  const service = new DiagnosticService({
    store,
    gate: () => gate,
    model,
    defect: (error) => log.error({ error: kindOfError(error) }, 'diagnostics: defect'),
    window: {
      push: (change) => window.send('diagnostics.changed', change),
      reset: (revision) => window.send('diagnostics.reset', { revision }),
    },
    person,
  })
  const foreign = new ForeignRunWatch({
    store,
    push: (runs) => window.send('diagnostics.foreign-changed', runs),
    defect: (error) => log.error({ error: kindOfError(error) }, 'diagnostics: defect'),
  })
  const wake = hub.keys.diagnosticsWake()
  return {
    service,
    handlers: diagnosticHandlers(service, store, foreign),
    channels: [wake],
    attach: async () => {
      service.attach()
      foreign.attach()
      return hub.listenToPattern(hub.keys.diagnosticProgressPattern())
    },
    receive: (channel, payload) => {
      if (channel === wake) return service.woken(payload.toString('utf8'))
      const sessionId = hub.keys.sessionOfProgress(channel)
      if (sessionId !== null) void foreign.heard(sessionId, payload.toString('utf8'))
      return undefined
    },
    stop: () => {
      foreign.stop()
      return service.stop()
    },
  }
}
