import { checkTexts } from '@test/support/interaction-fixture.ts'
import type { Finding } from '@shared/features/interactions/check.ts'
import type { InteractionSeverity, PatientContext } from '@shared/features/interactions/model.ts'
import { expect, test } from 'vitest'
import { shippedKnowledge } from './knowledge-shipped.ts'

const findings = (texts: readonly string[], facts: Partial<PatientContext> = {}): readonly Finding[] =>
  checkTexts(shippedKnowledge(), texts, facts).findings
const together = (a: string, b: string, facts: Partial<PatientContext> = {}): readonly Finding[] =>
  findings([a, b], facts).filter(({ kind }) => kind === 'interaction')

// The fifteen groups of Phansalkar 2012, table 2, with members from both ends of their classes.
const high: readonly (readonly [group: string, a: string, b: string, severity: InteractionSeverity])[] = [
  ['1 amphetamines and MAO inhibitors', 'dextroamphetamine', 'phenelzine', 'contraindicated'],
  ['1 amphetamines and MAO inhibitors', 'methylphenidate', 'tranylcypromine', 'contraindicated'],
  ['1 amphetamines and MAO inhibitors', 'atomoxetine', 'selegiline', 'contraindicated'],
  ['1 amphetamines and MAO inhibitors', 'pseudoephedrine', 'isocarboxazid', 'contraindicated'],
  ['2 atazanavir and PPIs', 'atazanavir', 'omeprazole', 'major'],
  ['2 atazanavir and PPIs', 'atazanavir', 'pantoprazole', 'major'],
  ['3 febuxostat and thiopurines', 'febuxostat', 'azathioprine', 'contraindicated'],
  ['3 febuxostat and thiopurines', 'febuxostat', 'mercaptopurine', 'contraindicated'],
  ['4 SSRIs and MAO inhibitors', 'fluoxetine', 'phenelzine', 'contraindicated'],
  ['4 SSRIs and MAO inhibitors', 'venlafaxine', 'tranylcypromine', 'contraindicated'],
  ['4 SSRIs and MAO inhibitors', 'sertraline', 'procarbazine', 'contraindicated'],
  ['5 irinotecan and CYP3A4 inhibitors', 'irinotecan', 'ketoconazole', 'major'],
  ['5 irinotecan and CYP3A4 inhibitors', 'irinotecan', 'clarithromycin', 'major'],
  ['5 irinotecan and CYP3A4 inhibitors', 'irinotecan', 'diltiazem', 'moderate'],
  ['6 narcotic analgesics and MAO inhibitors', 'meperidine', 'phenelzine', 'contraindicated'],
  ['6 narcotic analgesics and MAO inhibitors', 'tramadol', 'tranylcypromine', 'contraindicated'],
  ['6 narcotic analgesics and MAO inhibitors', 'methadone', 'isocarboxazid', 'contraindicated'],
  ['7 tricyclics and MAO inhibitors', 'amitriptyline', 'phenelzine', 'contraindicated'],
  ['7 tricyclics and MAO inhibitors', 'clomipramine', 'tranylcypromine', 'contraindicated'],
  ['8 QT prolonging drugs', 'haloperidol', 'methadone', 'major'],
  ['8 QT prolonging drugs', 'amiodarone', 'moxifloxacin', 'major'],
  ['8 QT prolonging drugs', 'dofetilide', 'ondansetron', 'major'],
  ['9 ramelteon and CYP1A2 inhibitors', 'ramelteon', 'fluvoxamine', 'contraindicated'],
  ['9 ramelteon and CYP1A2 inhibitors', 'ramelteon', 'ciprofloxacin', 'major'],
  ['10 protease inhibitors and inducers', 'atazanavir', 'rifampin', 'contraindicated'],
  ['10 protease inhibitors and inducers', 'darunavir', "st. john's wort", 'contraindicated'],
  ['10 protease inhibitors and inducers', 'lopinavir', 'carbamazepine', 'major'],
  ['11 statins and CYP3A4 inhibitors', 'simvastatin', 'itraconazole', 'contraindicated'],
  ['11 statins and CYP3A4 inhibitors', 'lovastatin', 'clarithromycin', 'contraindicated'],
  ['11 statins and CYP3A4 inhibitors', 'simvastatin', 'darunavir', 'contraindicated'],
  ['11 statins and CYP3A4 inhibitors', 'simvastatin', 'erythromycin', 'contraindicated'],
  ['11 statins and CYP3A4 inhibitors', 'simvastatin', 'verapamil', 'major'],
  ['11 statins and CYP3A4 inhibitors', 'simvastatin', 'amiodarone', 'major'],
  ['12 ergot and CYP3A4 inhibitors', 'ergotamine', 'clarithromycin', 'contraindicated'],
  ['12 ergot and CYP3A4 inhibitors', 'dihydroergotamine', 'ritonavir', 'contraindicated'],
  ['12 ergot and CYP3A4 inhibitors', 'methylergonovine', 'ketoconazole', 'contraindicated'],
  ['13 tizanidine and CYP1A2 inhibitors', 'tizanidine', 'ciprofloxacin', 'contraindicated'],
  ['13 tizanidine and CYP1A2 inhibitors', 'tizanidine', 'fluvoxamine', 'contraindicated'],
  ['14 tranylcypromine and procarbazine', 'tranylcypromine', 'procarbazine', 'contraindicated'],
  ['15 triptans and MAO inhibitors', 'sumatriptan', 'phenelzine', 'contraindicated'],
  ['15 triptans and MAO inhibitors', 'rizatriptan', 'tranylcypromine', 'contraindicated'],
  ['15 triptans and MAO inhibitors', 'zolmitriptan', 'isocarboxazid', 'contraindicated'],
]

