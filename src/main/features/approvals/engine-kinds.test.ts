import { describe, expect, test } from 'vitest'
import type { ApprovalContent, ApprovalKind } from '@shared/features/approvals/model.ts'
import { ApprovalPolicy, defaultApprovalPolicy as policy } from '@shared/features/approvals/policy.ts'
import { ownContent, reviewer, SPECIFIC } from '@test/support/approval-samples.ts'
import {
  a,
  after,
  approve,
  b,
  claimBy,
  deny,
  due,
  firstEyes,
  proposed,
  HOUR,
  type Step,
  tried,
} from '@test/support/approval-steps.ts'
import { contentDigest, shownDigest } from './digest.ts'
import type { Asked } from './engine-asked.ts'
import type { ApprovalInput } from './engine-command.ts'
import { decide } from './engine.ts'
import { readStored, storedText } from './stored.ts'

const severities = {
  label: 'Severity',
  options: [
    { value: 'moderate', label: 'Moderate' },
    { value: 'major', label: 'Major' },
  ],
  offered: 'moderate',
}

function askOf(kind: ApprovalKind, parts: Partial<ApprovalContent> = {}, fence = 1): Asked {
  const content = ownContent({ kind, publishedType: kind, ...parts })
  return { kind: 'asked', id: 'r', content, contentDigest: contentDigest(content), fence, original: null }
}

const emergency: Step = [0, askOf('emergency_access')]
const answer: Step = [0, askOf('drug_answer', { choice: severities, askedBy: null })]
const said = (by = a, token = 1): ApprovalInput => ({
  ...approveOf(by, token),
  reason: 'Checked with the ward.',
})
const approveOf = (by = a, token = 1) =>
  ({ kind: 'decide', by, token, verdict: 'approved', reason: null, chosen: null, seen: SEEN }) as const
const SEEN = { digest: 'd'.repeat(64), rev: 1 }
const choosing = (chosen: string | null, by = a, token = 1): ApprovalInput => ({
  ...approveOf(by, token),
  chosen,
})

function effects(state: ReturnType<typeof after>, at: number, input: ApprovalInput): readonly string[] {
  const outcome = decide(state, input, policy, at)
  return outcome.kind === 'changed' ? outcome.change.effects.map(({ kind }) => kind) : [outcome.kind]
}

