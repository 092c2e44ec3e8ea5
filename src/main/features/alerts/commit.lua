-- Applies alert changes of one unit, each item all or nothing, in order.
-- An item is a message (deduplicated by its id) or a command; its changes are accepted only when every alert
-- still has the revision that the decision was made on, and the bundle still points where it did.
local seqKey, logKey, stateKey, openKey, dueKey, seenKey, bundleKey, closedKey = unpack(KEYS)
local now, station, items = ARGV[1], ARGV[2], tonumber(ARGV[3])
local at = 3

local function take()
  at = at + 1
  return ARGV[at]
end

local function revisionOf(stored)
  return stored and string.match(stored, '^(%d+):') or '0'
end

local function readChange()
  local change = {
    id = take(), expected = take(), revision = take(), kind = take(), json = take(),
    bundle = take(), open = take(), score = take(), due = {},
  }
  for _ = 1, tonumber(take()) do
    local kind, moment = take(), take()
    change.due[#change.due + 1] = moment
    change.due[#change.due + 1] = kind .. ':' .. change.id
  end
  return change
end

local function apply(change, messageId)
  redis.call('HSET', stateKey, change.id, change.revision .. ':' .. change.json)
  if change.expected ~= '0' then
    redis.call('ZREM', dueKey, 'escalation:' .. change.id, 'read-back:' .. change.id, 'expiry:' .. change.id)
  end
  if #change.due > 0 then
    redis.call('ZADD', dueKey, unpack(change.due))
  end
  if change.open == '1' then
    if change.expected == '0' then
      redis.call('ZADD', openKey, change.score, change.id)
      redis.call('HSET', bundleKey, change.bundle, change.id)
    end
  else
    redis.call('ZREM', openKey, change.id)
    redis.call('ZADD', closedKey, now, change.id)
    if redis.call('HGET', bundleKey, change.bundle) == change.id then
      redis.call('HDEL', bundleKey, change.bundle)
    end
  end
  local seq = redis.call('INCR', seqKey)
  redis.call('XADD', logKey, '*', 'n', seq, 'k', change.kind, 'a', change.id, 'r', change.revision, 't', now, 'w', station,
    'm', messageId)
end

-- Later items were decided on what earlier ones of the same call would do. When one of those is not carried out
-- (its message is known, or it conflicts), the alerts that it meant to change are doubtful: the number of their
-- revision may agree with the hub's by chance and hide an acknowledgement that came in between.
local doubtful = {}
local function doubt(changes)
  for _, change in ipairs(changes) do
    doubtful[change.id] = true
  end
end

local replies = {}
for _ = 1, items do
  local messageId, expectedKey, expectedId = take(), take(), take()
  local changes = {}
  for i = 1, tonumber(take()) do
    changes[i] = readChange()
  end
  if messageId ~= '' and redis.call('ZSCORE', seenKey, messageId) then
    doubt(changes)
    replies[#replies + 1] = { 'known' }
  else
    local conflict = false
    local bundled = ''
    if expectedKey ~= '' then
      bundled = redis.call('HGET', bundleKey, expectedKey) or ''
      conflict = bundled ~= expectedId
    end
    local reply = { 'conflict', bundled, bundled ~= '' and redis.call('HGET', stateKey, bundled) or '' }
    for _, change in ipairs(changes) do
      local stored = redis.call('HGET', stateKey, change.id)
      conflict = conflict or doubtful[change.id] or revisionOf(stored) ~= change.expected
      reply[#reply + 1] = stored or ''
    end
    if conflict then
      doubt(changes)
      replies[#replies + 1] = reply
    else
      for _, change in ipairs(changes) do
        apply(change, messageId)
      end
      if messageId ~= '' then
        redis.call('ZADD', seenKey, now, messageId)
      end
      replies[#replies + 1] = { 'applied' }
    end
  end
end
return replies
