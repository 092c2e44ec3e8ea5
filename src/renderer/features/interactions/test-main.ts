import {
  inputSchemaOf,
  outputSchemaOf,
  payloadSchemaOf,
  type EventName,
  type RequestName,
} from '@shared/ipc/registry.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

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
  return {
    request,
    subscribe,
    asked,
    /** Everything that was asked by this name, in order. */
    of: (name: RequestName) => asked.filter((each) => each.name === name),
    /** Answers the latest question of this name and lets the store take it in. */
    async answer(name: RequestName, given: Answer): Promise<void> {
      asked.findLast((each) => each.name === name)?.answer(given)
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    send(name: EventName, payload: unknown): void {
      for (const take of listeners.get(name) ?? []) take(payload)
    },
  }
}