describe('a request of the house', () => {
  // Catches: emergency accesses and drugs' names under keys that programs of others read.
  test('never reaches the seed’s key or channel, and has nothing to write there again', () => {
    const first = decide(null, askOf('emergency_access'), policy, 0)
    expect(first).toMatchObject({ kind: 'changed', change: { effects: [{ kind: 'audit' }] } })
    const state = after(emergency)
    expect(state.due.map(({ kind }) => kind)).not.toContain('refresh')
    const ended = askOf('emergency_access', { justification: 'other' }, 2)
    expect(effects(state, 1_000, ended)).toEqual(['audit'])
  })

  // Catches: the review of an access that ends because nobody made it.
  test('stays open past its deadline, is called again and again, and can still be decided', () => {
    const late: readonly Step[] = [emergency, [HOUR, due('expiry')]]
    const state = after(...late)
    expect(state).toMatchObject({ status: 'pending', overdue: 1, escalatedTo: 'privacy-officer' })
    expect(state.closedAt).toBeNull()
    expect(tried(state, 2 * HOUR - 1, due('expiry'))).toBe('unchanged')
    // A station that comes late makes one call of all that were missed.
    expect(after(...late, [5 * HOUR, due('expiry')])).toMatchObject({ overdue: 5, status: 'pending' })
    const reviewed = after(...late, [3 * HOUR, claimBy()], [3 * HOUR + 1, said()])
    expect(reviewed.proposal?.verdict).toBe('approved')
  })

  // Catches: a reviewer who loses the request to the call that was to find one.
  test('is not taken from who has it when it is called again', () => {
    const state = after(emergency, [HOUR - 1_000, claimBy()], [HOUR, due('expiry')])
    expect(state.claim?.by.user).toBe('a')
  })

  // Catches: a request without any deadline once it is overdue.
  test('has a next deadline whenever it is open', () => {
    expect(after(emergency, [9 * HOUR, due('expiry')]).due).toContainEqual({ kind: 'expiry', at: 10 * HOUR })
  })

  // Catches: a program of others that makes such a request its own by writing a key of its name.
  test('is not changed by what a program writes under its id', () => {
    const foreign = { ...askOf('other', { patientId: 'P1' }, 9), original: '{}' }
    expect(tried(after(emergency), 1_000, foreign)).toBe('unchanged')
  })

  // Catches: a ruling that the asker never hears of, or hears of before it stands.
  test('gives its ruling to the feature that asked, with the mark that it gave', () => {
    const state = after([0, askOf('emergency_access', { reference: 'ended' })], [1_000, claimBy()])
    expect(effects(state, 2_000, said())).toEqual([])
    const decided = after(
      [0, askOf('emergency_access', { reference: 'ended' })],
      [1_000, claimBy()],
      [2_000, said()],
    )
    const outcome = decide(decided, due('finality'), policy, 12_000)
    expect(outcome).toMatchObject({
      change: {
        effects: [
          { kind: 'audit' },
          {
            kind: 'tell',
            ruled: {
              id: 'r',
              kind: 'emergency_access',
              reference: 'ended',
              round: 0,
              ruling: { verdict: 'approved', reason: 'Checked with the ward.', by: a, at: 2_000 },
            },
          },
          { kind: 'count' },
        ],
      },
    })
  })

  // Catches: a dead end: a question that nobody may answer.
  test('takes no questions', () => {
    const state = after(emergency, [1_000, claimBy()])
    expect(tried(state, 2_000, { kind: 'ask', by: a, token: 1, text: 'Why?' })).toBe('nobody-to-ask')
  })

  // Catches: what was asked later being replaced by what was asked before.
  test('is not asked back to what was known earlier', () => {
    const ended = askOf('emergency_access', { justification: 'ended' }, 2)
    const state = after(emergency, [1_000, ended])
    expect(tried(state, 2_000, askOf('emergency_access'))).toBe('stale-fence')
    expect(state.content.justification).toBe('ended')
  })
})

describe('an emergency access', () => {
  const user = reviewer('user', 'desk', 'privacy-officer')

  // Catches: a review by the person under review, taken, decided or handed to them.
  test('is not reviewed by who used it', () => {
    expect(tried(after(emergency), 1_000, claimBy(user))).toBe('own-matter')
    const held = after(emergency, [1_000, claimBy()])
    const handOver = {
      kind: 'delegate',
      by: a,
      to: { user: 'user', role: 'privacy-officer' },
      note: '',
    } as const
    expect(tried(held, 2_000, handOver)).toBe('own-matter')
    // Nor by somebody whom they have chosen.
    const chosen = { ...handOver, by: user, to: { user: 'b', role: 'privacy-officer' } } as const
    expect(tried(after(emergency), 1_000, chosen)).toBe('own-matter')
  })

  // Catches: a review without a finding.
  test('is found justified only with words, and not justified only with specific ones', () => {
    const state = after(emergency, [1_000, claimBy()])
    expect(tried(state, 2_000, approve())).toBe('words-needed')
    expect(tried(state, 2_000, said())).toBe('changed')
    expect(tried(state, 2_000, deny('no'))).toBe('reason-needed')
    expect(tried(state, 2_000, deny(SPECIFIC))).toBe('changed')
  })
})

