import { describe, expect, test } from 'vitest'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import { defaultApprovalPolicy as policy } from '@shared/features/approvals/policy.ts'
import { isSpecificReason } from '@shared/features/approvals/reason.ts'
import { askedFor, reviewer, SPECIFIC } from '@test/support/approval-samples.ts'
import { type ApprovalInput, decide } from './engine.ts'

const a = reviewer('a')
const b = reviewer('b')
const seen = { digest: 'd'.repeat(64), rev: 1 }
const HOUR = 3_600_000

const claimBy = (by = a): ApprovalInput => ({ kind: 'claim', by })
const approve = (by = a, token = 1): ApprovalInput => ({
  kind: 'decide',
  by,
  token,
  verdict: 'approved',
  reason: null,
  seen,
})
const deny = (reason: string | null, by = a, token = 1): ApprovalInput => ({
  kind: 'decide',
  by,
  token,
  verdict: 'denied',
  reason,
  seen,
})
const due = (kind: Approval['due'][number]['kind']): ApprovalInput => ({ kind: 'due', due: kind })

type Step = readonly [at: number, input: ApprovalInput]

/** The state after steps that must all be carried out. */
function after(...steps: readonly Step[]): Approval {
  let state: Approval | null = null
  for (const [at, input] of steps) {
    const outcome = decide(state, input, policy, at)
    if (outcome.kind !== 'changed') throw new Error(`${input.kind} at ${at}: ${JSON.stringify(outcome)}`)
    expect(outcome.change.next.rev).toBe((state?.rev ?? 0) + 1)
    state = outcome.change.next
  }
  if (state === null) throw new Error('no steps')
  return state
}

function tried(state: Approval, at: number, input: ApprovalInput): string {
  const outcome = decide(state, input, policy, at)
  return outcome.kind === 'refused' ? outcome.why : outcome.kind
}

const asked: Step = [0, askedFor('r')]
const claimed: readonly Step[] = [asked, [1_000, claimBy()]]
const proposed: readonly Step[] = [...claimed, [2_000, approve()]]
const foreseen: Step = [0, askedFor('r', { fourEyes: true })]
const firstEyes: readonly Step[] = [
  foreseen,
  [1_000, claimBy()],
  [2_000, approve()],
  [12_000, due('finality')],
]

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

describe('a question', () => {
  const questioned: readonly Step[] = [
    ...claimed,
    [2_000, { kind: 'ask', by: a, token: 1, text: 'Since when?' }],
  ]
  test('goes back to the asker and returns with the answer', () => {
    expect(after(...questioned)).toMatchObject({ status: 'information_asked', claim: null })
    const answered = after(...questioned, [3_000, { kind: 'answer', by: b, text: 'Monday' }])
    expect(answered).toMatchObject({ status: 'pending', exchange: [{ answer: { text: 'Monday', by: b } }] })
    expect(tried(answered, 4_000, { kind: 'answer', by: b, text: 'again' })).toBe('not-now')
  })

  // Catches: a question that is forgotten because somebody took and let go of the request.
  test('stays open while somebody has the request and lets it go', () => {
    const taken = after(...questioned, [3_000, claimBy(b)])
    expect(taken.status).toBe('claimed')
    const again = after(...questioned, [3_000, claimBy(b)], [4_000, { kind: 'release', by: b, token: 2 }])
    expect(again.status).toBe('information_asked')
    expect(tried(again, 5_000, due('expiry'))).toBe('unchanged')
    expect(tried(again, HOUR, due('expiry'))).toBe('changed')
  })
})

