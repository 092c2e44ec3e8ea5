-- Writes records whose stored revision is the expected one, with their place in the queue and their outcome.
-- KEYS: records (hash), open (sorted set by deadline), closed (sorted set by closing time), outcomes of the year (hash),
--   claims (hash: name of a sender's claim and item, to the request that it became last)
-- ARGV per record: id, expected revision, new revision, text, '1' while open, score, outcome, name of the claim or ''
-- A stored value is the revision, '|' and the text. Returns '' for what was written, else the stored text.
local answer = {}
for i = 1, #ARGV, 8 do
  local id = ARGV[i]
  local stored = redis.call('HGET', KEYS[1], id)
  local rev = '0'
  if stored then rev = string.match(stored, '^(%d+)|') or '0' end
  if rev ~= ARGV[i + 1] then
    answer[#answer + 1] = stored or '0|'
  else
    redis.call('HSET', KEYS[1], id, ARGV[i + 2] .. '|' .. ARGV[i + 3])
    if ARGV[i + 4] == '1' then
      redis.call('ZADD', KEYS[2], ARGV[i + 5], id)
      redis.call('ZREM', KEYS[3], id)
    else
      redis.call('ZREM', KEYS[2], id)
      redis.call('ZADD', KEYS[3], ARGV[i + 5], id)
    end
    redis.call('HSET', KEYS[4], id, ARGV[i + 6])
    if rev == '0' and ARGV[i + 7] ~= '' then redis.call('HSET', KEYS[5], ARGV[i + 7], id) end
    answer[#answer + 1] = ''
  end
end
return answer