// Catches: a pair of the high-priority list that is milder, missing, or does not interrupt.
test.each(high)('ONC high %s: %s + %s is %s and interrupts', (_group, a, b, severity) => {
  for (const [first, second] of [
    [a, b],
    [b, a],
  ] as const) {
    const [worst] = together(first, second)
    expect(worst).toMatchObject({
      tier: 'onc-high',
      severity,
      interrupts: true,
      source: 'local',
      standing: 'knowledge',
    })
    expect(worst?.sources).toContain('onc-high-2012')
  }
})

// The class pairs of Phansalkar 2013 of which the ward has no stricter rule of its own, by the numbers of the list.
const low: readonly (readonly [number, string, string])[] = [
  [1, 'lisinopril', 'aspirin'],
  [2, 'niacin', 'atorvastatin'],
  [3, 'atenolol', 'citalopram'],
  [5, 'chlorthalidone', 'lisinopril'],
  [6, 'levothyroxine', 'calcium carbonate'],
  [7, 'levothyroxine', 'simvastatin'],
  [8, 'hydrochlorothiazide', 'naproxen'],
  [9, 'metoprolol', 'levothyroxine'],
  [10, 'tacrolimus', 'prednisone'],
  [11, 'aluminum hydroxide', 'prednisone'],
  [12, 'alendronate', 'calcium carbonate'],
  [14, 'folic acid', 'methotrexate'],
  [15, 'glipizide', 'enalapril'],
  [17, 'warfarin', 'prednisone'],
  [18, 'warfarin', 'acetaminophen'],
  [20, 'warfarin', 'pantoprazole'],
  [21, 'pantoprazole', 'ketoconazole'],
  [22, 'atenolol', 'calcium carbonate'],
  [24, 'warfarin', 'fluvastatin'],
  [25, 'omeprazole', 'diazepam'],
  [26, 'warfarin', 'vitamin e'],
  [28, 'ibuprofen', 'metoprolol'],
  [30, 'ethinyl estradiol', 'prednisone'],
  [31, 'metoprolol', 'amlodipine'],
  [32, 'prednisone', 'pyridostigmine'],
]

// Catches: a pair of the low-priority list that stops work, or that is not shown at all.
test.each(low)('ONC low %i: %s + %s is shown and does not interrupt', (_number, a, b) => {
  const found = together(a, b)
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter(({ interrupts }) => interrupts)).toEqual([])
})

test('no rule of the low-priority list ever interrupts, whatever is known of the patient', () => {
  const worst: Partial<PatientContext> = {
    ageYears: 90,
    egfr: 8,
    potassium: 6.5,
    qtc: 560,
    childPugh: 'C',
    pregnant: true,
  }
  const texts = [...new Set(low.flatMap(([, a, b]) => [a, b]))]
  const found = findings(texts, worst).filter(({ tier }) => tier === 'onc-low')
  expect(found.length).toBeGreaterThan(10)
  expect(found.filter(({ interrupts }) => interrupts)).toEqual([])
})

// Pairs of the low-priority list that have been judged more strictly since: ONTARGET 2008 and VA NEPHRON-D 2013 for
// 23, the prescribing information and KDIGO 2012 for 33.
const rejudged: readonly (readonly [number, string, string, InteractionSeverity])[] = [
  [23, 'lisinopril', 'losartan', 'major'],
  [33, 'lisinopril', 'ibuprofen', 'moderate'],
  [29, 'clopidogrel', 'aspirin', 'moderate'],
]

// Catches: a pair of the list that nobody looks at any more.
test('every pair of the low-priority list that is here stands in a table', () => {
  const numbers = new Set([...low.map(([number]) => number), ...rejudged.map(([number]) => number)])
  const missing = Array.from({ length: 33 }, (_, at) => at + 1).filter((number) => !numbers.has(number))
  expect(missing).toEqual([4, 13, 16, 19, 27])
})

test.each(rejudged)(
  'ONC low %i: %s + %s is re-judged as %s by the ward, and does not interrupt',
  (_number, a, b, severity) => {
    const [worst] = together(a, b)
    expect(worst).toMatchObject({ severity, tier: 'ward', interrupts: false })
  },
)

