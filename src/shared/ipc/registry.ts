import type { z } from 'zod'
import type { EventMap, InputOf, OutputOf, ParsedInputOf, PayloadOf, RequestMap } from './contract.ts'
import { alertEvents, alertRequests } from '@shared/features/alerts/contract.ts'
import { hubHealthEvents, hubHealthRequests } from '@shared/features/hub-health/contract.ts'
import { sessionEvents, sessionRequests } from '@shared/features/sessions/contract.ts'
import { settingsEvents, settingsRequests } from '@shared/features/settings/contract.ts'
import { stationRequests } from '@shared/features/station/contract.ts'

/** Every request of every feature; main routes by it and the renderer parses replies by it. */
export const requests = {
  ...alertRequests,
  ...hubHealthRequests,
  ...sessionRequests,
  ...settingsRequests,
  ...stationRequests,
} as const satisfies RequestMap

export const events = {
  ...alertEvents,
  ...hubHealthEvents,
  ...sessionEvents,
  ...settingsEvents,
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
