import { expect, test } from 'vitest'
import { rowOf } from '@shared/features/approvals/row.ts'
import { createQueueStore } from './store.ts'
import { testRow, testShown } from './test-approval.ts'
import type { ApprovalChange } from '@shared/features/approvals/contract.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

const standing = { complete: true, problem: null, unreadable: 0 }

function world() {
  let snapshot = { revision: 5, items: [testRow('a')] as ApprovalRow[], ...standing }
  let asked = 0
  let push: (change: ApprovalChange) => void = () => undefined
  const request: RequestFn = async () => {
    asked += 1
    return JSON.parse(JSON.stringify({ ok: true, value: snapshot }))
  }
  const subscribe: SubscribeFn = (name, listener) => {
    // The one listener that tests push to; the other event only leads to a new snapshot.
    if (name === 'approvals.changed') push = (change) => Reflect.apply(listener.onEvent, null, [change])
    return () => undefined
  }
  const queue = createQueueStore({ request, subscribe, retryAfterMs: 1 })
  const change = (revision: number, parts: Partial<ApprovalChange>) =>
    push({ revision, upserts: [], removed: [], ...standing, ...parts })
  return {
    queue,
    change,
    asked: () => asked,
    keep: (revision: number, items: ApprovalRow[]) => (snapshot = { revision, items, ...standing }),
  }
}

const ids = (queue: ReturnType<typeof createQueueStore>) => [...queue.store.getState().items.keys()]

test('changes are applied in order, old ones dropped (bug: a decided request that comes back)', async () => {
  const { queue, change } = world()
  queue.follow()
  await expect.poll(() => queue.store.getState().phase).toBe('ready')
  change(6, { upserts: [testRow('b')] })
  change(5, { removed: ['b'] })
  expect(ids(queue)).toEqual(['a', 'b'])
  change(7, { removed: ['a'], complete: false })
  expect(ids(queue)).toEqual(['b'])
  expect(queue.store.getState().complete).toBe(false)
})

test('a hole in the numbering leads to a new snapshot (bug: a request that never appears)', async () => {
  const { queue, change, asked, keep } = world()
  queue.follow()
  await expect.poll(() => queue.store.getState().phase).toBe('ready')
  keep(9, [testRow('a'), testRow('missed')])
  change(8, { upserts: [testRow('late')] })
  await expect.poll(() => ids(queue)).toEqual(['a', 'missed'])
  expect(asked()).toBe(2)
})

test('the last one to stop empties it (bug: another person’s queue on the screen)', async () => {
  const { queue } = world()
  const [rail, screen] = [queue.follow(), queue.follow()]
  await expect.poll(() => queue.store.getState().phase).toBe('ready')
  screen()
  screen()
  expect(ids(queue)).toEqual(['a'])
  rail()
  expect(queue.store.getState()).toMatchObject({ phase: 'loading', revision: 0 })
  expect(ids(queue)).toEqual([])
})

test('a reply is shown before its event, and an older one never after (bug: a claim that flickers)', async () => {
  const { queue } = world()
  queue.follow()
  await expect.poll(() => queue.store.getState().phase).toBe('ready')
  const { approval } = testShown('a', '1', { rev: 4, escalationLevel: 2 })
  queue.adopt(approval)
  expect(queue.store.getState().items.get('a')?.escalationLevel).toBe(2)
  queue.adopt({ ...approval, rev: 3, escalationLevel: 0 })
  expect(queue.store.getState().items.get('a')?.escalationLevel).toBe(2)
  queue.adopt({ ...approval, rev: 5, status: 'approved' })
  expect(ids(queue)).toEqual([])
  expect(rowOf(approval)).not.toHaveProperty('justification')
})
