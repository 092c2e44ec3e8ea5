import { afterEach, expect, test, vi } from 'vitest'
import { hubTime, setClockAhead } from './ticker.ts'

afterEach(() => {
  vi.useRealTimers()
  setClockAhead(0)
})

// Catches: a countdown by the workstation's own clock, which somebody may have set wrong by an hour.
test('time is the hub’s although this machine’s clock is an hour behind', () => {
  vi.useFakeTimers({ now: 1_795_000_000_000 })
  setClockAhead(3_600_000)
  expect(hubTime()).toBe(1_795_003_600_000)
})
