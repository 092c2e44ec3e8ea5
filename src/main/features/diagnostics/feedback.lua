-- Writes what a run was in the end; only a completed run that still exists has one.
-- KEYS: run; ARGV: feedback as JSON, session, wake channel
-- Returns the status that the run has, or '' when it is gone
local status = redis.call('HGET', KEYS[1], 'status')
if status == 'completed' then
  redis.call('HSET', KEYS[1], 'feedback', ARGV[1])
  redis.call('PUBLISH', ARGV[3], ARGV[2])
end
return status or ''
