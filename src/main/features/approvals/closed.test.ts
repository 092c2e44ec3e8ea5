import { expect, test } from 'vitest'
import type { ApprovalKind } from '@shared/features/approvals/model.ts'
import { ownContent } from '@test/support/approval-samples.ts'
import { after, due, proposed } from '@test/support/approval-steps.ts'
import { closedRequests } from './closed.ts'

const decided = after(...proposed, [12_000, due('finality')])

const mine = 'prior_authorization'

/** A hub on which these were closed, the latest first. */
function hubWith(kinds: readonly ApprovalKind[]) {
  const states = kinds.map((kind, index) => ({
    ...decided,
    id: `${index}`,
    content: ownContent({ ...decided.content, kind }),
  }))
  return {
    closed: (place: { id: string } | null, limit: number) => {
      const from = place === null ? 0 : Number(place.id) + 1
      return Promise.resolve(states.slice(from, from + limit).map(({ id }) => ({ id, at: -Number(id) })))
    },
    states: (ids: readonly string[]) => Promise.resolve(ids.flatMap((id) => states[Number(id)] ?? [])),
  }
}

// Catches: the number of an emergency access, sent as the place to go on from to somebody who may not know of any.
test('where to go on names no request of a kind that the person may not see', async () => {
  const many = Array.from({ length: 1_998 }, (): ApprovalKind => mine)
  const hub = hubWith([...many, 'emergency_access', 'emergency_access', mine])
  const sees = (kind: ApprovalKind): boolean => kind === mine
  const first = await closedRequests(hub, sees, 'somebody else', null, 1)
  expect(first).toMatchObject({ rows: [], older: { id: '1997' } })
  const second = await closedRequests(hub, sees, null, first.older, 1)
  expect(second.rows).toMatchObject([{ id: '2000' }])
})
