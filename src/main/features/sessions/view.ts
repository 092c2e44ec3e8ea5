import type { LockedView, OpenView, Remaining } from '@shared/features/sessions/model.ts'
import { demonstrationUsers } from './demonstration.ts'
import type { Present } from './present.ts'
import type { SessionServicePorts } from './service-ports.ts'

/** What the window may know while nobody is signed in: counts, never who or where. */
export function lockedView(
  ports: SessionServicePorts,
  state: Pick<LockedView, 'reason' | 'users' | 'notice'>,
): LockedView {
  return {
    phase: 'locked',
    ...state,
    waiting: ports.waiting(),
    demonstration: ports.demonstration() ? [...demonstrationUsers] : [],
    provider: ports.provider,
    wall: ports.wall(),
  }
}

/** What the window may know about the person who is signed in. */
export function openView(
  present: Present,
  remaining: Remaining | null,
  reviewsWaiting: number | null,
): OpenView {
  const { account, emergency, method, permissions } = present
  return {
    phase: 'open',
    user: {
      id: account.id,
      name: account.name,
      role: account.role,
      department: account.department,
      demonstration: method === 'demonstration',
    },
    permissions: [...permissions],
    remaining,
    emergency: emergency === null ? null : { reason: emergency.entry.reason, endsAt: emergency.entry.endsAt },
    reviewsWaiting: permissions.has('review-emergency-access') ? reviewsWaiting : null,
  }
}
