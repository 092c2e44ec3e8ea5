import type { HubClient } from './client.ts'
import { HubError } from './hub-error.ts'

type Send = <T>(send: (client: HubClient) => Promise<T>) => Promise<T>

/** What a station listens to on its connection for subscriptions. Everything rejects with a HubError. */
export class Listening {
  readonly #send: Send
  #channels: ReadonlySet<string> = new Set()

  /** @param send carries out a call on that connection. */
  constructor(send: Send) {
    this.#send = send
  }

  /** A new connection listens to nothing. */
  begin(): void {
    this.#channels = new Set()
  }

  /** Listens to exactly these; resolves with those of `welcome` that the hub denies. */
  async to(needed: readonly string[], welcome: readonly string[]): Promise<readonly string[]> {
    const wanted = new Set([...needed, ...welcome])
    const gone = [...this.#channels].filter((channel) => !wanted.has(channel))
    const denied = new Set<string>()
    const listen = async (channel: string): Promise<void> => {
      try {
        await this.also([channel])
      } catch (error) {
        if (!isRefused(error) || !welcome.includes(channel)) throw error
        denied.add(channel)
      }
    }
    await Promise.all([...wanted].map(listen))
    this.#channels = new Set([...wanted].filter((channel) => !denied.has(channel)))
    if (gone.length > 0) await this.#send((client) => client.unsubscribe(...gone))
    return [...denied]
  }

  async also(channels: readonly string[]): Promise<void> {
    const added = channels.filter((channel) => !this.#channels.has(channel))
    if (added.length === 0) return
    // A command each: one rule of an access list must cover a whole command.
    await this.#send((client) => Promise.all(added.map((channel) => client.subscribe(channel))))
    this.#channels = new Set([...this.#channels, ...added])
  }

  /** Listens to these no more, whether it did or not. */
  async noMore(channels: readonly string[]): Promise<void> {
    await this.#send((client) => client.unsubscribe(...channels))
    this.#channels = new Set([...this.#channels].filter((channel) => !channels.includes(channel)))
  }

  /** Listens to every channel that fits; false when the hub denies it. The same pattern twice is one subscription. */
  async toPattern(pattern: string): Promise<boolean> {
    try {
      await this.#send((client) => client.psubscribe(pattern))
      return true
    } catch (error) {
      if (isRefused(error)) return false
      throw error
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof HubError && error.failure === 'refused'
}
