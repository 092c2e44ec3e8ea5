import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import type { KeptValues } from '@main/journal/kept-values.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { EmergencyEntry, type SessionView } from '@shared/features/sessions/model.ts'
import { onHub, sessionFailure } from './errors.ts'
import type { SessionHub } from './ports.ts'
import type { SessionService } from './service.ts'

const OUTBOX = 'sessions.emergencies'
/** The access that runs; found here at a start, its station ended without ending it. */
const RUNNING = 'sessions.emergency'
const MINUTE_MS = 60_000
const MOST_PATIENTS = 1_000

interface EmergencyParts {
  readonly sessions: SessionService
  readonly kept: Pick<KeptValues, 'read' | 'write'>
  /** Milliseconds since 1970, by the wall clock. */
  readonly now: () => number
  /** Patients that this person has opened at this station between two moments of its clock; null when nobody can tell. */
  looked(user: string, from: number, to: number): Promise<readonly string[] | null>
  defect(error: unknown): void
}

/**
 * Emergency access: given at once, for a reason and a limited time, and reviewed later by somebody else. It works
 * without the hub too; its entry then waits in the station's journal, and leaves it only when the hub has it and its
 * review has been asked for.
 */
export class EmergencyAccess {
  readonly #parts: EmergencyParts
  readonly #sessions: SessionService
  readonly #kept: EmergencyParts['kept']
  readonly #now: () => number
  #sending: Promise<void> = Promise.resolve()

  constructor(parts: EmergencyParts) {
    this.#parts = parts
    this.#sessions = parts.sessions
    this.#kept = parts.kept
    this.#now = parts.now
  }

  async begin(reason: string, minutes: number): Promise<SessionView> {
    const present = this.#sessions.present
    if (present === null) throw sessionFailure('sessions.refused', 'Nobody is signed in.')
    const now = this.#now()
    const entry: EmergencyEntry = {
      id: randomUUID(),
      userId: present.account.id,
      role: present.account.role,
      station: present.stored.station,
      reason,
      begunAt: now,
      endsAt: now + minutes * MINUTE_MS,
      endedAt: null,
      patients: null,
      review: null,
    }
    await this.#sessions.record(present, { action: 'emergency-begun', subject: entry.id, reason })
    // One at a time: nobody would hear how the other ended.
    await this.end()
    this.#kept.write(RUNNING, entry)
    this.#kept.write(OUTBOX, [...this.#outbox(), entry])
    await this.flush()
    this.#sessions.setEmergency(present, entry)
    return this.#sessions.view()
  }

  /** Gives the rights back before the time is over. */
  async end(): Promise<SessionView> {
    const present = this.#sessions.present
    const entry = present?.emergency?.entry
    if (present && entry) {
      this.#sessions.setEmergency(present, null)
      await this.over(entry, this.#now())
      await this.#sessions.record(present, { action: 'emergency-ended', subject: entry.id })
    }
    return this.#sessions.view()
  }

  /**
   * The rights have ended, given back or by themselves: the reviewers are told of all of it.
   * @param at when that was noticed; a computer that slept notices late.
   */
  over(entry: EmergencyEntry, at: number): Promise<void> {
    const endedAt = Math.min(at, entry.endsAt)
    this.#kept.write(OUTBOX, [...this.#outbox(), { ...entry, endedAt }])
    if (this.#running()?.id === entry.id) this.#kept.write(RUNNING, null)
    return this.flush()
  }

  /** At a start: an access that ran when this station was killed has ended with it, nobody knows when exactly. */
  async endKilled(): Promise<void> {
    const entry = this.#running()
    if (entry !== null) await this.over(entry, this.#now())
  }

  queue(): Promise<readonly EmergencyEntry[]> {
    return onHub(() => this.#sessions.hubOrRefuse().emergencies.all())
  }

  /** Sends what waits to the hub, in order; what cannot be sent goes on waiting. */
  flush(): Promise<void> {
    // One after the other: two at once would take an entry off the list that the other has not sent.
    this.#sending = this.#sending.then(() => this.#send())
    return this.#sending
  }

  async #send(): Promise<void> {
    let hub: SessionHub
    try {
      hub = this.#sessions.hubOrRefuse()
    } catch {
      return
    }
    for (let waiting = this.#outbox(); waiting[0] !== undefined; waiting = this.#outbox()) {
      const [first] = waiting
      try {
        const entry = await this.#complete(first)
        await hub.emergencies.write(entry)
        await hub.gate.ask(entry)
      } catch (error) {
        // Access is given whether or not its review could be asked for at once: it is tried again with the next answer.
        if (!(error instanceof HubError) && !(error instanceof RequestFailure)) this.#parts.defect(error)
        return
      }
      this.#kept.write(OUTBOX, this.#outbox().slice(1))
    }
  }

  async #complete(entry: EmergencyEntry): Promise<EmergencyEntry> {
    const { userId, begunAt, endedAt, patients } = entry
    if (endedAt === null || patients !== null) return entry
    // The reviewer is asked all the same, and told that nobody could tell.
    const looked = await this.#parts.looked(userId, begunAt, endedAt).catch(() => null)
    return { ...entry, patients: looked === null ? null : looked.slice(0, MOST_PATIENTS) }
  }

  #running(): EmergencyEntry | null {
    return this.#kept.read(RUNNING, EmergencyEntry.nullable())
  }

  #outbox(): readonly EmergencyEntry[] {
    return this.#kept.read(OUTBOX, z.array(EmergencyEntry)) ?? []
  }
}
