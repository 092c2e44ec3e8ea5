import { timeLeft } from './deadline.ts'
import { rowState } from './queue-order.ts'
import { kindWordsOf } from './strings-kinds.ts'
import { approvalStrings as s } from './strings.ts'
import type { ApprovalKind, ApprovalRow } from '@shared/features/approvals/model.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

/** The type of a request; of one that this version does not know, the asker's own word. */
export function kindWords(kind: ApprovalKind, publishedType: string | null): string {
  return kind === 'other' && publishedType !== null && publishedType !== ''
    ? publishedType
    : kindWordsOf[kind].name
}

/** US dollars; what nobody said is said to be that. */
export function costWords(dollars: number | null): string {
  return dollars === null ? s.noCost : s.cost(formatValue(dollars))
}

export function confidenceWords(share: number | null): string {
  return share === null ? s.noConfidence : s.confidence(share)
}

/** Who has the request, and for how long. */
export function whoWords(row: ApprovalRow, user: string, now: number): string {
  const { claim, proposal } = row
  if (proposal !== null) {
    const decision = kindWordsOf[row.kind].past[proposal.verdict]
    return proposal.by.user === user
      ? s.who.decidingMine(decision)
      : s.who.deciding(proposal.by.user, decision)
  }
  const left = claim === null ? null : timeLeft(claim.until, now)
  switch (rowState(row, user, now)) {
    case 'mine':
      return s.who.mine(left ?? '')
    case 'others':
      return s.who.others(claim?.by.user ?? '', left ?? '')
    case 'question':
      return s.who.question
    case 'free':
    case 'deciding':
      return row.delegatedTo === null ? s.who.free : s.handedTo(row.delegatedTo)
  }
}
