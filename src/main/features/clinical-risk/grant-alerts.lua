-- How many alerts a part may raise for each ward: what is left of the most that the whole run may.
-- KEYS[1]: hash of the parts of the run, each with what it was granted: {ward: [granted, before]}.
-- ARGV[1]: part, ARGV[2]: [[ward, wanted], ...], ARGV[3]: most of a ward, ARGV[4]: most of the run,
-- ARGV[5]: seconds to keep.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then return known end
local used, all = {}, 0
for _, text in ipairs(redis.call('HVALS', KEYS[1])) do
  local wards = cjson.decode(text)
  -- An older version kept one number for all wards.
  if type(wards) == 'table' then
    for ward, grant in pairs(wards) do
      used[ward] = (used[ward] or 0) + grant[1]
      all = all + grant[1]
    end
  end
end
local granted = {}
for _, want in ipairs(cjson.decode(ARGV[2])) do
  local before = used[want[1]] or 0
  local own = math.max(0, math.min(want[2], tonumber(ARGV[3]) - before, tonumber(ARGV[4]) - all))
  granted[want[1]] = { own, before }
  all = all + own
end
local text = cjson.encode(granted)
redis.call('HSET', KEYS[1], ARGV[1], text)
redis.call('EXPIRE', KEYS[1], ARGV[5])
return text
