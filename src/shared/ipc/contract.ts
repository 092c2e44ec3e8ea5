import type { z } from 'zod'
import type { Demand } from '@shared/clinical/permissions.ts'
import type { AuditKind, Subject } from './audit-record.ts'

/** What is put on record about a request. `quiet` is for the machinery (paint reports, status polls). */
export type AuditLevel = 'quiet' | 'read' | 'write'

export interface RequestContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I
  readonly output: O
  /** The permission that it demands (`src/shared/clinical/permissions.ts`). */
  readonly role: Demand
  readonly audit: AuditLevel
  /** The kind under which it is recorded when it is neither a plain read nor a plain write. */
  readonly kind?: AuditKind
  /** Whom the request concerns, for the record; absent or null when nobody. */
  subject?(input: z.output<I>): Subject | null
  /** True for a call that touches nobody's data, although others of the same request do. */
  unrecorded?(input: z.output<I>): boolean
  /** The reason that the person gave, for the record; absent where none is asked. */
  why?(input: z.output<I>): string | null
}

export interface EventContract<P extends z.ZodType = z.ZodType> {
  readonly payload: P
  /** Who may be told: main sends it to nobody else. */
  readonly to: Demand
}

/** Declares one request; role and audit level are part of it so that no feature can forget them. */
export function request<I extends z.ZodType, O extends z.ZodType>(
  contract: RequestContract<I, O>,
): RequestContract<I, O> {
  return contract
}

/** Declares one event that main pushes to the renderer, and who may be told. */
export function event<P extends z.ZodType>(payload: P, to: Demand): EventContract<P> {
  return { payload, to }
}

export type RequestMap = Readonly<Record<string, RequestContract>>
export type EventMap = Readonly<Record<string, EventContract>>

export type InputOf<C extends RequestContract> = z.input<C['input']>
export type ParsedInputOf<C extends RequestContract> = z.output<C['input']>
export type OutputOf<C extends RequestContract> = z.output<C['output']>
export type PayloadOf<C extends EventContract> = z.output<C['payload']>
