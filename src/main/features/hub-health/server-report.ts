import type { HubReport } from '@shared/features/hub-health/model.ts'

export type ServerFigures = NonNullable<HubReport['server']>

/** Reads INFO's text. A figure that the server does not give is null, never zero. */
export function readServerInfo(text: string): ServerFigures {
  const fields = new Map(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
  const number = (name: string): number | null => {
    const value = Number(fields.get(name))
    return fields.has(name) && Number.isFinite(value) ? value : null
  }
  const hits = number('keyspace_hits')
  const misses = number('keyspace_misses')
  return {
    version: fields.get('valkey_version') ?? fields.get('redis_version') ?? null,
    usedMemoryBytes: number('used_memory'),
    maxMemoryBytes: number('maxmemory'),
    evictedKeys: number('evicted_keys'),
    evictionPolicy: fields.get('maxmemory_policy') ?? null,
    hitRatio: hits === null || misses === null || hits + misses === 0 ? null : hits / (hits + misses),
    connectedClients: number('connected_clients'),
    appendOnly: fields.has('aof_enabled') ? fields.get('aof_enabled') === '1' : null,
    uptimeSeconds: number('uptime_in_seconds'),
  }
}

/** What is wrong with a hub that answers; one sentence each. */
export function serverWarnings(server: ServerFigures): string[] {
  const warnings: string[] = []
  if (server.evictionPolicy !== null && server.evictionPolicy !== 'noeviction') {
    warnings.push(
      `The hub may evict data when memory runs out (${server.evictionPolicy}): alerts and acknowledgements could vanish. Set maxmemory-policy noeviction.`,
    )
  }
  if ((server.evictedKeys ?? 0) > 0) {
    warnings.push(
      `The hub has evicted ${server.evictedKeys} keys since it started; clinical data may be missing.`,
    )
  }
  if (server.appendOnly === false) {
    warnings.push(
      'The hub does not write an append-only file: a restart loses recent alerts. Set appendonly yes.',
    )
  }
  const { usedMemoryBytes: used, maxMemoryBytes: max } = server
  if (used !== null && max !== null && max > 0 && used / max > 0.9) {
    warnings.push(
      'The hub has less than a tenth of its memory left; when it is full, new alerts are refused.',
    )
  }
  return warnings
}
