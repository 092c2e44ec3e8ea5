-- Puts back care records that this hub has lost or has in an older state. A record that is as new, or newer, or that
-- cannot be read stays. Nothing is logged: the work was logged when it was done, or its log is lost.
-- KEYS: care (hash)
-- ARGV: channel, then per record: patient, revision, record as text (its revision first)
-- Returns how many were put back.
local care, channel = KEYS[1], ARGV[1]
local restored = 0
for i = 2, #ARGV, 3 do
  local patient, rev, text = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  local stored = redis.call('HGET', care, patient)
  local there = stored and tonumber(string.match(stored, '^{"rev":(%d+),')) or nil
  if not stored or (there and there < rev) then
    redis.call('HSET', care, patient, text)
    redis.call('PUBLISH', channel, '{"kind":"care","record":' .. text .. '}')
    restored = restored + 1
  end
end
return restored
