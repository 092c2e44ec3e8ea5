-- Everything that a run writes goes through here: nothing is written unless the run still runs, the lock is still its
-- own and no newer holder has taken a fencing token. Renews the lease with every call.
-- KEYS: lock, fence, run, log
-- ARGV: token, fence, lease ms, now ms, keep ms, session, wake channel, progress channel, final status or '',
--   number of fields, field and value each, number of log lines, (event, specialist, confidence, payload or '') each
-- Returns 'ok' | 'stale'
local lock, fence, run, log = unpack(KEYS)
local token, mine, lease, now, keep, session, wake, channel, final = unpack(ARGV)
if redis.call('GET', lock) ~= token or redis.call('GET', fence) ~= mine or redis.call('HGET', run, 'status') ~= 'running' then
  return 'stale'
end
redis.call('PEXPIRE', lock, lease)
local at = 10
local fields = tonumber(ARGV[at])
for _ = 1, fields do
  redis.call('HSET', run, ARGV[at + 1], ARGV[at + 2])
  at = at + 2
end
at = at + 1
local lines = tonumber(ARGV[at])
for _ = 1, lines do
  redis.call('XADD', log, '*', 'e', ARGV[at + 1], 's', ARGV[at + 2], 'c', ARGV[at + 3], 't', now)
  if ARGV[at + 4] ~= '' then
    redis.call('PUBLISH', channel, ARGV[at + 4])
  end
  at = at + 4
end
if final ~= '' then
  redis.call('HSET', run, 'status', final, 'endedAt', now)
  redis.call('DEL', lock)
end
if fields > 0 or lines > 0 or final ~= '' then
  redis.call('PEXPIRE', run, keep)
  redis.call('PEXPIRE', log, keep)
  redis.call('PUBLISH', wake, session)
end
return 'ok'
