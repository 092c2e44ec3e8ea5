import { expect, test } from 'vitest'
import { shippedKnowledge } from './knowledge-shipped.ts'

/** Each line as the drug that it is, "?" when it is not known or has to be asked about, null when it is no drug. */
const read = (text: string): readonly (string | null)[] =>
  shippedKnowledge()
    .readList(text)
    .map(({ recognition }) =>
      recognition === null ? null : recognition.kind === 'known' ? recognition.name : '?',
    )

// Catches: a form of list whose drugs are lost, taken for headings, or run together.
test.each<[string, string, readonly (string | null)[]]>([
  [
    'bullets, numbers and boxes',
    '1. Warfarin 5 mg PO daily\n2) Metoprolol succinate ER 50mg tab\n- ASA 81 mg EC\n• Digoxin 0.125 mg\n[ ] Furosemide 40 mg',
    ['warfarin', 'metoprolol', 'aspirin', 'digoxin', 'furosemide'],
  ],
  [
    'headings',
    'Current medications:\nWarfarin 5 mg\nPRN:\nIbuprofen 400 mg',
    [null, 'warfarin', null, 'ibuprofen'],
  ],
  [
    'allergies on one line',
    'Warfarin 5 mg\nAllergies: Penicillin (rash), sulfa\nDigoxin',
    ['warfarin', null, 'digoxin'],
  ],
  [
    'allergies and diagnoses as sections',
    'Allergies:\nPenicillin\nAspirin\n\nMedications:\nWarfarin\n\nDiagnoses\nGout\nHeart failure',
    [null, null, null, null, 'warfarin', null, null, null],
  ],
  [
    'directions on lines of their own',
    'Metformin 500 mg\nTake 1 tablet by mouth twice daily with food.',
    ['metformin', null],
  ],
  ['commas', 'warfarin 5 mg, aspirin 81 mg daily, simvastatin 40mg', ['warfarin', 'aspirin', 'simvastatin']],
  ['commas inside directions', 'warfarin 5 mg, once daily, by mouth', ['warfarin']],
  ['semicolons and a decimal comma', 'Marcumar 3 mg; Metoprolol 47,5 mg', ['phenprocoumon', 'metoprolol']],
  [
    'a heading with its drugs',
    'Home meds: Eliquis 5mg bid, Keppra 500 and Dilantin 100 mg',
    [null, 'apixaban', 'levetiracetam', 'phenytoin'],
  ],
  ['a combination on a line', 'Lisinopril/HCTZ 20/12.5 mg daily', ['lisinopril + hydrochlorothiazide']],
  [
    'CSV',
    'Drug,Dose,Route\nAmlodipine,5 mg,oral\n"Amoxicillin, clavulanate",875/125 mg,PO',
    [null, 'amlodipine', 'amoxicillin + clavulanate'],
  ],
  [
    'CSV with the drug further right',
    'MRN,Medication,Dose\n12345,Warfarin,5 mg\n12345,Digoxin,0.125 mg',
    [null, 'warfarin', 'digoxin'],
  ],
  [
    'tabs',
    'Medikament\tStärke\tMorgens\nMarcumar\t3 mg\t1\nRamipril-ratiopharm\t5 mg\t1',
    [null, 'phenprocoumon', 'ramipril'],
  ],
  ['tabs without a header', 'Warfarin\t5 mg\tdaily\nDigoxin\t0.125 mg\tdaily', ['warfarin', 'digoxin']],
  [
    'German',
    'Aktuelle Medikation:\nASS 100 mg 0-1-0\nL-Thyroxin 75 µg 1-0-0\nNovaminsulfon 500 mg bei Bedarf\nAllergien: keine bekannt',
    [null, 'aspirin', 'levothyroxine', 'metamizole', null],
  ],
  [
    'British',
    'Bendroflumethiazide 2.5mg od\nco-amoxiclav 500/125 tds\nGTN spray prn\nfrusemide 40mg bd',
    ['bendroflumethiazide', 'amoxicillin + clavulanate', 'nitroglycerin', 'furosemide'],
  ],
  [
    'who the patient is',
    'Patient: John Doe\nDOB: 01/02/1950\nWarfarin 5 mg\nReviewed by: Dr. Smith',
    [null, null, 'warfarin', null],
  ],
  [
    'running text',
    'Pt was admitted with chest pain and has been seen by the team\nWarfarin',
    [null, 'warfarin'],
  ],
  ['no allergies', 'NKDA\nNo known drug allergies\nWarfarin', [null, null, 'warfarin']],
  ['Windows line ends', 'Warfarin\r\n\r\nDigoxin\r\n', ['warfarin', 'digoxin']],
  [
    'sections that nobody separated',
    'Allergies:\nnone\nWarfarin 5 mg\nDigoxin 0.125 mg',
    [null, null, 'warfarin', 'digoxin'],
  ],
  ['nothing', ' \n\n', []],
])('%s', (_form, text, expected) => {
  expect(read(text)).toEqual(expected)
})

// Catches: a drug that is not known dropped from the list as if it were a heading.
test('a drug that is not known stays in the list as unknown', () => {
  expect(read('Warfarin 5 mg\nFoobarazol 10 mg\nwarfarin 5 mg, Foobarazol 10 mg')).toEqual([
    'warfarin',
    '?',
    'warfarin',
    '?',
  ])
})

test('bad lines are answered one by one', () => {
  const lines = shippedKnowledge().readList(`warfarin\n${'x'.repeat(10_000)}\n<b>digoxin</b>\nasp\u0000irin`)
  expect(
    lines.map(({ recognition }) =>
      recognition?.kind === 'unknown' ? recognition.reason : recognition?.kind,
    ),
  ).toEqual(['known', 'too-long', 'unreadable', 'unreadable'])
})

test('a long list loses nothing', () => {
  const names = shippedKnowledge()
    .browse('', 0, 200)
    .entries.map(({ name }) => name)
  const lines = shippedKnowledge().readList(
    names.map((name, at) => `${at + 1}. ${name} 10 mg daily`).join('\n'),
  )
  expect(lines).toHaveLength(200)
  expect(lines.map(({ recognition }) => (recognition?.kind === 'known' ? recognition.name : null))).toEqual(
    names,
  )
})
