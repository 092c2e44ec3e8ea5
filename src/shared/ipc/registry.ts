import type { EventMap, InputOf, OutputOf, ParsedInputOf, PayloadOf, RequestMap } from './contract.ts'
import { alertEvents, alertRequests } from '@shared/features/alerts/contract.ts'
import { hubHealthEvents, hubHealthRequests } from '@shared/features/hub-health/contract.ts'
import { settingsEvents, settingsRequests } from '@shared/features/settings/contract.ts'
import { stationRequests } from '@shared/features/station/contract.ts'

/** Every request of every feature; main routes by it and the renderer parses replies by it. */
export const requests = {
  ...alertRequests,
  ...hubHealthRequests,
  ...settingsRequests,
  ...stationRequests,
} as const satisfies RequestMap

export const events = {
  ...alertEvents,
  ...hubHealthEvents,
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
