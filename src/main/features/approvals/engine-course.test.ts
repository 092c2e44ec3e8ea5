import { describe, expect, test } from 'vitest'
import { defaultApprovalPolicy as policy } from '@shared/features/approvals/policy.ts'
import { askedFor, reviewer } from '@test/support/approval-samples.ts'
import {
  a,
  b,
  HOUR,
  claimBy,
  due,
  type Step,
  after,
  tried,
  asked,
  claimed,
  proposed,
} from '@test/support/approval-steps.ts'
import type { ApprovalInput } from './engine-command.ts'
import { decide } from './engine.ts'

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
