import { expect, test } from 'vitest'
import {
  appealDraft,
  badFields,
  draftOf,
  emptyDraft,
  isDay,
  policyFor,
  readDiagnoses,
  readNumber,
  requestOf,
  searchProcedures,
  withAskedFacts,
  withFact,
} from './draft.ts'
import type { FactDefinition, ProcedureView } from '@shared/features/prior-auth/answers.ts'

const definition = (id: string, kind: FactDefinition['kind']): FactDefinition => ({
  id,
  label: id,
  kind,
  unit: '',
  least: null,
  most: null,
  choices: kind === 'choice' ? ['mild', 'severe'] : [],
})
const definitions = new Map(
  [definition('weeks', 'number'), definition('flag', 'yes-no'), definition('grade', 'choice')].map((each) => [
    each.id,
    each,
  ]),
)
const fact = (id: string, value: string, on = '') =>
  ({ id, value, on, source: 'form', quotation: null }) as const
const procedure = (code: string, name: string, plans: string[] = []): ProcedureView => ({
  code,
  name,
  category: 'imaging',
  policy: code,
  plans,
  facts: [],
  documents: [],
  quantity: null,
})

test('numbers are read as people write them, never guessed (bug: "4,2" that costs 42)', () => {
  expect(readNumber('4200')).toEqual({ kind: 'number', value: 4_200 })
  expect(readNumber(' $4,200.50 ')).toEqual({ kind: 'number', value: 4_200.5 })
  expect(readNumber('31\u2009000')).toEqual({ kind: 'number', value: 31_000 })
  expect(readNumber('-5')).toEqual({ kind: 'number', value: -5 })
  expect(readNumber('')).toEqual({ kind: 'none' })
  for (const text of ['4,2', 'a lot', '1e6', '4 2000', 'NaN', '--1'])
    expect(readNumber(text)).toEqual({ kind: 'bad' })
})

test('what is empty or unreadable is unknown (bug: an empty cost of 0 that is approved at once)', () => {
  const request = requestOf({ ...emptyDraft, cost: '', age: 'old', facts: [fact('weeks', '')] }, definitions)
  expect(request).toMatchObject({ estimatedCost: null, ageYears: null, facts: [] })
  const bad = badFields({ ...emptyDraft, age: 'old', facts: [fact('weeks', 'x', '2026-02-30')] }, definitions)
  expect([...bad].toSorted()).toEqual(['age', 'day 0', 'fact 0'])
})

test('facts keep their kind (bug: a "no" that reads as text and meets nothing)', () => {
  const draft = {
    ...emptyDraft,
    facts: [fact('weeks', '8', '2026-11-20'), fact('flag', 'no'), fact('grade', 'severe')],
  }
  expect(requestOf(draft, definitions).facts.map(({ value, on }) => [value, on])).toEqual([
    [8, '2026-11-20'],
    [false, null],
    ['severe', null],
  ])
})

test('a request from a file comes back as it was, contradictions included (bug: the second value is lost)', () => {
  const facts = [
    { id: 'flag', value: true, on: null, source: 'fhir' as const, quotation: null },
    { id: 'flag', value: false, on: '2026-11-02', source: 'chart' as const, quotation: null },
  ]
  const request = {
    ...requestOf(emptyDraft, definitions),
    patientId: 'P1',
    facts,
    estimatedCost: 0,
    urgent: true,
  }
  expect(requestOf(draftOf(request), definitions)).toEqual(request)
})

test('a changed fact comes from the form (bug: a typed value that is cited as the chart’s)', () => {
  const draft = {
    ...emptyDraft,
    facts: [{ ...fact('weeks', '4'), source: 'note' as const, quotation: 'four' }],
  }
  expect(withFact(draft, 0, { value: '8' }).facts[0]).toEqual(fact('weeks', '8'))
})

test('asked facts are added behind what is there, once (bug: places that move under the typing)', () => {
  const draft = { ...emptyDraft, facts: [fact('other', '1'), fact('weeks', '8')] }
  expect(withAskedFacts(draft, ['weeks', 'flag']).facts.map(({ id }) => id)).toEqual([
    'other',
    'weeks',
    'flag',
  ])
  expect(withAskedFacts(draft, ['weeks'])).toBe(draft)
})

test('procedures are found by code or by words in any order (bug: "lumbar mri" that finds nothing)', () => {
  const all = [
    procedure('72148', 'MRI of the lumbar spine', ['a/b']),
    procedure('27447', 'Total knee replacement'),
    procedure('72148', 'MRI of the lumbar spine', ['c/d']),
  ]
  const codes = (query: string) => searchProcedures(all, query).map(({ code }) => code)
  expect(codes('lumbar mri')).toEqual(['72148'])
  expect(codes('274')).toEqual(['27447'])
  expect(codes('lumbar knee')).toEqual([])
  expect(policyFor(all, { procedure: ' 72148', payer: 'c', plan: 'd' })?.plans).toEqual(['c/d'])
  expect(policyFor(all, { procedure: '99999', payer: 'c', plan: 'd' })).toBeNull()
})

test('diagnoses are split at anything and named once; days have to exist (bug: 30 February)', () => {
  expect(readDiagnoses('m54.50, M51.16;m54.50\nC79.5')).toEqual(['M54.50', 'M51.16', 'C79.5'])
  expect([isDay('2026-02-28'), isDay('2026-02-30'), isDay('20.11.2026')]).toEqual([true, false, false])
})

// Catches: an appeal that is counted as a first request, because its number was typed without what stands before it.
test('an appeal names the denied request, as it is typed or taken over from the record', () => {
  const of = (appealOf: string) => requestOf({ ...emptyDraft, appealOf }, new Map()).appealOf
  expect(of(' 1F2E3D4C ')).toBe('auth_approval:1f2e3d4c')
  expect(of('auth_approval:1f2e3d4c')).toBe('auth_approval:1f2e3d4c')
  expect(of('')).toBeNull()
  expect([...badFields({ ...emptyDraft, appealOf: 'PA-12' }, new Map())]).toEqual(['appealOf'])
  const request = requestOf({ ...emptyDraft, patientId: 'P1', procedure: '72148' }, new Map())
  expect(appealDraft({ id: 'auth_approval:0badcafe', request })).toMatchObject({
    procedure: '72148',
    appealOf: 'auth_approval:0badcafe',
  })
})
