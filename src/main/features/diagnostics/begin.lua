-- Takes the seed's lock of a patient for a run, and the next fencing token with it; writes the run down before work
-- begins, so that a crash leaves something that can be resumed.
-- KEYS: lock, fence, run, log, runs of the patient
-- ARGV: token, lease ms, session, now ms, station, keep ms, 'new' or 'resume', then fields of a new run
-- Returns {'begun', fence} | {'busy', ms that the lock may still be held} | {'ended', status} | {'missing'}
local lock, fence, run, log, runs = unpack(KEYS)
local token, lease, session, now, station, keep, mode = unpack(ARGV, 1, 7)
local holder = redis.call('GET', lock)
if holder == token and redis.call('HGET', run, 'token') == token then
  -- The answer to an earlier call was lost.
  return { 'begun', redis.call('HGET', run, 'fence') }
end
if mode == 'resume' then
  local status = redis.call('HGET', run, 'status')
  if not status then
    return { 'missing' }
  end
  if status ~= 'running' then
    return { 'ended', status }
  end
end
if holder then
  return { 'busy', redis.call('PTTL', lock) }
end
redis.call('SET', lock, token, 'PX', lease)
local mine = redis.call('INCR', fence)
if mode == 'new' then
  redis.call('HSET', run, 'status', 'running', 'startedAt', now, unpack(ARGV, 8))
  redis.call('ZADD', runs, now, session)
  redis.call('PEXPIRE', runs, keep)
end
redis.call('HSET', run, 'token', token, 'fence', mine, 'station', station)
redis.call('HINCRBY', run, 'attempts', 1)
redis.call('XADD', log, '*', 'e', mode == 'new' and 'started' or 'resumed', 's', '', 'c', '', 't', now)
redis.call('PEXPIRE', run, keep)
redis.call('PEXPIRE', log, keep)
return { 'begun', tostring(mine) }
