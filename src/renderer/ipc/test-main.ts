import {
  inputSchemaOf,
  outputSchemaOf,
  payloadSchemaOf,
  type EventName,
  type RequestName,
} from '@shared/ipc/registry.ts'
import type { RequestFn } from './client.ts'
import type { SubscribeFn } from './events.ts'

type Answer =
  { readonly value: unknown } | { readonly error: { readonly code: string; readonly message: string } }

/** A main process for tests of stores: it answers what a test says, when a test says, and remembers what it was asked. */
export function testMain() {
  const asked: {
    readonly name: RequestName
    readonly input: unknown
    readonly answer: (given: Answer) => void
  }[] = []
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>()
  const request: RequestFn = (name, input) =>
    new Promise((resolve) => {
      asked.push({
        name,
        input: inputSchemaOf(name).parse(input),
        answer: (given) =>
          resolve(
            'error' in given
              ? { ok: false, error: { ...given.error, details: {} } }
              : { ok: true, value: outputSchemaOf(name).parse(given.value) },
          ),
      })
    })
  const subscribe: SubscribeFn = (name, listener) => {
    const take = (payload: unknown): void => listener.onEvent(payloadSchemaOf(name).parse(payload))
    const all = listeners.get(name) ?? new Set()
    listeners.set(name, all.add(take))
    return () => all.delete(take)
  }
  /** Everything that was asked by this name, in order. */
  const of = (name: RequestName) => asked.filter((each) => each.name === name)
  return {
    request,
    subscribe,
    asked,
    of,
    /** Answers the question of this name at a place, the latest unless told, and lets the store take it in. */
    async answer(name: RequestName, given: Answer, at = -1): Promise<void> {
      of(name).at(at)?.answer(given)
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    send(name: EventName, payload: unknown): void {
      for (const take of listeners.get(name) ?? []) take(payload)
    },
  }
}
