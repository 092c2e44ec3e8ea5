import type { Actor } from '@shared/features/alerts/model.ts'
import { satisfies } from '@shared/clinical/roles.ts'
import { type Reply, RequestFailure, type TransportErrorCode } from '@shared/ipc/envelope.ts'
import type { AuditLevel } from '@shared/ipc/contract.ts'
import {
  inputSchemaOf,
  outputSchemaOf,
  type RequestName,
  type RequestOutput,
  type RequestParsedInput,
  requests,
} from '@shared/ipc/registry.ts'

export type Handler<N extends RequestName> = (
  input: RequestParsedInput<N>,
) => RequestOutput<N> | Promise<RequestOutput<N>>

/** A handler for every request of a feature; the compiler notices a missing one. */
export type Handlers<N extends RequestName = RequestName> = { readonly [Name in N]: Handler<Name> }

export interface RouterPorts {
  /** Who sits at this station. */
  currentPerson(): Actor
  /** Puts a request on record; never with its content. */
  audit(entry: { request: RequestName; level: Exclude<AuditLevel, 'quiet'>; actor: Actor; ok: boolean }): void
  /** A defect, without patient data. */
  defect(request: string, error: unknown): void
}

const sentences: Record<TransportErrorCode, string> = {
  'ipc.unknown-request': 'The window asked for something that this version does not offer.',
  'ipc.untrusted-sender':
    'The request did not come from a window of this application and was not carried out.',
  'ipc.bad-input': 'The request was not understood; nothing was changed.',
  'ipc.bad-output': 'The answer could not be prepared. It may have been carried out; look at the board.',
  'ipc.not-permitted': 'Your role does not permit this; nothing was changed.',
  'ipc.internal':
    'Something failed inside the station. What was being done may not have happened; look at the board.',
}

function refuse(code: TransportErrorCode): Reply<never> {
  return { ok: false, error: { code, message: sentences[code], details: {} } }
}

/** Answers requests in one fixed order: route, parse, session, role, handler, parse, audit, envelope. */
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
    const actor = this.#ports.currentPerson()
    if (!satisfies(actor.role, requests[name].role)) {
      this.#audit(name, actor, false)
      return refuse('ipc.not-permitted')
    }
    const reply = await this.#handle(name, parsed.data)
    this.#audit(name, actor, reply.ok)
    return reply
  }

  async #handle<N extends RequestName>(name: N, input: RequestParsedInput<N>): Promise<Reply<unknown>> {
    try {
      const handler: Handler<N> = this.#handlers[name]
      const parsed = outputSchemaOf(name).safeParse(await handler(input))
      if (parsed.success) return { ok: true, value: parsed.data }
      this.#ports.defect(name, new Error('output does not match its contract'))
      return refuse('ipc.bad-output')
    } catch (error) {
      if (error instanceof RequestFailure) {
        return { ok: false, error: { code: error.code, message: error.message, details: error.details } }
      }
      this.#ports.defect(name, error)
      return refuse('ipc.internal')
    }
  }

  #audit(name: RequestName, actor: Actor, ok: boolean): void {
    const level: AuditLevel = requests[name].audit
    if (level !== 'quiet') this.#ports.audit({ request: name, level, actor, ok })
  }
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}
