import { setTimeout as pause } from 'node:timers/promises'
import { openClient, type Redis } from '@main/hub/open-client.ts'
import type { Dice } from './dice.ts'
import type { MixedMessage } from './message-mix.ts'

const RETRY_MS = 50

interface Pending {
  readonly message: MixedMessage
  /** How many of the seed's three commands the hub has confirmed. */
  done: number
}

/**
 * Publishes as the seed's Python does (two channels, then the history), in order, and does not give up: a message
 * counts as published once the history holds it. After a failure it repeats the whole message or goes on where it
 * stopped, as publishers differ.
 */
export class FaultPublisher {
  readonly #client: Redis
  readonly #dice: Dice
  /** Messages that the hub had confirmed and no longer held after it was killed. */
  takenBack = 0
  readonly #recent: { message: MixedMessage; at: number }[] = []

  constructor(url: string, dice: Dice) {
    this.#client = openClient(url)
    this.#dice = dice
  }

  /** Publishes all; resolves when every one is in its patient's history. */
  async publish(messages: readonly MixedMessage[]): Promise<void> {
    let rest: Pending[] = messages.map((message) => ({ message, done: 0 }))
    while (rest.length > 0) {
      rest = await this.#attempt(rest)
      if (rest.length === 0) return
      if (this.#dice.chance(0.5)) for (const pending of rest) pending.done = 0
      await pause(RETRY_MS)
    }
  }

  /** Publishes one message and does something else at the moment when listeners have it and the history has not. */
  async publishAround(message: MixedMessage, between: () => void): Promise<void> {
    try {
      await this.#client.publish(`alerts:${message.unit}`, message.text)
    } catch {
      // The whole message follows below in any case.
    }
    between()
    await this.publish([message])
  }

  /** After the hub was killed: publishes again what it had confirmed and lost with its last unwritten second. */
  async checkRecent(): Promise<void> {
    const gone: MixedMessage[] = []
    for (const { message } of this.#recent) {
      const score = await this.#client.zscore(`alert_history:${message.patientId}`, message.text)
      if (score === null) gone.push(message)
    }
    this.takenBack += gone.length
    await this.publish(gone)
  }

  close(): void {
    this.#client.disconnect()
  }

  async #attempt(pendings: Pending[]): Promise<Pending[]> {
    const pipeline = this.#client.pipeline()
    const owners: Pending[] = []
    for (const pending of pendings) {
      const { message, done } = pending
      if (done < 1) pipeline.publish(`alerts:${message.unit}`, message.text)
      if (done < 2) pipeline.publish(`alerts:patient:${message.patientId}`, message.text)
      pipeline.zadd(`alert_history:${message.patientId}`, Date.now() / 1_000, message.text)
      for (let step = done; step < 3; step += 1) owners.push(pending)
    }
    const results = await pipeline.exec().catch(() => null)
    const broken = new Set<Pending>()
    owners.forEach((pending, index) => {
      const failed = results?.[index]?.[0] !== null
      if (failed) broken.add(pending)
      else if (!broken.has(pending)) pending.done += 1
    })
    const now = Date.now()
    for (const { message, done } of pendings) if (done >= 3) this.#recent.push({ message, at: now })
    while ((this.#recent[0]?.at ?? now) < now - 3_000) this.#recent.shift()
    return pendings.filter(({ done }) => done < 3)
  }
}
