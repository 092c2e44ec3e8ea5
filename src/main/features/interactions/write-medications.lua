-- Writes a patient's list of drugs, if it still has the revision that the writer saw.
-- KEYS[1] list (string). ARGV: revision before (0: none), list (JSON), seconds to keep
local stored = redis.call('GET', KEYS[1])
local rev = '0'
if stored then
  local readable, list = pcall(cjson.decode, stored)
  if readable and type(list) == 'table' and list['rev'] then rev = tostring(list['rev']) end
end
if rev ~= ARGV[1] then return 0 end
redis.call('SETEX', KEYS[1], ARGV[3], ARGV[2])
return 1
