import { z } from 'zod'

const TimeReply = z.tuple([z.coerce.number().int(), z.coerce.number().int()])

/**
 * The hub's time on this machine's monotonic clock: setting the local wall clock, daylight saving and time
 * zones cannot move a deadline. Before the first reading it is the local wall clock.
 */
export class HubClock {
  #offset = Date.now() - performance.now()

  /** Takes a reply of TIME; `sent` and `received` are performance.now() around the call. */
  set(reply: unknown, sent: number, received: number): void {
    const [seconds, microseconds] = TimeReply.parse(reply)
    this.#offset = seconds * 1_000 + microseconds / 1_000 - (sent + received) / 2
  }

  /** Milliseconds since 1970, whole. */
  now(): number {
    return Math.floor(performance.now() + this.#offset)
  }
}
