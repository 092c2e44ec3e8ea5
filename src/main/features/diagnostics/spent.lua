-- Notes what a run has cost among the figures of the day on which it began; a holder that has been shut out since
-- replaces nothing.
-- KEYS: figures of the day
-- ARGV: the run's name among figures, fencing token, figure as JSON with that token, keep ms
-- Returns 'ok' | 'stale'
local known = redis.call('HGET', KEYS[1], ARGV[1])
local fence = known and string.match(known, '"fence":(%d+)')
if fence and tonumber(fence) > tonumber(ARGV[2]) then
  return 'stale'
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 'ok'
