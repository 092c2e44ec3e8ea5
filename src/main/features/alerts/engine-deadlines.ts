import type { Alert, Deadline, DueKind } from '@shared/features/alerts/model.ts'
import type { AlertPolicy, EscalationStep } from '@shared/features/alerts/policy.ts'

const MINUTE_MS = 60_000

/** The deadlines without those of the given kinds. */
export function without(due: readonly Deadline[], ...kinds: DueKind[]): Deadline[] {
  return due.filter((deadline) => !kinds.includes(deadline.kind))
}

/** The step that follows `level` steps already taken; undefined at the end of the chain. */
export function nextStep(policy: AlertPolicy, level: number): EscalationStep | undefined {
  return policy.escalation[level]
}

/** The moment at which an unacknowledged critical alert goes to the next role; null when nobody is left. */
export function escalationDue(policy: AlertPolicy, level: number, now: number): Deadline | null {
  const step = nextStep(policy, level)
  return step ? { kind: 'escalation', at: now + step.afterSeconds * 1_000 } : null
}

/**
 * When an alert that nobody closes ends by itself. A critical one does not before it is acknowledged: an
 * expired critical alert would be a missed one.
 */
export function expiryDue(
  policy: AlertPolicy,
  alert: Pick<Alert, 'severity' | 'acknowledgedAt'>,
  now: number,
): Deadline | null {
  const inMinutes = (minutes: number): Deadline => ({ kind: 'expiry', at: now + minutes * MINUTE_MS })
  if (alert.acknowledgedAt !== null) return inMinutes(policy.expireAcknowledgedMinutes)
  switch (alert.severity) {
    case 'critical':
      return null
    case 'warning':
      return inMinutes(policy.expireWarningMinutes)
    case 'info':
      return inMinutes(policy.expireInfoMinutes)
  }
}

export function readBackDue(policy: AlertPolicy, now: number): Deadline {
  return { kind: 'read-back', at: now + policy.readBackMinutes * MINUTE_MS }
}

/** The deadlines that exist, earliest first. */
export function inOrder(...deadlines: (Deadline | null)[]): Deadline[] {
  return deadlines.filter((deadline) => deadline !== null).sort((a, b) => a.at - b.at)
}