// What a ward pharmacist would miss at once. Sources: the prescribing information of the products, Stockley, and where
// named the guideline; each finding carries its own.
test.each<[string, string, InteractionSeverity]>([
  ['warfarin', 'fluconazole', 'major'],
  ['warfarin', 'metronidazole', 'major'],
  ['warfarin', 'amiodarone', 'major'],
  ['warfarin', 'rifampin', 'major'],
  ['apixaban', 'ketoconazole', 'major'],
  ['apixaban', 'rifampin', 'major'],
  ['clopidogrel', 'omeprazole', 'major'],
  ['digoxin', 'amiodarone', 'major'],
  ['digoxin', 'verapamil', 'major'],
  ['lithium', 'ibuprofen', 'major'],
  ['lithium', 'hydrochlorothiazide', 'major'],
  ['methotrexate', 'trimethoprim', 'major'],
  ['azathioprine', 'allopurinol', 'major'],
  ['theophylline', 'ciprofloxacin', 'major'],
  ['tacrolimus', 'fluconazole', 'major'],
  ['cyclosporine', 'rifampin', 'major'],
  ['sildenafil', 'nitroglycerin', 'contraindicated'],
  ['linezolid', 'sertraline', 'major'],
  ['tramadol', 'sertraline', 'major'],
  ['oxycodone', 'lorazepam', 'major'],
  ['morphine', 'gabapentin', 'major'],
  ['spironolactone', 'potassium chloride', 'major'],
  ['spironolactone', 'lisinopril', 'major'],
  ['verapamil', 'metoprolol', 'major'],
  ['gentamicin', 'vancomycin', 'major'],
  ['ciprofloxacin', 'calcium carbonate', 'moderate'],
  ['ethinyl estradiol', 'rifampin', 'major'],
  ['valproate', 'meropenem', 'major'],
  ['lamotrigine', 'valproate', 'major'],
  ['glyburide', 'fluconazole', 'moderate'],
])('%s + %s is at least %s', (a, b, severity) => {
  const order = ['contraindicated', 'major', 'moderate', 'minor']
  const [worst] = together(a, b)
  expect(order.indexOf(worst?.severity ?? 'minor')).toBeLessThanOrEqual(order.indexOf(severity))
  expect(worst?.sources.length).toBeGreaterThan(0)
})

// Catches: a fact of the patient that the shipped rules do not see.
test.each<[string, readonly string[], Partial<PatientContext>, Partial<Finding>]>([
  ['topical diclofenac', ['warfarin', 'diclofenac gel'], {}, { severity: 'minor', baseSeverity: 'major' }],
  [
    'a high dose of simvastatin',
    ['amiodarone', 'simvastatin 40 mg nightly'],
    {},
    { severity: 'contraindicated', interrupts: true },
  ],
  [
    'a low dose of simvastatin',
    ['amiodarone', 'simvastatin 10 mg nightly'],
    {},
    { severity: 'major', missing: [] },
  ],
  [
    'a long QT',
    ['haloperidol', 'methadone'],
    { qtc: 510 },
    { severity: 'contraindicated', interrupts: true },
  ],
  [
    'failing kidneys',
    ['metformin', 'iohexol'],
    { egfr: 25 },
    { severity: 'contraindicated', interrupts: true },
  ],
  [
    'a PPI beside',
    ['aspirin', 'clopidogrel', 'pantoprazole'],
    { ageYears: 50 },
    { severity: 'minor', baseSeverity: 'moderate' },
  ],
])('context: %s', (_what, texts, facts, expected) => {
  expect(findings(texts, facts)[0]).toMatchObject(expected)
})

test('the triple whammy is named as one (Lapi 2013)', () => {
  const found = findings(['lisinopril', 'hydrochlorothiazide', 'ibuprofen'])
  expect(found.filter(({ drugs }) => drugs.length === 3)).toMatchObject([{ severity: 'major' }])
})

test.each([
  ['penicillin', 'piperacillin/tazobactam', true],
  ['penicillin', 'ceftriaxone', false],
  ['penicillin', 'meropenem', false],
  ['Keflex - hives', 'amoxicillin', true],
  ['sulfa', 'Bactrim', true],
  ['aspirin', 'ketorolac', true],
  ['morphine', 'morphine', true],
])('an allergy to %s: %s warns, interrupting: %s', (allergy, drug, interrupts) => {
  const found = findings([drug], { allergies: [allergy] })
  expect(found.length).toBeGreaterThan(0)
  expect(found.some((finding) => finding.interrupts)).toBe(interrupts)
})

// Strom 2003: sulfonamide antibiotics and non-antibiotics do not cross-react.
test.each([
  ['sulfa', 'furosemide'],
  ['shellfish', 'iohexol'],
  ['penicillin', 'aztreonam'],
])('an allergy to %s says nothing against %s', (allergy, drug) => {
  expect(findings([drug], { allergies: [allergy] })).toEqual([])
})
