import { sessionFailure } from './errors.ts'
import type { AuditTrail, SessionFact } from './ports.ts'
import { handleOf, type Present } from './present.ts'

/** What a caller says of a fact; the rest is told by the session. */
export type Fact = Pick<SessionFact, 'action'> & Partial<SessionFact>

/** Puts a fact on record. When it rejects, what was to be recorded must not happen. */
export async function recordFact(audit: AuditTrail, present: Present | null, fact: Fact): Promise<void> {
  try {
    await audit.record({
      outcome: 'done',
      user: present?.account.id ?? null,
      role: present?.account.role ?? null,
      session: present ? handleOf(present.stored.id) : null,
      method: present?.method ?? null,
      subject: null,
      reason: null,
      ...fact,
    })
  } catch {
    throw sessionFailure(
      'sessions.not-recorded',
      'This could not be put on record at this station, so it did not happen. Tell IT: the disk may be full.',
    )
  }
}
