import { bursts, effectiveVolume, harmonicAmplitudes, type SoundLevel } from './patterns.ts'

/** What became of a wish to sound; `blocked` when the system gives no running audio output. */
export type SoundOutcome = 'played' | 'blocked' | 'sounds-off'

/** Peak gain of a single pulse at full volume; leaves headroom for the sum of its harmonics. */
const PEAK = 0.5

interface Output {
  readonly context: AudioContext
  readonly wave: PeriodicWave
}

let output: Output | null = null
let playing: OscillatorNode[] = []

function openOutput(): Output | null {
  if (output !== null) return output
  try {
    const context = new AudioContext()
    const real = new Float32Array(harmonicAmplitudes.length + 1)
    const imaginary = Float32Array.from([0, ...harmonicAmplitudes])
    output = { context, wave: context.createPeriodicWave(real, imaginary) }
    return output
  } catch {
    return null
  }
}

function isRunning(context: AudioContext): boolean {
  return context.state === 'running'
}

async function running(context: AudioContext): Promise<boolean> {
  if (isRunning(context)) return true
  const waited = new Promise<void>((resolve) => {
    setTimeout(resolve, 500)
  })
  await Promise.race([context.resume().catch(() => undefined), waited])
  return isRunning(context)
}

/**
 * Plays one burst now and tells what became of it. `volume` is 0 to 1; high and technical are never softer than
 * 0.3. A burst that is still sounding is cut: the newer, never the louder sum, is heard.
 */
export async function playBurst(level: SoundLevel, volume: number): Promise<SoundOutcome> {
  const loudness = effectiveVolume(level, volume)
  if (loudness === 0) return 'sounds-off'
  const opened = openOutput()
  if (opened === null || !(await running(opened.context))) return 'blocked'
  stopSound()
  const { context, wave } = opened
  const pattern = bursts[level]
  const start = context.currentTime + 0.02
  for (const pulse of pattern.pulses) {
    const from = start + pulse.startMs / 1_000
    const to = from + pulse.durationMs / 1_000
    const rise = pattern.riseMs / 1_000
    const gain = context.createGain()
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(PEAK * loudness * pulse.gain, from + rise)
    gain.gain.setValueAtTime(PEAK * loudness * pulse.gain, to - rise)
    gain.gain.linearRampToValueAtTime(0, to)
    const oscillator = context.createOscillator()
    oscillator.setPeriodicWave(wave)
    oscillator.frequency.value = pulse.frequencyHz
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(to + 0.01)
    playing.push(oscillator)
  }
  return 'played'
}

/** Ends what is sounding now. */
export function stopSound(): void {
  for (const oscillator of playing) {
    oscillator.stop()
    oscillator.disconnect()
  }
  playing = []
}
