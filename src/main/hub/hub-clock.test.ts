import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HubClock } from './hub-clock.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const HUB = Date.parse('2026-06-01T12:00:00Z')
const timeReply = (at: number): string[] => [String(Math.floor(at / 1_000)), String((at % 1_000) * 1_000)]

// Catches: stations whose own clocks are wrong disagreeing about deadlines.
test("is the hub's time, half a round trip after it was said", () => {
  const clock = new HubClock()
  const sent = performance.now()
  clock.set(timeReply(HUB), sent, sent + 100)
  vi.advanceTimersByTime(100)
  expect(clock.now()).toBe(HUB + 50)
})

// Catches: countdowns that jump when somebody sets the clock of the workstation, or in the hour of daylight saving.
test('does not move when the wall clock is set', () => {
  const clock = new HubClock()
  const sent = performance.now()
  clock.set(timeReply(HUB), sent, sent)
  vi.setSystemTime(new Date('2031-01-01T00:00:00Z'))
  expect(clock.now()).toBe(HUB)
  vi.advanceTimersByTime(5_000)
  expect(clock.now()).toBe(HUB + 5_000)
})

test('is the local wall clock before the hub was asked, and whole milliseconds always', () => {
  const clock = new HubClock()
  expect(Math.abs(clock.now() - Date.now())).toBeLessThanOrEqual(1)
  clock.set(['1', '234567'], 0.5, 1.7)
  expect(Number.isInteger(clock.now())).toBe(true)
})

// Catches: an odd reply setting the clock to nonsense.
test.each([null, [], ['x', 'y'], 'OK'])('refuses the reply %j', (reply) => {
  expect(() => new HubClock().set(reply, 0, 0)).toThrow(/invalid|expected/i)
})
