import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { untouched } from '@main/features/population/engine-care.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { PopulationDesk } from '@test/support/population-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let tests = 0
let prefix = ''
let care = ''
const desks: PopulationDesk[] = []
beforeEach(() => {
  tests += 1
  prefix = `r${tests}:`
  care = new HubKeys(prefix).population('care')
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
})

async function open(name: string): Promise<PopulationDesk> {
  const desk = await PopulationDesk.open(redis.url, prefix, name)
  desks.push(desk)
  return desk
}

async function loseEverything(): Promise<void> {
  await redis.client.del(...(await redis.client.keys(`${prefix}*`)))
}

const recordOf = async (desk: PopulationDesk, patientId: string) =>
  Promise.resolve(desk.handlers['population.care']({ patientId }))

async function agree(desk: PopulationDesk, patientId: string): Promise<void> {
  await desk.handlers['population.assign']({ patients: [{ patientId, rev: 0 }], manager: 'kim' })
  const note = { id: 'n', kind: 'call', reached: true, text: 'will come on Monday' } as const
  await desk.handlers['population.outreach']({ patientId, note })
}

// Catches: care work that is gone with a hub's data although every station has seen it, or that comes back older.
test('what a hub has lost of care work is put back by whoever has seen it', async () => {
  const [a, b] = [await open('A'), await open('B')]
  const heard: string[] = []
  b.hub.on('message', (channel) => heard.push(channel))
  await a.record('P1', 'a1c', 9, Date.now())
  await agree(a, 'P1')
  await b.until('both changes', () => heard.length === 2)
  await loseEverything()
  b.hub.reattach()
  await b.until('that it is said', () => b.notes.length === 1)
  expect(b.notes[0]).toContain('1 patient in care work was restored')
  expect(await recordOf(a, 'P1')).toMatchObject({ rev: 2, manager: 'kim', outreach: [{ id: 'n' }] })
  // An older state, as of a hub that was killed before it had stored the last moments.
  await redis.client.hset(care, 'P1', JSON.stringify({ rev: 1, ...untouchedWithoutRev('P1') }))
  b.hub.reattach()
  await b.until('that it is said again', () => b.notes.length === 2)
  expect(await recordOf(a, 'P1')).toMatchObject({ rev: 2, manager: 'kim' })
  // The next change goes on from there.
  const { rev } = await recordOf(a, 'P1')
  const planned = { patientId: 'P1', rev, date: '2026-12-24' }
  expect(await a.handlers['population.next-contact'](planned)).toMatchObject({ rev: 3, manager: 'kim' })
})

// Catches: somebody's record that is brought back although it was taken away on purpose, newer work that is undone, and
// what stands there unreadable overwritten.
test('what was taken away, is newer or cannot be read stays as it is on the hub', async () => {
  const a = await open('A')
  await a.record('P1', 'a1c', 9, Date.now())
  for (const patientId of ['P1', 'P2', 'P3', 'P4']) await agree(a, patientId)
  // Has read them, and heard of none as new.
  const c = await open('C')
  const seen: string[] = []
  c.hub.on('message', (_channel, payload) => seen.push(payload.toString()))
  await redis.client.hdel(care, 'P1')
  c.hub.reattach()
  await a.handlers['population.next-contact']({ patientId: 'P2', rev: 2, date: '2026-12-24' })
  await c.until('the change', () => seen.some((text) => text.includes('2026-12-24')))
  expect(await redis.client.hexists(care, 'P1')).toBe(0)
  expect(c.notes).toEqual([])
  await loseEverything()
  await redis.client.hset(care, 'P2', JSON.stringify({ rev: 9, ...untouchedWithoutRev('P2') }), 'P3', 'x')
  c.hub.reattach()
  await c.until('that it is said', () => c.notes.length === 1)
  expect(await recordOf(a, 'P2')).toMatchObject({ rev: 9 })
  expect(await redis.client.hget(care, 'P3')).toBe('x')
  expect(await recordOf(a, 'P4')).toMatchObject({ rev: 2, manager: 'kim' })
})

function untouchedWithoutRev(patientId: string) {
  const { rev: _rev, ...rest } = untouched(patientId)
  return rest
}
