import { expect, test } from 'vitest'
import { createReviewDesk, type ReviewDesk } from './review-desk.ts'
import { possibleActs } from './possible.ts'
import { waitsFor } from './queue-order.ts'
import { createQueueStore } from './store.ts'
import { anna, ben, testRow, testShown } from './test-approval.ts'
import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'

const NOW = 1_000
const claim = (by: typeof anna, token = 7) => ({ by, at: NOW, until: NOW + 120_000, token })

interface World {
  readonly desk: ReviewDesk
  readonly asked: { readonly name: string; readonly input: unknown }[]
  readonly said: string[]
  /** Answers of main, by request; a text is a refusal. */
  readonly answers: Map<string, ShownApproval | string>
}

function world(): World {
  const asked: { name: string; input: unknown }[] = []
  const said: string[] = []
  const answers = new Map<string, ShownApproval | string>()
  const request: RequestFn = async (name, input) => {
    asked.push({ name, input })
    const answer = answers.get(name)
    if (typeof answer === 'string')
      return { ok: false, error: { code: 'approvals.taken', message: answer, details: {} } }
    const value: unknown = name === 'approvals.read' ? { kind: 'found', ...answer } : answer
    return JSON.parse(JSON.stringify({ ok: true, value }))
  }
  const subscribe = () => () => undefined
  const queue = createQueueStore({ request, subscribe, retryAfterMs: 1 })
  const desk = createReviewDesk({ request, queue, say: (_, text) => said.push(text), now: () => NOW })
  desk.start('anna')
  return { desk, asked, said, answers }
}

async function opened(parts: World): Promise<void> {
  parts.answers.set('approvals.read', testShown('a', '1'))
  parts.desk.open(testRow('a'))
  await expect.poll(() => parts.desk.store.getState().opened?.phase).toBe('shown')
}

const names = ({ asked }: World) => asked.map(({ name }) => name)

test('approving takes the request first and names what was shown (bug: a decision without the right to it)', async () => {
  const parts = world()
  await opened(parts)
  parts.answers.set('approvals.claim', testShown('a', '1', { rev: 2, status: 'claimed', claim: claim(anna) }))
  parts.answers.set('approvals.decide', testShown('a', '1', { rev: 3, claim: claim(anna) }))
  expect(await parts.desk.decide('approved', '')).toBe(true)
  expect(names(parts)).toEqual(['approvals.read', 'approvals.claim', 'approvals.decide'])
  expect(parts.asked.at(-1)?.input).toMatchObject({ token: 7, digest: '1'.repeat(64), verdict: 'approved' })
})

test('what has changed since it was shown is not decided (bug: approving what nobody has read)', async () => {
  const parts = world()
  await opened(parts)
  parts.answers.set('approvals.claim', testShown('a', '2', { rev: 2, status: 'claimed', claim: claim(anna) }))
  expect(await parts.desk.decide('approved', '')).toBe(false)
  expect(names(parts)).not.toContain('approvals.decide')
  const state = parts.desk.store.getState()
  expect(state.opened?.shown?.digest).toBe('1'.repeat(64))
  expect(state.opened?.newer?.digest).toBe('2'.repeat(64))
  parts.desk.takeNewer()
  parts.answers.set('approvals.decide', testShown('a', '2', { rev: 3, claim: claim(anna) }))
  expect(await parts.desk.decide('approved', '')).toBe(true)
})

test('a request that somebody else took is not decided, and it is said (bug: a refusal that nobody sees)', async () => {
  const parts = world()
  await opened(parts)
  parts.answers.set('approvals.claim', 'Another reviewer has it.')
  expect(await parts.desk.decide('denied', 'six weeks of therapy are not documented')).toBe(false)
  expect(names(parts)).not.toContain('approvals.decide')
  expect(parts.said).toEqual(['Another reviewer has it.'])
})

test('a refusal keeps the dialog with its text open (bug: a reason typed for nothing)', async () => {
  const parts = world()
  await opened(parts)
  parts.desk.openDialog('deny')
  parts.answers.set('approvals.claim', testShown('a', '1', { rev: 2, claim: claim(anna) }))
  parts.answers.set('approvals.decide', 'The hub does not answer.')
  expect(await parts.desk.decide('denied', 'six weeks of therapy are not documented')).toBe(false)
  expect(parts.desk.store.getState()).toMatchObject({ dialog: 'deny', problem: 'The hub does not answer.' })
})

test('nothing of a request is left when its reader has gone (bug: the next person sees the last request)', async () => {
  const parts = world()
  const end = parts.desk.start('anna')
  await opened(parts)
  end()
  expect(parts.desk.store.getState().opened).toBeNull()
})

