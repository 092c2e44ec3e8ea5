-- Writes the seed's key of one request. An older state never replaces a newer one, and what a program of others has
-- written there meanwhile is not overwritten unseen: it comes back, to be taken in first.
local stored = redis.pcall('GET', KEYS[1])
if type(stored) == 'table' and stored.err then
  return { 'other-type', '', 0 }
end
if stored and redis.sha1hex(stored) ~= ARGV[4] then
  local readable, value = pcall(cjson.decode, stored)
  local ours = readable and type(value) == 'table' and type(value.wardlight) == 'table' and value.wardlight or {}
  local revision = tonumber(ours.rev)
  if not revision then
    return { 'foreign', stored, redis.call('PTTL', KEYS[1]) }
  end
  if revision >= tonumber(ARGV[1]) then
    return { 'newer', '', 0 }
  end
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return { 'written', '', 0 }
