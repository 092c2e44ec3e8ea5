import { expect, test } from 'vitest'
import {
  type ApprovalRights,
  arrangeQueue,
  countWaiting,
  keepPlace,
  noFilter,
  rowState,
  stepFrom,
  undoable,
} from './queue-order.ts'
import { anna, ben, testRow } from './test-approval.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'

const map = (rows: readonly ApprovalRow[]) => new Map(rows.map((row) => [row.id, row]))
const ids = (rows: readonly ApprovalRow[]) => rows.map(({ id }) => id)
const seen = { digest: 'd'.repeat(64), rev: 1 }
const claim = (by: typeof anna, until: number) => ({ by, at: 0, until, token: 1 })
const proposal = (by: typeof anna, finalAt: number) => ({
  verdict: 'approved' as const,
  reason: null,
  chosen: null,
  by,
  at: finalAt - 10_000,
  finalAt,
  seen,
  token: 1,
})
const physician: ApprovalRights = {
  see: new Set(['prior_authorization', 'high_risk_diagnosis', 'other']),
  decide: new Set(['prior_authorization', 'high_risk_diagnosis', 'other']),
  speak: new Set(['prior_authorization', 'high_risk_diagnosis', 'other']),
}

test('the oldest deadline is on top, whatever came last (bug: a queue in order of arrival)', () => {
  const rows = [
    testRow('c', { deadlineAt: 300 }),
    testRow('a', { deadlineAt: 100, createdAt: 50 }),
    testRow('b', { deadlineAt: 100, createdAt: 10 }),
    testRow('d', { deadlineAt: 100, createdAt: 10 }),
  ]
  expect(ids(arrangeQueue(map(rows), noFilter, 'anna', 0))).toEqual(['b', 'd', 'a', 'c'])
})

test('type and state narrow the list together (bug: one filter that replaces the other)', () => {
  const rows = [
    testRow('free'),
    testRow('mine', { claim: claim(anna, 1_000) }),
    testRow('diagnosis', { kind: 'high_risk_diagnosis', claim: claim(anna, 1_000) }),
  ]
  const filter = { kind: 'prior_authorization', state: 'mine' } as const
  expect(ids(arrangeQueue(map(rows), filter, 'anna', 500))).toEqual(['mine'])
})

test('a claim whose time is over holds nothing (bug: a request that nobody can take any more)', () => {
  const row = testRow('a', { claim: claim(ben, 1_000) })
  expect(rowState(row, 'anna', 999)).toBe('others')
  expect(rowState(row, 'ben', 999)).toBe('mine')
  expect(rowState(row, 'anna', 1_000)).toBe('free')
})

test('the badge counts what this person can decide (bug: a number that calls somebody who may do nothing)', () => {
  const items = map([
    testRow('free'),
    testRow('mine', { claim: claim(anna, 1_000) }),
    testRow('others', { claim: claim(ben, 1_000) }),
    testRow('asked', { openQuestion: true }),
    testRow('second', { firstApprovedBy: anna }),
    testRow('appeal', { barred: anna.user }),
    testRow('handed', { delegatedTo: 'ben' }),
    testRow('to me', { delegatedTo: 'anna' }),
    testRow('diagnosis', { kind: 'high_risk_diagnosis' }),
    testRow('deciding', { proposal: proposal(ben, 9_000) }),
  ])
  expect(countWaiting(items, physician, 'anna', 0)).toBe(4)
  const manager = { ...physician, decide: new Set(['prior_authorization'] as const) }
  expect(countWaiting(items, manager, 'anna', 0)).toBe(3)
  const nurse = { ...physician, decide: new Set<never>() }
  expect(countWaiting(items, nurse, 'nora', 0)).toBe(1)
  expect(countWaiting(items, { ...nurse, speak: new Set<never>() }, 'nora', 0)).toBe(0)
})

test('after a row has gone, the one at its place is chosen (bug: the next decision is made far away)', () => {
  expect(keepPlace('b', ['a', 'b', 'c'], ['a', 'c'])).toBe('c')
  expect(keepPlace('c', ['a', 'b', 'c'], ['a', 'b'])).toBe('b')
  expect(keepPlace(null, [], ['a'])).toBe('a')
  expect(keepPlace('a', ['a'], [])).toBeNull()
})

test('J and K stop at both ends (bug: the first request follows the last one)', () => {
  expect(stepFrom('a', ['a', 'b'], -1)).toBe('a')
  expect(stepFrom('a', ['a', 'b'], 1)).toBe('b')
  expect(stepFrom('b', ['a', 'b'], 1)).toBe('b')
  expect(stepFrom('gone', ['a', 'b'], 1)).toBe('a')
  expect(stepFrom(null, [], 1)).toBeNull()
})

test('only one’s own decisions can be undone, and only for ten seconds (bug: undoing a colleague’s)', () => {
  const items = map([
    testRow('later', { proposal: proposal(anna, 9_000) }),
    testRow('sooner', { proposal: proposal(anna, 8_000) }),
    testRow('theirs', { proposal: proposal(ben, 9_000) }),
    testRow('final', { proposal: proposal(anna, 5_000) }),
  ])
  expect(ids(undoable(items, 'anna', 5_000))).toEqual(['sooner', 'later'])
})
