-- One reading of one patient, all of it or nothing: series, contribution, score, set, state, log, announcement.
-- Repeating it changes nothing. engine.ts says the same in TypeScript; a test holds the two equal.
-- KEYS: ranking, state, log, seq, crossings, epoch [, set of those at high risk: another slot on a Cluster].
-- Names of other families come as arguments, so that an access list judges each command by its own family's rule;
-- they are empty on a Cluster, where this station writes those keys by itself.
local patient, patientJson, metric, valueText, atText = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local now, mode, id = tonumber(ARGV[6]), ARGV[7], ARGV[8]
local changes, alerts, series, history, epoch, stamp, hasModule = ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14], ARGV[15]
local crossed = ARGV[16]
local HIGH, LEFT, DAY = 75, 70, 86400000
local order = { 'a1c', 'bmi', 'blood_pressure' }
local above = { a1c = 5.7, bmi = 25, blood_pressure = 120 }
local slope = { a1c = 10, bmi = 2, blood_pressure = 0.5 }

-- The shortest text that reads as the same number.
local format = string.format
local function text(number)
  if number % 1 == 0 and number > -1e15 and number < 1e15 then
    return format('%.0f', number)
  end
  local written = format('%.14g', number)
  if tonumber(written) == number then
    return written
  end
  written = format('%.16g', number)
  return tonumber(written) == number and written or format('%.17g', number)
end

local function orNull(number)
  return number and text(number) or 'null'
end

local function given(value)
  if value == nil or value == cjson.null then
    return nil
  end
  return value
end

-- As Python writes a float.
local function float(number)
  local written = text(number)
  return string.find(written, '[.e]') and written or written .. '.0'
end

if mode == 'new' and series ~= '' then
  local added = { err = 'no module' }
  if hasModule == '1' then
    added = redis.pcall('TS.ADD', series, atText, valueText, 'RETENTION', '31536000000', 'ON_DUPLICATE', 'MAX',
      'LABELS', 'patient', patient, 'metric', metric)
  end
  if type(added) == 'table' and added.err then
    local member = (string.find(valueText, '[.e]') and valueText or valueText .. '.0') .. ':' .. id
    local kept = redis.pcall('ZADD', series, text(tonumber(atText) / 1000), member)
    if type(kept) == 'table' and kept.err then
      -- What is older than the series keeps has no place in it, but it may still be the newest that is known.
      local tooOld = string.find(string.lower(added.err), 'retention') ~= nil
      if not tooOld then
        return redis.error_reply(hasModule == '1' and added.err or kept.err)
      end
    end
  end
end

local state
local stored = redis.call('HGET', KEYS[2], patient)
if stored then
  local readable, value = pcall(cjson.decode, stored)
  if readable and type(value) == 'table' and type(value.m) == 'table' then
    state = value
  end
end
local metrics = state and state.m or {}

local touched = false
if above[metric] and (mode == 'new' or mode == 'held') then
  local value, at, before = tonumber(valueText), tonumber(atText), metrics[metric]
  if not before or at > before[2] or (at == before[2] and value > before[1]) then
    metrics[metric] = { value, at }
    touched = true
  end
end

