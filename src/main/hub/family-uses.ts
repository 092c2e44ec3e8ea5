/** The programs that an operator gives a user of the hub to. */
export const hubClients = ['station', 'engine-host', 'publisher', 'monitoring', 'backup'] as const
export type HubClientKind = (typeof hubClients)[number]

/** What one kind of client does with a family: how it touches the keys, and the commands it does so with. */
export interface FamilyUse {
  readonly keys: 'read' | 'write' | 'both'
  readonly commands: readonly string[]
  /** Commands of the time-series module, which a server without it does not know. */
  readonly seriesCommands?: readonly string[]
}

export interface KeyFamily {
  readonly kind: 'keys' | 'channels'
  /** What every name of the family begins with, after the prefix. */
  readonly start: string
  /** Further beginnings of names that one script touches together with these; a client is allowed all of them or none. */
  readonly beside?: readonly string[]
  readonly uses: { readonly [K in HubClientKind]?: FamilyUse }
}

export const backup: FamilyUse = { keys: 'read', commands: ['scan', 'type', 'dump', 'pttl'] }

export const sharedAlertLog: FamilyUse = {
  keys: 'both',
  commands: (
    'evalsha eval get set del incr expire pexpire hget hset hmget hvals hdel hsetnx ' +
    'zadd zrem zscore zrange zrangebyscore zremrangebyscore xadd xread xrange xrevrange xtrim'
  ).split(' '),
}

export const raisedAlerts: FamilyUse = {
  keys: 'both',
  commands: ['scan', 'zadd', 'zcard', 'zrangebyscore', 'zrevrangebyscore'],
}

export const keptSeries: FamilyUse = {
  keys: 'both',
  // A reading that was typed in is added as the seed adds one; nothing is taken away.
  commands: ['scan', 'zrangebyscore', 'zrevrange', 'zadd'],
  seriesCommands: ['ts.range', 'ts.revrange', 'ts.add'],
}

export const auditHeads: FamilyUse = {
  keys: 'both',
  commands: ['xadd', 'xrange', 'xrevrange', 'sadd', 'smembers', 'hset', 'hgetall'],
}

export const cachedInteractions: FamilyUse = {
  keys: 'both',
  commands: ['get', 'mget', 'setex', 'del', 'type'],
}

export const sharedInteractions: FamilyUse = {
  keys: 'both',
  commands: 'evalsha eval get set setex del expire hget hset hsetnx hdel hmget hvals hgetall hincrby'.split(
    ' ',
  ),
}

export const approvalRecord: FamilyUse = {
  keys: 'both',
  commands: (
    'evalsha eval get set del pexpire incr hget hset hmget hdel hgetall hincrby zadd zrem zrange zrangebyscore ' +
    'xadd xrange xrevrange xtrim'
  ).split(' '),
}

export const approvalRequests: FamilyUse = {
  keys: 'both',
  commands: ['evalsha', 'eval', 'get', 'set', 'pttl', 'scan'],
}

export const listened: FamilyUse = { keys: 'both', commands: ['subscribe', 'unsubscribe', 'publish'] }

/** Sessions are named by who begins them, so that nobody can listen to one before it has begun: only to all. */
export const progressListened: FamilyUse = {
  keys: 'both',
  commands: ['subscribe', 'unsubscribe', 'psubscribe', 'publish'],
}

export const priorAuthRecord: FamilyUse = {
  keys: 'both',
  commands:
    'evalsha eval get set setex hget hset hmget hdel hvals zadd zrem zcard zrange zrevrange zrangebyscore'.split(
      ' ',
    ),
}

export const diagnosticRuns: FamilyUse = {
  keys: 'both',
  commands: (
    'evalsha eval get set del incr pexpire pttl exists hget hset hdel hgetall hmget hvals hincrby hexists ' +
    'zadd zrem zrange zrevrange zrangebyscore zremrangebyrank xadd xrange'
  ).split(' '),
}

export const diagnosticLimit: FamilyUse = {
  keys: 'both',
  commands: 'evalsha eval zadd zcard zscore zrange zremrangebyscore pexpire'.split(' '),
}

export const diagnosticCache: FamilyUse = { keys: 'both', commands: ['get', 'setex'] }

/** The population's scores and everything of ours about it, in one Cluster slot with them. */
export const populationRecord: FamilyUse = {
  keys: 'both',
  commands: (
    'evalsha eval get set del incr expire pexpire hget hset hmget hdel hvals hlen hscan hincrby zadd zrem zscore zmscore zcard ' +
    'zrange zrevrange zrevrank zrevrangebyscore zscan sadd srem smembers scard xadd xrange xrevrange xtrim'
  ).split(' '),
}

export const clinicalRiskRuns: FamilyUse = {
  keys: 'both',
  commands: (
    'evalsha eval get set del exists expire pexpire pttl type incr hget hset hsetnx hmset hmget hgetall hvals hdel hincrby hlen hexists hscan ' +
    'lpush rpush lrange llen lrem lpop rpop rpoplpush lmove linsert lindex lpos ltrim sadd srem smembers scard sismember ' +
    'zadd zrem zcard zscore zrange zrevrange zrangebyscore zrevrangebyscore zremrangebyscore zpopmin bzpopmin zcount xadd xtrim xread xlen xrange'
  ).split(' '),
}
