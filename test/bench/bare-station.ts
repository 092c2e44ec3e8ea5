import { openClient, type Redis } from '@main/hub/open-client.ts'
import commitScript from '@main/features/alerts/commit.lua?raw'

/**
 * The floor: a bare ioredis program that makes the same Redis round trips as a station deciding on an alert (it
 * hears the message and runs the same script with arguments of the same size, prepared beforehand) and does
 * nothing else: no parsing, grading, bundling, replica, journal or window.
 */
const keys = ['seq', 'log', 'state', 'open', 'due', 'seen', 'bundle', 'closed'].map(
  (name) => `bare:{x}:${name}`,
)
/** As large as the state of a new alert. */
const state = JSON.stringify({ filler: 'x'.repeat(1_700) })

export class BareStation {
  readonly #commands: Redis
  readonly #subscriber: Redis
  #sha = ''
  #serial = 0

  constructor(url: string) {
    this.#commands = openClient(url)
    this.#subscriber = openClient(url)
  }

  /** @param decided called when the script has answered for the message. */
  async start(channel: string, decided: (text: string) => void): Promise<void> {
    this.#sha = String(await this.#commands.script('LOAD', commitScript))
    this.#subscriber.on('message', (_channel, text) => {
      void this.decide().then(() => decided(text))
    })
    await this.#subscriber.subscribe(channel)
  }

  async decide(): Promise<void> {
    this.#serial += 1
    const id = `m${this.#serial}`
    const change = [
      id,
      '0',
      '1',
      'raised',
      state,
      `bundle ${id}`,
      '1',
      '1',
      '1',
      'escalation',
      '1795000000000',
    ]
    const item = [id, `bundle ${id}`, '', '1', ...change]
    await this.#commands.evalsha(this.#sha, keys.length, ...keys, '1795000000000', 'bare', '1', ...item)
  }

  stop(): void {
    this.#commands.disconnect()
    this.#subscriber.disconnect()
  }
}
