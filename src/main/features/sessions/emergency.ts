import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import type { KeptValues } from '@main/journal/kept-values.ts'
import { EmergencyEntry, type SessionView } from '@shared/features/sessions/model.ts'
import { onHub, sessionFailure } from './errors.ts'
import type { SessionHub } from './ports.ts'
import type { SessionService } from './service.ts'

const OUTBOX = 'sessions.emergencies'
const MINUTE_MS = 60_000

/**
 * Emergency access: given at once, for a reason and a limited time, and reviewed later by somebody else. It works
 * without the hub too; its entry then waits in the station's journal, and no entry is ever dropped unsent.
 */
export class EmergencyAccess {
  readonly #sessions: SessionService
  readonly #kept: KeptValues
  readonly #now: () => number
  #sending: Promise<void> = Promise.resolve()

  /** @param now milliseconds since 1970, by the wall clock. */
  constructor(sessions: SessionService, kept: KeptValues, now: () => number) {
    this.#sessions = sessions
    this.#kept = kept
    this.#now = now
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
      review: null,
    }
    await this.#sessions.record(present, { action: 'emergency-begun', subject: entry.id, reason })
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
      this.#kept.write(OUTBOX, [...this.#outbox(), { ...entry, endedAt: this.#now() }])
      await this.flush()
      await this.#sessions.record(present, { action: 'emergency-ended', subject: entry.id })
    }
    return this.#sessions.view()
  }

  queue(): Promise<readonly EmergencyEntry[]> {
    return onHub(() => this.#sessions.hubOrRefuse().emergencies.all())
  }

  async review(id: string, verdict: 'justified' | 'not-justified', note: string): Promise<EmergencyEntry> {
    const present = this.#sessions.present
    const { emergencies } = this.#sessions.hubOrRefuse()
    const entry = await onHub(() => emergencies.read(id))
    if (entry === null || present === null)
      throw sessionFailure('sessions.not-found', 'There is no such emergency access.')
    if (entry.userId === present.account.id) {
      throw sessionFailure(
        'sessions.own-review',
        'Nobody reviews their own emergency access. Leave it to another privacy officer.',
      )
    }
    const reviewed = { ...entry, review: { by: present.account.id, at: this.#now(), verdict, note } }
    await this.#sessions.record(present, { action: 'emergency-reviewed', subject: id, reason: verdict })
    await onHub(() => emergencies.write(reviewed))
    return reviewed
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
        const known = await hub.emergencies.read(first.id)
        await hub.emergencies.write({ ...first, review: known?.review ?? null })
      } catch (error) {
        if (!(error instanceof HubError)) throw error
        return
      }
      this.#kept.write(OUTBOX, this.#outbox().slice(1))
    }
  }

  #outbox(): readonly EmergencyEntry[] {
    return this.#kept.read(OUTBOX, z.array(EmergencyEntry)) ?? []
  }
}
