import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settleWithin } from './settle-within.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'it was fulfilled',
    (error: unknown) => String(error),
  )
}

// Catches: a request that stays open for ever when the hub says nothing.
test('a promise that never settles is rejected when its time is over', async () => {
  const outcome = reasonOf(settleWithin(new Promise(() => undefined), 1_000))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await outcome).toMatch('timed out')
})

// Catches: a late rejection that ends the whole process as unhandled.
test('a late rejection is nobody’s business', async () => {
  const unhandled = vi.fn<() => void>()
  process.on('unhandledRejection', unhandled)
  let reject: (error: Error) => void = () => undefined
  const late = new Promise((_, no) => (reject = no))
  const outcome = reasonOf(settleWithin(late, 10))
  await vi.advanceTimersByTimeAsync(10)
  expect(await outcome).toMatch('timed out')
  reject(new Error('late'))
  vi.useRealTimers()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

// Catches: timers left behind by every call, which keep the process alive and fill memory.
test('an answer in time is passed on and leaves no timer', async () => {
  await expect(settleWithin(Promise.resolve('PONG'), 1_000)).resolves.toBe('PONG')
  await expect(settleWithin(Promise.reject(new Error('NOPERM')), 1_000)).rejects.toThrow('NOPERM')
  expect(vi.getTimerCount()).toBe(0)
})
