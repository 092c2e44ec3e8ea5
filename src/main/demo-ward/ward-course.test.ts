import { describe, expect, test } from 'vitest'
import { callFor, type AlarmMemory } from './bedside-alarms.ts'
import { patients } from './patients.ts'
import { advance, beforeStart, type WardCall } from './ward-course.ts'

interface Timed extends WardCall {
  readonly atSeconds: number
}

function callsUntil(seconds: number, step: number, seed: number): Timed[] {
  const found: Timed[] = []
  let course = beforeStart
  for (let at = 0; at <= seconds; at += step) {
    const moved = advance(course, patients, seed, at)
    course = moved.course
    found.push(...moved.calls.map((call) => ({ ...call, atSeconds: at })))
  }
  return found
}

describe.each([1, 2, 3, 4, 5])('the board with seed %d', (seed) => {
  const calls = callsUntil(1500, 0.5, seed)
  const icu = calls.filter(({ patient }) => patient.unit === 'icu')

  test('has its first alert within a second, and 6 to 10 findings with two criticals within ten', () => {
    expect(icu[0]?.atSeconds).toBeLessThanOrEqual(1)
    const early = new Set(
      icu.filter(({ atSeconds }) => atSeconds <= 10).map(({ patient, metric }) => patient.bed + metric),
    )
    expect(early.size).toBeGreaterThanOrEqual(6)
    expect(early.size).toBeLessThanOrEqual(10)
    expect(early).toContain('ICU 04potassium')
    expect(early).toContain('ICU 11glucose')
  })

  test('repeats one finding often, and one gets worse', () => {
    const fibrillation = icu.filter(
      ({ patient, metric }) => patient.bed === 'ICU 05' && metric === 'heart_rate',
    )
    expect(fibrillation.length).toBeGreaterThanOrEqual(10)
    const potassium = icu.filter(({ patient, metric }) => patient.bed === 'ICU 04' && metric === 'potassium')
    expect(potassium[1]?.value).toBeGreaterThan((potassium[0]?.value ?? 99) + 0.3)
  })

  // A monitor that calls at every look would drown the board.
  test('is no flood: at most five calls in any minute after the first, fewer than a hundred in all', () => {
    for (let from = 60; from < 1500; from += 60) {
      const inMinute = calls.filter(({ atSeconds }) => atSeconds >= from && atSeconds < from + 60)
      expect(inMinute.length, `minute ${from / 60}`).toBeLessThanOrEqual(5)
    }
    expect(calls.length).toBeLessThan(100)
  })
})

test('the speed of the clock changes nothing about laboratory results', () => {
  const results = (step: number) => {
    const found: string[] = []
    let course = beforeStart
    for (let at = 0; at <= 7200; at += step) {
      const moved = advance(course, patients, 1, at)
      course = moved.course
      found.push(...moved.results.map(({ patient, metric, value }) => `${patient.bed} ${metric} ${value}`))
    }
    return found.sort()
  }
  expect(results(600)).toEqual(results(1))
})

describe('callFor', () => {
  const patient = patients.find(({ bed }) => bed === 'ICU 07')
  if (patient === undefined) throw new Error('the ward has no bed ICU 07')
  const look = (memory: AlarmMemory, value: number, atSeconds: number) =>
    callFor(memory, patient, { metric: 'heart_rate', value, atSeconds, fromLaboratory: false })

  test('calls on crossing, stays silent while unchanged, calls again when worse', () => {
    const crossed = look(new Map(), 122, 0)
    const same = look(crossed.memory, 124, 60)
    const worse = look(same.memory, 133, 120)
    expect([crossed.call, same.call, worse.call]).toEqual([true, false, true])
  })

  // Without hysteresis a value on the limit would call at every wobble.
  test('a wobble around the limit is one alarm, a real return ends it', () => {
    const crossed = look(new Map(), 120, 0)
    const inside = look(crossed.memory, 119, 30)
    const again = look(inside.memory, 120, 60)
    expect(again.call).toBe(false)
    const ended = look(again.memory, 110, 90)
    expect(look(ended.memory, 121, 120).call).toBe(true)
  })

  test('the laboratory calls every result out of range', () => {
    const result = { metric: 'potassium', value: 6.8, atSeconds: 0, fromLaboratory: true } as const
    const first = callFor(new Map(), patient, result)
    expect(callFor(first.memory, patient, { ...result, atSeconds: 10 }).call).toBe(true)
  })
})