describe('a choice', () => {
  const held = after(answer, [1_000, claimBy()])

  // Catches: a severity that nobody offered, or one with a rejection.
  test('is one of the options, and belongs to an approval', () => {
    expect(tried(held, 2_000, choosing('deadly'))).toBe('no-such-choice')
    expect(tried(held, 2_000, { ...approveOf(), verdict: 'denied', reason: SPECIFIC, chosen: 'major' })).toBe(
      'no-such-choice',
    )
    expect(tried(after(emergency, [1_000, claimBy()]), 2_000, choosing('major'))).not.toBe('changed')
  })

  // Catches: an approval whose severity nobody can tell afterwards.
  test('that is not made is what was offered', () => {
    const plain = after(answer, [1_000, claimBy()], [2_000, choosing(null)])
    expect(plain.proposal?.chosen).toBe('moderate')
    const other = after(answer, [1_000, claimBy()], [2_000, choosing('major')], [12_000, due('finality')])
    expect(other.ruling).toMatchObject({ verdict: 'approved', chosen: 'major' })
    expect(after(answer, [1_000, claimBy()], [2_000, deny(SPECIFIC)]).proposal?.chosen).toBeNull()
  })

  // Catches: a repeated answer that is taken for another decision; another choice that is taken for the same.
  test('that is repeated changes nothing, and another one does not pass for it', () => {
    const made = after(answer, [1_000, claimBy()], [2_000, choosing('major')])
    expect(tried(made, 2_500, choosing('major'))).toBe('unchanged')
    expect(tried(made, 2_500, choosing('moderate'))).toBe('not-now')
  })

  // Catches: two reviewers who approve different things, counted as two eyes each.
  test('of two reviewers is the same one, or the second is the first', () => {
    const firstOf: readonly Step[] = [
      [0, askOf('drug_answer', { choice: severities, askedBy: null, fourEyes: true })],
      [1_000, claimBy()],
      [2_000, choosing('major')],
      [12_000, due('finality')],
      [13_000, claimBy(b)],
    ]
    const differ = after(...firstOf, [14_000, choosing('moderate', b, 2)], [24_000, due('finality')])
    expect(differ).toMatchObject({ status: 'pending', firstApproval: { by: b, chosen: 'moderate' } })
    const agree = after(...firstOf, [14_000, choosing('major', b, 2)], [24_000, due('finality')])
    expect(agree).toMatchObject({ status: 'approved', ruling: { by: b, chosen: 'major' } })
  })
})

test('whom a request is called to is policy, kind by kind (bug: an answer about drugs called to physicians)', () => {
  const house = ApprovalPolicy.parse({ escalateTo: { drug_answer: ['charge-nurse', 'physician'] } })
  const state = after(answer)
  const at = (policyOf: ApprovalPolicy, now: number) => {
    const outcome = decide(state, due('escalation'), policyOf, now)
    return outcome.kind === 'changed' ? outcome.change.next.escalatedTo : outcome.kind
  }
  expect(at(policy, HOUR / 2)).toBe('pharmacist')
  expect(at(house, HOUR / 2)).toBe('charge-nurse')
  expect(at(house, HOUR * 0.8)).toBe('physician')
})

describe('a record of the version before these kinds', () => {
  const isNew = new Set(['choice', 'reference', 'chosen', 'overdue'])
  /** The text as that version wrote it. */
  const oldText = (state: ReturnType<typeof after>): string => {
    const [, head, json] = /^(\d+:\d+:\d+:)([\s\S]*)$/.exec(storedText(state)) ?? []
    const value: unknown = JSON.parse(json ?? '', (key, each: unknown) => (isNew.has(key) ? undefined : each))
    return `${head ?? ''}${JSON.stringify(value)}`
  }

  // Catches: a queue that is empty after an update.
  test('is read as it was', () => {
    for (const state of [after(...proposed), after(...firstEyes)]) {
      expect(oldText(state)).not.toContain('"chosen"')
      expect(readStored(oldText(state))).toEqual(state)
    }
  })

  // Catches: every request reviewed anew, and every decision refused as one on something else, after an update. The
  // digests are what that version computed.
  test('keeps its digests', () => {
    const state = after(...firstEyes)
    expect(state.contentDigest).toBe('4ca884420f5b7a8a9c59a15ee584e30b1522da91c2439323f474356e3f301679')
    expect(shownDigest(state)).toBe('dbc640e2a38d016fc10aad3c8c064f857358154ad11087d00c510bbe2735d335')
  })
})
