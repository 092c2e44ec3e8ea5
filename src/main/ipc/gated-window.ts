import type { WindowPort } from '@main/platform/ports.ts'
import { meets, type Permission } from '@shared/clinical/permissions.ts'
import { type EventName, type EventPayload, events } from '@shared/ipc/registry.ts'

/** Sends an event only to a person who may be told; what is not sent is not kept, the next snapshot has it. */
export class GatedWindow implements WindowPort {
  readonly #window: WindowPort
  readonly #held: () => ReadonlySet<Permission> | null

  /** @param held the rights of the person at the station at this moment; null when nobody has signed in. */
  constructor(window: WindowPort, held: () => ReadonlySet<Permission> | null) {
    this.#window = window
    this.#held = held
  }

  send<N extends EventName>(name: N, payload: EventPayload<N>): void {
    if (meets(this.#held(), events[name].to)) this.#window.send(name, payload)
  }
}
