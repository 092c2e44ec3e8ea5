import { expect, test } from 'vitest'
import { catalogue, searchCatalogue } from './catalogue.ts'
import {
  countByGroup,
  countProblems,
  draftOf,
  emptyFindings,
  type FindingsDraft,
  enteredLines,
  findingsOf,
  isEmptyDraft,
  readFindings,
  withFlag,
  withText,
} from './findings-draft.ts'

const begun: FindingsDraft = { ...emptyFindings, age: '70', sex: 'female' }
const some = [
  (draft: FindingsDraft) => withFlag(draft, 'symptoms.fever', true),
  (draft: FindingsDraft) => withFlag(draft, 'history.copd', false),
  (draft: FindingsDraft) => withFlag(draft, 'judgements.embolismLeads', false),
  (draft: FindingsDraft) => withText(draft, 'vitals.temperature', '38,4'),
  (draft: FindingsDraft) => withText(draft, 'labs.ph', '7.21'),
  (draft: FindingsDraft) => withText(draft, 'judgements.acsSuspicion', 'highly-suspicious'),
  (draft: FindingsDraft) => withText(draft, 'nihss.gaze', '0'),
].reduce((draft, step) => step(draft), begun)

// Catches: absent sent as unknown, unknown as absent, zero as nothing, a decimal comma as a thousand.
test('what was entered becomes findings, and nothing else does', () => {
  expect(findingsOf(some)).toEqual({
    ageYears: 70,
    sex: 'female',
    symptoms: { fever: true },
    history: { copd: false },
    vitals: { temperature: 38.4 },
    labs: { ph: 7.21 },
    studies: {},
    judgements: { embolismLeads: false, acsSuspicion: 'highly-suspicious', nihss: { gaze: 0 } },
  })
})

// Catches: "another run with these findings" that loses or invents one.
test('findings come back as the draft they were made of', () => {
  const findings = findingsOf(some)
  expect(findings).not.toBeNull()
  if (findings !== null) expect(findingsOf(draftOf(findings))).toEqual(findings)
})

// Catches: a value made unknown that is still sent.
test('a finding made unknown again leaves no trace', () => {
  const draft = withText(withFlag(some, 'symptoms.fever', null), 'labs.ph', '')
  expect(findingsOf(draft)?.symptoms).toEqual({})
  expect(findingsOf(draft)?.labs).toEqual({})
  expect(
    isEmptyDraft(withFlag(withFlag(emptyFindings, 'symptoms.fever', true), 'symptoms.fever', null)),
  ).toBe(true)
})

// Catches: a value of the wrong unit that is sent, cut or dropped in silence.
test.each([
  ['vitals.heartRate', '7000'],
  ['vitals.heartRate', '7o'],
  ['labs.potassium', '-4'],
  ['nihss.gaze', '3'],
  ['nihss.gaze', '1.5'],
  ['vitals.inspiredOxygen', '21'],
])('%s of %s cannot be right', (key, value) => {
  const draft = withText(emptyFindings, key, value)
  expect(countProblems(draft)).toBe(1)
  expect(findingsOf(draft)).toBeNull()
  expect(enteredLines(draft)[0]?.problem).not.toBeNull()
})

// Catches: a child weighed by rules for adults.
test('an age below eighteen is refused', () => {
  expect(findingsOf({ ...some, age: '17' })).toBeNull()
  expect(findingsOf({ ...some, age: '17.5' })).toBeNull()
  expect(findingsOf({ ...some, age: '18' })?.ageYears).toBe(18)
})

// Catches: a kept draft of an older version that breaks the form.
test('a draft that cannot be read is none', () => {
  expect(readFindings('')).toBeNull()
  expect(readFindings('{"age":')).toBeNull()
  expect(readFindings('{"age":70}')).toBeNull()
  expect(readFindings(JSON.stringify(some))).toEqual(some)
})

// Catches: a unit that is not shown, and counts of groups that are off.
test('what was entered is shown with its unit and counted by group', () => {
  const lines = enteredLines(some)
  expect(lines.find(({ entry }) => entry.key === 'vitals.temperature')?.words).toBe('38.4 °C')
  expect(lines.find(({ entry }) => entry.key === 'history.copd')?.absent).toBe(true)
  expect(countByGroup(lines)).toEqual({
    symptoms: 1,
    history: 1,
    vitals: 1,
    labs: 1,
    studies: 0,
    judgements: 3,
  })
})

// Catches: a finding of the contract that cannot be entered, and two that overwrite each other.
test('every entry of the catalogue has a key of its own', () => {
  expect(new Set(catalogue.map(({ key }) => key)).size).toBe(catalogue.length)
  expect(searchCatalogue('')).toHaveLength(catalogue.length)
})

// Catches: American spelling, abbreviations and word order that find nothing.
test.each([
  ['dyspnea', 'symptoms.dyspnoea'],
  ['breath shortness', 'symptoms.dyspnoea'],
  ['hemoptysis', 'symptoms.haemoptysis'],
  ['WBC', 'labs.whiteCells'],
  ['pressure systolic', 'vitals.systolic'],
  ['pco2', 'labs.pco2'],
])('%s finds %s', (text, key) => {
  expect(searchCatalogue(text).map((entry) => entry.key)).toContain(key)
})
