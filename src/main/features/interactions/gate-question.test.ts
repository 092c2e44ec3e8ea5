import { describe, expect, test } from 'vitest'
import type { Answer } from './answers.ts'
import { beside, filedAs } from './answers-filed.ts'
import { asChosen, questionOf, readReference, referenceOf, requestIdOf } from './gate-question.ts'

const answer: Answer = {
  severity: 'major',
  effect: 'They meet.',
  mechanism: '',
  action: 'Avoid.',
  onset: 'rapid',
  evidence: 'probable',
  standing: 'unvalidated',
  provenance: { model: 'm', promptVersion: 'p-1', at: 1_000, contradictedBy: null },
}
const foreign: Answer = {
  ...answer,
  severity: null,
  effect: '',
  standing: 'foreign',
  provenance: { model: null, promptVersion: null, at: null, contradictedBy: null },
}
const pair = ['drug00', 'drug01'] as const
const filed = filedAs(pair, answer, 5_000, null)

describe('the question about an answer', () => {
  // Bugs: two stations whose questions differ, so that the second throws a reviewer's work away; the words of another
  // answer taken for those that were judged.
  test('depends on the filed answer alone; its id on pair and origin, its reference on filing and words too', () => {
    const again = filedAs(pair, { ...answer, effect: 'They do.' }, 9_000, filed)
    expect(questionOf({ ...filed }, null)).toEqual(questionOf(filed, null))
    expect(requestIdOf(again)).toBe(requestIdOf(filed))
    expect(referenceOf({ ...again, rev: filed.rev })).not.toBe(referenceOf(filed))
    expect(referenceOf({ ...filed, rev: 2 })).not.toBe(referenceOf(filed))
    expect(referenceOf({ ...filed, askedAt: 6_000 })).not.toBe(referenceOf(filed))
    const others = [
      filedAs(pair, foreign, 5_000, null),
      filedAs(['drug00', 'drug02'], answer, 5_000, null),
      filedAs(pair, { ...answer, provenance: { ...answer.provenance, promptVersion: 'p-2' } }, 5_000, null),
    ]
    expect(new Set([filed, ...others].map(requestIdOf)).size).toBe(4)
  })

  test('comes back as the pair and the filing that it was about', () => {
    expect(readReference(referenceOf(filed))).toEqual({ pair: ['drug00', 'drug01'], rev: 1 })
    for (const strange of [null, '', '[]', '{"a":1}', '["a","b"]', 'no json'])
      expect(readReference(strange)).toBeNull()
  })

  // Bug: what nobody said shown as if it spoke for the answer.
  test('says what is missing, where it comes from and what contradicts it', () => {
    const { basis, choice } = questionOf(filedAs(pair, foreign, 5_000, null), null)
    expect(basis.filter(({ standing }) => standing === 'missing').map(({ label }) => label)).toEqual([
      'Mechanism',
      'Origin',
    ])
    expect(choice.offered).toBe('none')
    expect(choice.options.map(({ value }) => value)).toContain('none')
    const both = questionOf(filedAs(pair, beside(answer, foreign), 5_000, null), null)
    expect(both.basis).toContainEqual({
      label: 'Contradicted',
      text: 'Another program says instead: No interaction. No interaction known.',
      standing: 'against',
    })
    // What a model calls an interaction is not made "no interaction" by a choice; it is rejected.
    expect(both.choice.options.map(({ value }) => value)).not.toContain('none')
  })

  test('tells who judged before and who wants it judged once more', () => {
    const by = { user: 'mara', role: 'pharmacist', station: 'A' } as const
    const judged = { ...filed, state: 'rejected', judgedBy: by, judgedAt: 1, note: 'wrong drug' } as const
    const again = { ...filed, rev: 2, again: { user: 'ada', why: 'new label' } }
    const { basis, askedBy } = questionOf(again, judged)
    expect(askedBy).toBe('ada')
    expect(basis.slice(-2)).toEqual([
      {
        label: 'Judged before',
        text: 'An answer about these drugs was rejected by mara: wrong drug',
        standing: 'against',
      },
      { label: 'To be judged once more', text: 'ada: new label', standing: 'fact' },
    ])
  })
})

// Bug: a choice that nobody offered read as "no interaction" or as the model's own.
test('a choice gives the severity; one that is none gives nothing', () => {
  expect(asChosen(filed, null)?.severity).toBe('major')
  expect(asChosen(filed, 'contraindicated')?.severity).toBe('contraindicated')
  expect(asChosen(filed, 'none')?.severity).toBeNull()
  expect(asChosen(filed, 'harmless')).toBeNull()
})
