import fc from 'fast-check'
import { fixtureFiles } from '@test/support/interaction-fixture.ts'
import { expect, test } from 'vitest'
import type { Recognition } from '@shared/features/interactions/model.ts'
import { createKnowledge } from './knowledge.ts'
import { shippedKnowledge } from './knowledge-shipped.ts'

const ask = (text: string, chosen: string | null = null): Recognition =>
  shippedKnowledge().recognise({ text, chosen, route: null })

// Catches: a text of a prescription that is read as another drug, or whose strength, form or route is lost.
test.each([
  ['Coumadin 5mg tab', 'warfarin', 'brand', '5mg', 'tablet', 'oral'],
  ['COUMADIN', 'warfarin', 'brand', null, null, null],
  ['warfarin sodium 2.5 mg tablets PO daily', 'warfarin', 'salt', '2.5 mg', 'tablet', 'oral'],
  ['Metoprolol tartrate 25 mg bid', 'metoprolol', 'salt', '25 mg', null, null],
  ['metoprolol succinate ER 50mg', 'metoprolol', 'salt', '50mg', null, null],
  ['paracetamol 1 g qds', 'acetaminophen', 'synonym', '1 g', null, null],
  ['Acetylsalicylic Acid 81 mg EC', 'aspirin', 'synonym', '81 mg', null, null],
  ['adrenaline 1 mg/ml inj IM', 'epinephrine', 'synonym', '1 mg/ml', 'injection', 'intramuscular'],
  ['pethidine 50 mg i.m.', 'meperidine', 'synonym', '50 mg', null, 'intramuscular'],
  ['rifampicin 300 mg caps', 'rifampin', 'synonym', '300 mg', 'capsule', 'oral'],
  ['frusemide 40 mg iv', 'furosemide', 'synonym', '40 mg', null, 'intravenous'],
  ['salbutamol inh 100mcg 2 puffs qds', 'albuterol', 'synonym', '100mcg', 'inhaler', 'inhaled'],
  ['Voltaren gel 1%', 'diclofenac', 'brand', '1%', 'gel', 'topical'],
  ['timolol 0.5% eye drops', 'timolol', 'name', '0.5%', 'eye drops', 'ophthalmic'],
  ['fentanyl patch 25 mcg/h', 'fentanyl', 'name', '25 mcg/h', 'patch', 'transdermal'],
  ['Marcumar 3 mg Tabl. 1-0-0', 'phenprocoumon', 'brand', '3 mg', 'tablet', 'oral'],
  ['Ramipril-ratiopharm 5 mg', 'ramipril', 'name', '5 mg', null, null],
  ['ASS 100 mg 0-1-0', 'aspirin', 'synonym', '100 mg', null, null],
  ['L-Thyroxin 75 µg', 'levothyroxine', 'synonym', '75 µg', null, null],
  [
    'insulin glargine (Lantus) 20 units SC at bedtime',
    'insulin glargine',
    'name',
    '20 units',
    null,
    'subcutaneous',
  ],
  ['Vitamin D3 1000 IU', 'cholecalciferol', 'synonym', '1000 IU', null, null],
  ['potassium chloride 20 mEq', 'potassium chloride', 'name', '20 mEq', null, null],
  ['atorvastatin calcium 40 mg', 'atorvastatin', 'salt', '40 mg', null, null],
  ['heparin 5,000 units sc', 'heparin', 'name', '5,000 units', null, 'subcutaneous'],
])('%s is %s', (text, name, via, strength, form, route) => {
  expect(ask(text)).toMatchObject({ kind: 'known', name, ingredients: [name], via, strength, form, route })
})

// Catches: a product of several drugs that is checked as one of them.
test.each([
  ['Augmentin 875/125', ['amoxicillin', 'clavulanate']],
  ['co-amoxiclav 500/125 tds', ['amoxicillin', 'clavulanate']],
  ['Lisinopril/HCTZ 20/12.5 mg', ['lisinopril', 'hydrochlorothiazide']],
  ['Percocet (oxycodone/acetaminophen) 5/325', ['oxycodone', 'acetaminophen']],
  ['Tylenol with codeine #3', ['acetaminophen', 'codeine']],
  ['Bactrim DS', ['sulfamethoxazole', 'trimethoprim']],
  ['digoxin + warfarin', ['digoxin', 'warfarin']],
])('%s is all of its ingredients', (text, ingredients) => {
  const found = ask(text)
  expect(found).toMatchObject({ kind: 'known' })
  expect(found.kind === 'known' ? [...found.ingredients].sort() : []).toEqual([...ingredients].sort())
})

// Catches: a correction that is made silently.
test.each([
  ['warfrin', 'warfarin'],
  ['hydroxyine', 'hydroxyzine'],
  ['hydralazin', 'hydralazine'],
  ['simvastatine 20', 'simvastatin'],
  ['metropolol', 'metoprolol'],
  ['Pantoprazol 40 mg', 'pantoprazole'],
  ['clonazipam', 'clonazepam'],
  ['pottasium chlorid', 'potassium chloride'],
  ['levothyroxin', 'levothyroxine'],
])('the misspelt %s is %s and says so', (text, name) => {
  expect(ask(text)).toMatchObject({ kind: 'known', name, via: 'spelling' })
})

