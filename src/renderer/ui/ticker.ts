import { useSyncExternalStore } from 'react'

/** One interval per pace for the whole window: rows show ages without timers of their own. */
interface Ticker {
  now: number
  readonly listeners: Set<() => void>
  timer: ReturnType<typeof setInterval> | null
}

let aheadMs = 0

/**
 * How far the hub's clock is ahead of this machine's. Every age and countdown is by the hub's clock, so that a
 * workstation whose clock is wrong or is set does not tell another time to escalation than the desk beside it.
 */
export function setClockAhead(ms: number): void {
  aheadMs = ms
}

/** Milliseconds since 1970 by the hub's clock. */
export function hubTime(): number {
  return Date.now() + aheadMs
}

const tickers = new Map<number, Ticker>()

function tickerOf(paceMs: number): Ticker {
  const known = tickers.get(paceMs)
  if (known !== undefined) return known
  const made: Ticker = { now: hubTime(), listeners: new Set(), timer: null }
  tickers.set(paceMs, made)
  return made
}

function listen(paceMs: number, listener: () => void): () => void {
  const ticker = tickerOf(paceMs)
  ticker.listeners.add(listener)
  ticker.timer ??= setInterval(() => {
    ticker.now = hubTime()
    for (const each of ticker.listeners) each()
  }, paceMs)
  return () => {
    ticker.listeners.delete(listener)
    if (ticker.listeners.size === 0 && ticker.timer !== null) {
      clearInterval(ticker.timer)
      ticker.timer = null
    }
  }
}

/** `now` of a sleeping ticker is old: it is refreshed when somebody looks again. */
function read(paceMs: number): number {
  const ticker = tickerOf(paceMs)
  if (ticker.timer === null && Math.abs(hubTime() - ticker.now) > paceMs) ticker.now = hubTime()
  return ticker.now
}

const subscribers = new Map<number, (listener: () => void) => () => void>()

function subscriberOf(paceMs: number): (listener: () => void) => () => void {
  const known = subscribers.get(paceMs)
  if (known !== undefined) return known
  const made = (listener: () => void): (() => void) => listen(paceMs, listener)
  subscribers.set(paceMs, made)
  return made
}

/** The time in milliseconds, renewed every `paceMs` (1 s unless said otherwise), shared by all who ask. */
export function useNow(paceMs = 1_000): number {
  return useSyncExternalStore(subscriberOf(paceMs), () => read(paceMs))
}

/** A value derived from the time; the component renders only when the derived value changes. */
export function useDerivedFromNow<T extends string | number | boolean | null>(
  derive: (now: number) => T,
  paceMs = 1_000,
): T {
  return useSyncExternalStore(subscriberOf(paceMs), () => derive(read(paceMs)))
}
