import { readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findServer } from '@main/hub/embedded-files.ts'
import { mendTornWrite } from '@main/hub/torn-write.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const script = `
redis.call('SET', 'state', 'raised')
local seq = redis.call('INCR', 'seq')
redis.call('XADD', 'log', '*', 'n', seq)
redis.call('SET', 'seen', 'message')
return seq`
/** Cuts into the last command of the script's transaction. */
const TORN_BYTES = 40

let redis: TestRedis
beforeEach(async () => {
  redis = await TestRedis.start({ appendfsync: 'always' })
})
afterEach(() => redis.close())

async function mend(): Promise<void> {
  await mendTornWrite(redis.folder, findServer() ?? '')
}

// Catches: half a transaction left in the file, which is carried out after all at the next start but one: a number of
// the log given twice (fault seed 5 of 20 000), or later writes swallowed.
test('a half-written transaction is cut off, and what is written afterwards is kept once', async () => {
  await redis.client.eval(script, 0)
  await redis.kill()
  const folder = join(redis.folder, 'appendonlydir')
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.incr.aof')) ?? '')
  truncateSync(file, statSync(file).size - TORN_BYTES)
  await mend()
  await redis.launch()
  await expect.poll(() => redis.client.get('seq')).toBeNull()
  await redis.client.eval(script, 0)
  await redis.kill()
  await mend()
  await redis.launch()
  await expect.poll(() => redis.client.get('seq')).toBe('1')
  expect(await redis.client.xlen('log')).toBe(1)
})

// Catches: a check that cuts a file that is whole.
test('a file that is whole is left alone', async () => {
  await redis.client.eval(script, 0)
  await redis.kill()
  await mend()
  await redis.launch()
  await expect.poll(() => redis.client.get('seq')).toBe('1')
})
