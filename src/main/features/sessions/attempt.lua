-- Counts one sign-in attempt of a subject before it is tried. By the hub's clock, so that four stations are one.
-- KEYS[1] attempts of the subject; ARGV[1] attempts that are free of waiting
-- Returns 0 to go on, or the seconds still to wait (then nothing is counted).
local time = redis.call('TIME')
local now = tonumber(time[1])
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or '0')
local until_ = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
if until_ > now then return until_ - now end
count = count + 1
redis.call('HSET', KEYS[1], 'count', count)
local over = count - tonumber(ARGV[1])
if over >= 0 then
  -- 30 s, 60 s, 120 s … at most a quarter of an hour
  local wait = math.min(900, 30 * math.pow(2, math.min(over, 10)))
  redis.call('HSET', KEYS[1], 'until', now + wait)
end
redis.call('EXPIRE', KEYS[1], 86400)
return 0