describe('time', () => {
  // Catches: a request that vanishes instead of expiring; expiry that is told to nobody.
  test('that runs out is an event, recorded, told and counted', () => {
    const outcome = decide(after(...claimed), due('expiry'), policy, HOUR)
    expect(outcome).toMatchObject({
      kind: 'changed',
      change: {
        kind: 'expired',
        next: { status: 'expired', closedAt: HOUR, due: [] },
        effects: [{ kind: 'mirror' }, { kind: 'audit' }, { kind: 'count' }],
        guard: { notBefore: HOUR },
      },
    })
  })

  // Catches: escalation that comes with the breach, that is lost by absence, or leaves a delegate alone with it.
  test('that grows short escalates before the deadline', () => {
    const state = after(asked)
    expect(state.due.find(({ kind }) => kind === 'escalation')?.at).toBe(HOUR / 2)
    const delegated = after(asked, [
      1_000,
      { kind: 'delegate', by: a, to: { user: 'b', role: 'physician' }, note: '' },
    ])
    const once = decide(delegated, due('escalation'), policy, HOUR / 2)
    expect(once).toMatchObject({
      change: { next: { escalationLevel: 1, escalatedTo: 'care-manager', delegate: null } },
    })
    const absent = decide(state, due('escalation'), policy, HOUR * 0.9)
    expect(absent).toMatchObject({ change: { next: { escalationLevel: 2, escalatedTo: 'physician' } } })
  })

  // Catches: the seed's key running out after a day while a standard request has a week.
  test('longer than the life of the seed’s key writes it again before', () => {
    const week = after([0, askedFor('r', { deadlineAt: 7 * 24 * HOUR })])
    const refresh = week.due.find(({ kind }) => kind === 'refresh')?.at ?? 0
    expect(refresh).toBeLessThan(policy.seedLifeMs)
    expect(decide(week, due('refresh'), policy, refresh)).toMatchObject({
      change: { effects: [{ kind: 'mirror' }], next: { mirroredAt: refresh } },
    })
    expect(after(asked).due.some(({ kind }) => kind === 'refresh')).toBe(false)
  })
})

describe('delegation', () => {
  const delegated: readonly Step[] = [
    ...claimed,
    [2_000, { kind: 'delegate', by: a, to: { user: 'b', role: 'physician' }, note: 'knows her' }],
  ]
  test('gives the request to one person for a time', () => {
    const state = after(...delegated)
    expect(state).toMatchObject({ status: 'pending', claim: null, delegate: { user: 'b' } })
    expect(tried(state, 3_000, claimBy(reviewer('c')))).toBe('taken')
    expect(tried(state, 3_000, claimBy(b))).toBe('changed')
    expect(tried(state, 2_000 + policy.delegationMs, claimBy(reviewer('c')))).toBe('too-late')
    const ended = decide(
      { ...state, content: { ...state.content, deadlineAt: 1e12 } },
      claimBy(reviewer('c')),
      policy,
      2_000 + policy.delegationMs,
    )
    expect(ended.kind).toBe('changed')
  })

  test('to oneself, or past another’s claim, is refused', () => {
    const to = { user: 'a', role: 'physician' } as const
    expect(tried(after(...claimed), 2_000, { kind: 'delegate', by: a, to, note: '' })).toBe(
      'no-such-delegate',
    )
    expect(tried(after(...claimed), 2_000, { kind: 'delegate', by: b, to, note: '' })).toBe('taken')
  })
})

describe('asking', () => {
  test('the same again changes nothing; by a newer run it takes the request over', () => {
    const state = after(...claimed)
    expect(tried(state, 2_000, askedFor('r'))).toBe('unchanged')
    expect(after(...claimed, [2_000, askedFor('r', {}, 2)])).toMatchObject({ fence: 2, claim: { by: a } })
  })

  // Catches: a paused run that overwrites what a newer one asked, or takes it back.
  test('or withdrawing by an older run is refused', () => {
    const newer = after(asked, [1_000, askedFor('r', { subject: '72149' }, 3)])
    expect(tried(newer, 2_000, askedFor('r', { subject: '72150' }, 2))).toBe('stale-fence')
    const withdrawal: ApprovalInput = { kind: 'withdraw', by: null, reason: 'cancelled', fence: 2 }
    expect(tried(newer, 2_000, withdrawal)).toBe('stale-fence')
    expect(tried(newer, 2_000, { ...withdrawal, fence: 3 })).toBe('changed')
  })

  // Catches: a claim or a decision under way that outlives what it was about.
  test('for something else ends what was under way', () => {
    const changed = after(...proposed, [3_000, askedFor('r', { subject: '72149' })])
    expect(changed).toMatchObject({
      status: 'pending',
      claim: null,
      proposal: null,
      content: { subject: '72149' },
    })
  })

  // Catches: a decision that answers for a later request with the same id.
  test('under an id that was used before is another request', () => {
    const again = after(...proposed, [12_000, due('finality')], [20_000, askedFor('r', { patientId: 'P2' })])
    expect(again).toMatchObject({ status: 'pending', ruling: null, round: 1, lastToken: 1 })
    expect(tried(after(...proposed, [12_000, due('finality')]), 20_000, askedFor('r'))).toBe('unchanged')
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
