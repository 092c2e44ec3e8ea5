import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { groupNames, charlsonGroups } from './engine-groups.ts'
import { assess } from './engine.ts'
import type { MedicationJudge } from './ports.ts'

const NOW = Date.UTC(2026, 0, 1)
const judge: MedicationJudge = {
  version: 'test',
  drug: () => ({ kind: 'unknown' }),
  pair: () => ({ low: null, high: null, kind: null, effect: null, missing: [], sources: [] }),
  allergy: () => 'nothing',
  against: () => null,
}
const record: PatientRecord = {
  patientId: 'P1',
  ageYears: 72,
  sex: 'female',
  unit: null,
  history: [],
  medications: [],
  allergies: [],
  vitals: [],
  laboratory: [],
  quality: null,
}
const said = (text: string): HistoryEntry => ({
  text,
  code: null,
  standing: 'present',
  from: { kind: 'note', quotation: `Has ${text}.`, by: 'model' },
})
const stated = (text: string): HistoryEntry => ({ ...said(text), from: { kind: 'history' } })
const names = groupNames.map((group) => charlsonGroups[group].label)

// Catches: a model whose word alone makes a patient high risk, calms a patient, or takes a recommendation away.
test('whatever a model adds, only the highest score can change, and only upward', () => {
  const texts = fc.array(fc.constantFrom(...names, 'nonsense'), { maxLength: 6 })
  fc.assert(
    fc.property(fc.option(texts), texts, (history, facts) => {
      const known = { ...record, history: history === null ? null : history.map(stated) }
      const alone = assess(known, judge, NOW)
      const both = assess(known, judge, NOW, facts.map(said))
      expect(both.low).toBe(alone.low)
      expect(both.high).toBeGreaterThanOrEqual(alone.high)
      expect(both.confidence).toBe(alone.confidence)
      expect(both.missing).toEqual(expect.arrayContaining(alone.missing))
      expect(both.requiresPhysicianReview || !alone.requiresPhysicianReview).toBe(true)
      const ids = both.recommendations.map(({ id }) => id)
      expect(ids).toEqual(expect.arrayContaining(alone.recommendations.map(({ id }) => id)))
    }),
  )
})

// Catches: a model's fact that a reader cannot tell from one of the record, or whose words cannot be looked up.
test('a fact of a model is marked, with its quotation, and named among what is missing', () => {
  const { parts, missing } = assess(record, judge, NOW, [said('leukaemia')])
  expect(parts.history.basis).toEqual([
    {
      label: 'leukaemia (read by a model)',
      input: 'leukaemia (note, read by a model: “Has leukaemia.”)',
      points: null,
    },
  ])
  expect(parts.history.high).toBeGreaterThan(parts.history.low)
  expect(missing).toContain('whether diseases are there that only a model read in notes')
})

// Catches: a disease that counts twice because a model has read it too.
test('what the record says already adds nothing', () => {
  const known = { ...record, history: [stated('leukaemia')] }
  const { high, parts } = assess(known, judge, NOW, [said('leukaemia')])
  expect(high).toBe(assess(known, judge, NOW).high)
  expect(parts.history.basis.at(-1)).toMatchObject({ label: 'leukaemia (read by a model)', points: 0 })
})
