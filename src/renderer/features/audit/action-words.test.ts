import { expect, test } from 'vitest'
import { ApprovalEventKind } from '@shared/features/approvals/model.ts'
import { requests } from '@shared/ipc/registry.ts'
import { actionWords } from './action-words.ts'

// Catches: a feature whose acts stand in the audit as names of channels, which no privacy officer knows.
test('every request that is put on record has words', () => {
  const recorded = Object.entries(requests).flatMap(([name, { audit }]) => (audit === 'quiet' ? [] : [name]))
  expect(recorded.length).toBeGreaterThan(40)
  expect(recorded.filter((name) => actionWords[name] === undefined)).toEqual([])
})

// Catches: an act that the queue of approvals puts on record by itself and that reads as the name of a program.
test('every act of the queue that is put on record beside the requests has words', () => {
  const inTheHistoryAlone = new Set<ApprovalEventKind>([
    'fenced',
    'claimed',
    'renewed',
    'released',
    'lease_ended',
    'proposed',
    'undone',
    'question',
    'answer',
    'delegated',
    'delegation_ended',
    'refreshed',
    'hastened',
    'restored',
  ])
  const recorded = ApprovalEventKind.options.filter((kind) => !inTheHistoryAlone.has(kind))
  expect(
    [...recorded, 'seen.approved', 'seen.denied'].map((kind) => actionWords[`approvals.${kind}`]),
  ).not.toContain(undefined)
})
