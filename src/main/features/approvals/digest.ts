import { createHash } from 'node:crypto'
import type { Approval, ApprovalContent } from '@shared/features/approvals/model.ts'

/** SHA-256 in hex. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** SHA-1 in hex, as the hub's scripts know it: tells texts apart, and protects nothing. */
export function scriptDigestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** Of what a feature of ours asks; two runs that ask for the same have the same. */
export function contentDigest(content: ApprovalContent): string {
  // Neither when nor by whom it was asked makes it another request.
  const { createdAt: _, askedBy: __, ...asked } = ofOldForm(content)
  return digestOf(JSON.stringify(inOrder(asked)))
}

/** Of everything that a reviewer is shown: the request, what was asked and answered, and who approved before. */
export function shownDigest({ content, exchange, firstApproval }: Approval): string {
  const { chosen, ...first } = firstApproval ?? { chosen: null }
  const approved = firstApproval === null ? null : chosen === null ? first : { ...first, chosen }
  return digestOf(JSON.stringify(inOrder({ content: ofOldForm(content), exchange, firstApproval: approved })))
}

/** Without what older versions did not know, where it says nothing: the same request keeps its digest. */
function ofOldForm({ choice, reference, ...content }: ApprovalContent) {
  return {
    ...content,
    ...(choice === null ? {} : { choice }),
    ...(reference === null ? {} : { reference }),
  }
}

/** Keys in a fixed order, so that the same content has the same text wherever it was parsed. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  )
}

const PART = 280
const MOST_PARTS = 190

/** What the reviewer saw, as lines for the record: each at most 300 characters, long texts in numbered parts. */
export function seenLines(approval: Approval, digest: string): string[] {
  const { content, exchange, firstApproval } = approval
  const fields: [string, string][] = [
    ['request', `${approval.id} revision ${approval.rev}`],
    ['digest', digest],
    ['kind', content.publishedType],
    ['subject', content.subject],
    ['cost', String(content.estimatedCost)],
    ['recommendation', content.recommendation],
    ['confidence', String(content.confidence)],
    ['urgent', String(content.urgent)],
    ...(content.askedBy === null ? [] : [['asked by', content.askedBy] satisfies [string, string]]),
    ...(content.choice === null
      ? []
      : [[content.choice.label, `${content.choice.offered} offered`] satisfies [string, string]]),
    ['deadline', new Date(content.deadlineAt).toISOString()],
    ...exchange.flatMap(({ question, answer }): [string, string][] => [
      ['question', question],
      ['answer', answer?.text ?? 'none yet'],
    ]),
    ...(firstApproval === null ? [] : [['first approval', firstApproval.by.user] satisfies [string, string]]),
    ...content.basis.map(({ standing, label, text }): [string, string] => [standing, `${label}: ${text}`]),
    ['justification', content.justification],
  ]
  const lines = fields.flatMap(([name, text]) => partsOf(text).map((part) => `${name.slice(0, 18)}: ${part}`))
  if (lines.length <= MOST_PARTS) return lines
  return [...lines.slice(0, MOST_PARTS), `${lines.length - MOST_PARTS} more lines; the digest covers them`]
}

function partsOf(text: string): string[] {
  const parts: string[] = []
  for (let start = 0; start === 0 || start < text.length; start += PART)
    parts.push(text.slice(start, start + PART))
  return parts
}
