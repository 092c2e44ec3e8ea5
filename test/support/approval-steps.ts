import { expect } from 'vitest'
import type { ApprovalInput } from '@main/features/approvals/engine-command.ts'
import { decide } from '@main/features/approvals/engine.ts'
import type { Approval } from '@shared/features/approvals/model.ts'
import { defaultApprovalPolicy as policy } from '@shared/features/approvals/policy.ts'
import { askedFor, reviewer } from './approval-samples.ts'

export const a = reviewer('a')
export const b = reviewer('b')
export const seen = { digest: 'd'.repeat(64), rev: 1 }
export const HOUR = 3_600_000

export const claimBy = (by = a): ApprovalInput => ({ kind: 'claim', by })
export const approve = (by = a, token = 1): ApprovalInput => ({
  kind: 'decide',
  by,
  token,
  verdict: 'approved',
  reason: null,
  chosen: null,
  seen,
})
export const deny = (reason: string | null, by = a, token = 1): ApprovalInput => ({
  kind: 'decide',
  by,
  token,
  verdict: 'denied',
  reason,
  chosen: null,
  seen,
})
export const due = (kind: Approval['due'][number]['kind']): ApprovalInput => ({ kind: 'due', due: kind })

export type Step = readonly [at: number, input: ApprovalInput]

/** The state after steps that must all be carried out. */
export function after(...steps: readonly Step[]): Approval {
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

export function tried(state: Approval, at: number, input: ApprovalInput): string {
  const outcome = decide(state, input, policy, at)
  return outcome.kind === 'refused' ? outcome.why : outcome.kind
}

export const asked: Step = [0, askedFor('r')]
export const claimed: readonly Step[] = [asked, [1_000, claimBy()]]
export const proposed: readonly Step[] = [...claimed, [2_000, approve()]]
export const foreseen: Step = [0, askedFor('r', { fourEyes: true })]
export const firstEyes: readonly Step[] = [
  foreseen,
  [1_000, claimBy()],
  [2_000, approve()],
  [12_000, due('finality')],
]
