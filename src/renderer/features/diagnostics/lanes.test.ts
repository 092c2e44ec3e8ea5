import { expect, test } from 'vitest'
import { countDone, lanesOf } from './lanes.ts'
import { diagnosisOf, hypothesisOf, lineOf } from './test-runs.ts'
import type { LocalOpinion, SpecialistId } from '@shared/features/diagnostics/model.ts'

const opinion = (specialist: SpecialistId, heard: boolean): LocalOpinion => ({
  specialist,
  heard,
  confidence: heard ? 0.4 : null,
  hypotheses: heard ? [hypothesisOf('sepsis', 0.4)] : [],
  scores: [],
  remarks: [],
  tests: [],
})
const of = (lanes: ReturnType<typeof lanesOf>, specialist: SpecialistId) =>
  lanes.find((lane) => lane.specialist === specialist)

// Catches: a specialist who has not begun shown as at work, and one at work as done.
test('lanes follow the progress', () => {
  const lanes = lanesOf(
    [
      lineOf('started'),
      lineOf('specialist_started', 'cardiology'),
      lineOf('specialist_started', 'neurology'),
      lineOf('specialist_complete', 'neurology', 0.6),
    ],
    null,
    'running',
  )
  expect(lanes).toHaveLength(9)
  expect(of(lanes, 'cardiology')?.state).toBe('working')
  expect(of(lanes, 'neurology')).toMatchObject({ state: 'done', confidence: 0.6, told: false })
  expect(of(lanes, 'radiology')?.state).toBe('waiting')
  expect(countDone(lanes)).toBe(1)
})

// Catches: a lane that works for ever after a cancel.
test('in an ended run nobody is at work', () => {
  const lanes = lanesOf([lineOf('specialist_started', 'cardiology')], null, 'cancelled')
  expect(new Set(lanes.map(({ state }) => state))).toEqual(new Set(['stopped']))
})

// Catches: a specialist who read nothing shown as one who agrees; a result from the cache with empty lanes.
test('the result completes the lanes, and no opinion is not agreement', () => {
  const local = [opinion('cardiology', true), opinion('radiology', false)]
  const lanes = lanesOf([lineOf('from_cache')], diagnosisOf({ local }), 'completed')
  expect(of(lanes, 'cardiology')).toMatchObject({ state: 'done', leading: 'SEPSIS', confidence: 0.4 })
  expect(of(lanes, 'radiology')).toMatchObject({ state: 'unheard', leading: null, confidence: null })
})

// Catches: a model's answer in the place of the local rules, and a failed model that looks like one without findings.
test('a model stands apart, with why it did not answer', () => {
  const model = { model: 'm', promptVersion: '1' }
  const lanes = lanesOf(
    [lineOf('model_asked', 'steward')],
    diagnosisOf({
      local: [opinion('cardiology', true)],
      model: [
        {
          ...model,
          specialist: 'cardiology',
          outcome: {
            kind: 'answered',
            hypotheses: [
              { condition: 'a', name: 'A', confidence: 0.2, reason: '' },
              { condition: 'b', name: 'B', confidence: 0.7, reason: '' },
            ],
            concern: '',
          },
        },
        { ...model, specialist: 'neurology', outcome: { kind: 'failed', reason: 'No answer.' } },
        { ...model, specialist: 'radiology', outcome: { kind: 'not-asked', reason: 'Spent.' } },
      ],
    }),
    'completed',
  )
  expect(of(lanes, 'cardiology')).toMatchObject({
    leading: 'SEPSIS',
    model: { state: 'answered', leading: 'B' },
  })
  expect(of(lanes, 'neurology')?.model).toMatchObject({ state: 'failed', reason: 'No answer.' })
  expect(of(lanes, 'radiology')?.model).toMatchObject({ state: 'not-asked', reason: 'Spent.' })
  expect(of(lanes, 'steward')?.model?.state).toBe('unanswered')
  expect(of(lanes, 'pharmacology')?.model).toBeNull()
})
