import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import { type HubScript, hubScript } from '@main/hub/hub-script.ts'
import { Hub } from '@main/hub/hub.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'

const Pairs = z.array(z.string())

/**
 * Before a script: TS.ADD as the module does it, inside the server. A series is a hash from time to value, so that
 * commands for sorted sets are refused there as they are with the module.
 */
const insideScripts = `
local server = redis
local redis = setmetatable({
  pcall = function(name, key, at, value, ...)
    if name ~= 'TS.ADD' then
      return server.pcall(name, key, at, value, ...)
    end
    local kind = server.call('TYPE', key).ok
    if kind ~= 'none' and kind ~= 'hash' then
      return { err = 'WRONGTYPE Operation against a key holding the wrong kind of value' }
    end
    local options = { ... }
    local retention, duplicates, labels
    for index, option in ipairs(options) do
      if option == 'RETENTION' then retention = tonumber(options[index + 1]) end
      if option == 'ON_DUPLICATE' then duplicates = options[index + 1] end
      if option == 'LABELS' then labels = table.concat(options, ' ', index + 1) end
    end
    local newest = 0
    for _, known in ipairs(server.call('HKEYS', key)) do
      newest = math.max(newest, tonumber(known) or 0)
    end
    if tonumber(at) < newest - retention then
      return { err = 'ERR TSDB: Timestamp is older than retention' }
    end
    local known = server.call('HGET', key, at)
    if known and duplicates == nil then
      return { err = 'ERR TSDB: Error at upsert, update is not supported when DUPLICATE_POLICY is set to BLOCK mode' }
    end
    if not known or tonumber(value) > tonumber(known) then
      server.call('HSET', key, at, value)
    end
    server.call('HSET', key, 'labels', labels)
    return tonumber(at)
  end,
}, { __index = server })
`

/** A link to a server that seems to have the time-series module: TS.ADD, TS.RANGE and TS.REVRANGE answer as it does. */
export class SeriesHub extends Hub {
  override script(
    script: HubScript,
    keys: readonly string[],
    args: readonly HubArgument[],
  ): Promise<unknown> {
    return super.script(hubScript(`${insideScripts}\n${script.source}`), keys, args)
  }

  override async run(command: string, ...args: HubArgument[]): Promise<unknown> {
    if (command === 'COMMAND' && args[0] === 'INFO') return [['ts.add', -4]]
    if (command !== 'TS.RANGE' && command !== 'TS.REVRANGE') return super.run(command, ...args)
    const [key = '', from = '-', to = '+', ...options] = args
    const flat = Pairs.parse(await super.run('HGETALL', key))
    if (flat.length === 0) throw new HubError('refused', 'unreachable', 'ERR')
    const low = from === '-' ? Number.NEGATIVE_INFINITY : Number(from)
    const high = to === '+' ? Number.POSITIVE_INFINITY : Number(to)
    const points = flat
      .flatMap((at, index) => (index % 2 === 0 ? [[Number(at), flat[index + 1] ?? ''] as const] : []))
      .filter(([at]) => at >= low && at <= high)
      .sort(([a], [b]) => (command === 'TS.RANGE' ? a - b : b - a))
    const count = options.indexOf('COUNT')
    return count === -1 ? points : points.slice(0, Number(options[count + 1]))
  }

  override async runAll(
    commands: readonly (readonly [string, ...HubArgument[]])[],
  ): Promise<PromiseSettledResult<unknown>[]> {
    return Promise.allSettled(commands.map(([name, ...args]) => this.run(name, ...args)))
  }
}
