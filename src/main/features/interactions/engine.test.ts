import { checkTexts, drugsOf, fixtureFiles } from '@test/support/interaction-fixture.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import type { PatientContext } from '@shared/features/interactions/model.ts'
import { expect, test } from 'vitest'
import { createKnowledge } from './knowledge.ts'
import { shippedKnowledge } from './knowledge-shipped.ts'

const fixture = createKnowledge(fixtureFiles())
const check = (texts: readonly string[], facts: Partial<PatientContext> = {}) =>
  checkTexts(fixture, texts, facts)
const severities = (texts: readonly string[], facts: Partial<PatientContext> = {}) =>
  check(texts, facts)
    .findings.filter(({ kind, drugs }) => kind === 'interaction' && drugs.length === 2)
    .map(({ severity }) => severity)

// Catches: a fact of the patient that changes nothing, or one that nobody gave taken as known.
test.each<[string, readonly string[], Partial<PatientContext>, readonly string[], readonly string[]]>([
  ['by mouth or unknown', ['warfarin', 'diclofenac'], {}, ['major'], ['route of diclofenac']],
  ['a gel', ['warfarin', 'Voltaren gel'], {}, ['minor'], []],
  [
    'no kidney function',
    ['digoxin', 'ibuprofen'],
    {},
    ['moderate'],
    ['kidney function (eGFR)', 'serum potassium'],
  ],
  ['good kidneys', ['digoxin', 'ibuprofen'], { egfr: 90, potassium: 4 }, ['moderate'], []],
  ['failing kidneys', ['digoxin', 'ibuprofen'], { egfr: 20, potassium: 4 }, ['contraindicated'], []],
  ['the last that holds wins', ['digoxin', 'ibuprofen'], { egfr: 20, potassium: 3 }, ['major'], []],
  ['an unknown age', ['ibuprofen', 'sertraline'], {}, ['moderate'], ['age']],
  ['an old patient', ['ibuprofen', 'sertraline'], { ageYears: 80 }, ['major'], []],
])('context: %s', (_what, texts, facts, expected, missing) => {
  expect(severities(texts, facts)).toEqual(expected)
  expect(check(texts, facts).findings[0]?.missing).toEqual(missing)
})

// Catches: a PPI on the list that is not seen, or a cleared pair that is passed on as an open question.
test('a proton pump inhibitor on the list is seen, and clears what it clears', () => {
  const covered = check(['ibuprofen', 'sertraline', 'omeprazole'], { ageYears: 40 })
  expect(covered.findings).toEqual([])
  expect(covered.settled).toContainEqual([0, 1])
  expect(covered.open.map(({ pair }) => pair)).toEqual([
    ['ibuprofen', 'omeprazole'],
    ['omeprazole', 'sertraline'],
  ])
  const noted = check(['warfarin', 'ibuprofen', 'omeprazole']).findings.find(
    ({ drugs }) => drugs.length === 2,
  )
  expect(noted).toMatchObject({
    severity: 'major',
    applied: [{ severity: null, note: 'A PPI protects the upper gut only' }],
  })
})

test('what the knowledge says nothing about is an open question, sorted by name', () => {
  const { open, settled, findings } = check(['sertraline', 'digoxin'])
  expect({ open, settled, findings }).toEqual({
    open: [{ places: [0, 1], pair: ['digoxin', 'sertraline'] }],
    settled: [],
    findings: [],
  })
})

// Catches: unknown drugs that move the places of the others.
test('unknown drugs keep their places and are no part of any answer', () => {
  const [warfarin, ibuprofen] = drugsOf(fixture, ['warfarin', 'ibuprofen'])
  const { findings, open } = fixture.check(
    [null, warfarin ?? null, null, ibuprofen ?? null],
    nothingKnown,
    new Map(),
    0,
  )
  expect(findings.map(({ drugs }) => drugs)).toEqual([[1, 3]])
  expect(open).toEqual([])
})

