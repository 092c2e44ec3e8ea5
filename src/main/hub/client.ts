import { Cluster, Redis, type RedisOptions } from 'ioredis'
import type { HubAddress } from './address.ts'

/** One connection is for one purpose; a blocked or subscribed connection cannot do another's work. */
export type ConnectionRole = 'commands' | 'subscriptions' | 'blocking'

export type HubClient = Redis | Cluster

const never = (): null => null

/**
 * A client that never queues, resends or retries by itself: the supervisor decides when to connect, and a
 * caller always learns at once that its command was not answered.
 */
export function createClient(address: HubAddress, role: ConnectionRole, clientName: string): HubClient {
  const options = {
    lazyConnect: true,
    // RESP3 changes the shape of XREAD and WITHSCORES replies, and old hubs lack it: one shape everywhere.
    protocol: 2,
    connectionName: `${clientName}:${role}`,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    // A blocking read lasts up to 500 ms by itself.
    commandTimeout: role === 'blocking' ? 2_000 : 1_000,
    connectTimeout: 1_000,
    // The ready check would hide LOADING behind its own retries; the supervisor's first PING shows it.
    enableReadyCheck: false,
    retryStrategy: never,
    keepAlive: 5_000,
    // CLIENT SETINFO would need a permission of its own and says nothing that the name does not.
    disableClientInfo: true,
    ...accessTo(address),
  } satisfies RedisOptions
  return openAt(address, options, never)
}

/** What the two kinds of client share in form. */
type LinkOptions = ReturnType<typeof accessTo> &
  Pick<
    RedisOptions,
    | 'lazyConnect'
    | 'protocol'
    | 'connectionName'
    | 'maxRetriesPerRequest'
    | 'connectTimeout'
    | 'retryStrategy'
  > & { readonly enableOfflineQueue?: boolean }

const JOB_RETRY_MS = 1_000
/** A new primary is learnt of by a refused command; one that only serves keys nobody asks for, within this time. */
const SLOTS_MS = 5_000

/**
 * A client for the job queue, which repeats its commands itself: it connects by itself, waits for the link as long as
 * that takes, and a blocking read may last as long as the queue wants.
 */
export function createJobClient(address: HubAddress, clientName: string): HubClient {
  const again = (): number => JOB_RETRY_MS
  const options = {
    lazyConnect: true,
    protocol: 2,
    connectionName: `${clientName}:jobs`,
    maxRetriesPerRequest: null,
    connectTimeout: 1_000,
    enableReadyCheck: false,
    retryStrategy: again,
    keepAlive: 5_000,
    disableClientInfo: true,
    ...accessTo(address),
  } satisfies RedisOptions
  return openAt(address, options, again)
}

function accessTo(address: HubAddress) {
  return {
    db: address.database,
    ...(address.username === null ? {} : { username: address.username }),
    ...(address.password === null ? {} : { password: address.password }),
    ...(address.tls === null ? {} : { tls: { ...address.tls } }),
  }
}

function openAt(address: HubAddress, options: LinkOptions, retry: () => number | null): HubClient {
  const [first] = address.nodes
  switch (address.kind) {
    case 'single':
      return new Redis({ ...options, ...first })
    case 'sentinel':
      return new Redis({
        ...options,
        sentinels: [...address.nodes],
        name: address.primaryName,
        sentinelRetryStrategy: retry,
        enableTLSForSentinelMode: address.tls !== null,
        ...(address.tls === null ? {} : { sentinelTLS: { ...address.tls } }),
      })
    case 'cluster':
      return new Cluster([...address.nodes], {
        lazyConnect: true,
        enableOfflineQueue: options.enableOfflineQueue ?? true,
        enableReadyCheck: false,
        clusterRetryStrategy: retry,
        slotsRefreshInterval: SLOTS_MS,
        redisOptions: options,
      })
  }
}
