import type { ClosedPlace, ClosedRow } from '@shared/features/approvals/contract.ts'
import { type Approval, type ApprovalKind, isOpenApproval } from '@shared/features/approvals/model.ts'
import { rowOf } from '@shared/features/approvals/row.ts'
import type { ApprovalStore } from './ports.ts'

/** Places that one question reads back at most when it looks for one patient: the rest is another question. */
const MOST_READ = 2_000
const AT_ONCE = 200

export interface ClosedPage {
  readonly rows: ClosedRow[]
  /** From where to go on; null when there is nothing behind. */
  readonly older: ClosedPlace | null
}

/**
 * Closed requests, the latest first; with a patient only theirs. Rejects with a HubError.
 * @param seen the kinds that the person who asks may see.
 */
export async function closedRequests(
  store: Pick<ApprovalStore, 'closed' | 'states'>,
  seen: (kind: ApprovalKind) => boolean,
  patientId: string | null,
  after: ClosedPlace | null,
  limit: number,
): Promise<ClosedPage> {
  const rows: ClosedRow[] = []
  let place = after
  // Where to go on is sent to the window: it must not name a request of a kind that the person may not see.
  let known = after
  const older = (): ClosedPlace | null => (known === after ? place : known)
  for (let read = 0; read < MOST_READ && rows.length < limit;) {
    const places = await store.closed(place, AT_ONCE)
    const states = new Map((await store.states(places.map(({ id }) => id))).map((state) => [state.id, state]))
    for (const next of places) {
      if (rows.length === limit) return { rows, older: older() }
      place = next
      const state = states.get(next.id)
      // Asked again meanwhile it is open, and in the queue.
      if (state === undefined || isOpenApproval(state) || !seen(state.content.kind)) continue
      known = next
      if (patientId === null || state.content.patientId === patientId) rows.push(closedRow(state, next.at))
    }
    if (places.length < AT_ONCE) return { rows, older: null }
    read += places.length
  }
  return { rows, older: older() }
}

function closedRow(approval: Approval, at: number): ClosedRow {
  const { ruling, withdrawnBecause, closedAt } = approval
  return {
    ...rowOf(approval),
    closedAt: closedAt ?? Math.floor(at),
    decidedBy: ruling?.by.user ?? null,
    reason: ruling?.reason ?? withdrawnBecause,
  }
}