local current = redis.call('ZSCORE', KEYS[1], patient)
local ranked = current and tonumber(current) or nil
local total, most, foreign, parts = 0, -1, true, {}
local trigger
for _, each in ipairs(order) do
  local reading = metrics[each]
  if reading then
    foreign = false
    local points = reading[1] > above[each] and (reading[1] - above[each]) * slope[each] or 0
    total = total + points
    parts[#parts + 1] = '"' .. each .. '":[' .. text(reading[1]) .. ',' .. text(reading[2]) .. ']'
    if points > most then
      most, trigger = points, each
    end
  end
end
if above[metric] then
  trigger = metric
end
local score = total > 100 and 100 or total
if foreign then
  -- Nothing of ours explains this patient: another program's score stays what it is.
  score = ranked
end
local known = state and given(state.s)
local settled = not touched and ranked == score and known == score
if score == nil or (foreign and mode ~= 'settle') or (settled and mode ~= 'settle') then
  return { ranked and text(ranked) or '', 0, '', '' }
end

local today = math.floor(now / DAY)
local day, before = today, nil
if state then
  day, before = state.d, given(state.y)
  if today > day then
    day, before = today, known
  end
end
local announced = state ~= nil and state.a == true
local entered = state and given(state.e) or nil
local crossing = ''
if not foreign then
  if score > HIGH and not announced then
    crossing, announced, entered = 'entered', true, now
  elseif announced and score <= LEFT then
    crossing, announced = 'left', false
  end
end
local since = score > HIGH and (state and given(state.h) or now) or nil

local member = true
-- Nobody but us has written the score, and it stays on its side: so does the patient in the set.
local stays = mode ~= 'settle' and known ~= nil and known == ranked and (known > HIGH) == (score > HIGH)
if KEYS[7] and not foreign and not stays then
  -- First: a key of another type fails here, before anything is written.
  if score > HIGH then
    member = redis.call('SADD', KEYS[7], patient) == 0
  else
    member = redis.call('SREM', KEYS[7], patient) == 0
  end
end
if settled then
  return { text(score), member and 0 or 1, '', '' }
end

local scoreText = text(score)
redis.call('ZADD', KEYS[1], scoreText, patient)
local line = '{"m":{' .. table.concat(parts, ',') .. '},"s":' .. scoreText .. ',"d":' .. day .. ',"y":' .. orNull(before) ..
  ',"h":' .. orNull(since) .. ',"a":' .. tostring(announced) .. ',"e":' .. orNull(entered) .. '}'
redis.call('HSET', KEYS[2], patient, line)

local function change(seq)
  return '{"q":' .. text(seq) .. ',"p":' .. patientJson .. ',"t":' .. text(now) .. ',"k":"' .. crossing ..
    '","m":"' .. (trigger or '') .. '","s":' .. line .. '}'
end
local seq = redis.call('INCR', KEYS[4])
local message = change(seq)
local logged = redis.pcall('XADD', KEYS[3], 'MAXLEN', '~', '200000', text(seq) .. '-0', 'c', message)
local fresh = seq == 1
if type(logged) == 'table' and logged.err then
  -- Somebody has removed the number but not the log: go on after its last entry, and say that it is another one.
  local last = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', '1')
  seq = (last[1] and tonumber(string.match(last[1][1], '^%d+')) or 0) + 1
  message = change(seq)
  redis.call('SET', KEYS[4], text(seq))
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', '200000', text(seq) .. '-0', 'c', message)
  fresh = true
end
if fresh then
  redis.call('SET', KEYS[6], epoch)
end

-- `told` is the seed's message to the letter; `kept` is the same as an alert with a time, so that the history of the
-- patient's alerts holds it for those who were not listening. A station takes both for one message.
local told, kept = '', ''
-- What is found on a hub long after it was written was told by whoever wrote it: a station that comes to a hub for the
-- first time must not call for everybody there.
local isNews = mode == 'new' or (trigger ~= nil and metrics[trigger] ~= nil and metrics[trigger][2] > now - DAY)
if crossing == 'entered' and isNews then
  local value = metrics[trigger][1]
  local shown = total > 100 and '100' or float(score)
  local five = '{"type": "high_risk_patient", "patient_id": ' .. patientJson .. ', "risk_score": ' .. shown ..
    ', "trigger_metric": "' .. trigger .. '", "trigger_value": ' .. float(value)
  told = five .. '}'
  kept = five .. ', "alert_type": "high_risk_patient", "value": ' .. shown ..
    ', "unit": null, "severity": null, "timestamp": "' .. stamp ..
    '", "context": {"unit": "care_management", "source": "population monitor", "note": "trigger: ' ..
    trigger .. ' ' .. text(value) .. '"}}'
end
if crossing ~= '' then
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', '10000', '*', 'patient', patient, 'kind', crossing, 'score', scoreText,
    'metric', trigger or '', 'at', text(now), 'told', kept)
end
if told ~= '' then
  if history ~= '' then
    redis.call('ZADD', history, text(now / 1000), kept)
  end
  redis.call('PUBLISH', alerts, told)
end
-- Wake-up calls: whoever has not heard them reads the log. An access list that does not know a channel must not make
-- a written reading look like a failed one.
redis.pcall('PUBLISH', changes, message)
if crossing ~= '' then
  redis.pcall('PUBLISH', crossed, message)
end
return { scoreText, 1, crossing, kept }
