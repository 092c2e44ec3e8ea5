import type { AuditService } from './features/audit/service.ts'
import type { Gate } from './features/approvals/gate.ts'
import type { ApprovalOwner } from './features/approvals/ports.ts'
import { type EmergencyGate, ReviewOf, type SessionHub } from './features/sessions/ports.ts'
import { RedisAccounts } from './features/sessions/redis-accounts.ts'
import { RedisEmergencies } from './features/sessions/redis-emergencies.ts'
import { RedisSessions } from './features/sessions/redis-sessions.ts'
import { EmergencyReviews } from './features/sessions/reviews.ts'
import { HubError } from './hub/hub-error.ts'
import type { Hub } from './hub/hub.ts'
import { kindOfError, type Logger } from './platform/log.ts'
import type { BasisLine } from '@shared/features/approvals/model.ts'
import { openFilter } from '@shared/features/audit/model.ts'
import { type EmergencyEntry, reviewRequestOf } from '@shared/features/sessions/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

const REQUEST = 'emergency_access:'
const MINUTE_MS = 60_000
/** An entry may be written a moment after the act that it is about. */
const SLACK_MS = 5_000

export interface WiredPeople {
  readonly hub: SessionHub
  /** Told of what the reviewers of emergency accesses have decided. */
  readonly reviewer: ApprovalOwner
  /** Asks for the reviews that nobody has asked for; run on every new link, and never waited for. */
  attach(): void
}

/** Wires people, their sessions and their emergency accesses to one hub. */
export function wirePeople(hub: Hub, gate: () => Gate, log: Logger): WiredPeople {
  const people: SessionHub = {
    accounts: new RedisAccounts(hub),
    directory: new RedisSessions(hub),
    emergencies: new RedisEmergencies(hub),
    gate: emergencyGate(gate),
  }
  const reviews = new EmergencyReviews(people)
  return {
    hub: people,
    reviewer: emergencyOwner(reviews),
    attach: () =>
      void reviews.askMissing().catch((error: unknown) => {
        // Without the hub the next link asks again; an engine host has no right to read emergency accesses at all.
        if (error instanceof HubError || error instanceof RequestFailure) return
        log.error({ error: kindOfError(error) }, 'emergency access')
      }),
  }
}

/** Puts emergency accesses before the reviewers, in the queue of approvals. */
function emergencyGate(gate: () => Gate): EmergencyGate {
  return {
    ask: async (entry) => {
      try {
        await gate().ask({
          type: 'emergency_access',
          id: reviewRequestOf(entry),
          subject: `${entry.userId} at ${entry.station}`,
          recommendation: '',
          confidence: null,
          justification: entry.reason,
          basis: factsOf(entry),
          urgent: false,
          // What is known at the end is newer than what was known at the beginning, whoever asks last.
          fence: entry.endedAt === null ? 1 : 2,
          askedBy: entry.userId,
          reference: known(entry),
        })
      } catch (error) {
        if (!(error instanceof RequestFailure) || error.code !== 'approvals.stale-fence') throw error
      }
    },
    knows: async (entry) => (await gate().read(reviewRequestOf(entry)))?.reference === known(entry),
  }
}

/** Writes what reviewers have found to the access. */
function emergencyOwner(reviews: EmergencyReviews): ApprovalOwner {
  return {
    ruled: async ({ id, reference, ruling: { verdict, reason, by, at } }) => {
      await reviews.reviewed(id.slice(REQUEST.length), ReviewOf.parse(reference), {
        by: by.user,
        at,
        verdict: verdict === 'approved' ? 'justified' : 'not-justified',
        note: reason ?? '',
      })
    },
  }
}

/** The patients in what this station's audit has of one person between two moments of its clock. */
export async function patientsLookedAt(
  audit: Pick<AuditService, 'search'>,
  user: string,
  from: number,
  to: number,
): Promise<readonly string[] | null> {
  const filter = { ...openFilter, user, from, to: to + SLACK_MS }
  const found = new Set<string>()
  for (let before: number | null = null; ;) {
    const page = await audit.search(filter, before)
    // What cannot be opened may be about any patient.
    if (page.unreadable > 0) return null
    for (const entry of page.items) {
      if (entry.user !== user || entry.outcome === 'refused') continue
      for (const patient of entry.patients) found.add(patient)
    }
    const isBack = page.backTo !== null && page.backTo < from - SLACK_MS
    if (page.complete || page.next === null || isBack) return [...found].sort()
    before = page.next
  }
}

/** What is known of an access: whether it goes on, or all of it. */
function known({ endedAt }: EmergencyEntry): ReviewOf {
  return endedAt === null ? 'begun' : 'ended'
}

/** In UTC, so that every station asks in the same words. */
function factsOf({ userId, role, station, begunAt, endsAt, endedAt, patients }: EmergencyEntry): BasisLine[] {
  const fact = (label: string, text: string): BasisLine => ({ label, text, standing: 'fact' })
  return [
    fact('Used by', `${userId}, ${role.replaceAll('-', ' ')}`),
    fact('Station', station),
    fact('Begun', utc(begunAt)),
    ...(endedAt === null
      ? [fact('Given until', `${utc(endsAt)}; it may have ended before`)]
      : [
          fact('Ended', utc(endedAt)),
          fact('Length', `${Math.max(1, Math.round((endedAt - begunAt) / MINUTE_MS))} min`),
        ]),
    patientsLine(endedAt, patients),
  ]
}

function patientsLine(endedAt: number | null, patients: readonly string[] | null): BasisLine {
  const label = 'Patients opened'
  if (endedAt === null)
    return { label, standing: 'missing', text: 'Known when the access has ended; this request then changes.' }
  if (patients === null)
    return {
      label,
      standing: 'missing',
      text: 'The audit of that station could not tell. Search it on the Audit screen there.',
    }
  return { label, standing: 'fact', text: patients.length === 0 ? 'None' : patients.join(', ') }
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
