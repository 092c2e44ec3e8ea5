/**
 * Auditory alarm signals after IEC 60601-1-8:2006 clause 6.3.3.1: table 3 (characteristics of the burst) and
 * table 4 (characteristics of the pulse). The numbers below lie inside those ranges; `patterns.test.ts` holds
 * them there. The technical alarm is our own two-tone: it is no physiological alarm and must not resemble one.
 */
export type SoundLevel = 'high' | 'medium' | 'low' | 'technical'

/** Frequencies in hertz, times in milliseconds from the start of the burst, gain relative to the volume. */
export interface Pulse {
  readonly startMs: number
  readonly durationMs: number
  readonly frequencyHz: number
  readonly gain: number
}

export interface Burst {
  readonly pulses: readonly Pulse[]
  /** From the end of one burst to the start of the next when the sound repeats. */
  readonly interburstMs: number
  /** Time from 10 % to 90 % of the amplitude, at both ends of a pulse. */
  readonly riseMs: number
}

interface BurstShape {
  readonly durationMs: number
  /** Silence after each pulse but the last; one entry fewer than there are pulses. */
  readonly gapsMs: readonly number[]
  readonly frequenciesHz: readonly number[]
  readonly gains: readonly number[]
  readonly interburstMs: number
  readonly riseMs: number
}

function burst(shape: BurstShape): Burst {
  let startMs = 0
  const pulses = shape.frequenciesHz.map((frequencyHz, index): Pulse => {
    const pulse = { startMs, durationMs: shape.durationMs, frequencyHz, gain: shape.gains[index] ?? 1 }
    startMs += shape.durationMs + (shape.gapsMs[index] ?? 0)
    return pulse
  })
  return { pulses, interburstMs: shape.interburstMs, riseMs: shape.riseMs }
}

/** High: pulse duration td 75 to 200 ms; spacing x 50 to 125 ms. */
const HIGH_TD = 120
const HIGH_X = 90
/** Third to fourth pulse: 2x + td, the rhythm x-x-x--x-x. */
const HIGH_LONG = 2 * HIGH_X + HIGH_TD
const HIGH_FIVE = [HIGH_X, HIGH_X, HIGH_LONG, HIGH_X] as const

/** Medium and low: td 125 to 250 ms; spacing y 125 to 250 ms. */
const CALM_TD = 180
const CALM_Y = 190

export const bursts: Readonly<Record<SoundLevel, Burst>> = {
  high: burst({
    durationMs: HIGH_TD,
    // Between the two groups of five (fifth to sixth pulse): 0.35 to 1.30 s.
    gapsMs: [...HIGH_FIVE, 600, ...HIGH_FIVE],
    frequenciesHz: [523, 523, 523, 698, 698, 523, 523, 523, 698, 698],
    gains: [0.85, 0.92, 1, 1, 1, 0.85, 0.92, 1, 1, 1],
    // Interburst interval: 2.5 to 15 s.
    interburstMs: 4_000,
    riseMs: 24,
  }),
  medium: burst({
    durationMs: CALM_TD,
    gapsMs: [CALM_Y, CALM_Y],
    frequenciesHz: [440, 440, 440],
    gains: [0.8, 0.8, 0.8],
    // 2.5 to 30 s.
    interburstMs: 15_000,
    riseMs: 40,
  }),
  low: burst({
    durationMs: CALM_TD,
    gapsMs: [],
    frequenciesHz: [330],
    gains: [0.6],
    // 15 s or more, or no repetition.
    interburstMs: 20_000,
    riseMs: 50,
  }),
  technical: burst({
    durationMs: 350,
    gapsMs: [0, 350, 0],
    frequenciesHz: [880, 262, 880, 262],
    gains: [0.8, 0.8, 0.8, 0.8],
    interburstMs: 6_000,
    riseMs: 30,
  }),
}

/**
 * Amplitudes of the harmonics 1 to 6 relative to the fundamental. Table 4 asks for at least four harmonic
 * components between 300 and 4000 Hz within 15 dB of the fundamental (a ratio of 0.178).
 */
export const harmonicAmplitudes = [1, 0.6, 0.45, 0.35, 0.28, 0.22] as const

/** Length of a burst from the start of the first pulse to the end of the last, in milliseconds. */
export function burstLengthMs(pattern: Burst): number {
  const last = pattern.pulses.at(-1)
  return last === undefined ? 0 : last.startMs + last.durationMs
}

/** High and technical alarms are never softer than this, whatever the volume is set to. */
export const LOWEST_ALARM_VOLUME = 0.3

/** The gain to play with: high and technical are held at 0.3 or louder; volume is 0 to 1. */
export function effectiveVolume(level: SoundLevel, volume: number): number {
  const bounded = Math.min(1, Math.max(0, volume))
  return level === 'high' || level === 'technical' ? Math.max(LOWEST_ALARM_VOLUME, bounded) : bounded
}
