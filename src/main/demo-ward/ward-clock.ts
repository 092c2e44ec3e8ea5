/** The two clocks the ward needs. */
export interface WardClock {
  /** `time.time()`: Unix seconds with microseconds, following every adjustment of the wall clock. */
  unixSeconds(): number
  /** Monotonic seconds: the ward's own time must not jump with the wall clock. */
  elapsedSeconds(): number
}

export const systemClock: WardClock = {
  // Date has milliseconds only; the monotonic clock's fraction gives Python's six digits something to say.
  unixSeconds: () => (Date.now() + (performance.now() % 1)) / 1000,
  elapsedSeconds: () => performance.now() / 1000,
}
