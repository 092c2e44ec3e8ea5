import { z } from 'zod'

/** Failures that any request can meet before a feature sees it. */
export const TransportErrorCode = z.enum([
  'ipc.unknown-request',
  'ipc.untrusted-sender',
  'ipc.bad-input',
  'ipc.bad-output',
  'ipc.no-session',
  'ipc.not-permitted',
  'ipc.not-recorded',
  'ipc.internal',
])
export type TransportErrorCode = z.infer<typeof TransportErrorCode>

export const Failure = z.object({
  code: z.string(),
  /** For people: what happened, what was kept, what to do. Never patient data. */
  message: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
})
export type Failure = z.infer<typeof Failure>

/** Every reply of main, on every channel. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure }

/** The shape a reply has on the wire, before its value is parsed by the request's own schema. */
export const ReplyEnvelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: Failure }),
])

/** Thrown by services for an expected refusal; the router turns it into the envelope's error. */
export class RequestFailure extends Error {
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(code: string, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'RequestFailure'
    this.code = code
    this.details = details
  }
}
