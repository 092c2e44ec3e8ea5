import { describe, expect, test } from 'vitest'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import { ApprovalPolicy, defaultApprovalPolicy as policy } from '@shared/features/approvals/policy.ts'
import { isSpecificReason } from '@shared/features/approvals/reason.ts'
import { askedFor, reviewer, SPECIFIC } from '@test/support/approval-samples.ts'
import {
  a,
  b,
  seen,
  HOUR,
  claimBy,
  approve,
  deny,
  due,
  type Step,
  after,
  tried,
  asked,
  claimed,
  proposed,
  foreseen,
  firstEyes,
} from '@test/support/approval-steps.ts'
import type { ApprovalInput } from './engine-command.ts'
import { decide } from './engine.ts'

describe('a decision', () => {
  // Catches: a decision that others can act on while it can still be undone.
  test('is no decision for ten seconds, and then final', () => {
    const state = after(...proposed)
    expect(state).toMatchObject({ status: 'claimed', ruling: null, proposal: { finalAt: 12_000 } })
    expect(tried(state, 11_999, due('finality'))).toBe('unchanged')
    const final = after(...proposed, [12_000, due('finality')])
    expect(final).toMatchObject({ status: 'approved', ruling: { by: a, at: 2_000, seen }, due: [] })
  })

  // Catches: an effect that tells the world before the decision is final, or not at all once it is.
  test('reaches the seed’s key only when it is final', () => {
    const effects = (state: Approval, at: number, input: ApprovalInput): string[] => {
      const outcome = decide(state, input, policy, at)
      return outcome.kind === 'changed' ? outcome.change.effects.map(({ kind }) => kind) : []
    }
    expect(effects(after(...claimed), 2_000, approve())).toEqual([])
    expect(effects(after(...proposed), 12_000, due('finality'))).toEqual(['mirror', 'audit', 'count'])
  })

  // Catches: undo after the ten seconds, by somebody else, or with another claim's token.
  test.each([
    ['in time', 11_999, { kind: 'undo', by: a, token: 1 }, 'changed'],
    ['a moment late', 12_000, { kind: 'undo', by: a, token: 1 }, 'too-late'],
    ['by another', 3_000, { kind: 'undo', by: b, token: 1 }, 'not-now'],
    ['of another claim', 3_000, { kind: 'undo', by: a, token: 2 }, 'not-now'],
  ] as const)('is undone %s', (_, at, input, outcome) => {
    expect(tried(after(...proposed), at, input)).toBe(outcome)
  })

  // Catches: a decision without the claim, after its end, or by the window that was left behind.
  test.each([
    ['without a claim', [asked], 1_000, approve()],
    ['by another person', claimed, 2_000, approve(b)],
    ['under an older token', claimed, 2_000, approve(a, 2)],
    ['at the end of the lease', claimed, 1_000 + policy.leaseMs, approve()],
    [
      'left at another station',
      [...claimed, [2_000, claimBy(reviewer('a', 'other'))]] satisfies Step[],
      3_000,
      approve(),
    ],
  ] as const)('is refused %s', (_, steps, at, input) => {
    expect(tried(after(...steps), at, input)).toBe('claim-lost')
  })

  // Catches: a denial that nobody can act on.
  test.each([
    null,
    '',
    'no',
    'Denied.',
    'not medically necessary',
    'does not meet criteria!!',
    'aaaa aaaa aaaa aaaa aaaa aaaa',
    '- - - - - - - - - - - - - - - - - - - -',
    'per policy',
  ])('to deny because of %j needs another reason', (reason) => {
    expect(tried(after(...claimed), 2_000, deny(reason))).toBe('reason-needed')
  })

  test('to deny for a specific reason stands', () => {
    expect(isSpecificReason(SPECIFIC)).toBe(true)
    const final = after(...claimed, [2_000, deny(SPECIFIC)], [12_000, due('finality')])
    expect(final).toMatchObject({ status: 'denied', ruling: { reason: SPECIFIC } })
  })

  // Catches: the deadline taking away a decision that was made before it, and one that is made after it.
  test('made before the deadline stands although its ten seconds end behind it', () => {
    const late = after(asked, [HOUR - 5_000, claimBy()], [HOUR - 1_000, approve()])
    expect(late.due.map(({ kind }) => kind)).toEqual(['finality'])
    expect(tried(late, HOUR, due('expiry'))).toBe('unchanged')
    const undone = after(
      asked,
      [HOUR - 5_000, claimBy()],
      [HOUR - 1_000, approve()],
      [HOUR, { kind: 'undo', by: a, token: 1 }],
    )
    expect(tried(undone, HOUR, approve())).toBe('too-late')
    expect(tried(undone, HOUR, due('expiry'))).toBe('changed')
  })

  // Catches: a repeated press, after an answer that did not come, taken for something else.
  test('repeated is the same decision', () => {
    expect(tried(after(...proposed), 3_000, approve())).toBe('unchanged')
    expect(tried(after(...proposed), 3_000, deny(SPECIFIC))).toBe('not-now')
  })
})