test('three drugs that meet are found, each way once, and three of one class make one warning', () => {
  const { findings } = check(['sertraline', 'ibuprofen', 'warfarin', 'aspirin'])
  const triples = findings.filter(({ drugs }) => drugs.length > 2)
  expect(triples.map(({ key, ingredients }) => [key, [...ingredients].sort()])).toEqual([
    ['rule:warfarin + @nsaids + sertraline', ['ibuprofen', 'sertraline', 'warfarin']],
    ['rule:@bleeders + @bleeders + @bleeders', ['aspirin', 'ibuprofen', 'sertraline', 'warfarin']],
  ])
})

// Catches: the same drug in two products passed over, or a local product counted as a second systemic one.
test('duplicate therapy', () => {
  const keys = (texts: readonly string[]) =>
    check(texts)
      .findings.filter(({ kind }) => kind === 'duplicate')
      .map(({ key, severity, drugs }) => [key, severity, drugs])
  expect(keys(['ibuprofen', 'diclofenac'])).toEqual([['duplicate:atc:M01A', 'major', [0, 1]]])
  expect(keys(['Advil', 'ibuprofen 400 mg'])).toEqual([['duplicate:atc:M01A', 'major', [0, 1]]])
  expect(keys(['ibuprofen', 'Voltaren gel'])).toEqual([])
  expect(keys(['diclofenac', 'Voltaren gel'])).toEqual([['duplicate:same:diclofenac', 'minor', [0, 1]]])
  expect(keys(['digoxin', 'Lanoxin', 'warfarin'])).toEqual([['duplicate:same:digoxin', 'moderate', [0, 1]]])
  expect(keys(['Augmentin', 'amoxicillin'])).toEqual([['duplicate:same:amoxicillin', 'moderate', [0, 1]]])
  expect(check(['digoxin', 'Lanoxin'])).toMatchObject({ open: [], settled: [[0, 1]] })
})

// Catches: ingredients put together by hand that are never checked against each other.
test('the ingredients of no known product are checked among themselves', () => {
  expect(check(['warfarin + ibuprofen']).findings.map(({ key, drugs }) => [key, drugs])).toEqual([
    ['rule:warfarin + @nsaids', [0, 0]],
  ])
})

// Catches: an allergy passed over, or an entry that nobody understands passed over in silence.
test('allergies: the substance, the group, what cross-reacts, and what is not understood', () => {
  const found = (texts: readonly string[], allergies: readonly string[]) =>
    check(texts, { allergies: [...allergies] }).findings.map(({ key, severity, interrupts }) => [
      key,
      severity,
      interrupts,
    ])
  expect(found(['Augmentin'], ['Amoxil - hives'])).toEqual([
    ['allergy:same:amoxicillin', 'contraindicated', true],
  ])
  expect(found(['Augmentin'], ['PCN (rash)'])).toEqual([['allergy:penicillins', 'contraindicated', true]])
  expect(found(['Augmentin'], ['penicilin'])).toEqual([['allergy:penicillins', 'contraindicated', true]])
  expect(found(['ibuprofen'], ['penicillin'])).toEqual([['allergy:penicillins>nsaids', 'minor', false]])
  expect(found(['diclofenac'], ['ibuprofen'])).toEqual([['allergy:nsaids', 'major', true]])
  expect(found(['warfarin'], ['penicillin', 'ibuprofen'])).toEqual([])
  expect(check(['warfarin'], { allergies: ['blue dye', 'NKDA', 'pcn'] }).allergiesNotUnderstood).toEqual([
    'blue dye',
  ])
})

