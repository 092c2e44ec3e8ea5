import { expect, test } from 'vitest'
import { actionWords } from '@renderer/features/audit/action-words.ts'
import { ApprovalEventKind } from '@shared/features/approvals/model.ts'

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
