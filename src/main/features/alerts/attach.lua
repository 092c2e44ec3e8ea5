-- The point from which a station follows a unit: an epoch that changes when the hub has lost its data, the
-- last sequence number and log id, and the ids of all open alerts. Writes, so that a hub that would refuse an
-- acknowledgement is found out now and not then; for the same reason every command that alerts need is asked
-- for (Redis before 7 cannot be asked, there the first use shows it). With 'probe' nothing is read.
local epochKey, seqKey, logKey, openKey, stateKey, dueKey, seenKey, bundleKey, closedKey, policyKey, stampsKey =
  unpack(KEYS)

if redis.acl_check_cmd then
  local needed = {
    { 'INCR', seqKey }, { 'XADD', logKey, '*', 'n', '0' }, { 'HSET', stateKey, 'a', '1' }, { 'HGET', stateKey, 'a' },
    { 'ZADD', openKey, '0', 'a' }, { 'ZREM', openKey, 'a' }, { 'ZADD', dueKey, '0', 'a' }, { 'ZREM', dueKey, 'a' },
    { 'ZADD', closedKey, '0', 'a' }, { 'ZADD', seenKey, '0', 'a' }, { 'ZSCORE', seenKey, 'a' },
    { 'HSET', bundleKey, 'a', '1' }, { 'HGET', bundleKey, 'a' }, { 'HDEL', bundleKey, 'a' },
    { 'HMGET', stateKey, 'a' }, { 'XREAD', 'STREAMS', logKey, '0' }, { 'XRANGE', logKey, '-', '+' },
    { 'ZRANGEBYSCORE', dueKey, '-inf', '0' }, { 'GET', policyKey }, { 'HSETNX', stampsKey, 'a', '1' },
    { 'EXPIRE', stampsKey, '1' },
  }
  for _, command in ipairs(needed) do
    if not redis.acl_check_cmd(unpack(command)) then
      return redis.error_reply('NOPERM this station may not run ' .. command[1])
    end
  end
end

redis.call('SET', epochKey, ARGV[1], 'NX')
if ARGV[2] == 'probe' then
  return { redis.call('GET', epochKey), '0', '0-0', {} }
end
local last = redis.call('XREVRANGE', logKey, '+', '-', 'COUNT', 1)
return {
  redis.call('GET', epochKey),
  redis.call('GET', seqKey) or '0',
  last[1] and last[1][1] or '0-0',
  redis.call('ZRANGE', openKey, 0, -1),
}