test('what can be done depends on who has it, who asks and whether the hub is there', async () => {
  const known = new Set(['prior_authorization'] as const)
  const rights = { see: known, decide: known, speak: known }
  const who = { rights, user: 'anna', live: true }
  const shown = (parts: Parameters<typeof testShown>[2]) => ({
    id: 'a',
    patientId: 'P1',
    phase: 'shown' as const,
    failure: null,
    shown: testShown('a', '1', parts),
    newer: null,
  })
  expect(possibleActs(shown({}), who, NOW)).toMatchObject({ take: true, decide: true, release: false })
  expect(possibleActs(shown({ claim: claim(anna) }), who, NOW)).toMatchObject({ take: false, release: true })
  expect(possibleActs(shown({ claim: claim(ben) }), who, NOW)).toMatchObject({ take: false, decide: false })
  expect(possibleActs(shown({}), { ...who, live: false }, NOW)).toMatchObject({
    decide: false,
    withdraw: false,
  })
  expect(possibleActs(shown({ status: 'approved' }), who, NOW)).toMatchObject({
    decide: false,
    withdraw: false,
  })
  const changed = { ...shown({}), newer: testShown('a', '2', { rev: 2 }) }
  expect(possibleActs(changed, who, NOW)).toMatchObject({ decide: false, take: true })
  const nurse = { ...who, rights: { ...rights, decide: new Set<never>() } }
  const question = { question: 'Why?', askedBy: ben, askedAt: NOW, answer: null }
  expect(possibleActs(shown({ exchange: [question] }), nurse, NOW)).toMatchObject({
    answer: true,
    decide: false,
  })
})

test('an approval that names something or needs words asks for them first (bug: a severity nobody chose)', async () => {
  const choice = {
    label: 'Severity',
    options: [
      { value: 'moderate', label: 'Moderate' },
      { value: 'major', label: 'Major' },
    ],
    offered: 'moderate',
  }
  const parts = world()
  const { content } = testShown('a', '1').approval
  const asking = { ...content, kind: 'drug_answer' as const, patientId: null, choice }
  parts.answers.set('approvals.read', testShown('a', '1', { content: asking }))
  parts.desk.open(testRow('a', { kind: 'drug_answer', patientId: null }))
  await expect.poll(() => parts.desk.store.getState().opened?.phase).toBe('shown')
  parts.desk.approve()
  expect(parts.desk.store.getState().dialog).toBe('approve')
  expect(names(parts)).toEqual(['approvals.read'])
  const held = testShown('a', '1', { rev: 2, status: 'claimed', claim: claim(anna), content: asking })
  parts.answers.set('approvals.claim', held)
  parts.answers.set('approvals.decide', held)
  expect(await parts.desk.decide('approved', '', 'major')).toBe(true)
  expect(parts.asked.at(-1)?.input).toMatchObject({ patientId: null, chosen: 'major' })
})

test('a plain approval is one key press (bug: a dialog that asks for nothing)', async () => {
  const parts = world()
  await opened(parts)
  parts.answers.set('approvals.claim', testShown('a', '1', { rev: 2, status: 'claimed', claim: claim(anna) }))
  parts.answers.set('approvals.decide', testShown('a', '1', { rev: 3, claim: claim(anna) }))
  parts.desk.approve()
  await expect.poll(() => names(parts)).toContain('approvals.decide')
  expect(parts.desk.store.getState().dialog).toBeNull()
})

test('one’s own emergency access is not offered for review (bug: a button that main refuses)', () => {
  const own = new Set(['emergency_access'] as const)
  const rights = { see: own, decide: own, speak: new Set<never>() }
  const { content } = testShown('a', '1').approval
  const shown = (askedBy: string, deadlineAt = NOW + 1) => ({
    id: 'a',
    patientId: null,
    phase: 'shown' as const,
    failure: null,
    shown: testShown('a', '1', {
      content: { ...content, kind: 'emergency_access', patientId: null, askedBy, deadlineAt },
    }),
    newer: null,
  })
  const who = { rights, user: 'anna', live: true }
  expect(possibleActs(shown('anna'), who, NOW)).toMatchObject({ take: false, decide: false, delegate: false })
  // It stays open past its deadline, and nobody can be asked about it or take it back.
  expect(possibleActs(shown('ben', NOW - 1), who, NOW)).toMatchObject({
    take: true,
    decide: true,
    ask: false,
    withdraw: false,
  })
  const row = testRow('a', { kind: 'emergency_access', patientId: null, askedBy: 'anna' })
  expect(waitsFor(row, rights, 'anna', NOW)).toBe(false)
  expect(waitsFor(row, rights, 'ben', NOW)).toBe(true)
})
