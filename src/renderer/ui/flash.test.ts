import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startFlashing, type Rhythm } from './flash.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** How often each rhythm went dark within a time, and for how long it was dark. */
function observed(ms: number): Record<Rhythm, { times: number; dark: number }> {
  const seen = {
    high: { times: 0, dark: 0, since: 0 },
    medium: { times: 0, dark: 0, since: 0 },
    technical: { times: 0, dark: 0, since: 0 },
  }
  const stop = startFlashing((rhythm, dark) => {
    const own = seen[rhythm]
    if (dark) {
      own.times += 1
      own.since = Date.now()
    } else if (own.times > 0) own.dark += Date.now() - own.since
  })
  vi.advanceTimersByTime(ms)
  stop()
  return seen
}

// Catches: a rhythm outside of IEC 60601-1-8 table 2, which people are trained to read.
test('high flashes at 1.4 to 2.8 Hz and medium at 0.4 to 0.8 Hz, lit for 20 to 60 % of the time', () => {
  const seconds = 100
  const { high, medium } = observed(seconds * 1_000)
  expect(high.times / seconds).toBeGreaterThanOrEqual(1.4)
  expect(high.times / seconds).toBeLessThanOrEqual(2.8)
  expect(medium.times / seconds).toBeGreaterThanOrEqual(0.4)
  expect(medium.times / seconds).toBeLessThanOrEqual(0.8)
  for (const { dark } of [high, medium]) {
    const lit = 1 - dark / (seconds * 1_000)
    expect(lit).toBeGreaterThanOrEqual(0.2)
    expect(lit).toBeLessThanOrEqual(0.6)
  }
})

// Catches: timers of a closed window that go on for ever.
test('nothing beats after the end', () => {
  const set = vi.fn<(rhythm: Rhythm, dark: boolean) => void>()
  const stop = startFlashing(set)
  stop()
  set.mockClear()
  vi.advanceTimersByTime(10_000)
  expect(set).not.toHaveBeenCalled()
})
