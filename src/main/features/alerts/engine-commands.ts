import type { Actor } from '@shared/clinical/person.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { isOpen } from '@shared/features/alerts/model.ts'
import type { AlertPolicy } from '@shared/features/alerts/policy.ts'
import { assertNever } from '@shared/assert-never.ts'
import { type Change, entryOf, record } from './engine.ts'
import { escalationDue, expiryDue, inOrder, nextStep, readBackDue, without } from './engine-deadlines.ts'

/** What a person does with an alert. */
export type Command =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'escalate' }
  | { readonly kind: 'take' }
  | { readonly kind: 'release' }
  | { readonly kind: 'read-back'; readonly toldTo: string; readonly repeatedBy: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'resolve'; readonly reason: string | null }

/**
 * What a command makes of an alert, or null when it does not apply (somebody was first, or the alert is
 * closed): the caller then shows the alert as it is.
 * @param now the hub's time in milliseconds since 1970.
 */
export function decideCommand(
  alert: Alert,
  command: Command,
  actor: Actor,
  policy: AlertPolicy,
  now: number,
): Change | null {
  if (!isOpen(alert) && command.kind !== 'note') return null
  switch (command.kind) {
    case 'acknowledge':
      return alert.acknowledgedAt === null ? acknowledge(alert, actor, policy, now) : null
    case 'escalate':
      return escalate(alert, actor, null, policy, now)
    case 'take':
      return take(alert, actor, policy, now)
    case 'release':
      return release(alert, actor, now)
    case 'read-back':
      return readBack(alert, command, actor, policy, now)
    case 'note': {
      const next = record(alert, entryOf('noted', now, actor, command.text))
      return {
        kind: 'noted',
        next: { ...next, notes: [...alert.notes, { by: actor, at: now, text: command.text }] },
      }
    }
    case 'resolve': {
      const next = record(alert, entryOf('resolved', now, actor, command.reason))
      return { kind: 'resolved', next: { ...next, state: 'resolved', due: [], closedAt: now } }
    }
    default:
      return assertNever(command)
  }
}

/**
 * What a reached deadline makes of an alert, or null when it no longer stands. Every station may try: the
 * hub accepts one change per revision, so an alert escalates once however many stations watch.
 */
export function decideDue(
  alert: Alert,
  kind: Alert['due'][number]['kind'],
  policy: AlertPolicy,
  now: number,
): Change | null {
  const due = alert.due.find((deadline) => deadline.kind === kind)
  if (!isOpen(alert) || !due || due.at > now) return null
  switch (kind) {
    case 'escalation':
      return escalate(alert, null, null, policy, now)
    case 'read-back':
      return escalate(
        { ...alert, due: without(alert.due, 'read-back') },
        null,
        'read-back overdue',
        policy,
        now,
      )
    case 'expiry': {
      const next = record(alert, entryOf('expired', now, null))
      return { kind: 'expired', next: { ...next, state: 'expired', due: [], closedAt: now } }
    }
    default:
      return assertNever(kind)
  }
}

function acknowledge(alert: Alert, actor: Actor, policy: AlertPolicy, now: number): Change {
  const acknowledged: Alert = {
    ...record(alert, entryOf('acknowledged', now, actor)),
    state: 'acknowledged',
    acknowledgedBy: actor,
    acknowledgedAt: now,
  }
  const mustReadBack = alert.readBackRequired && alert.readBack === null
  acknowledged.due = inOrder(
    mustReadBack ? readBackDue(policy, now) : null,
    expiryDue(policy, acknowledged, now),
  )
  return { kind: 'acknowledged', next: acknowledged }
}

function escalate(
  alert: Alert,
  actor: Actor | null,
  why: string | null,
  policy: AlertPolicy,
  now: number,
): Change {
  // At the end of the chain the last role is called again.
  const step = nextStep(policy, alert.escalationLevel) ?? policy.escalation.at(-1)
  // A chain that was shortened meanwhile never takes a step back.
  const level = Math.max(alert.escalationLevel, Math.min(alert.escalationLevel + 1, policy.escalation.length))
  const next = record(alert, entryOf('escalated', now, actor, why))
  const calling = alert.acknowledgedAt === null && alert.severity === 'critical'
  return {
    kind: 'escalated',
    next: {
      ...next,
      state: 'escalated',
      escalationLevel: level,
      escalatedTo: step?.role ?? alert.escalatedTo,
      due: inOrder(...without(alert.due, 'escalation'), calling ? escalationDue(policy, level, now) : null),
    },
  }
}

/** Taking is answering: it acknowledges an alert that nobody has. */
function take(alert: Alert, actor: Actor, policy: AlertPolicy, now: number): Change | null {
  if (alert.holder !== null) return null
  const base = alert.acknowledgedAt === null ? acknowledge(alert, actor, policy, now).next : alert
  const next = { ...record(base, entryOf('taken', now, actor)), holder: actor }
  return { kind: 'taken', next: { ...next, rev: alert.rev + 1 } }
}

/** The holder lets go; a charge nurse may do it for a holder who has left. */
function release(alert: Alert, actor: Actor, now: number): Change | null {
  if (alert.holder === null) return null
  if (alert.holder.user !== actor.user && actor.role !== 'charge-nurse') return null
  return { kind: 'released', next: { ...record(alert, entryOf('released', now, actor)), holder: null } }
}

/** Who was told has repeated it (Joint Commission NPSG.02.03.01): this also acknowledges. */
function readBack(
  alert: Alert,
  { toldTo, repeatedBy }: { toldTo: string; repeatedBy: string },
  actor: Actor,
  policy: AlertPolicy,
  now: number,
): Change | null {
  if (alert.readBack !== null) return null
  const base = alert.acknowledgedAt === null ? acknowledge(alert, actor, policy, now).next : alert
  const next = record(base, entryOf('read_back', now, actor, `${toldTo} told, repeated by ${repeatedBy}`))
  return {
    kind: 'read_back',
    next: {
      ...next,
      state: 'acknowledged',
      readBack: { by: actor, toldTo, repeatedBy, at: now },
      due: without(base.due, 'read-back'),
      rev: alert.rev + 1,
    },
  }
}
