import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardModelReading } from './notes-model.ts'
import { mentionsOf, readNote, type NoteStanding } from './engine-notes.ts'

// Sentences in the manner of the cases of Chapman 2001 (NegEx) and Harkema 2009 (ConText), and of ward notes; each says
// how one named condition stands. A fault in scope, pseudo-negation or precedence turns one of them.
const table: readonly (readonly [sentence: string, condition: string, standing: NoteStanding])[] = [
  ['Patient has diabetes.', 'diabetes', 'present'],
  ['72-year-old with COPD on home oxygen.', 'COPD', 'present'],
  ['Known heart failure, EF 30 %.', 'heart failure', 'present'],
  ['CKD stage 4, follows with nephrology.', 'CKD', 'present'],
  ['Assessment: dementia, moderate.', 'dementia', 'present'],
  ['Type 2 diabetes mellitus since 2004.', 'Type 2 diabetes mellitus', 'present'],
  ['She was diagnosed with asthma in 1999.', 'asthma', 'present'],
  ['Denies diabetes.', 'diabetes', 'negated'],
  ['Patient denies chest pain, palpitations, stroke or syncope.', 'stroke', 'negated'],
  ['No history of myocardial infarction.', 'myocardial infarction', 'negated'],
  ['No evidence of heart failure.', 'heart failure', 'negated'],
  ['There is no sign of cirrhosis.', 'cirrhosis', 'negated'],
  ['Without dementia.', 'dementia', 'negated'],
  ['Negative for cancer.', 'cancer', 'negated'],
  ['She never had a stroke.', 'stroke', 'negated'],
  ['He does not have diabetes.', 'diabetes', 'negated'],
  ["She doesn't have COPD.", 'COPD', 'negated'],
  ['Absence of peripheral vascular disease.', 'peripheral vascular disease', 'negated'],
  ['Myocardial infarction was ruled out.', 'Myocardial infarction', 'negated'],
  ['Stroke has been ruled out by MRI.', 'Stroke', 'negated'],
  ['Stroke unlikely.', 'Stroke', 'negated'],
  ['Pneumonia, DVT and stroke were ruled out.', 'stroke', 'negated'],
  ['Hepatitis C negative.', 'Hepatitis C', 'negated'],
  ['No known liver disease.', 'liver disease', 'negated'],
  ['Not diabetic.', 'diabetic', 'negated'],
  ['Denies any history of peptic ulcer.', 'peptic ulcer', 'negated'],
  ['No diabetes, no COPD, no CKD.', 'CKD', 'negated'],
  ['No hypertension, diabetes, or prior stroke.', 'stroke', 'negated'],
  ['No fever but has COPD.', 'COPD', 'present'],
  ['Denies chest pain, however has heart failure.', 'heart failure', 'present'],
  ['No diabetes; COPD present.', 'COPD', 'present'],
  ['No fever. Diabetes poorly controlled.', 'Diabetes', 'present'],
  ['Denies angina although he had a myocardial infarction.', 'myocardial infarction', 'present'],
  ['No complaints apart from known rheumatoid arthritis.', 'rheumatoid arthritis', 'present'],
  ['No change in heart failure since last visit.', 'heart failure', 'present'],
  ['No worsening of COPD.', 'COPD', 'present'],
  ['No exacerbation of COPD this year.', 'COPD', 'present'],
  ['Not only diabetes but CKD as well.', 'diabetes', 'present'],
  ['Diabetes is not well controlled.', 'Diabetes', 'present'],
  ['Diabetes not at goal.', 'Diabetes', 'present'],
  ['Mother had a stroke.', 'stroke', 'family'],
  ['Father died of lung cancer at 60.', 'lung cancer', 'family'],
  ['Family history of diabetes.', 'diabetes', 'family'],
  ['FHx: myocardial infarction in brother.', 'myocardial infarction', 'family'],
  ['Diabetes runs in the family.', 'Diabetes', 'family'],
  ['Colon cancer in her father.', 'Colon cancer', 'family'],
  ['Maternal grandmother with Alzheimer disease.', 'Alzheimer disease', 'family'],
  ['No family history of cancer.', 'cancer', 'negated'],
  ['Mother had a stroke, patient has diabetes.', 'diabetes', 'present'],
  ['Daughter reports that the patient has dementia.', 'dementia', 'present'],
  ['Lives with mother; has COPD.', 'COPD', 'present'],
  ['History of myocardial infarction.', 'myocardial infarction', 'past'],
  ['H/o stroke.', 'stroke', 'past'],
  ['Status post stroke in 2015.', 'stroke', 'past'],
  ['Remote breast cancer.', 'breast cancer', 'past'],
  ['Lymphoma in remission.', 'Lymphoma', 'past'],
  ['Stroke ten years ago.', 'Stroke', 'past'],
  ['Myocardial infarction in 2009.', 'Myocardial infarction', 'past'],
  ['Peptic ulcer, resolved.', 'Peptic ulcer', 'past'],
  ['Previous TIA.', 'TIA', 'past'],
  ['History of stroke, currently has heart failure.', 'heart failure', 'present'],
  ['Possible stroke.', 'stroke', 'uncertain'],
  ['Suspected heart failure, echo pending.', 'heart failure', 'uncertain'],
  ['Rule out myocardial infarction.', 'myocardial infarction', 'uncertain'],
  ['R/o TIA.', 'TIA', 'uncertain'],
  ['?stroke', 'stroke', 'uncertain'],
  ['Cannot exclude lymphoma.', 'lymphoma', 'uncertain'],
  ['Stroke not ruled out.', 'Stroke', 'uncertain'],
  ['Metastatic disease cannot be excluded.', 'Metastatic disease', 'uncertain'],
  ['At risk for stroke.', 'stroke', 'uncertain'],
  ['Screening for colon cancer.', 'colon cancer', 'uncertain'],
  ['Concern for cirrhosis.', 'cirrhosis', 'uncertain'],
  ['COPD vs heart failure.', 'heart failure', 'uncertain'],
  ['Aspirin for prevention of stroke.', 'stroke', 'uncertain'],
]

