-- The point from which a station follows a unit: an epoch that changes when the hub has lost its data, the
-- last sequence number and log id, and the ids of all open alerts. Writes, so that a hub that would refuse an
-- acknowledgement is found out now and not then.
local epochKey, seqKey, logKey, openKey = unpack(KEYS)
redis.call('SET', epochKey, ARGV[1], 'NX')
local last = redis.call('XREVRANGE', logKey, '+', '-', 'COUNT', 1)
return {
  redis.call('GET', epochKey),
  redis.call('GET', seqKey) or '0',
  last[1] and last[1][1] or '0-0',
  redis.call('ZRANGE', openKey, 0, -1),
}
