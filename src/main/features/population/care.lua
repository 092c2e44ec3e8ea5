-- Writes care records whose stored revision is the expected one, each with a line in the log of care work, and tells
-- all stations. What is there already, to the letter, was written by an attempt whose answer was lost: it counts as
-- written, and nothing is logged or told a second time.
-- KEYS: care (hash), care log (stream)
-- ARGV: channel, lines that the log keeps, then per record:
--   patient, expected revision, record as text (its revision first), act, manager or '', by, reached '1' '0' or '', time ms
-- Returns per record '' when it is written, else the stored text.
local care, log = KEYS[1], KEYS[2]
local channel, keep = ARGV[1], ARGV[2]
local answer = {}
for i = 3, #ARGV, 8 do
  local patient, expected, text = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local stored = redis.call('HGET', care, patient) or ''
  local revision = '0'
  if stored ~= '' then
    revision = string.match(stored, '^{"rev":(%d+),') or 'unknown'
  end
  if stored == text then
    answer[#answer + 1] = ''
  elseif revision ~= expected then
    answer[#answer + 1] = stored
  else
    redis.call('HSET', care, patient, text)
    redis.call('XADD', log, 'MAXLEN', '~', keep, '*', 'p', patient, 'k', ARGV[i + 3], 'm', ARGV[i + 4], 'b', ARGV[i + 5],
      'r', ARGV[i + 6], 't', ARGV[i + 7])
    redis.call('PUBLISH', channel, '{"kind":"care","record":' .. text .. '}')
    answer[#answer + 1] = ''
  end
end
return answer
