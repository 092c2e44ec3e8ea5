-- Ends a run from outside: cancelled by a person, abandoned, or not to begin at all. A new fencing token shuts its
-- holder out.
-- KEYS: lock, fence, run, log, runs of the patient
-- ARGV: 'cancelled' | 'abandoned' | 'discarded', now ms, session, wake channel, actor as JSON or ''
-- 'abandoned' only when nobody holds the lock for it. 'discarded' removes every trace of a run that was refused.
-- Returns {'done'} | {'ended', status} | {'alive'} | {'missing'}
local lock, fence, run, log, runs = unpack(KEYS)
local how, now, session, wake, actor = unpack(ARGV)
local status = redis.call('HGET', run, 'status')
if not status then
  return { 'missing' }
end
if status ~= 'running' then
  return { 'ended', status }
end
local own = redis.call('GET', lock) == redis.call('HGET', run, 'token')
if how == 'abandoned' and own then
  return { 'alive' }
end
redis.call('INCR', fence)
if own then
  redis.call('DEL', lock)
end
if how == 'discarded' then
  redis.call('DEL', run, log)
  redis.call('ZREM', runs, session)
else
  redis.call('HSET', run, 'status', how, 'endedAt', now, 'endedBy', actor)
  redis.call('XADD', log, '*', 'e', how, 's', '', 'c', '', 't', now)
end
redis.call('PUBLISH', wake, session)
return { 'done' }
