import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { HubAddress } from './address.ts'
import type { ConnectionRole, HubClient } from './client.ts'
import { HubConnection } from './connection.ts'
import { HubClock } from './hub-clock.ts'
import { asHubError, HubError, toHubError, troubleSentence } from './hub-error.ts'
import type { HubScript } from './hub-script.ts'
import { everyPage, SCAN_COUNT, type ScanPage, scanPage } from './key-scan.ts'
import { Listening } from './listening.ts'
import type { LinkHook, LinkState } from './link-state.ts'
import type { HubKeys } from './keys.ts'
import { type HubArgument, pipelined } from './pipelined.ts'
import { settleWithin } from './settle-within.ts'
import type { LinkTrouble } from '@shared/features/hub-health/model.ts'

interface HubEvents {
  state: [LinkState]
  message: [channel: string, payload: Buffer]
  /** Round-trip time of a heartbeat in milliseconds. */
  beat: [number]
  error: [HubError]
}

const BEAT_MS = 500
/** A hub that answers PING may still refuse every acknowledgement; asked on every second beat. */
const BEATS_PER_PROBE = 2
const REATTACH_MS = 250
const roles: readonly ConnectionRole[] = ['commands', 'subscriptions', 'blocking']

/** The station's link to the hub: three supervised connections that are live or lost together. */
export class Hub extends EventEmitter<HubEvents> {
  readonly keys: HubKeys
  readonly address: HubAddress
  readonly #clock = new HubClock()
  readonly #connections = new Map<ConnectionRole, HubConnection>()
  readonly #clients = new Map<ConnectionRole, HubClient>()
  readonly #attachHooks: LinkHook[] = []
  readonly #probes: LinkHook[] = []
  #state: LinkState
  #generation = 0
  #attaching: Promise<void> = Promise.resolve()
  #beats = 0
  #timer: NodeJS.Timeout | null = null
  #reconnects = 0
  #stopped = false
  readonly #listening = new Listening((send) => this.#call('subscriptions', send, 1_200))

  constructor(address: HubAddress, keys: HubKeys, clientName: string) {
    super()
    this.keys = keys
    this.address = address
    this.#state = { link: 'connecting', trouble: null, sentence: '', lastProof: null, since: Date.now() }
    const watcher = {
      live: (role: ConnectionRole, client: HubClient) => this.#onLive(role, client),
      lost: (role: ConnectionRole, trouble: LinkTrouble) => this.#onLost(role, trouble),
    }
    for (const role of roles)
      this.#connections.set(role, new HubConnection(address, role, clientName, watcher))
  }

  get state(): LinkState {
    return this.#state
  }

  get reconnects(): number {
    return this.#reconnects
  }

  /** Milliseconds since 1970 by the hub's clock, so that all stations agree on every deadline. */
  now(): number {
    return this.#clock.now()
  }

  /** Registers work for every new link; call before `start`. */
  onAttach(hook: LinkHook): void {
    this.#attachHooks.push(hook)
  }

  /** Registers a question that only a hub that still serves this station answers; call before `start`. */
  onProbe(hook: LinkHook): void {
    this.#probes.push(hook)
  }

  start(): void {
    for (const connection of this.#connections.values()) connection.start()
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS)
  }

