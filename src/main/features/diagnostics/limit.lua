-- A sliding window over all stations, by the hub's clock in microseconds. A run counts from the moment it is let
-- through until exactly one window later; asking again for the same run counts once.
-- KEYS: window; ARGV: session, most in a window, window ms
-- Returns {1, left, 0} when let through, else {0, 0, microseconds until the next may come}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local most, window = tonumber(ARGV[2]), tonumber(ARGV[3]) * 1000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local count = redis.call('ZCARD', KEYS[1])
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return { 1, math.max(0, most - count), 0 }
end
if count >= most then
  local oldest = redis.call('ZRANGE', KEYS[1], count - most, count - most, 'WITHSCORES')
  return { 0, 0, tonumber(oldest[2]) + window - now }
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { 1, most - count - 1, 0 }
