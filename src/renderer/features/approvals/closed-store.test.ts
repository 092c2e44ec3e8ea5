import { expect, test } from 'vitest'
import { createClosedStore } from './closed-store.ts'
import { testRow } from './test-approval.ts'
import { testMain } from '@renderer/ipc/test-main.ts'

const row = (id: string, closedAt: number) => ({
  ...testRow(id, { status: 'approved' }),
  closedAt,
  decidedBy: 'anna',
  reason: null,
})
const found = (rows: readonly unknown[], older: unknown = null) => ({
  value: { kind: 'found', rows, older },
})
const nothingNew = { revision: 1, upserts: [], complete: true, problem: null, unreadable: 0 }

// Catches: requests beyond the first page that cannot be reached, and a decision made meanwhile that throws them away.
test('closed requests are read page by page; what closes meanwhile is put on top', async () => {
  const main = testMain()
  const closed = createClosedStore(main)
  closed.follow(null)
  const place = { at: 8, id: 'b' }
  await main.answer('approvals.closed', found([row('a', 9), row('b', 8)], place))
  closed.further()
  closed.further()
  expect(main.of('approvals.closed')).toHaveLength(2)
  expect(main.of('approvals.closed')[1]?.input).toMatchObject({ after: place })
  await main.answer('approvals.closed', found([row('c', 7)]))
  for (let n = 0; n < 50; n += 1) main.send('approvals.changed', { ...nothingNew, removed: ['d'] })
  expect(main.of('approvals.closed')).toHaveLength(2)
  await expect.poll(() => main.of('approvals.closed').length, { timeout: 5_000 }).toBe(3)
  await main.answer('approvals.closed', found([row('d', 10), row('a', 9)], { at: 9, id: 'a' }))
  const { rows, older } = closed.store.getState()
  expect(rows.map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c'])
  expect(older).toBeNull()
})

// Catches: "could not read" that looks like "none", and the answer about one patient shown for another.
test('a failed reading is said; an answer to an earlier question is dropped', async () => {
  const main = testMain()
  const closed = createClosedStore(main)
  const end = closed.follow('P1')
  end()
  closed.follow('P2')
  await main.answer('approvals.closed', found([row('a', 9)]), 0)
  expect(closed.store.getState().phase).toBe('loading')
  await main.answer('approvals.closed', { value: { kind: 'could-not-read', reason: 'No hub.' } })
  expect(closed.store.getState()).toMatchObject({ phase: 'failed', problem: 'No hub.', rows: [] })
})
