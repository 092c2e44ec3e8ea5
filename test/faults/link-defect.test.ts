import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

// Catches: a failure of our own while attaching (an unreadable reply, a full disk) that ends attaching for good, with a
// link that never becomes live and nobody told.
test('a failure while attaching is told and tried again', async () => {
  const reading = readHubAddress(redis.url)
  if (!reading.ok) throw new Error(reading.sentence)
  const hub = new Hub(reading.address, new HubKeys(), 'link-defect')
  let attempts = 0
  hub.onAttach(() => {
    attempts += 1
    return attempts < 3 ? Promise.reject(new TypeError('a defect')) : Promise.resolve()
  })
  const codes: string[] = []
  hub.on('error', ({ code }) => codes.push(code))
  const live = new Promise<void>((resolve) => {
    hub.on('state', ({ link }) => {
      if (link === 'live') resolve()
    })
  })
  hub.start()
  await live
  hub.stop()
  expect(attempts).toBe(3)
  expect(codes).toContain('TypeError')
})
