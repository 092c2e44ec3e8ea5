import type { z } from 'zod'
import type { AuditKind, Subject } from './audit-record.ts'
import type {
  AuditLevel,
  EventMap,
  InputOf,
  OutputOf,
  ParsedInputOf,
  PayloadOf,
  RequestMap,
} from './contract.ts'
import { alertEvents, alertRequests } from '@shared/features/alerts/contract.ts'
import { approvalEvents, approvalRequests } from '@shared/features/approvals/contract.ts'
import { auditEvents, auditRequests } from '@shared/features/audit/contract.ts'
import { clinicalRiskEvents, clinicalRiskRequests } from '@shared/features/clinical-risk/contract.ts'
import { diagnosticEvents, diagnosticRequests } from '@shared/features/diagnostics/contract.ts'
import { hubHealthEvents, hubHealthRequests } from '@shared/features/hub-health/contract.ts'
import { interactionEvents, interactionRequests } from '@shared/features/interactions/contract.ts'
import { populationEvents, populationRequests } from '@shared/features/population/contract.ts'
import { priorAuthEvents, priorAuthRequests } from '@shared/features/prior-auth/contract.ts'
import { sessionEvents, sessionRequests } from '@shared/features/sessions/contract.ts'
import { settingsEvents, settingsRequests } from '@shared/features/settings/contract.ts'
import { stationRequests } from '@shared/features/station/contract.ts'

/** Every request of every feature; main routes by it and the renderer parses replies by it. */
export const requests = {
  ...alertRequests,
  ...auditRequests,
  ...hubHealthRequests,
  ...interactionRequests,
  ...sessionRequests,
  ...settingsRequests,
  ...stationRequests,
  ...approvalRequests,
  ...priorAuthRequests,
  ...diagnosticRequests,
  ...populationRequests,
  ...clinicalRiskRequests,
} as const satisfies RequestMap

export const events = {
  ...alertEvents,
  ...auditEvents,
  ...hubHealthEvents,
  ...interactionEvents,
  ...sessionEvents,
  ...settingsEvents,
  ...approvalEvents,
  ...priorAuthEvents,
  ...diagnosticEvents,
  ...populationEvents,
  ...clinicalRiskEvents,
} as const satisfies EventMap

export type Requests = typeof requests
export type RequestName = keyof Requests
export type Events = typeof events
export type EventName = keyof Events

export type RequestInput<N extends RequestName> = InputOf<Requests[N]>
export type RequestParsedInput<N extends RequestName> = ParsedInputOf<Requests[N]>
export type RequestOutput<N extends RequestName> = OutputOf<Requests[N]>
export type EventPayload<N extends EventName> = PayloadOf<Events[N]>

/** The schema that parses one request's input; the annotation ties the registry's entry to its name. */
export function inputSchemaOf<N extends RequestName>(name: N): z.ZodType<RequestParsedInput<N>> {
  const contracts: { readonly [K in RequestName]: { readonly input: z.ZodType<RequestParsedInput<K>> } } =
    requests
  return contracts[name].input
}

/** The schema that parses one request's reply. */
export function outputSchemaOf<N extends RequestName>(name: N): z.ZodType<RequestOutput<N>> {
  const contracts: { readonly [K in RequestName]: { readonly output: z.ZodType<RequestOutput<K>> } } =
    requests
  return contracts[name].output
}

/** The schema that parses one event's payload. */
export function payloadSchemaOf<N extends EventName>(name: N): z.ZodType<EventPayload<N>> {
  const contracts: { readonly [K in EventName]: { readonly payload: z.ZodType<EventPayload<K>> } } = events
  return contracts[name].payload
}

interface Recorded<I> {
  readonly audit: AuditLevel
  readonly kind?: AuditKind
  subject?(input: I): Subject | null
  unrecorded?(input: I): boolean
  why?(input: I): string | null
}

/** What a request is recorded as; null for the machinery, which is not recorded. */
export function recordOf<N extends RequestName>(name: N, input: RequestParsedInput<N>): RequestRecord | null {
  const contracts: { readonly [K in RequestName]: Recorded<RequestParsedInput<K>> } = requests
  const { audit: level, kind, ...contract } = contracts[name]
  if (level === 'quiet' || contract.unrecorded?.(input) === true) return null
  return {
    level,
    kind: kind ?? level,
    subject: contract.subject?.(input) ?? null,
    why: contract.why?.(input) ?? null,
  }
}

export interface RequestRecord {
  readonly level: Exclude<AuditLevel, 'quiet'>
  readonly kind: AuditKind
  readonly subject: Subject | null
  readonly why: string | null
}
