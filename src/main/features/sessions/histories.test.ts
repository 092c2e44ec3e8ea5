import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SessionWorld } from '@test/support/session-world.ts'

const HISTORIES = 10_000
const LIMIT_S = 30
const LIMIT_MS = LIMIT_S * 1_000
const HOUR_MS = 3_600_000

type Step =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'activity' }
  | { readonly kind: 'clock-jump'; readonly ms: number }
  | { readonly kind: 'suspend'; readonly ms: number; readonly told: boolean }
  | { readonly kind: 'screen-lock' }
  | { readonly kind: 'hub'; readonly reachable: boolean }
  | { readonly kind: 'delete-key' }
  | { readonly kind: 'sign-in' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 35 }) }),
  },
  { weight: 6, arbitrary: fc.constant({ kind: 'activity' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock-jump'),
      ms: fc.oneof(
        fc.constantFrom(-24 * HOUR_MS, 24 * HOUR_MS),
        fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
        fc.integer({ min: -60_000, max: 60_000 }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('suspend'),
      ms: fc.integer({ min: 1_000, max: 2 * HOUR_MS }),
      told: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'screen-lock' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hub'), reachable: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'delete-key' }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'sign-in' }) },
)

/** What must be true, told without any of the station's code: when the person last did something, and what befell them. */
class Model {
  signedIn = false
  /** Milliseconds awake, and truly passed, since the last activity. */
  awake = 0
  passed = 0
  mustBeLocked = false
  /** Seconds since the key was deleted with a hub that answers; null while it was not. */
  deletedFor: number | null = null
  /** Something happened after which the station may lock although nobody was idle. */
  mayBeLocked = false

  begin(): void {
    Object.assign(this, new Model(), { signedIn: true })
  }

  pass(ms: number, awake: boolean): void {
    this.passed += ms
    if (awake) this.awake += ms
  }

  get overdue(): boolean {
    return this.awake >= LIMIT_MS || this.mustBeLocked || (this.deletedFor ?? 0) >= 2
  }
}

/** Lives one history; the sentence of what went wrong, or null. */
async function live(history: readonly Step[]): Promise<string | null> {
  const world = new SessionWorld(LIMIT_S)
  const model = new Model()
  const wrong = (): string | null => {
    const { open } = world
    if (open && (!model.signedIn || model.overdue)) return 'access although it must be locked'
    // A silent sleep stops the monotonic clock; only the wall clock tells, as long as nobody has turned it back.
    if (open && !model.mayBeLocked && model.passed >= LIMIT_MS) return 'access after a sleep past the limit'
    if (!open && model.signedIn && !model.mayBeLocked && !model.overdue && model.passed < LIMIT_MS)
      return 'locked without a reason'
    if (!open) model.signedIn = false
    return null
  }
  for (const each of history) {
    switch (each.kind) {
      case 'wait':
        for (let second = 0; second < each.seconds; second += 1) {
          model.pass(1_000, true)
          if (model.deletedFor !== null && world.memory.reachable) model.deletedFor += 1
          await world.second()
          const fault = wrong()
          if (fault !== null) return `${fault} after ${second + 1} s of waiting`
        }
        break
      case 'activity':
        await world.activity()
        if (world.open) Object.assign(model, { awake: 0, passed: 0 })
        break
      case 'clock-jump':
        world.wall += each.ms
        model.mayBeLocked = true
        break
      case 'suspend':
        if (each.told) {
          world.system('suspended')
          model.mustBeLocked = true
        }
        world.pass(each.ms, false)
        model.pass(each.ms, false)
        world.system('resumed')
        break
      case 'screen-lock':
        world.system('screenLocked')
        model.mustBeLocked = true
        break
      case 'hub':
        world.memory.reachable = each.reachable
        // A key may expire on the hub while it cannot be renewed.
        if (!each.reachable) model.mayBeLocked = true
        break
      case 'delete-key':
        world.memory.keys.clear()
        if (model.signedIn) Object.assign(model, { deletedFor: model.deletedFor ?? 0, mayBeLocked: true })
        break
      case 'sign-in':
        if (await world.signIn()) model.begin()
        if (!world.memory.reachable) model.mayBeLocked = true
        break
    }
    const fault = wrong()
    if (fault !== null) return `${fault} after ${each.kind}`
  }
  return null
}

// Catches: access past a limit by any clock, after a lock, a sleep or an end from outside; a lock later than a second
// after its cause (two for the hub's); and a station that locks people out who did nothing to deserve it.
test(`no access past a limit in ${HISTORIES} random histories`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16, size: 'max' }), async (history) => {
      expect(await live([{ kind: 'sign-in' }, ...history])).toBeNull()
    }),
    { numRuns: HISTORIES },
  )
})

// Catches: a model so lenient, or histories so short, that the test above proves nothing.
test('the model notices a station that does not lock', async () => {
  const idle: Step[] = [{ kind: 'sign-in' }, { kind: 'wait', seconds: 29 }]
  expect(await live(idle)).toBeNull()
  const world = new SessionWorld(LIMIT_S)
  await world.signIn()
  expect(world.open).toBe(true)
  world.pass(LIMIT_MS, true)
  expect(world.open).toBe(false)
})
