import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSoundDriver, muteEnd, periodMs, type SoundDriver } from './sound-driver.ts'
import type { SoundOrder } from '@shared/features/alerts/contract.ts'
import { inputSchemaOf, payloadSchemaOf } from '@shared/ipc/registry.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'

let heard: string[]
let reported: string[]
let send: (order: Partial<SoundOrder>) => void
let driver: SoundDriver

const request: RequestFn = (name, input) => {
  if (name === 'alerts.sounded') {
    const told = inputSchemaOf('alerts.sounded').parse(input)
    reported.push(`${told.serial} ${told.outcome}`)
  }
  return Promise.resolve({ ok: false, error: { code: 'test', message: '', details: {} } })
}

beforeEach(() => {
  vi.useFakeTimers()
  heard = []
  reported = []
  driver = createSoundDriver({
    request,
    subscribe: (name, listener) => {
      send = (order) =>
        listener.onEvent(
          payloadSchemaOf(name).parse({
            repeating: null,
            once: null,
            serial: 1,
            alertIds: [],
            mutedUntil: null,
            ...order,
          }),
        )
      return () => undefined
    },
    play: (level) => {
      heard.push(level)
      return Promise.resolve('played')
    },
    stop: () => heard.push('stop'),
    now: Date.now,
  })
  driver.start()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('repeating', () => {
  test('high repeats until the order ends (bug: a critical alert calls once)', async () => {
    send({ repeating: 'high', serial: 2 })
    await vi.advanceTimersByTimeAsync(2 * periodMs('high') + 10)
    expect(heard).toEqual(['high', 'high', 'high'])
    expect(reported).toEqual(['2 played'])
    send({ serial: 3 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard).toEqual(['high', 'high', 'high', 'stop'])
  })

  test('the same order again does not start the burst anew (bug: stuttering at every event)', async () => {
    send({ repeating: 'high', serial: 2 })
    send({ repeating: 'high', serial: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(heard).toEqual(['high'])
  })
})

describe('once', () => {
  test('medium sounds once per serial (bug: played again with every order)', async () => {
    send({ once: 'medium', serial: 5 })
    send({ once: 'medium', serial: 5 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard).toEqual(['medium'])
    expect(reported).toEqual(['5 played'])
  })

  test('what the settings turn off is reported as off (bug: silence that nobody can explain later)', async () => {
    driver.setSettings({ volume: 1, medium: false, low: true })
    send({ once: 'medium', serial: 6 })
    await vi.advanceTimersByTimeAsync(0)
    expect([heard, reported]).toEqual([[], ['6 sounds-off']])
  })
})

describe('mute', () => {
  test('the sound comes back by itself (bug: muted for good)', async () => {
    send({ repeating: 'high', serial: 2 })
    send({ repeating: 'high', serial: 3, mutedUntil: Date.now() + 30_000 })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(heard).toEqual(['high', 'stop'])
    await vi.advanceTimersByTimeAsync(1_100)
    expect(heard).toEqual(['high', 'stop', 'high'])
  })

  test('no silence is longer than two minutes (bug: a wrong clock mutes the station for a day)', () => {
    expect(muteEnd({ mutedUntil: 10_000_000 }, 1_000)).toBe(121_000)
    expect(muteEnd({ mutedUntil: 500 }, 1_000)).toBeNull()
    expect(muteEnd({ mutedUntil: null }, 1_000)).toBeNull()
  })
})
