import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Approval, type ApprovalKind, isOpenApproval } from '@shared/features/approvals/model.ts'
import { Approval as ApprovalSchema } from '@shared/features/approvals/model.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { askedFor, ownContent, reviewer, SPECIFIC } from '@test/support/approval-samples.ts'
import { contentDigest } from './digest.ts'
import type { ApprovalInput } from './engine-command.ts'
import { decide } from './engine.ts'
import type { Change } from './engine-record.ts'
import { readStored, storedText } from './stored.ts'

const policy = ApprovalPolicy.parse({ leaseMs: 20_000, delegationMs: 30_000 })
const UNDO_MS = 10_000
const DEADLINE_MS = 90_000
const seen = { digest: 'd'.repeat(64), rev: 1 }

const person = fc.constantFrom('a', 'b', 'c').map((user) => reviewer(user))
/** Stands for the holder and the token of the claim at that moment. */
const CURRENT = 9
/** Others are small, so that old ones and future ones both come. */
const token = fc.oneof({ weight: 3, arbitrary: fc.constant(CURRENT) }, fc.integer({ min: 1, max: 6 }))
const input: fc.Arbitrary<ApprovalInput> = fc.oneof(
  { weight: 6, arbitrary: person.map((by): ApprovalInput => ({ kind: 'claim', by })) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(person, token, fc.boolean())
      .map(([by, at, yes]): ApprovalInput =>
        yes
          ? { kind: 'decide', by, token: at, verdict: 'approved', reason: null, chosen: null, seen }
          : { kind: 'decide', by, token: at, verdict: 'denied', reason: SPECIFIC, chosen: null, seen },
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(person, token).map(([by, at]): ApprovalInput => ({ kind: 'undo', by, token: at })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(person, token).map(([by, at]): ApprovalInput => ({ kind: 'release', by, token: at })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, token)
      .map(([by, at]): ApprovalInput => ({ kind: 'ask', by, token: at, text: 'why' })),
  },
  { weight: 1, arbitrary: person.map((by): ApprovalInput => ({ kind: 'answer', by, text: 'so' })) },
  {
    weight: 1,
    arbitrary: fc.tuple(person, fc.constantFrom('a', 'b', 'c')).map(([by, user]): ApprovalInput => ({
      kind: 'delegate',
      by,
      to: { user, role: 'physician' },
      note: '',
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('72148', 'other').map((subject): ApprovalInput => asked(subject, false)),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('lease', 'finality', 'escalation', 'delegation', 'expiry', 'refresh')
      .map((due): ApprovalInput => ({ kind: 'due', due }) as const),
  },
)
const anyKind = fc.oneof(
  { weight: 4, arbitrary: fc.constant<ApprovalKind>('prior_authorization') },
  { weight: 1, arbitrary: fc.constant<ApprovalKind>('emergency_access') },
)
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 12_000 }), input), { minLength: 5, maxLength: 60 })

function asked(subject: string, fourEyes: boolean): ApprovalInput {
  return askedFor('r', { subject, fourEyes, createdAt: 0, deadlineAt: DEADLINE_MS })
}

interface Taken {
  readonly before: Approval
  readonly change: Change
  readonly now: number
}

/** As a sequence has it, of the kind that it is about: of the house's own, who is called `a` used emergency access. */
function ofKind(kind: ApprovalKind, each: ApprovalInput): ApprovalInput {
  if (each.kind === 'decide' && each.verdict === 'approved') return { ...each, reason: 'Checked.' }
  if (each.kind !== 'asked' || kind === 'prior_authorization') return each
  const { subject, fourEyes } = each.content
  const content = { ...ownContent({ subject, fourEyes, askedBy: 'a' }), deadlineAt: DEADLINE_MS }
  return { ...each, content, contentDigest: contentDigest(content) }
}

function spokenBy({ claim }: Approval, each: ApprovalInput): ApprovalInput {
  if (!('token' in each) || each.token !== CURRENT || claim === null) return each
  return { ...each, by: claim.by, token: claim.token }
}

/** Every change that a sequence of inputs makes, in order. */
function history(
  fourEyes: boolean,
  kind: ApprovalKind,
  sequence: readonly (readonly [number, ApprovalInput])[],
): Taken[] {
  const first = decide(null, ofKind(kind, asked('72148', fourEyes)), policy, 0)
  if (first.kind !== 'changed') throw new Error('not asked')
  let state = first.change.next
  let now = 0
  const taken: Taken[] = []
  for (const [wait, each] of sequence) {
    now += wait
    const outcome = decide(state, spokenBy(state, ofKind(kind, each)), policy, now)
    if (outcome.kind !== 'changed') continue
    taken.push({ before: state, change: outcome.change, now })
    state = outcome.change.next
  }
  return taken
}

describe('whatever people and clocks do, in whatever order', () => {
  const holds = (rule: (taken: readonly Taken[]) => void, numRuns = 1_500): void =>
    fc.assert(
      fc.property(fc.boolean(), anyKind, steps, (fourEyes, kind, sequence) =>
        rule(history(fourEyes, kind, sequence)),
      ),
      // One seed for the long run: it must reach everything, and does so or not by what is written here.
      numRuns > 1_500 ? { numRuns, seed: 2 } : { numRuns },
    )

  // Catches: any way to a decision that does not go through a claim of the one who decides.
  test('there is no decision without the claim of who decides', () => {
    holds((taken) => {
      for (const { before, change, now } of taken) {
        if (change.kind !== 'proposed') continue
        expect(before.claim?.by.user).toBe(change.next.proposal?.by.user)
        expect(before.claim?.token).toBe(change.next.proposal?.token)
        expect(before.claim?.until).toBeGreaterThan(now)
      }
    })
  })

  // Catches: a second final decision of one request, or an end that is taken back.
  test('there is at most one end of each round', () => {
    holds((taken) => {
      const ends = new Map<number, number>()
      for (const { before, change } of taken) {
        if (!isOpenApproval(before)) expect(change.kind).toBe('asked_again')
        if (isOpenApproval(change.next)) continue
        ends.set(change.next.round, (ends.get(change.next.round) ?? 0) + 1)
        expect(change.next.due).toEqual([])
      }
      for (const count of ends.values()) expect(count).toBe(1)
    })
  })

  // Catches: one pair of eyes where two were asked for.
  test('an approval that needs two reviewers has two', () => {
    holds((taken) => {
      for (const { change } of taken) {
        const { status, content, firstApproval, ruling } = change.next
        if (status !== 'approved' || !content.fourEyes) continue
        expect(firstApproval).not.toBeNull()
        expect(firstApproval?.by.user).not.toBe(ruling?.by.user)
      }
    })
  })

  // Catches: undo after ten seconds; finality before them.
  test('a decision is undone within its ten seconds only, and final only behind them', () => {
    holds((taken) => {
      for (const { before, change, now } of taken) {
        const made = before.proposal?.at ?? Number.NaN
        const isFinal = ['approved', 'denied', 'first_approved'].includes(change.kind)
        if (!isFinal && change.kind !== 'undone') continue
        expect(now - made >= UNDO_MS).toBe(isFinal)
      }
    })
  })

  // Catches: a request without any deadline, which nobody would ever be reminded of.
  test('an open request always has a deadline, and the claims of one request never share a token', () => {
    holds((taken) => {
      const tokens = new Set<number>()
      for (const { change } of taken) {
        if (isOpenApproval(change.next)) expect(change.next.due.length).toBeGreaterThan(0)
        if (change.kind !== 'claimed') continue
        expect(tokens.has(change.next.claim?.token ?? 0)).toBe(false)
        tokens.add(change.next.claim?.token ?? 0)
      }
    })
  })

  // Catches: an emergency access that nobody has to review any more; one that its own user reviews; a ruling that is not
  // told; a word of it to programs of others.
  test('what the house asks of itself ends only by a ruling of somebody else, and the ruling is told', () => {
    holds((taken) => {
      for (const { change } of taken) {
        const { content, status, claim, ruling } = change.next
        const effects = change.effects.map(({ kind }) => kind)
        const isRuled = change.kind === 'approved' || change.kind === 'denied'
        const isOwn = content.kind === 'emergency_access'
        expect(effects.includes('tell')).toBe(isOwn && isRuled)
        if (!isOwn) continue
        expect(effects).not.toContain('mirror')
        expect(effects).not.toContain('publish')
        expect(status).not.toBe('expired')
        expect(claim?.by.user).not.toBe('a')
        expect(ruling?.by.user).not.toBe('a')
      }
    })
  })

  // Catches: a state that the next station cannot read.
  test('every state survives the way through the hub', () => {
    holds((taken) => {
      for (const { change } of taken) {
        expect(ApprovalSchema.safeParse(change.next).success).toBe(true)
        expect(readStored(storedText(change.next))).toEqual(change.next)
      }
    })
  })

  // Catches: generators that never reach what the rules are about.
  test('the sequences reach decisions, undoing and four eyes', () => {
    const kinds = new Set<string>()
    holds((taken) => {
      for (const { change } of taken)
        kinds.add(`${change.kind}${change.next.content.fourEyes ? ' by two' : ''}`)
    }, 16_000)
    for (const kind of [
      'approved',
      'denied',
      'undone',
      'expired',
      'lease_ended',
      'first_approved by two',
      'approved by two',
      'overdue',
    ])
      expect([...kinds]).toContain(kind)
  })
})
