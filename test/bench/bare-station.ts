import { openClient, type Redis } from '@main/hub/open-client.ts'

/**
 * The floor: a bare ioredis program that does the same Redis round trips as a station deciding on an alert (hear
 * the message, run one script with the same writes) and nothing else: no parsing, grading, bundling, journal.
 */
const script = `
redis.call('ZSCORE', KEYS[6], ARGV[1])
redis.call('HGET', KEYS[7], ARGV[1])
redis.call('HGET', KEYS[3], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[5], 1, ARGV[1])
redis.call('ZADD', KEYS[4], 1, ARGV[1])
redis.call('HSET', KEYS[7], ARGV[1], ARGV[1])
local seq = redis.call('INCR', KEYS[1])
redis.call('XADD', KEYS[2], '*', 'n', seq, 'k', 'raised', 'a', ARGV[1], 'r', '1')
redis.call('ZADD', KEYS[6], 1, ARGV[1])
return seq`

const keys = ['seq', 'log', 'state', 'open', 'due', 'seen', 'bundle'].map((name) => `bare:{x}:${name}`)

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
    this.#sha = String(await this.#commands.script('LOAD', script))
    this.#subscriber.on('message', (_channel, text) => {
      void this.decide(text).then(() => decided(text))
    })
    await this.#subscriber.subscribe(channel)
  }

  async decide(text: string): Promise<void> {
    this.#serial += 1
    await this.#commands.evalsha(this.#sha, keys.length, ...keys, `m${this.#serial}`, text)
  }

  stop(): void {
    this.#commands.disconnect()
    this.#subscriber.disconnect()
  }
}
