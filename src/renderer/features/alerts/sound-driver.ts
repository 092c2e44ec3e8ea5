import type { SoundOrder } from '@shared/features/alerts/contract.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'
import { burstLengthMs, bursts, type SoundLevel } from '@renderer/ui/sound/patterns.ts'
import type { SoundOutcome } from '@renderer/ui/sound/player.ts'

/** Two minutes: no silence lasts longer, whatever an order says (UI.md, priority). */
export const LONGEST_MUTE_MS = 120_000

export interface SoundSettings {
  readonly volume: number
  readonly medium: boolean
  readonly low: boolean
}

export interface SoundDriverParts {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly play: (level: SoundLevel, volume: number) => Promise<SoundOutcome>
  readonly stop: () => void
  readonly now: () => number
}

export interface SoundDriver {
  start(): () => void
  setSettings(settings: SoundSettings): void
  /** Until when this station is muted; null when it is not. For the sign that says so. */
  onMute(listener: (until: number | null) => void): void
}

/** The period of a repeating sound: its burst and the silence after it. */
export function periodMs(level: SoundLevel): number {
  return burstLengthMs(bursts[level]) + bursts[level].interburstMs
}

/** Main's `mutedUntil`, bounded by two minutes from now; null when nothing is muted. */
export function muteEnd(order: Pick<SoundOrder, 'mutedUntil'>, now: number): number | null {
  if (order.mutedUntil === null || order.mutedUntil <= now) return null
  return Math.min(order.mutedUntil, now + LONGEST_MUTE_MS)
}

/** Carries out main's orders to sound and reports what became of each, so that silence is on record. */
export function createSoundDriver(parts: SoundDriverParts): SoundDriver {
  let settings: SoundSettings = { volume: 0.7, medium: true, low: true }
  let order: SoundOrder | null = null
  let repeating: SoundLevel | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let tellMute: (until: number | null) => void = () => undefined

  function report(serial: number, outcome: SoundOutcome): void {
    void parts.request('alerts.sounded', { serial, outcome })
  }

  function wanted(level: SoundLevel): boolean {
    return (level !== 'medium' || settings.medium) && (level !== 'low' || settings.low)
  }

  async function sound(level: SoundLevel, serial: number | null): Promise<void> {
    const outcome = wanted(level) ? await parts.play(level, settings.volume) : 'sounds-off'
    if (serial !== null) report(serial, outcome)
  }

  function clear(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }

  function repeat(level: SoundLevel, serial: number | null): void {
    clear()
    void sound(level, serial)
    timer = setTimeout(() => repeat(level, null), periodMs(level))
  }

  function obey(next: SoundOrder): void {
    const isNew = order === null || next.serial !== order.serial
    order = next
    const now = parts.now()
    const until = muteEnd(next, now)
    tellMute(until)
    if (until !== null) {
      clear()
      parts.stop()
      repeating = null
      if (isNew && (next.repeating ?? next.once) !== null) report(next.serial, 'sounds-off')
      timer = setTimeout(() => {
        if (order !== null) obey({ ...order, once: null, mutedUntil: null })
      }, until - now)
      return
    }
    if (next.repeating !== null) {
      // A new serial of the same level sounds at once: somebody else's alert has joined.
      if (repeating !== next.repeating || isNew) repeat(next.repeating, isNew ? next.serial : null)
      repeating = next.repeating
      return
    }
    clear()
    if (repeating !== null) parts.stop()
    repeating = null
    if (isNew && next.once !== null) void sound(next.once, next.serial)
  }

  async function ask(): Promise<void> {
    const reply = await parts.request('alerts.sounding', {})
    if (reply.ok) obey(reply.value)
  }

  return {
    start: () => {
      const end = parts.subscribe('alerts.sound', { onEvent: obey, onBad: () => void ask() })
      void ask()
      return () => {
        clear()
        parts.stop()
        end()
      }
    },
    setSettings: (given) => {
      settings = given
    },
    onMute: (listener) => {
      tellMute = listener
    },
  }
}
