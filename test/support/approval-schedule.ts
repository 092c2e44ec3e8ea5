import type { ApprovalInput } from '@main/features/approvals/engine-command.ts'
import { decide } from '@main/features/approvals/engine.ts'
import type { Change } from '@main/features/approvals/engine-record.ts'
import type { CommitOutcome } from '@main/features/approvals/ports.ts'
import type { Actor } from '@shared/clinical/person.ts'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { Dice } from '@test/faults/dice.ts'
import { askedFor, ownContent, reviewer, SPECIFIC } from './approval-samples.ts'
import { ApprovalOracle } from './approval-oracle.ts'

/** A hub whose clock the schedule turns. */
export interface ScheduledHub {
  read(id: string): Promise<Approval | null>
  commit(before: Approval | null, change: Change, now: number): Promise<CommitOutcome>
}

/** Short times, so that leases, undo windows and the deadline all end within one schedule. */
export const scheduledPolicy = ApprovalPolicy.parse({ leaseMs: 4_000, delegationMs: 6_000, undoMs: 10_000 })
const DEADLINE_MS = 120_000
const STEPS = 90
/** Mostly moments, at times a pause that ends a lease or an undo window. */
const pauses = [0, 0, 1, 5, 5, 40, 40, 40, 400, 400, 1_500, 3_999, 4_000, 9_999] as const
/** A station's reckoning of the hub's clock is this wrong at most, and a paused one is wrong by its pause. */
const SKEW_MS = 60

export interface ScheduleFigures {
  committed: number
  refused: Record<'stale' | 'conflict' | 'early' | 'late', number>
  /** Writes that were carried out although what they rested on was no longer true, with what was wrong. */
  violations: string[]
  finals: number
}

/** What a schedule is about: a request of a patient, or the emergency access of the reviewer who is called c. */
interface About {
  readonly fourEyes: boolean
  readonly own: boolean
}

/** Somebody at a station: reads, decides, is paused, and writes when it is woken, whatever has happened meanwhile. */
interface Agent {
  readonly kind: 'reviewer' | 'clock' | 'run' | 'asker'
  readonly actor: Actor
  /** Of the last claim that this window has seen; a window that was left behind keeps an old one. */
  token: number
  readonly fence: number
  held: { readonly before: Approval | null; readonly change: Change } | null
}

function agents(): Agent[] {
  const agent = (kind: Agent['kind'], user: string, station: string, fence = 1): Agent => ({
    kind,
    actor: reviewer(user, station),
    token: 1,
    fence,
    held: null,
  })
  return [
    agent('reviewer', 'a', 'A'),
    agent('reviewer', 'a', 'B'),
    agent('reviewer', 'b', 'A'),
    agent('reviewer', 'c', 'C'),
    agent('clock', 'clock', 'A'),
    agent('clock', 'clock', 'host'),
    agent('run', 'run', 'A', 1),
    agent('run', 'run', 'B', 2),
    agent('asker', 'd', 'A'),
  ]
}

/** One interleaving, wholly decided by its seed: `seed` and `id` replay it. */
export async function runSchedule(seed: number, id: string, hub: ScheduledHub): Promise<ScheduleFigures> {
  const dice = new Dice(seed, 'approvals')
  const about: About = { fourEyes: dice.chance(0.4), own: dice.chance(0.3) }
  const oracle = new ApprovalOracle()
  const figures: ScheduleFigures = {
    committed: 0,
    refused: { stale: 0, conflict: 0, early: 0, late: 0 },
    violations: [],
    finals: 0,
  }
  const all = agents()
  let now = 1_000
  for (let step = 0; step < STEPS; step += 1) {
    now += dice.pick(pauses)
    const agent = step === 0 ? (all.find(({ kind }) => kind === 'run') ?? all[0]) : dice.pick(all)
    if (agent === undefined) break
    agent.held ??= await think(agent, id, hub, now + dice.between(-SKEW_MS, SKEW_MS), about, dice)
    // Between deciding and writing anything may happen: the process sleeps, and others go on.
    if (agent.held === null || (step > 0 && dice.chance(0.35))) continue
    const { before, change } = agent.held
    agent.held = null
    const truth = await hub.read(id)
    const outcome = await hub.commit(before, change, now)
    if (outcome.kind !== 'applied') {
      figures.refused[outcome.kind] += 1
      continue
    }
    figures.committed += 1
    if (agent.kind === 'reviewer' && change.kind === 'claimed') agent.token = change.next.claim?.token ?? 0
    const wrong = oracle.judge(truth, before, change, now)
    if (wrong !== null) figures.violations.push(`seed ${seed}, step ${step}: ${wrong}`)
    if (change.kind === 'approved' || change.kind === 'denied') figures.finals += 1
  }
  return figures
}

async function think(
  agent: Agent,
  id: string,
  hub: ScheduledHub,
  now: number,
  about: About,
  dice: Dice,
): Promise<Agent['held']> {
  const state = await hub.read(id)
  const outcome = decide(state, inputOf(agent, id, state, about, dice), scheduledPolicy, now)
  return outcome.kind === 'changed' ? { before: state, change: outcome.change } : null
}

function inputOf(
  { kind, actor: by, token, fence }: Agent,
  id: string,
  state: Approval | null,
  { fourEyes, own }: About,
  dice: Dice,
): ApprovalInput {
  const content = {
    ...(own ? ownContent({ askedBy: 'c' }) : {}),
    fourEyes,
    createdAt: 0,
    deadlineAt: DEADLINE_MS,
  }
  switch (kind) {
    case 'clock':
      return { kind: 'due', due: state?.due[0]?.kind ?? 'expiry' }
    case 'run':
      if (state !== null && isOpenApproval(state) && dice.chance(0.02))
        return { kind: 'withdraw', by: null, reason: 'cancelled', fence }
      return askedFor(id, { ...content, subject: dice.chance(0.04) ? 'other' : '72148' }, fence)
    case 'asker':
      return dice.chance(0.97)
        ? { kind: 'answer', by, text: 'Monday' }
        : { kind: 'withdraw', by, reason: 'done', fence: null }
    case 'reviewer':
      return reviewOf(by, token, dice)
  }
}

function reviewOf(by: Actor, token: number, dice: Dice): ApprovalInput {
  const seen = { digest: 'd'.repeat(64), rev: 1 }
  const choice = dice.next()
  if (choice < 0.42) return { kind: 'claim', by }
  if (choice < 0.86)
    return dice.chance(0.7)
      ? { kind: 'decide', by, token, verdict: 'approved', reason: 'Checked.', chosen: null, seen }
      : { kind: 'decide', by, token, verdict: 'denied', reason: SPECIFIC, chosen: null, seen }
  if (choice < 0.92) return { kind: 'undo', by, token }
  if (choice < 0.95) return { kind: 'ask', by, token, text: 'Since when?' }
  if (choice < 0.98) return { kind: 'release', by, token }
  return { kind: 'delegate', by, to: { user: dice.pick(['a', 'b', 'c']), role: 'physician' }, note: '' }
}