test.each(table)('%s', (sentence, condition, standing) => {
  const found = mentionsOf(sentence).filter(({ text }) => text === condition)
  expect(found.map((each) => each.standing)).toEqual([standing])
  expect(sentence).toContain(found[0]?.quotation)
})

test('the table has every kind and at least sixty sentences', () => {
  expect(table.length).toBeGreaterThanOrEqual(60)
  expect(new Set(table.map(([, , standing]) => standing)).size).toBe(5)
})

// A heading that is read as a sentence would make the father's diseases the patient's.
test('what stands under "Family History" is of the family until the next heading', () => {
  const note = 'Past Medical History: diabetes\nFamily History:\n- stroke\n- breast cancer\nAssessment: COPD'
  const { entries, leftOut } = readNote(note)
  expect(entries.map(({ text }) => text)).toEqual(['diabetes', 'COPD'])
  expect(leftOut.map(({ text, standing }) => [text, standing])).toEqual([
    ['stroke', 'family'],
    ['breast cancer', 'family'],
  ])
})

test('a fact said twice is given once, present before past', () => {
  const { entries } = readNote('History of stroke. Long stay. Stroke confirmed.')
  expect(entries).toMatchObject([{ text: 'Stroke', standing: 'present' }])
})

test('a quotation stands in the note to the letter and is never longer than 500', () => {
  const long = `${'word '.repeat(300)}patient has COPD ${'word '.repeat(300)}`
  const [entry] = readNote(long).entries
  const quotation = entry?.from.kind === 'note' ? entry.from.quotation : ''
  expect(quotation).toContain('COPD')
  expect(quotation.length).toBeLessThanOrEqual(500)
  expect(long).toContain(quotation)
})

// Notes are outside data: no text may throw, and every quotation must be from the note.
test('any text is read without an error, and quotes itself', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc
          .array(
            fc.constantFrom('no', 'diabetes', 'but', 'stroke', 'ruled', 'out', 'h/o', '.', ';', '\n', '?'),
            { maxLength: 40 },
          )
          .map((words) => words.join(' ')),
      ),
      (note) => {
        for (const { quotation, text } of mentionsOf(note)) {
          expect(note).toContain(quotation)
          expect(note).toContain(text)
        }
      },
    ),
  )
})

test('a denial in front takes away what the sentence said, whatever the condition', () => {
  for (const condition of ['diabetes', 'COPD', 'stroke', 'cancer', 'cirrhosis', 'leukemia', 'dementia']) {
    expect(readNote(`Patient has ${condition}.`).entries).toHaveLength(1)
    expect(readNote(`Patient denies ${condition}.`).entries).toHaveLength(0)
  }
})

const note = 'Seen today. Denies diabetes. History of stroke in 2010. Possible lymphoma. Has COPD, on oxygen.'

test.each([
  ['COPD', 'Has COPD, on oxygen', null],
  ['chronic obstructive pulmonary disease', 'Has COPD', null],
  ['stroke', 'History of stroke in 2010.', null],
  ['heart failure', 'Known heart failure', 'not-in-note'],
  ['heart failure', 'Has COPD, on oxygen', 'not-in-quotation'],
  ['diabetes', 'Denies diabetes', 'against-the-rules'],
  ['diabetes', 'diabetes', 'against-the-rules'],
  ['lymphoma', 'Possible lymphoma', 'against-the-rules'],
  ['lymphoma', 'lymphoma', 'against-the-rules'],
] as const)('a model that reads %s from "%s": %s', (condition, quotation, fault) => {
  const guarded = guardModelReading(note, { facts: [{ condition, standing: 'present', quotation }] })
  expect(guarded).toMatchObject(
    fault === null
      ? {
          kind: 'read',
          entries: [{ text: condition, from: { kind: 'note', by: 'model', quotation } }],
          refused: [],
        }
      : { kind: 'read', entries: [], refused: [{ condition, fault }] },
  )
})

test.each([
  null,
  'text',
  { facts: 'none' },
  { facts: [{ condition: 'x' }] },
  { facts: [{ condition: 'COPD', standing: 'sure', quotation: 'Has COPD' }] },
])('an answer of another shape is not used: %j', (answer) => {
  expect(guardModelReading(note, answer)).toEqual({ kind: 'wrong-shape' })
})
