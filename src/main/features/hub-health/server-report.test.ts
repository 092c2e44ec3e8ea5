import { describe, expect, test } from 'vitest'
import { readServerInfo, serverWarnings } from './server-report.ts'

const INFO = [
  '# Server',
  'redis_version:7.0.15',
  'uptime_in_seconds:12',
  '# Memory',
  'used_memory:1000',
  'maxmemory:0',
  'maxmemory_policy:noeviction',
  '# Stats',
  'evicted_keys:0',
  'keyspace_hits:30',
  'keyspace_misses:10',
  'connected_clients:4',
  'aof_enabled:1',
].join('\r\n')

const warningsOf = (change: (info: string) => string): string =>
  serverWarnings(readServerInfo(change(INFO))).join(' ')

// Catches: a figure read from the wrong line.
test("a server's figures are read", () => {
  expect(readServerInfo(INFO)).toEqual({
    version: '7.0.15',
    usedMemoryBytes: 1_000,
    maxMemoryBytes: 0,
    evictedKeys: 0,
    evictionPolicy: 'noeviction',
    hitRatio: 0.75,
    connectedClients: 4,
    appendOnly: true,
    uptimeSeconds: 12,
  })
  expect(warningsOf((info) => info)).toBe('')
})

// Catches: "not told" shown as zero or as switched off.
test('what the server does not tell is unknown, not zero', () => {
  const figures = readServerInfo('redis_version:7\nkeyspace_hits:0\nkeyspace_misses:0\nused_memory:lots')
  expect(figures).toMatchObject({
    usedMemoryBytes: null,
    evictedKeys: null,
    hitRatio: null,
    appendOnly: null,
  })
  expect(serverWarnings(figures)).toEqual([])
})

test('Valkey tells its own version beside the one that it is compatible with', () => {
  expect(readServerInfo('redis_version:7.2.4\nvalkey_version:8.0.1').version).toBe('8.0.1')
})

// Catches: a hub that may drop alerts reading as healthy.
describe('a warning is given', () => {
  test.each<[string, (info: string) => string, RegExp]>([
    ['eviction', (info) => info.replace('noeviction', 'allkeys-lru'), /may evict.*allkeys-lru/],
    ['evicted keys', (info) => info.replace('evicted_keys:0', 'evicted_keys:7'), /evicted 7 keys/],
    ['no append-only file', (info) => info.replace('aof_enabled:1', 'aof_enabled:0'), /append-only/],
    ['little memory left', (info) => info.replace('maxmemory:0', 'maxmemory:1050'), /tenth of its memory/],
  ])('for %s', (_, change, sentence) => {
    expect(warningsOf(change)).toMatch(sentence)
  })
})
