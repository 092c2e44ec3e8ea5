-- Renews a session that still exists; a key that is gone is never created again.
-- KEYS[1] session; ARGV[1] user, ARGV[2] role, ARGV[3] last activity ('' for none), ARGV[4] seconds
-- Returns 1 while the session is there and still this person's.
if redis.call('HGET', KEYS[1], 'user_id') ~= ARGV[1] then return 0 end
if redis.call('HGET', KEYS[1], 'role') ~= ARGV[2] then return 0 end
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[1], 'last_activity', ARGV[3])
  redis.call('EXPIRE', KEYS[1], ARGV[4])
end
return 1
