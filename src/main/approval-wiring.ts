import type { AuditLog } from './features/audit/audit-log.ts'
import { ReviewDesk } from './features/approvals/desk.ts'
import { Gate } from './features/approvals/gate.ts'
import { approvalHandlers } from './features/approvals/handlers.ts'
import type { Announcement, ApprovalRecord, OtherGate, Reviewer } from './features/approvals/ports.ts'
import { RedisApprovalStore } from './features/approvals/redis.ts'
import { ApprovalService } from './features/approvals/service.ts'
import type { SessionHub } from './features/sessions/ports.ts'
import type { Hub } from './hub/hub.ts'
import { HubError } from './hub/hub-error.ts'
import type { Handlers } from './ipc/router.ts'
import type { Platform } from './platform/ports.ts'
import type { approvalRequests } from '@shared/features/approvals/contract.ts'
import { defaultApprovalPolicy } from '@shared/features/approvals/policy.ts'

interface ApprovalWiring {
  readonly hub: Hub
  readonly platform: Pick<Platform, 'window' | 'outputs'>
  readonly people: SessionHub
  readonly stationId: string
  readonly record: ApprovalRecord
  readonly gates: readonly OtherGate[]
  /** Who sits at this station; null when nobody has signed in. */
  reviewer(): Reviewer | null
  /** A request of another program that could not be understood, for the engineer; its text is never shown. */
  unreadable(text: string): void
}

export interface WiredApprovals {
  readonly service: ApprovalService
  /** What diagnostics and prior authorisation put risky things before. */
  readonly gate: Gate
  readonly handlers: Handlers<keyof typeof approvalRequests>
  /** Listens to these channels and to the queue's; to these alone when the hub denies the queue's. */
  listen(others: readonly string[]): Promise<void>
  attach(): Promise<void>
  receive(channel: string, payload: Buffer): void
}

/** Wires the approval queue to one hub. */
export function wireApprovals(wiring: ApprovalWiring): WiredApprovals {
  const { hub, platform, people, gates, record } = wiring
  const store = new RedisApprovalStore(hub, wiring.stationId)
  const ports = {
    store,
    record,
    gates,
    people: {
      roleOf: async (user: string) => {
        const account = await people.accounts.read(user)
        return account === null || account.disabled ? null : account.role
      },
    },
    window: {
      push: (change) => platform.window.send('approvals.changed', change),
      reset: (revision) => platform.window.send('approvals.reset', { revision }),
    },
    link: { fault: (error) => hub.fault(error), reattach: () => hub.reattach() },
    reviewer: () => wiring.reviewer(),
    announce: (what) => announce(wiring, what),
    unreadable: (_id, text) => wiring.unreadable(text),
  } satisfies ConstructorParameters<typeof ApprovalService>[0]
  const service = new ApprovalService(ports, defaultApprovalPolicy)
  const pending = hub.keys.approvalsPending()
  const wake = hub.keys.approvalsWake()
  let denied = false
  return {
    service,
    gate: new Gate(service, store),
    handlers: approvalHandlers(service, new ReviewDesk(service, ports), ports),
    listen: async (others) => {
      denied = false
      try {
        await hub.listenTo([...others, pending, wake])
      } catch (error) {
        if (!(error instanceof HubError) || error.failure !== 'refused') throw error
        denied = true
        await hub.listenTo(others)
      }
    },
    attach: async () => {
      if (denied) service.unavailable()
      else await service.attach()
    },
    receive: (channel, payload) => {
      if (channel === wake) service.woken()
      if (channel === pending) service.heard(payload.toString('utf8'))
    },
  }
}

/** Puts the queue's acts into the station's audit. What no person asked for is the station's own act. */
export function approvalRecord(log: AuditLog): ApprovalRecord {
  return {
    put: ({ actor, action, patientId, about, why }) =>
      log.record({
        user: actor?.actor.user ?? 'station',
        role: actor?.actor.role ?? 'station',
        session: actor?.session ?? null,
        kind: 'decision',
        action,
        patients: [patientId],
        about: about.map((line) => line.slice(0, 300)),
        outcome: 'done',
        code: null,
        why: why?.slice(0, 2_000) ?? null,
      }),
  }
}

/** Emergency accesses wait for the privacy officers at a screen of their own. */
export function breakGlassGate(people: SessionHub): OtherGate {
  return {
    gate: 'break-glass',
    screen: 'people',
    needs: 'review-emergency-access',
    read: async () => {
      const waiting = (await people.emergencies.all()).filter(({ review }) => review === null)
      const oldest = Math.min(...waiting.map(({ begunAt }) => begunAt))
      return { waiting: waiting.length, oldestAt: waiting.length === 0 ? null : oldest }
    },
  }
}

const sentences: Readonly<Record<Announcement, string>> = {
  urgent: 'An urgent request for approval waits in Wardlight.',
  escalated: 'The deadline of a request for approval is near. It waits in Wardlight.',
  expired: 'A request for approval has expired undecided. Wardlight shows which.',
}

/** Calls only people who decide requests; who they concern is told in the window, never in a notification. */
function announce({ platform, reviewer }: ApprovalWiring, what: Announcement): void {
  if (reviewer()?.held.has('review-approvals') !== true) return
  void platform.outputs.notify(
    {
      key: `approvals-${what}`,
      priority: what === 'urgent' ? 'medium' : 'low',
      title: 'Approvals',
      body: sentences[what],
      canAcknowledge: false,
    },
    { clicked: () => undefined, acknowledged: () => undefined },
  )
}
