import { expect, test } from 'vitest'
import { createCheckDesk } from './check-desk.ts'
import { toDecide } from './decisions.ts'
import { keptListOf, readKeptList } from './list-draft.ts'
import { testDrug, testFinding, testResult } from './test-check.ts'
import { testMain } from '@renderer/ipc/test-main.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'

const decided = testFinding([0, 1], { interrupts: true, key: 'rule:decided' })
const put = testFinding([0, 2], { interrupts: true, key: 'rule:put-off 7' })
const open = testFinding([1, 2], { interrupts: true, key: 'rule:open' })
const result = testResult({ findings: [decided, put, open] })

function deskOf(looksAt: boolean) {
  const main = testMain()
  const desk = createCheckDesk(main)
  const leave = looksAt ? desk.start() : () => undefined
  const waiting = () => {
    const { result: now, entries, decisions } = desk.store.getState()
    return toDecide(
      now?.findings ?? [],
      entries.map(({ id }) => id),
      decisions,
    ).map(({ key }) => key)
  }
  return { main, desk, leave, waiting }
}

/** The draft of a list of three drugs with one warning decided, one put off and one open. */
async function kept(): Promise<string> {
  const { main, desk } = deskOf(true)
  desk.add([testDrug('z')])
  desk.add([testDrug('a'), testDrug('b'), testDrug('c')])
  desk.remove(desk.store.getState().entries[0]?.id ?? 0)
  desk.setContext({ ...nothingKnown, ageYears: 81 })
  await main.answer('interactions.check', { value: result })
  const overriding = desk.override(decided, 'other', 'single dose')
  await main.answer('interactions.override', { value: {} })
  await overriding
  desk.decideLater()
  desk.decideNow(open)
  return keptListOf(desk.store.getState(), 100_000)
}

// Catches: a list that is lost with the lock, comes back without the patient's facts, or forgets an override.
test('a list comes back with its facts and with what had been decided', async () => {
  const list = readKeptList(await kept())
  if (list === null) throw new Error('nothing was kept')
  const { main, desk, waiting } = deskOf(true)
  desk.restore(list)
  expect(main.of('interactions.check')).toMatchObject([
    { input: { drugs: ['a', 'b', 'c'].map(testDrug), context: { ageYears: 81 }, patientId: null } },
  ])
  await main.answer('interactions.check', { value: result })
  // Catches: a warning that nobody had decided about and that a lock has silenced.
  expect(waiting()).toEqual(['rule:open'])
  expect([...desk.store.getState().decisions.values()]).toEqual([
    { kind: 'overridden', reason: 'other', text: 'single dose' },
    { kind: 'later' },
  ])
})

// Catches: a patient's list that counts as read by somebody who has only signed in.
test('a list that nobody looks at is not checked until somebody does', async () => {
  const list = readKeptList(await kept())
  if (list === null) throw new Error('nothing was kept')
  const { main, desk } = deskOf(false)
  desk.restore({ ...list, patientId: 'P1' })
  expect(main.asked).toEqual([])
  desk.start()
  expect(main.of('interactions.check')).toMatchObject([{ input: { patientId: 'P1' } }])
})

// Catches: what was typed since sign-in overwritten by what had been typed before.
test('a desk that is in use keeps what is on it', async () => {
  const list = readKeptList(await kept())
  if (list === null) throw new Error('nothing was kept')
  const { desk } = deskOf(true)
  desk.add([testDrug('new')])
  desk.restore(list)
  expect(desk.store.getState().entries.map(({ drug }) => drug.text)).toEqual(['new'])
})

test('an emptied list leaves nothing behind, and what is no draft is none', async () => {
  const { desk } = deskOf(true)
  expect(keptListOf(desk.store.getState(), 100_000)).toBe('')
  for (const text of ['', 'null', '{}', '{"drugs": "warfarin"}', (await kept()).slice(0, 80)])
    expect(readKeptList(text)).toBeNull()
})

test('a list too long to keep is not cut', () => {
  const { desk } = deskOf(true)
  desk.add(Array.from({ length: 10 }, () => testDrug('x'.repeat(10_000))))
  expect(keptListOf(desk.store.getState(), 100_000)).toBe('')
})
