import type { Role } from '@shared/clinical/roles.ts'
import { type Demand, meets, type Permission } from '@shared/clinical/permissions.ts'
import { type Reply, RequestFailure, type TransportErrorCode } from '@shared/ipc/envelope.ts'
import type { AuditOutcome } from '@shared/ipc/audit-record.ts'
import {
  inputSchemaOf,
  outputSchemaOf,
  recordOf,
  type RequestName,
  type RequestOutput,
  type RequestParsedInput,
  type RequestRecord,
  requests,
} from '@shared/ipc/registry.ts'

export type Handler<N extends RequestName> = (
  input: RequestParsedInput<N>,
) => RequestOutput<N> | Promise<RequestOutput<N>>

/** A handler for every request of a feature; the compiler notices a missing one. */
export type Handlers<N extends RequestName = RequestName> = { readonly [Name in N]: Handler<Name> }

/** Who sits at this station, and what they may do. A wall display is nobody in person. */
export interface Sitting {
  readonly actor: { readonly user: string; readonly role: Role | 'wall-display'; readonly station: string }
  readonly held: ReadonlySet<Permission>
  /** Another number is another session. */
  readonly serial: number
  /** Short name of the session, for the record; not its id. */
  readonly handle: string
}

/** Who asks, and in which session of theirs. */
export type ActingSession = Sitting['actor'] & { readonly sessionId: string }

/** One request as the audit keeps it: whom it concerned and how it ended, never its content. */
export interface AuditedRequest extends RequestRecord {
  readonly request: RequestName
  readonly actor: ActingSession
  readonly outcome: AuditOutcome
  readonly code: string | null
}

export interface RouterPorts {
  /** Checked at this moment, from memory; null when nobody has signed in or the session has just ended. */
  sitting(): Sitting | null
  /**
   * Puts a request on record; resolves once that is durable. Rejects when an intent, or a read about to be
   * answered, could not be recorded: then nothing is done or shown.
   */
  audit(request: AuditedRequest): Promise<void>
  /** A defect, without patient data. */
  defect(request: string, error: unknown): void
}

const sentences: Record<TransportErrorCode, string> = {
  'ipc.unknown-request': 'The window asked for something that this version does not offer.',
  'ipc.untrusted-sender':
    'The request did not come from a window of this application and was not carried out.',
  'ipc.bad-input': 'The request was not understood; nothing was changed.',
  'ipc.bad-output': 'The answer could not be prepared. It may have been carried out; look at the board.',
  'ipc.no-session': 'Nobody is signed in at this station. Sign in and do it again.',
  'ipc.not-recorded': 'This was not done, because it could not be recorded.',
  'ipc.not-permitted': 'Your role does not permit this; nothing was changed.',
  'ipc.internal':
    'Something failed inside the station. What was being done may not have happened; look at the board.',
}

function refuse(code: TransportErrorCode): Reply<never> {
  return { ok: false, error: { code, message: sentences[code], details: {} } }
}

/**
 * Answers requests in one fixed order: route, parse, session, role, intent on record (writes), handler, parse,
 * outcome on record, envelope. What cannot be put on record is not done, or not shown.
 */
export class Router {
  readonly #handlers: Handlers
  readonly #ports: RouterPorts

  constructor(handlers: Handlers, ports: RouterPorts) {
    this.#handlers = handlers
    this.#ports = ports
  }

  /** @param trusted whether the transport has recognised the sender as our own window. Never rejects. */
  async answer(name: string, input: unknown, trusted: boolean): Promise<Reply<unknown>> {
    if (!trusted) return refuse('ipc.untrusted-sender')
    if (!isRequestName(name)) return refuse('ipc.unknown-request')
    return this.#answer(name, input)
  }

  async #answer(name: RequestName, input: unknown): Promise<Reply<unknown>> {
    const parsed = inputSchemaOf(name).safeParse(input)
    if (!parsed.success) return refuse('ipc.bad-input')
    const demand: Demand = requests[name].role
    const sitting = this.#ports.sitting()
    const record = recordOf(name, parsed.data)
    const put = async (outcome: AuditOutcome, code: string | null): Promise<Reply<never> | null> => {
      if (record === null || sitting === null) return null
      const actor = { ...sitting.actor, sessionId: sitting.handle }
      return this.#put({ ...record, request: name, actor, outcome, code })
    }
    if (!meets(sitting?.held ?? null, demand)) {
      if (sitting === null) return refuse('ipc.no-session')
      await put('refused', 'ipc.not-permitted')
      return refuse('ipc.not-permitted')
    }
    if (record?.level === 'write') {
      const unrecorded = await put('intent', null)
      if (unrecorded !== null) return unrecorded
    }
    const reply = await this.#handle(name, parsed.data)
    const code = reply.ok ? null : reply.error.code
    const unrecorded = await put(outcomeOf(code, record), code)
    // What was asked by one person is not told to the next, nor to a screen that has been locked meanwhile.
    if (demand !== 'anyone' && this.#ports.sitting()?.serial !== sitting?.serial)
      return refuse('ipc.no-session')
    return reply.ok && record?.level === 'read' && unrecorded !== null ? unrecorded : reply
  }

  /** The failure to answer with when the request could not be recorded; null when it is on record. */
  async #put(request: AuditedRequest): Promise<Reply<never> | null> {
    try {
      await this.#ports.audit(request)
      return null
    } catch (error) {
      if (error instanceof RequestFailure) return failed(error)
      this.#ports.defect(request.request, error)
      return refuse('ipc.not-recorded')
    }
  }

  async #handle<N extends RequestName>(name: N, input: RequestParsedInput<N>): Promise<Reply<unknown>> {
    try {
      const handler: Handler<N> = this.#handlers[name]
      const parsed = outputSchemaOf(name).safeParse(await handler(input))
      if (parsed.success) return { ok: true, value: parsed.data }
      this.#ports.defect(name, new Error('output does not match its contract'))
      return refuse('ipc.bad-output')
    } catch (error) {
      if (error instanceof RequestFailure) return failed(error)
      this.#ports.defect(name, error)
      return refuse('ipc.internal')
    }
  }
}

function failed({ code, message, details }: RequestFailure): Reply<never> {
  return { ok: false, error: { code, message, details } }
}

/** A write that failed inside may have happened; a read that failed showed nothing. */
function outcomeOf(code: string | null, record: RequestRecord | null): AuditOutcome {
  if (code === null) return 'done'
  const uncertain = code.endsWith('.outcome-unknown') || code === 'ipc.internal' || code === 'ipc.bad-output'
  return uncertain && record?.level === 'write' ? 'unknown' : 'failed'
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}
