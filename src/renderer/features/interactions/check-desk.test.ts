import { expect, test } from 'vitest'
import { createCheckDesk, undecidedOf } from './check-desk.ts'
import { testDrug, testFinding, testResult } from './test-check.ts'
import { testMain } from '@renderer/ipc/test-main.ts'
import { toDecide } from './decisions.ts'
import { nothingKnown, type KnownDrug } from '@shared/features/interactions/model.ts'

const known = (name: string): KnownDrug => ({
  kind: 'known',
  text: name,
  name,
  ingredients: [name],
  via: 'name',
  matched: name,
  strength: null,
  form: null,
  route: null,
})
const drugs = ['a', 'b', 'c'].map(known)
const stop = testFinding([0, 1], { interrupts: true, key: 'rule:stop' })

function deskOf() {
  const main = testMain()
  const desk = createCheckDesk(main)
  desk.start()
  const waiting = () => {
    const { result, entries, decisions } = desk.store.getState()
    return toDecide(
      result?.findings ?? [],
      entries.map(({ id }) => id),
      decisions,
    )
  }
  const check = (parts: object) => main.answer('interactions.check', { value: testResult({ ...parts }) })
  return { main, desk, waiting, check }
}

// Catches: a slow answer about a shorter list painted over the present one.
test('only the answer to the present list counts', async () => {
  const { main, desk } = deskOf()
  desk.add([testDrug('a')])
  desk.add([testDrug('b')])
  const [first, second] = main.of('interactions.check')
  second?.answer({ value: testResult({ checkId: 'second', drugs: drugs.slice(0, 2), clear: [[0, 1]] }) })
  await Promise.resolve()
  first?.answer({ value: testResult({ checkId: 'first', drugs: drugs.slice(0, 1) }) })
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(desk.store.getState().result?.checkId).toBe('second')
  expect(desk.store.getState().result?.clear).toEqual([[0, 1]])
})

// Catches: pairs of a new drug shown as clear while nobody has answered, or for ever asked about after a failure.
test('a list that could not be checked keeps old answers, and calls new pairs neither clear nor asked', async () => {
  const { main, desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  await check({ drugs: drugs.slice(0, 2), clear: [[0, 1]] })
  desk.add([testDrug('c')])
  expect(desk.store.getState().result).toMatchObject({
    clear: [[0, 1]],
    pending: [
      [0, 2],
      [1, 2],
    ],
  })
  await main.answer('interactions.check', { error: { code: 'x', message: 'The station is busy.' } })
  expect(desk.store.getState()).toMatchObject({
    phase: 'failed',
    failure: 'The station is busy.',
    result: { clear: [[0, 1]], pending: [] },
  })
})

// Catches: answers that rest on other facts of the patient shown as if they still held.
test('new facts open every pair again', async () => {
  const { desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  await check({ drugs: drugs.slice(0, 2), findings: [stop] })
  desk.setContext({ ...nothingKnown, egfr: 20 })
  expect(desk.store.getState().result).toMatchObject({ findings: [], pending: [[0, 1]] })
})

// Catches: a model's answer that is faster than the reply of its check, lost.
test('late answers find their check, before its reply and after', async () => {
  const { main, desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b'), testDrug('c')])
  const late = { checkId: 'check 1', finding: null, unchecked: null, adviceOnly: false, citations: {} }
  main.send('interactions.answered', { ...late, pair: [0, 1] })
  await check({
    drugs,
    pending: [
      [0, 1],
      [0, 2],
    ],
    clear: [[1, 2]],
  })
  expect(desk.store.getState().result).toMatchObject({ pending: [[0, 2]] })
  main.send('interactions.answered', { ...late, pair: [0, 2] })
  expect(desk.store.getState().result?.pending).toEqual([])
})

// Catches: a warning that comes back at every key press, and one that never comes back for a drug put on again.
test('a decision is asked once per finding and list', async () => {
  const { desk, waiting, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  await check({ drugs: drugs.slice(0, 2), findings: [stop] })
  expect(waiting()).toHaveLength(1)
  desk.decideLater()
  expect(waiting()).toEqual([])
  desk.add([testDrug('c')])
  await check({ drugs, findings: [stop] })
  expect(waiting()).toEqual([])
  expect(undecidedOf(desk.store.getState())).toHaveLength(1)
  desk.remove(desk.store.getState().entries[0]?.id ?? -1)
  desk.add([testDrug('a')])
  await check({ drugs, findings: [{ ...stop, drugs: [2, 0] }] })
  expect(waiting()).toHaveLength(1)
})

// Catches: opening a patient's page that throws dialogs, and a drug added to it that does not.
test('what was on an opened list is told; what is added interrupts', async () => {
  const { desk, waiting, check } = deskOf()
  desk.open({ drugs: [testDrug('a'), testDrug('b')], context: nothingKnown, patientId: 'P1' })
  await check({ drugs: drugs.slice(0, 2), findings: [stop] })
  expect(waiting()).toEqual([])
  desk.add([testDrug('c')])
  await check({ drugs, findings: [stop, { ...stop, drugs: [1, 2] }] })
  expect(waiting()).toMatchObject([{ drugs: [1, 2] }])
})

// Catches: an override that holds although nothing was recorded, and one without its words.
test('an override counts only when it was recorded', async () => {
  const { main, desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  await check({ drugs: drugs.slice(0, 2), findings: [stop] })
  const refused = desk.override(stop, 'other', ' One dose ')
  await main.answer('interactions.override', { error: { code: 'x', message: 'Not recorded.' } })
  expect(await refused).toBe('Not recorded.')
  expect(undecidedOf(desk.store.getState())).toHaveLength(1)
  const done = desk.override(stop, 'other', ' One dose ')
  await main.answer('interactions.override', { value: {} })
  expect(await done).toBeNull()
  expect(undecidedOf(desk.store.getState())).toEqual([])
  expect(main.of('interactions.override').at(-1)?.input).toEqual({
    key: 'rule:stop',
    drugs: ['drug 0', 'drug 1'],
    patientId: null,
    reason: 'other',
    text: 'One dose',
  })
})

test('a warning that is followed takes the drug off and says so (bug: accepted, and still on the list)', async () => {
  const { main, desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  await check({ drugs: drugs.slice(0, 2), findings: [stop] })
  void desk.accept(stop, desk.store.getState().entries[1]?.id ?? -1)
  expect(desk.store.getState().entries.map(({ drug }) => drug.text)).toEqual(['a'])
  expect(main.of('interactions.accept')).toHaveLength(1)
})

test('an emptied list forgets everything (bug: drugs of the former person, an answer that brings them back)', async () => {
  const { desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  desk.empty()
  await check({ drugs: drugs.slice(0, 2), findings: [stop] })
  expect(desk.store.getState()).toMatchObject({ entries: [], result: null, phase: 'idle' })
})

test('a pair that is asked again is asking until it is answered (bug: a button that seems to do nothing)', async () => {
  const { main, desk, check } = deskOf()
  desk.add([testDrug('a'), testDrug('b')])
  const slow = { drugs: [0, 1], reason: 'model-slow', sentence: 'Too slow.', retry: true }
  await check({ drugs: drugs.slice(0, 2), unchecked: [slow] })
  const asked = desk.retry(0, 1)
  await main.answer('interactions.retry', { value: {} })
  expect(await asked).toBeNull()
  expect(desk.store.getState().result).toMatchObject({ unchecked: [], pending: [[0, 1]] })
})
