import type { AuditLog } from './features/audit/audit-log.ts'
import { ReviewDesk } from './features/approvals/desk.ts'
import { Gate } from './features/approvals/gate.ts'
import { approvalHandlers } from './features/approvals/handlers.ts'
import type { Announcement, ApprovalOwners, ApprovalRecord, Reviewer } from './features/approvals/ports.ts'
import { RedisApprovalStore } from './features/approvals/redis.ts'
import { ApprovalService } from './features/approvals/service.ts'
import type { QuarantineShelf } from './features/hub-health/quarantine.ts'
import type { SessionHub } from './features/sessions/ports.ts'
import type { Hub } from './hub/hub.ts'
import type { Handlers } from './ipc/router.ts'
import { kindOfError, type Logger } from './platform/log.ts'
import type { Platform } from './platform/ports.ts'
import type { approvalRequests } from '@shared/features/approvals/contract.ts'
import { mayDecide } from '@shared/features/approvals/kinds.ts'
import type { ApprovalKind } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'

interface ApprovalWiring {
  readonly hub: Hub
  readonly people: SessionHub
  readonly shelf: QuarantineShelf
  readonly station: ApprovalStation
  readonly policy: ApprovalPolicy
  /** The features that act on rulings; they are built after the gate that they ask. */
  readonly owners: () => ApprovalOwners
  readonly log: Logger
}

/** What the queue needs of the station that it is shown at. */
interface ApprovalStation {
  readonly platform: Pick<Platform, 'window' | 'outputs'>
  readonly stationId: string
  readonly approvalRecord: ApprovalRecord
  /** Who sits here; null when nobody has signed in. */
  reviewer(): Reviewer | null
}

export interface WiredApprovals {
  readonly service: ApprovalService
  /** What diagnostics and prior authorisation put risky things before. */
  readonly gate: Gate
  readonly handlers: Handlers<keyof typeof approvalRequests>
  /** What it listens to. */
  readonly channels: readonly string[]
  attach(): Promise<void>
  receive(channel: string, payload: Buffer): void
}

/** Wires the approval queue to one hub. */
export function wireApprovals({
  hub,
  people,
  shelf,
  station,
  policy,
  owners,
  log,
}: ApprovalWiring): WiredApprovals {
  const { platform } = station
  const pending = hub.keys.approvalsPending()
  const wake = hub.keys.approvalsWake()
  const channels = [pending, wake]
  const store = new RedisApprovalStore(hub, station.stationId)
  const ports = {
    store,
    record: station.approvalRecord,
    get owners() {
      return owners()
    },
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
    reviewer: () => station.reviewer(),
    announce: (what, kind) => announce(station, what, kind),
    defect: (error) => log.error({ error: kindOfError(error) }, 'approvals'),
    listen: () => hub.listenAlso(channels),
    unreadable: (_id, text) => shelve(shelf, text),
  } satisfies ConstructorParameters<typeof ApprovalService>[0]
  const service = new ApprovalService(ports, policy)
  return {
    service,
    gate: new Gate(service, store),
    handlers: approvalHandlers(service, new ReviewDesk(service, ports), ports),
    channels,
    attach: () => service.attach(),
    receive: (channel, payload) => {
      if (channel === wake) service.woken()
      if (channel === pending) service.heard(payload.toString('utf8'))
    },
  }
}

/** Puts the queue's acts into the station's audit. What no person asked for is the station's own act. */
export function approvalRecord(log: AuditLog): ApprovalRecord {
  return {
    put: ({ actor, action, concerns, patientId, about, why }) =>
      log.record({
        user: actor?.actor.user ?? 'station',
        role: actor?.actor.role ?? 'station',
        session: actor?.session ?? null,
        // Who searches the record for emergency accesses finds their reviews with them.
        kind: concerns === 'emergency_access' ? 'break-glass' : 'decision',
        action,
        patients: patientId === null ? [] : [patientId],
        about: about.map((line) => line.slice(0, 300)),
        outcome: 'done',
        code: null,
        why: why?.slice(0, 2_000) ?? null,
      }),
  }
}

/** A request that could not be understood is told to the engineer by its digest; its text is never shown. */
function shelve(shelf: QuarantineShelf, text: string): void {
  shelf.add({
    channelKind: 'unit',
    unit: null,
    reason: 'not-json',
    sentence: 'A request for approval could not be understood; it is in nobody’s queue. Ask its publisher.',
    bytes: Buffer.byteLength(text),
    shown: false,
    fingerprint: text,
  })
}

const sentences: Readonly<Record<Announcement, string>> = {
  urgent: 'An urgent request for approval waits in Wardlight.',
  escalated: 'The deadline of a request for approval is near. It waits in Wardlight.',
  expired: 'A request for approval has expired undecided. Wardlight shows which.',
  overdue: 'A request for approval is overdue and still undecided. It waits in Wardlight.',
}

/** Calls only people who decide requests; who they concern is told in the window, never in a notification. */
function announce(station: ApprovalStation, what: Announcement, kind: ApprovalKind): void {
  if (!mayDecide(station.reviewer()?.held ?? null, kind)) return
  void station.platform.outputs.notify(
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
