-- Writes the progress of a batch if the stored revision is the one before. KEYS[1] progress
-- ARGV: expected revision, new revision, text, seconds to live. Returns 1 when it was written.
local stored = redis.call('GET', KEYS[1])
local rev = '0'
if stored then rev = string.match(stored, '^(%d+)|') or '0' end
if rev ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. '|' .. ARGV[3], 'EX', ARGV[4])
return 1
