import { bridge } from './bridge.ts'
import { payloadSchemaOf, type EventName, type EventPayload } from '@shared/ipc/registry.ts'

const badEvents = new Map<EventName, number>()

export interface Listener<N extends EventName> {
  readonly onEvent: (payload: EventPayload<N>) => void
  /** The payload could not be read: take a fresh snapshot. */
  readonly onBad: () => void
}

/** Listens to one event of main; returns the way to stop. A bad event is counted and logged without its content. */
export function subscribe<N extends EventName>(name: N, listener: Listener<N>): () => void {
  const line = bridge()
  if (line === null) return () => undefined
  const schema = payloadSchemaOf(name)
  return line.on(name, (raw) => {
    const parsed = schema.safeParse(raw)
    if (parsed.success) {
      listener.onEvent(parsed.data)
      return
    }
    const count = (badEvents.get(name) ?? 0) + 1
    badEvents.set(name, count)
    const where = parsed.error.issues[0]?.path.map(String).join('.') ?? ''
    console.warn(`Event ${count} of ${name} that could not be read (${where}); a fresh snapshot is taken.`)
    listener.onBad()
  })
}

/** The shape of `subscribe`, so that stores can be tested without a window. */
export type SubscribeFn = typeof subscribe
