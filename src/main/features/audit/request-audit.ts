import type { AuditEvent } from '@shared/features/audit/model.ts'
import type { Subject } from '@shared/ipc/audit-record.ts'
import type { AuditedRequest } from '@main/ipc/router.ts'
import { assertNever } from '@shared/assert-never.ts'
import type { AuditLog } from './audit-log.ts'

/** What the requests' subjects are resolved with. */
export interface SubjectPorts {
  /** The patient of an alert that this station knows; null when it knows none by this id. */
  patientOfAlert(alertId: string): string | null
  /** The wards that the board shows. */
  unitsShown(): readonly string[]
}

interface Resolved {
  readonly patients: string[]
  readonly about: string[]
}

/** Puts requests on record as the router reports them. */
export class RequestAudit {
  readonly #log: AuditLog
  readonly #subjects: SubjectPorts
  /** A write is resolved before it is done: afterwards its alert may no longer be on the board. */
  readonly #resolved = new WeakMap<object, Resolved>()

  constructor(log: AuditLog, subjects: SubjectPorts) {
    this.#log = log
    this.#subjects = subjects
  }

  /** Resolves when durable. Rejects only where the act may still be refused: an intent, or a read before its reply. */
  async put(request: AuditedRequest): Promise<void> {
    const event = this.#event(request)
    const mayBeRefused =
      request.outcome === 'intent' || (request.level === 'read' && request.outcome === 'done')
    if (mayBeRefused) await this.#log.record(event)
    else await this.#log.recordAfter(event)
  }

  #event({ request, kind, actor, outcome, code, subject, why }: AuditedRequest): AuditEvent {
    const { patients, about } = this.#resolve(subject)
    return {
      user: actor.user.slice(0, 200),
      role: actor.role,
      session: actor.sessionId ?? null,
      kind,
      action: request,
      patients,
      about,
      outcome,
      code,
      why: why?.slice(0, 2_000) ?? null,
    }
  }

  #resolve(subject: Subject | null): Resolved {
    if (subject === null) return { patients: [], about: [] }
    if (subject === 'board') return { patients: [], about: [...this.#subjects.unitsShown()] }
    const known = this.#resolved.get(subject)
    if (known !== undefined) return known
    const resolved = this.#look(subject)
    this.#resolved.set(subject, resolved)
    return resolved
  }

  #look(subject: Exclude<Subject, string>): Resolved {
    if ('patient' in subject) return { patients: [subject.patient], about: [] }
    if ('patients' in subject) return { patients: [...subject.patients], about: [] }
    if ('about' in subject) return { patients: [], about: [subject.about] }
    if ('unit' in subject) return { patients: [], about: [subject.unit] }
    if ('alert' in subject) {
      const patient = this.#subjects.patientOfAlert(subject.alert)
      return { patients: patient === null ? [] : [patient], about: [subject.alert] }
    }
    return assertNever(subject)
  }
}
