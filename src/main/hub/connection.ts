import type { HubAddress } from './address.ts'
import { type ConnectionRole, createClient, type HubClient } from './client.ts'
import { classify } from './hub-error.ts'
import { settleWithin } from './settle-within.ts'
import type { LinkTrouble } from '@shared/features/hub-health/model.ts'

const BEAT_MS = 500
/** REDIS.md: after this much silence the socket is destroyed, since a half-open one still reports ready. */
const SILENCE_MS = 2_000
const RETRY_MIN_MS = 100
const RETRY_SPREAD_MS = 250

export interface ConnectionObserver {
  live(role: ConnectionRole, client: HubClient): void
  lost(role: ConnectionRole, trouble: LinkTrouble, code: string): void
}

/**
 * Keeps one connection alive: connects, proves life every 500 ms, destroys a silent socket, and tries again
 * for ever with jitter. Each attempt gets a fresh client, so nothing of a dead one can leak into the next.
 */
export class HubConnection {
  readonly #address: HubAddress
  readonly #role: ConnectionRole
  readonly #clientName: string
  readonly #observer: ConnectionObserver
  #client: HubClient | null = null
  #lastProof = 0
  #lastBeat = 0
  #beat: NodeJS.Timeout | null = null
  #retry: NodeJS.Timeout | null = null
  #stopped = false

  constructor(address: HubAddress, role: ConnectionRole, clientName: string, observer: ConnectionObserver) {
    this.#address = address
    this.#role = role
    this.#clientName = clientName
    this.#observer = observer
  }

  start(): void {
    void this.#attempt()
  }

  /** Ends the connection; nothing is retried afterwards. */
  stop(): void {
    this.#stopped = true
    if (this.#retry) clearTimeout(this.#retry)
    this.#drop()
  }

  /** Any reply on this connection is proof of life; callers report theirs. */
  proveLife(): void {
    this.#lastProof = performance.now()
  }

  async #attempt(): Promise<void> {
    if (this.#stopped) return
    const client = createClient(this.#address, this.#role, this.#clientName)
    let lastError: unknown = null
    client.on('error', (error: unknown) => {
      lastError = error
    })
    try {
      await settleWithin(client.connect(), 1_500)
      await settleWithin(client.ping(), 1_000)
    } catch (error) {
      client.disconnect()
      const { trouble, code } = worst(lastError, error)
      if (this.#stopped) return
      this.#observer.lost(this.#role, trouble, code)
      this.#scheduleRetry()
      return
    }
    if (this.#stopped) {
      client.disconnect()
      return
    }
    this.#client = client
    this.proveLife()
    this.#lastBeat = performance.now()
    client.once('end', () => this.#ended(client, lastError))
    this.#beat = setInterval(() => this.#onBeat(client), BEAT_MS)
    this.#observer.live(this.#role, client)
  }

  #onBeat(client: HubClient): void {
    const now = performance.now()
    // The machine slept or this process was stopped: the hub gets one second to answer before it is doubted.
    if (now - this.#lastBeat > 3 * BEAT_MS) this.#lastProof = Math.max(this.#lastProof, now - SILENCE_MS / 2)
    this.#lastBeat = now
    if (now - this.#lastProof > SILENCE_MS) {
      this.#ended(client, new Error('timed out'))
      return
    }
    // Behind a blocking read the answer comes when that ends, and when nobody reads it is the only proof there is.
    client.ping().then(
      () => this.proveLife(),
      () => undefined,
    )
  }

  #ended(client: HubClient, error: unknown): void {
    if (this.#client !== client) return
    this.#drop()
    if (this.#stopped) return
    const { trouble, code } = classify(error)
    this.#observer.lost(this.#role, trouble, code)
    this.#scheduleRetry()
  }

  #drop(): void {
    if (this.#beat) clearInterval(this.#beat)
    this.#beat = null
    const client = this.#client
    this.#client = null
    if (!client) return
    // disconnect() only half-closes; a black-holed peer never answers the FIN.
    if ('stream' in client) client.stream.destroy()
    client.disconnect()
  }

  #scheduleRetry(): void {
    this.#retry = setTimeout(() => void this.#attempt(), RETRY_MIN_MS + Math.random() * RETRY_SPREAD_MS)
  }
}

/** The socket's own error says more than "connection is closed"; a reply to PING says more than either. */
function worst(fromSocket: unknown, fromCall: unknown): { trouble: LinkTrouble; code: string } {
  const call = classify(fromCall)
  if (call.isReply) return call
  return fromSocket === null ? call : classify(fromSocket)
}