// Catches: a guess between look-alike names, two drugs read as one, or words that change a drug passed over.
test.each([
  ['hydroxalazine', ['hydralazine', 'hydroxyzine']],
  ['warfarin and aspirin', ['warfarin', 'aspirin']],
  ['insulin', ['insulin glargine', 'insulin lispro', 'insulin human']],
  ['ramipril plus', ['ramipril']],
  ['warfarin zzyzx', ['warfarin']],
  ['amoxicillin clavulanat', ['amoxicillin', 'clavulanate']],
])('%s is asked about', (text, names) => {
  const found = ask(text)
  expect(found.kind).toBe('ambiguous')
  expect(found.kind === 'ambiguous' ? found.candidates.map(({ name }) => name) : []).toEqual(
    expect.arrayContaining(names),
  )
})

test('of names that are equally near none is guessed', () => {
  const alike = createKnowledge(
    fixtureFiles({
      'formulary/a.txt':
        'prednisolone | H02AB06 | | |\nprednisalone | H02AB07 | | |\nwarfarin | B01AA03 | | |',
      'classes/a.txt': null,
      'rules/a.txt': null,
      'duplicates.txt': null,
      'allergies.txt': null,
    }),
  )
  expect(alike.recognise({ text: 'prednisilone', chosen: null, route: null })).toMatchObject({
    kind: 'ambiguous',
    candidates: [{}, {}],
  })
})

// Catches: a short name that one wrong letter turns into another drug.
test.each(['asb', 'azs', 'mtxx', 'zoln'])('the short %s is not corrected', (text) => {
  expect(ask(text).kind).toBe('unknown')
})

// Catches: input that is no drug's name answered as a drug, thrown at, or not answered at all.
test.each([
  ['', 'empty'],
  ['   \t\n', 'empty'],
  ['\u200B\uFEFF', 'empty'],
  ['x'.repeat(10_000), 'too-long'],
  [`warfarin ${'x'.repeat(500)}`, 'too-long'],
  ['<b>warfarin</b>', 'unreadable'],
  ['<script>alert(1)</script>', 'unreadable'],
  ['warfarin\u0000', 'unreadable'],
  ['war\u0007farin', 'unreadable'],
  ['\u202Enirafraw', 'unreadable'],
  ['!!! --- ???', 'unreadable'],
  ['qwertyuiopasdf', 'not-in-formulary'],
  ["Robert'); DROP TABLE drugs;--", 'not-in-formulary'],
])('%j is unknown, with the reason', (text, reason) => {
  const found = ask(text)
  expect(found).toMatchObject({ kind: 'unknown', text, reason })
  expect(found.kind === 'unknown' ? found.sentence : '').toMatch(/^[A-Z].*\.$/)
})

test('what is invisible in a pasted name does not hide it', () => {
  expect(ask('war\u00ADfarin\u200B 5 mg')).toMatchObject({ kind: 'known', name: 'warfarin' })
})

test('an unknown name comes with names that are like it', () => {
  const found = ask('metopxxlxl')
  expect(
    found.kind === 'known' ? [] : found.kind === 'unknown' ? found.suggestions : found.candidates,
  ).toContainEqual(expect.objectContaining({ name: 'metoprolol' }))
})

// Catches: a choice among candidates that is forgotten, or a chosen name that is not known passed as known.
test('what a person chose wins over the text', () => {
  expect(ask('hydroxalazine 25 mg', 'hydralazine')).toMatchObject({
    kind: 'known',
    name: 'hydralazine',
    strength: '25 mg',
  })
  expect(ask('digoxin + warfarin', 'digoxin + warfarin')).toMatchObject({
    ingredients: ['digoxin', 'warfarin'],
  })
  expect(ask('warfarin', 'no such drug')).toMatchObject({ kind: 'unknown', reason: 'not-in-formulary' })
  expect(shippedKnowledge().recognise({ text: 'Voltaren gel', chosen: null, route: 'oral' })).toMatchObject({
    route: 'oral',
  })
})

test('typing offers what begins so, then what sounds so', () => {
  const names = (text: string) =>
    shippedKnowledge()
      .suggest(text)
      .map(({ name }) => name)
  expect(names('warf')[0]).toBe('warfarin')
  expect(names('coumad')).toContain('warfarin')
  expect(names('insulin g')).toContain('insulin glargine')
  expect(names('metroprolol')).toContain('metoprolol')
  expect(names('a').length).toBeLessThanOrEqual(12)
  expect(names('')).toEqual([])
  expect(names('<b>')).toEqual([])
})

test('no text is thrown at, and every one is answered with its own words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
      const found = ask(text)
      expect(found.text).toBe(text)
      shippedKnowledge().suggest(text)
    }),
    { numRuns: 300 },
  )
})

// Catches: a brand whose letter stands for a second drug and that is checked as the first one alone.
test.each(['Coversyl D', 'Coumadin A 5 mg'])('%s is asked about', (text) => {
  expect(ask(text).kind).toBe('ambiguous')
})

test.each(['Coumadin q 24h', 'warfarin x 3 days', 'Coumadin 5 mg d'])('%s is warfarin', (text) => {
  expect(ask(text)).toMatchObject({ kind: 'known', name: 'warfarin' })
})