  /** Closes all connections; every pending call is rejected. */
  stop(): void {
    this.#stopped = true
    if (this.#timer) clearInterval(this.#timer)
    for (const connection of this.#connections.values()) connection.stop()
    this.#clients.clear()
    this.#generation += 1
    this.removeAllListeners()
  }

  /** One command on the command connection. Always settles; rejects with a HubError. */
  async run(command: string, ...args: HubArgument[]): Promise<unknown> {
    return this.#call('commands', (client) => client.call(command, ...args), 1_200)
  }

  /** Several commands in one round trip (one each on a Cluster); each settles by itself. */
  async runAll(
    commands: readonly (readonly [string, ...HubArgument[]])[],
  ): Promise<PromiseSettledResult<unknown>[]> {
    if (commands.length === 0) return []
    if (this.address.kind === 'cluster') {
      return Promise.allSettled(commands.map(([name, ...args]) => this.run(name, ...args)))
    }
    return this.#call('commands', (client) => pipelined(client, commands), 2_200)
  }

  /** One page of all keys that fit a pattern (key-scan.ts). Rejects with a HubError. */
  async scanPage(place: string, pattern: string, count: number): Promise<ScanPage> {
    return this.#call('commands', (client) => scanPage(client, place, pattern, count), 1_200)
  }

  /** All keys that fit, page by page; pages may be empty and a key may come twice. Rejects with a HubError. */
  scan(pattern: string): AsyncIterable<readonly string[]> {
    return everyPage((place) => this.scanPage(place, pattern, SCAN_COUNT))
  }

  /** A blocking read of at most 500 ms on its own connection. Never a popping command. */
  async block(command: string, ...args: HubArgument[]): Promise<unknown> {
    const reply = await this.#call('blocking', (client) => client.call(command, ...args), 2_200)
    this.#connections.get('blocking')?.proveLife()
    return reply
  }

  /** Runs a script by its digest, sending its text only when the hub does not know it. */
  async script(script: HubScript, keys: readonly string[], args: readonly HubArgument[]): Promise<unknown> {
    try {
      return await this.run('EVALSHA', script.sha1, keys.length, ...keys, ...args)
    } catch (error) {
      if (error instanceof HubError && error.code === 'NOSCRIPT') {
        return this.run('EVAL', script.source, keys.length, ...keys, ...args)
      }
      throw error
    }
  }

  /**
   * Listens to exactly these channels. Resolves with those of `welcome` that the hub denies; rejects with a HubError
   * when one of `needed` is denied, or the link fails.
   */
  listenTo(needed: readonly string[], welcome: readonly string[] = []): Promise<readonly string[]> {
    return this.#listening.to(needed, welcome)
  }

  /** Listens to these as well. Rejects with a HubError. */
  listenAlso(channels: readonly string[]): Promise<void> {
    return this.#listening.also(channels)
  }

  /** Listens to these no more, whether it did or not. Rejects with a HubError. */
  listenNoMore(channels: readonly string[]): Promise<void> {
    return this.#listening.noMore(channels)
  }

  /** Listens to every channel that fits as well; false when the hub denies it. Rejects with a HubError. */
  listenToPattern(pattern: string): Promise<boolean> {
    return this.#listening.toPattern(pattern)
  }

  /**
   * A call failed. A refusal (NOPERM, OOM…) is said aloud and attaching is tried until it works. After a timeout
   * the link may still be well, but whoever met it has stopped: attaching again starts everything anew.
   */
  fault(error: unknown): void {
    if (!(error instanceof HubError)) throw error
    if (this.#stopped) return
    this.emit('error', error)
    if (this.#state.link !== 'live' || this.#clients.size < roles.length) return
    if (error.failure === 'refused') this.#setLost(error.trouble)
    this.#attach(error.failure === 'refused' ? REATTACH_MS : 0)
  }

  /** Runs the attach hooks again on the present link. */
  reattach(): void {
    if (this.#clients.size === roles.length) this.#attach(0)
  }

  async #call<T>(role: ConnectionRole, send: (client: HubClient) => Promise<T>, ms: number): Promise<T> {
    const client = this.#clients.get(role)
    if (!client) throw new HubError('not-sent', this.#state.trouble ?? 'unreachable', 'NOLINK')
    try {
      return await settleWithin(send(client), ms)
    } catch (error) {
      throw toHubError(error)
    }
  }

  #onLive(role: ConnectionRole, client: HubClient): void {
    this.#clients.set(role, client)
    if (role === 'subscriptions') {
      this.#listening.begin()
      const heard = (channel: Buffer, payload: Buffer): void => {
        this.#connections.get('subscriptions')?.proveLife()
        this.emit('message', channel.toString('utf8'), payload)
      }
      client.on('messageBuffer', heard)
      client.on('pmessageBuffer', (_pattern: string, ...of: [Buffer, Buffer]) => heard(...of))
    }
    if (this.#clients.size === roles.length) this.#attach(0)
  }

  #onLost(role: ConnectionRole, trouble: LinkTrouble): void {
    this.#clients.delete(role)
    this.#generation += 1
    this.#setLost(trouble)
  }

  /** One attach at a time: two would build the wards side by side, and the slower would undo the newer. */
  #attach(afterMs: number): void {
    const generation = ++this.#generation
    const run = this.#attaching.then(() => this.#runAttach(generation, afterMs))
    this.#attaching = run.catch(() => undefined)
  }

  async #runAttach(generation: number, afterMs: number): Promise<void> {
    if (afterMs > 0) await pause(afterMs)
    while (generation === this.#generation && !this.#stopped) {
      try {
        await this.#readClock()
        for (const hook of this.#attachHooks) {
          if (generation !== this.#generation) return
          await hook()
        }
        if (generation !== this.#generation) return
        this.#setLive()
        return
      } catch (error) {
        if (generation !== this.#generation) return
        const failure = asHubError(error)
        this.emit('error', failure)
        this.#setLost(failure.trouble)
        await pause(REATTACH_MS)
      }
    }
  }

  async #beat(): Promise<void> {
    // While a hook keeps failing the hub is alive but useless; its age must not read as live.
    if (this.#state.link !== 'live') return
    try {
      const roundTrip = await this.#readClock()
      if (this.#state.link !== 'live') return
      this.#state = { ...this.#state, lastProof: performance.now() }
      this.emit('beat', roundTrip)
      this.#beats += 1
      if (this.#beats % BEATS_PER_PROBE === 0) for (const probe of this.#probes) await probe()
    } catch (error) {
      // The connection's own watch decides when silence is a lost link; a refusal is an answer.
      if (error instanceof HubError && error.failure === 'refused') this.fault(error)
    }
  }

  async #readClock(): Promise<number> {
    const sent = performance.now()
    const reply = await this.run('TIME')
    this.#connections.get('commands')?.proveLife()
    const received = performance.now()
    this.#clock.set(reply, sent, received)
    return received - sent
  }

  #setLive(): void {
    const { link, lastProof, since } = this.#state
    if (link === 'lost' && lastProof !== null) this.#reconnects += 1
    this.#setState({
      link: 'live',
      trouble: null,
      sentence: '',
      lastProof: performance.now(),
      since: link === 'live' ? since : Date.now(),
    })
  }

  #setLost(trouble: LinkTrouble): void {
    const wasLost = this.#state.link === 'lost'
    if (wasLost && this.#state.trouble === trouble) return
    this.#setState({
      link: 'lost',
      trouble,
      sentence: troubleSentence(trouble, this.address.display),
      lastProof: this.#state.lastProof,
      since: wasLost ? this.#state.since : Date.now(),
    })
  }

  #setState(state: LinkState): void {
    this.#state = state
    this.emit('state', state)
  }
}
