import { describe, expect, test } from 'vitest'
import { burstLengthMs, bursts, effectiveVolume, harmonicAmplitudes, type Burst } from './patterns.ts'

function gaps(pattern: Burst): number[] {
  return pattern.pulses.slice(1).map((pulse, index) => {
    const before = pattern.pulses[index]
    return before === undefined ? Number.NaN : pulse.startMs - before.startMs - before.durationMs
  })
}

function expectWithin(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
}

describe('IEC 60601-1-8 tables 3 and 4', () => {
  test('high: ten pulses, x-x-x--x-x twice (bug: a pulse lost or the rhythm uneven)', () => {
    const td = bursts.high.pulses[0]?.durationMs ?? 0
    const found = gaps(bursts.high)
    const x = found[0] ?? 0
    expect(bursts.high.pulses).toHaveLength(10)
    expectWithin(td, 75, 200)
    expectWithin(x, 50, 125)
    expect([0, 1, 3, 5, 6, 8].map((at) => found[at])).toEqual(Array.from({ length: 6 }, () => x))
    expect([found[2], found[7]]).toEqual([2 * x + td, 2 * x + td])
    expectWithin(found[4] ?? 0, 350, 1_300)
    expectWithin(bursts.high.interburstMs, 2_500, 15_000)
  })

  test('medium: three even pulses (bug: medium as urgent as high)', () => {
    expect(bursts.medium.pulses).toHaveLength(3)
    expect(new Set(gaps(bursts.medium)).size).toBe(1)
    expectWithin(gaps(bursts.medium)[0] ?? 0, 125, 250)
    expectWithin(bursts.medium.pulses[0]?.durationMs ?? 0, 125, 250)
    expectWithin(bursts.medium.interburstMs, 2_500, 30_000)
  })

  test('low: one or two pulses, 15 s apart or never (bug: low repeats like medium)', () => {
    expectWithin(bursts.low.pulses.length, 1, 2)
    expectWithin(bursts.low.pulses[0]?.durationMs ?? 0, 125, 250)
    expect(bursts.low.interburstMs).toBeGreaterThanOrEqual(15_000)
  })

  test.each(['high', 'medium', 'low'] as const)(
    '%s: pulse form and spectrum (bug: a click, or a pure tone)',
    (level) => {
      const pattern = bursts[level]
      for (const pulse of pattern.pulses) {
        expectWithin(pulse.frequencyHz, 150, 1_000)
        expectWithin(pattern.riseMs / pulse.durationMs, 0.1, 0.4)
        const audible = harmonicAmplitudes.filter((amplitude, index) => {
          const frequency = pulse.frequencyHz * (index + 1)
          return frequency >= 300 && frequency <= 4_000 && 20 * Math.log10(amplitude) >= -15
        })
        expect(audible.length).toBeGreaterThanOrEqual(4)
      }
      const gains = pattern.pulses.map((pulse) => pulse.gain)
      expect(20 * Math.log10(Math.max(...gains) / Math.min(...gains))).toBeLessThanOrEqual(10)
    },
  )

  test('the technical alarm is no burst of the standard (bug: mistaken for a patient alarm)', () => {
    expect([1, 2, 3, 10]).not.toContain(bursts.technical.pulses.length)
    expect(new Set(bursts.technical.pulses.map((pulse) => pulse.frequencyHz)).size).toBe(2)
  })
})

test('high and technical cannot be turned off (bug: volume 0 silences a dying patient)', () => {
  expect(effectiveVolume('high', 0)).toBe(0.3)
  expect(effectiveVolume('technical', 0.1)).toBe(0.3)
  expect(effectiveVolume('high', 0.9)).toBe(0.9)
  expect(effectiveVolume('medium', 0)).toBe(0)
  expect(effectiveVolume('low', 7)).toBe(1)
})

test('a burst ends with its last pulse (bug: the next burst starts inside this one)', () => {
  expect(burstLengthMs(bursts.low)).toBe(180)
  expect(burstLengthMs(bursts.medium)).toBe(3 * 180 + 2 * 190)
})