// Catches: a warning hidden by a demotion, one that stays lowered for ever, or a contraindication silenced.
test('a demotion stops the interruption and nothing else, and not of what is contraindicated', () => {
  const texts = ['digoxin', 'ibuprofen']
  const key = 'rule:digoxin + ibuprofen'
  const first = (facts: Partial<PatientContext>, until: number) =>
    checkTexts(fixture, texts, facts, new Map([[key, until]]), 1_000).findings[0]
  const raised = { potassium: 3, egfr: 90 }
  expect(first(raised, 0)).toMatchObject({ severity: 'major', interrupts: true, demotedUntil: null })
  expect(first(raised, 2_000)).toMatchObject({ severity: 'major', interrupts: false, demotedUntil: 2_000 })
  expect(first(raised, 1_000)).toMatchObject({ interrupts: true, demotedUntil: null })
  expect(first({ egfr: 10, potassium: 4 }, 2_000)).toMatchObject({
    severity: 'contraindicated',
    interrupts: true,
    demotedUntil: null,
  })
})

test('what a key stands for is known for every finding, and for no other key', () => {
  const { findings } = check(
    ['warfarin', 'ibuprofen', 'diclofenac', 'sertraline', 'digoxin', 'Lanoxin', 'amoxicillin'],
    {
      allergies: ['pcn', 'nsaid', 'digoxin'],
    },
  )
  const keys = [...new Set(findings.map(({ key }) => key))]
  expect(keys.length).toBeGreaterThan(8)
  for (const key of keys) expect(fixture.ruleOf(key)?.label).toMatch(/\S/)
  expect(fixture.ruleOf('rule:warfarin + @nsaids')).toEqual({
    label: 'warfarin + NSAIDs',
    severity: 'major',
    tier: 'ward',
  })
  for (const key of ['rule:none', 'duplicate:same:nobody', 'allergy:same:', 'pair:a + b', ''])
    expect(fixture.ruleOf(key)).toBeNull()
  expect(fixture.citation('src')).toBe('A source.')
})

// Catches: a finding whose sources cannot be spelt out.
test('every source of every finding of a large list has its citation', () => {
  const texts = [
    'warfarin',
    'aspirin',
    'amiodarone',
    'simvastatin',
    'digoxin',
    'lisinopril',
    'spironolactone',
    'sertraline',
  ]
  const { findings } = checkTexts(shippedKnowledge(), texts, { allergies: ['penicillin', 'sulfa'] })
  expect(findings.length).toBeGreaterThan(10)
  for (const source of findings.flatMap(({ sources }) => sources))
    expect(shippedKnowledge().citation(source)).not.toBe(source)
})

// Catches: a long list that is cut, or one on which the engine fails.
test('two hundred drugs are all checked', () => {
  const { entries } = shippedKnowledge().browse('', 0, 200)
  const texts = entries.map(({ name }) => name)
  const drugs = texts.map((text) => {
    const found = shippedKnowledge().recognise({ text, chosen: text, route: null })
    return found.kind === 'known' ? found : null
  })
  expect(drugs.filter((drug) => drug === null)).toEqual([])
  const { findings, open, settled } = shippedKnowledge().check(drugs, nothingKnown, new Map(), 0)
  const places = new Set([
    ...open.map(({ places: [a, b] }) => `${a} ${b}`),
    ...settled.map(([a, b]) => `${a} ${b}`),
  ])
  expect(places.size).toBe((200 * 199) / 2)
  expect(findings.length).toBeGreaterThan(0)
})

test('browsing finds names of every kind, and the whole formulary without a query', () => {
  const all = shippedKnowledge().browse('', 0, 5)
  expect(all.total).toBeGreaterThan(800)
  expect(all.entries).toHaveLength(5)
  expect(shippedKnowledge().browse('coumad', 0, 5).entries[0]).toMatchObject({
    name: 'warfarin',
    ingredients: ['warfarin'],
  })
  expect(shippedKnowledge().browse('B01AA03', 0, 5).entries[0]?.name).toBe('warfarin')
  expect(shippedKnowledge().browse('warfarin', 0, 1).entries[0]?.rules).toBeGreaterThan(20)
  expect(shippedKnowledge().browse('???', 0, 5)).toEqual({ entries: [], total: 0 })
  expect(fixture.browse('', 11, 5).entries).toHaveLength(1)
})
