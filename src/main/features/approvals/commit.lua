-- Carries out one change of one request, or refuses it: the only writer of the record.
-- The order of the questions is the order of their weight: a fencing token that has been passed on (of the run that
-- asked, or of the claim) makes a write stale whatever revision it names; then the revision; then the hub's own clock,
-- because a station may have slept between deciding and writing.
local recordKey, openKey, dueKey, closedKey, logKey, seqKey, dutiesKey, figuresKey = unpack(KEYS)
local id, station, wake, kind = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local expected, fence, token, notBefore, notAfter = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local revision, record, isOpen, deadline = ARGV[10], ARGV[11], ARGV[12], ARGV[13]
local at = 13

local function take()
  at = at + 1
  return ARGV[at]
end

local stored = redis.call('HGET', recordKey, id) or ''
local storedRevision, storedFence, storedToken = string.match(stored, '^(%d+):(%d+):(%d+):')
if (fence ~= '' and fence ~= storedFence) or (token ~= '' and token ~= storedToken) then
  return { 'stale', stored }
end
if (storedRevision or '0') ~= expected then
  return { 'conflict', stored }
end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
if notBefore ~= '' and now < tonumber(notBefore) then
  return { 'early', stored }
end
if notAfter ~= '' and now > tonumber(notAfter) then
  return { 'late', stored }
end

redis.call('HSET', recordKey, id, record)
for _, due in ipairs({ 'lease', 'finality', 'escalation', 'delegation', 'expiry', 'refresh' }) do
  redis.call('ZREM', dueKey, due .. '|' .. id)
end
for _ = 1, tonumber(take()) do
  local due, moment = take(), take()
  redis.call('ZADD', dueKey, moment, due .. '|' .. id)
end
if isOpen == '1' then
  redis.call('ZADD', openKey, deadline, id)
  redis.call('ZREM', closedKey, id)
else
  redis.call('ZREM', openKey, id)
  redis.call('ZADD', closedKey, now, id)
end
for _ = 1, tonumber(take()) do
  redis.call('ZADD', dutiesKey, now, take())
end
for _ = 1, tonumber(take()) do
  local field, by = take(), take()
  redis.call('HINCRBY', figuresKey, field, by)
end
local seq = redis.call('INCR', seqKey)
redis.call('XADD', logKey, '*', 'n', seq, 'k', kind, 'a', id, 'r', revision, 't', now, 'w', station)
redis.call('PUBLISH', wake, seq)
return { 'applied', '' }
