import { expect, test } from 'vitest'
import { createMedicationDesk, joined, withChart, type ChartFacts } from './medication-desk.ts'
import { testDrug, testFinding, testResult } from './test-check.ts'
import { testMain } from '@renderer/ipc/test-main.ts'
import type { MedicationList } from '@shared/features/interactions/governance.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'

const nobody: ChartFacts = { ageYears: null, allergies: null }
const list = (
  rev: number,
  texts: readonly string[],
  parts: Partial<MedicationList> = {},
): MedicationList => ({
  patientId: 'P1',
  rev,
  drugs: texts.map(testDrug),
  context: nothingKnown,
  changedBy: { user: 'ada', role: 'nurse', station: 'ICU 2' },
  changedAt: 1_000,
  ...parts,
})

async function deskOf(stored: MedicationList, kept = '', chart = nobody) {
  const main = testMain()
  const drafts = new Map([['medications P1', kept]])
  const desk = createMedicationDesk('P1', {
    ...main,
    chart,
    drafts: { read: (place) => drafts.get(place) ?? '', keep: (place, text) => drafts.set(place, text) },
  })
  desk.start()
  await main.answer('interactions.medications', { value: stored })
  await main.answer('interactions.check', { value: testResult() })
  const texts = () => desk.check.store.getState().entries.map(({ drug }) => drug.text)
  return { main, desk, drafts, texts }
}

// Catches: what was typed lost to a colleague who was faster, or written over what the colleague wrote.
test('a conflict keeps what was typed and says who changed the list', async () => {
  const { main, desk, texts } = await deskOf(list(1, ['a']))
  desk.check.add([testDrug('mine')])
  await main.answer('interactions.check', { value: testResult() })
  void desk.save()
  await main.answer('interactions.save-medications', {
    error: { code: 'interactions.changed-meanwhile', message: 'Changed meanwhile.' },
  })
  await main.answer('interactions.medications', { value: list(2, ['a', 'theirs']) })
  expect(desk.store.getState().theirs).toMatchObject({ rev: 2, changedBy: { user: 'ada' } })
  expect(texts()).toEqual(['a', 'mine'])
  expect(await desk.save()).toBe(false)
  desk.addMine()
  expect(texts()).toEqual(['a', 'theirs', 'mine'])
  void desk.save()
  expect(main.of('interactions.save-medications').at(-1)?.input).toMatchObject({ rev: 2 })
})

// Catches: a list that is written over without anybody having said so.
test('their list is replaced only knowingly', async () => {
  const { main, desk, texts } = await deskOf(list(1, ['a']))
  desk.check.add([testDrug('mine')])
  main.send('interactions.changed', { what: 'medications', patientId: 'P1' })
  await main.answer('interactions.medications', { value: list(5, ['x']) })
  expect(texts()).toEqual(['a', 'mine'])
  desk.keepMine()
  void desk.save()
  expect(main.of('interactions.save-medications').at(-1)?.input).toMatchObject({
    rev: 5,
    drugs: [testDrug('a'), testDrug('mine')],
  })
})

test('a change of another patient or an untouched list needs no question', async () => {
  const { main, desk, texts } = await deskOf(list(1, ['a']))
  main.send('interactions.changed', { what: 'medications', patientId: 'P2' })
  expect(main.of('interactions.medications')).toHaveLength(1)
  main.send('interactions.changed', { what: 'medications', patientId: 'P1' })
  await main.answer('interactions.medications', { value: list(2, ['b']) })
  expect(texts()).toEqual(['b'])
  expect(desk.store.getState().theirs).toBeNull()
})

// Catches: a list with an interrupting warning that is saved before anybody has decided.
test('a new warning is decided before the list is saved', async () => {
  const { main, desk } = await deskOf(list(1, ['a']))
  desk.check.add([testDrug('b')])
  await main.answer('interactions.check', {
    value: testResult({ findings: [testFinding([0, 1], { interrupts: true })] }),
  })
  desk.check.decideLater()
  expect(await desk.save()).toBe(false)
  expect(main.of('interactions.save-medications')).toEqual([])
  expect(desk.store.getState().decideFirst).toBe(true)
})

// Catches: an unsaved list lost to a locked screen, and one that overwrites what was stored meanwhile.
test('what was not saved comes back, as a conflict when the list has moved on', async () => {
  const kept = JSON.stringify({ rev: 1, drugs: [testDrug('a'), testDrug('mine')], context: nothingKnown })
  const same = await deskOf(list(1, ['a']), kept)
  expect(same.texts()).toEqual(['a', 'mine'])
  expect(same.desk.store.getState()).toMatchObject({ draftBack: true, theirs: null })
  const newer = await deskOf(list(3, ['a', 'theirs']), kept)
  expect(newer.texts()).toEqual(['a', 'mine'])
  expect(newer.desk.store.getState().theirs?.rev).toBe(3)
})

test('a saved list leaves no draft (bug: yesterday’s list offered as unsaved)', async () => {
  const { main, desk, drafts } = await deskOf(list(1, ['a']))
  desk.check.add([testDrug('b')])
  expect(drafts.get('medications P1')).toContain('"b"')
  await main.answer('interactions.check', { value: testResult() })
  void desk.save()
  await main.answer('interactions.save-medications', { value: list(2, ['a', 'b']) })
  expect(drafts.get('medications P1')).toBe('')
  expect(desk.isChanged()).toBe(false)
})

// Catches: an allergy that the chart knows lost to a list that says "none", and one chart fact taken for a change.
test('the chart fills in what the list does not know, and is no change by itself', async () => {
  const chart: ChartFacts = { ageYears: 81, allergies: ['Penicillin'] }
  const stored = list(1, ['a'], { context: { ...nothingKnown, allergies: ['penicillin', 'latex'] } })
  expect(withChart(stored, chart).context).toMatchObject({ ageYears: 81, allergies: ['penicillin', 'latex'] })
  expect(
    withChart(list(0, [], { context: { ...nothingKnown, allergies: [] } }), chart).context.allergies,
  ).toEqual(['Penicillin'])
  const { desk } = await deskOf(stored, '', chart)
  expect(desk.isChanged()).toBe(false)
})

test('joining keeps every drug once (bug: a drug given twice)', () => {
  const both = joined([testDrug('Aspirin'), testDrug('b')], [testDrug('aspirin '), testDrug('c')])
  expect(both.map(({ text }) => text)).toEqual(['Aspirin', 'b', 'c'])
})
