-- Files an answer about a pair, if the pair still has the revision that the writer saw.
-- KEYS[1] queue, KEYS[2] verdicts (hashes)
-- ARGV: field of the pair, revision before (0: nothing is filed), item (JSON), 'queue' or 'verdicts'
local stored = redis.call('HGET', KEYS[1], ARGV[1]) or redis.call('HGET', KEYS[2], ARGV[1])
local rev = '0'
if stored then
  local readable, item = pcall(cjson.decode, stored)
  -- What cannot be read has no revision; it is replaced.
  if readable and type(item) == 'table' and item['rev'] then rev = tostring(item['rev']) end
end
if rev ~= ARGV[2] then return 0 end
if ARGV[4] == 'queue' then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
else
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1
