-- Writes one account with its badge and provider name, all or nothing.
-- KEYS[1] accounts, KEYS[2] badges, KEYS[3] providers (hashes)
-- ARGV: id, account (JSON), expected revision (0: must be new), 'first' or '', badge digest, provider name
local old = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[4] == 'first' and redis.call('HLEN', KEYS[1]) > 0 then return 'name-taken' end
if ARGV[3] == '0' and old then return 'name-taken' end
if ARGV[3] ~= '0' then
  if not old or tostring(cjson.decode(old)['rev']) ~= ARGV[3] then return 'changed-meanwhile' end
end
-- A badge or a name at the provider belongs to one person.
local badge = ARGV[5] ~= '' and redis.call('HGET', KEYS[2], ARGV[5])
if badge and badge ~= ARGV[1] then return 'name-taken' end
local provider = ARGV[6] ~= '' and redis.call('HGET', KEYS[3], ARGV[6])
if provider and provider ~= ARGV[1] then return 'name-taken' end
if old then
  local before = cjson.decode(old)
  if type(before['badgeDigest']) == 'string' then redis.call('HDEL', KEYS[2], before['badgeDigest']) end
  if type(before['providerName']) == 'string' then redis.call('HDEL', KEYS[3], before['providerName']) end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if ARGV[5] ~= '' then redis.call('HSET', KEYS[2], ARGV[5], ARGV[1]) end
if ARGV[6] ~= '' then redis.call('HSET', KEYS[3], ARGV[6], ARGV[1]) end
return 'written'
