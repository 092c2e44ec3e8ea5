-- How many alerts of a run a part may raise: what is left of the most that the whole run may.
-- KEYS[1]: hash of the parts of the run, each with the alerts it was granted.
-- ARGV[1]: part, ARGV[2]: alerts wanted, ARGV[3]: most of the run, ARGV[4]: seconds to keep.
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before then return tonumber(before) end
local grants = redis.call('HGETALL', KEYS[1])
local left = tonumber(ARGV[3])
for at = 2, #grants, 2 do left = left - tonumber(grants[at]) end
local granted = math.max(0, math.min(left, tonumber(ARGV[2])))
redis.call('HSET', KEYS[1], ARGV[1], granted)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return granted