describe('four eyes', () => {
  // Catches: one person in both roles; a first approval taken for the last.
  test('want two different people', () => {
    const first = after(...firstEyes)
    expect(first).toMatchObject({ status: 'pending', firstApproval: { by: a }, ruling: null, claim: null })
    expect(tried(first, 13_000, claimBy())).toBe('second-reviewer-needed')
    const second = after(
      ...firstEyes,
      [13_000, claimBy(b)],
      [14_000, approve(b, 2)],
      [24_000, due('finality')],
    )
    expect(second).toMatchObject({ status: 'approved', ruling: { by: b } })
  })

  // Catches: somebody who approves what they have asked for themselves, alone or as one of the two.
  test('leave out who asked, also when it is handed to them', () => {
    const own: Step = [0, askedFor('r', { fourEyes: true, askedBy: 'a' })]
    expect(tried(after(own), 1_000, claimBy())).toBe('asked-it-oneself')
    const handed: ApprovalInput = { kind: 'delegate', by: b, to: { user: 'a', role: 'physician' }, note: '' }
    expect(tried(after(own), 1_000, handed)).toBe('asked-it-oneself')
    expect(tried(after([0, askedFor('r', { askedBy: 'a' })]), 1_000, claimBy())).toBe('changed')
  })

  // Catches: an appeal that is decided, alone or as a second pair of eyes, by whoever denied before.
  test('of an appeal are never those that denied before', () => {
    const appeal: Step = [0, askedFor('r', { barred: 'a' })]
    expect(tried(after(appeal), 1_000, claimBy())).toBe('denied-it-before')
    expect(tried(after(appeal), 1_000, claimBy(b))).toBe('changed')
    const handed: ApprovalInput = { kind: 'delegate', by: b, to: { user: 'a', role: 'physician' }, note: '' }
    expect(tried(after(appeal), 1_000, handed)).toBe('denied-it-before')
  })

  // Catches: an appeal that its denier ends by taking it back, or gives to a colleague of their choice.
  test('of an appeal are not chosen, nor is it taken back, by who denied before', () => {
    const appeal = after([0, askedFor('r', { barred: 'a' })])
    const away: ApprovalInput = { kind: 'delegate', by: a, to: { user: 'b', role: 'physician' }, note: '' }
    expect(tried(appeal, 1_000, away)).toBe('denied-it-before')
    const back: ApprovalInput = { kind: 'withdraw', by: a, reason: 'Not needed.', fence: null }
    expect(tried(appeal, 1_000, back)).toBe('denied-it-before')
    expect(tried(appeal, 1_000, { ...back, by: b })).toBe('changed')
    expect(tried(appeal, 1_000, { ...back, by: null, fence: 1 })).toBe('changed')
  })

  // Catches: a policy that is stated and never applied, or that a program of others can slip past.
  test.each([
    [{ estimatedCost: 99_999.99 }, false],
    [{ estimatedCost: 100_000 }, true],
    [{ estimatedCost: null }, false],
    [{ kind: 'high_risk_diagnosis', estimatedCost: null }, true],
  ] as const)('are wanted by the policy for %j: %s', (parts, wanted) => {
    const strict = ApprovalPolicy.parse({ fourEyesKinds: ['high_risk_diagnosis'] })
    const outcome = decide(null, askedFor('r', parts), strict, 0)
    expect(outcome.kind === 'changed' && outcome.change.next.content.fourEyes).toBe(wanted)
  })

  test('need only one to deny', () => {
    const steps: Step[] = [foreseen, [1_000, claimBy()], [2_000, deny(SPECIFIC)], [12_000, due('finality')]]
    expect(after(...steps).status).toBe('denied')
  })

  // Catches: a first approval of something that has been changed since.
  test('begin anew when the request changes', () => {
    const changed = askedFor('r', { fourEyes: true, estimatedCost: 90_000 })
    expect(after(...firstEyes, [13_000, changed])).toMatchObject({ firstApproval: null, status: 'pending' })
  })
})

describe('a claim', () => {
  // Catches: two reviewers on one request.
  test('keeps others away until it ends, and is renewed by its holder', () => {
    const state = after(...claimed)
    expect(tried(state, 2_000, claimBy(b))).toBe('taken')
    const renewed = after(...claimed, [100_000, claimBy()])
    expect(renewed.claim).toMatchObject({ token: 1, until: 100_000 + policy.leaseMs })
    expect(renewed.timeline).toHaveLength(2)
    expect(tried(renewed, 121_000, due('lease'))).toBe('unchanged')
    const lapsed = after(...claimed, [1_000 + policy.leaseMs, due('lease')])
    expect(lapsed).toMatchObject({ status: 'pending', claim: null, lastToken: 1 })
  })

  // Catches: a lapsed claim that must first be cleared away by a clock that may not be running.
  test('that has ended gives way at once, with a new token', () => {
    const state = after(...claimed, [1_000 + policy.leaseMs, claimBy(b)])
    expect(state.claim).toMatchObject({ by: b, token: 2 })
  })
})

// Catches: an act on a closed request.
test.each([
  claimBy(b),
  approve(),
  { kind: 'undo', by: a, token: 1 },
  { kind: 'ask', by: a, token: 1, text: 'x' },
  { kind: 'answer', by: a, text: 'x' },
  { kind: 'withdraw', by: a, reason: 'x', fence: null },
  { kind: 'delegate', by: a, to: { user: 'b', role: 'physician' }, note: '' },
  { kind: 'release', by: a, token: 1 },
] satisfies ApprovalInput[])('$kind does nothing to a closed request', (input) => {
  const closed = after(...proposed, [12_000, due('finality')])
  expect(isOpenApproval(closed)).toBe(false)
  expect(tried(closed, 13_000, input)).toBe('not-now')
})
