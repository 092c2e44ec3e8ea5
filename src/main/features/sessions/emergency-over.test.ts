import { expect, test } from 'vitest'
import { z } from 'zod'
import { EmergencyEntry } from '@shared/features/sessions/model.ts'
import { SessionWorld } from '@test/support/session-world.ts'
import { EmergencyAccess } from './emergency.ts'

const MINUTE_MS = 60_000
const ID = '7b0a1c62-33a3-4a8e-9d38-4f6f7b4d9c11'

/** A world in which somebody has emergency access for five minutes. */
async function begun(): Promise<SessionWorld> {
  const world = new SessionWorld(3_600)
  await world.signIn()
  const { present } = world.service
  if (present === null) throw new Error('nobody is here')
  const entry: EmergencyEntry = {
    id: ID,
    userId: present.account.id,
    role: present.account.role,
    station: 'desk',
    reason: 'the ward round could not wait',
    begunAt: world.wall,
    endsAt: world.wall + 5 * MINUTE_MS,
    endedAt: null,
    patients: null,
    review: null,
  }
  world.service.setEmergency(present, entry)
  return world
}

// Catches: an access whose end is never told to its reviewers, because nobody gave it back by hand.
test('emergency access that runs out is over at its time, and is told so once', async () => {
  const world = await begun()
  const ends = world.wall + 5 * MINUTE_MS
  world.pass(5 * MINUTE_MS + 7, true)
  world.service.look()
  world.service.look()
  expect(world.over).toEqual([{ id: ID, at: ends }])
})

test('emergency access ends with its session (bug: a length until a time at which nobody was there)', async () => {
  const world = await begun()
  world.pass(MINUTE_MS, true)
  world.service.end('screen-locked')
  expect(world.over).toEqual([{ id: ID, at: world.wall }])
})

/** Emergency access at a station without a hub: what it would send waits. */
function accessAt(world: SessionWorld, kept: Map<string, unknown>): EmergencyAccess {
  const noHub = (): never => {
    throw new Error('no hub')
  }
  Object.defineProperty(world.service, 'hubOrRefuse', { value: noHub, configurable: true })
  return new EmergencyAccess({
    sessions: world.service,
    kept: {
      read: (name, schema) => schema.safeParse(kept.get(name)).data ?? null,
      write: (name, value) => void kept.set(name, value),
    },
    now: () => world.wall,
    looked: () => Promise.resolve([]),
    defect: (error) => {
      throw error
    },
  })
}

const ends = (kept: Map<string, unknown>, world: SessionWorld) =>
  z
    .array(EmergencyEntry)
    .parse(kept.get('sessions.emergencies'))
    .map(({ endedAt }) => (endedAt === null ? null : (endedAt - world.wall) / MINUTE_MS))

// Catches: an access whose review waits for ever for its end, because its station was killed, or it was begun twice.
test('every emergency access has an end, also one that another follows and one whose station is killed', async () => {
  const world = new SessionWorld(3_600)
  await world.signIn()
  const kept = new Map<string, unknown>()
  const access = accessAt(world, kept)
  await access.begin('the ward round could not wait', 5)
  await access.begin('nor could the next one', 5)
  expect(ends(kept, world)).toEqual([null, 0, null])
  world.pass(60 * MINUTE_MS, true)
  const after = accessAt(world, kept)
  await after.endKilled()
  expect(ends(kept, world)).toEqual([null, -60, null, -55])
  await after.endKilled()
  expect(ends(kept, world)).toHaveLength(4)
})
