import { Redis } from 'ioredis'
import { readHubAddress } from './address.ts'

export type { Redis } from 'ioredis'

/**
 * A plain client for `redis[s]://user:pass@host:port/db`, for programs that stand outside the station: it connects at
 * once, reconnects by itself, and fails a command that could not be sent after one reconnection. Throws a sentence
 * without the address when that is not valid.
 */
export function openClient(url: string): Redis {
  const reading = readHubAddress(url)
  if (!reading.ok) throw new Error(reading.sentence)
  const { address } = reading
  const [first] = address.nodes
  if (address.kind !== 'single' || first === undefined)
    throw new Error('This program needs the address of a single hub.')
  const client = new Redis({
    ...first,
    protocol: 2,
    db: address.database,
    maxRetriesPerRequest: 1,
    commandTimeout: 5_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
    ...(address.username === null ? {} : { username: address.username }),
    ...(address.password === null ? {} : { password: address.password }),
    ...(address.tls === null ? {} : { tls: { ...address.tls } }),
  })
  // Without a listener a lost connection would end the program; each command reports its own failure.
  client.on('error', () => undefined)
  return client
}
