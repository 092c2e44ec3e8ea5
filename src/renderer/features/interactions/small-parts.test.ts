import { expect, test } from 'vitest'
import { resultWords } from './components/result-line.tsx'
import { modelDraftOf, readModel } from './model-draft.ts'
import { drugsOf, pastedLines } from './paste-lines.ts'
import { overriddenShare, readDays, reasonsOf } from './rule-figures.ts'
import { noModel, type RuleFigures } from '@shared/features/interactions/governance.ts'

const rule: RuleFigures = {
  key: 'rule:x',
  label: 'x',
  severity: 'major',
  tier: 'ward',
  standing: 'knowledge',
  shown: 9,
  accepted: 1,
  overridden: 3,
  reasons: { 'will-monitor': 1, other: 2 },
  demotion: null,
}

test('the share counts decisions, not sights, and no decision has no share (bug: 0 % for "nobody decided")', () => {
  expect(overriddenShare(rule)).toBe(0.75)
  expect(overriddenShare({ ...rule, accepted: 0, overridden: 0 })).toBeNull()
  expect(reasonsOf(rule)).toEqual([
    ['other', 2],
    ['will-monitor', 1],
  ])
})

test.each([
  ['30', 30],
  ['0', null],
  ['366', null],
  ['1.5', null],
  ['', null],
] as const)('%j days are %s (bug: a rule demoted for ever)', (typed, days) => {
  expect(readDays(typed)).toBe(days)
})

// Catches: an unknown drug of a pasted list that is dropped in silence, and a heading taken for a drug.
test('of a pasted list all that may be a drug is taken, unknown ones too', () => {
  const unknown = {
    kind: 'unknown' as const,
    text: 'zzz',
    reason: 'not-in-formulary' as const,
    sentence: '',
    suggestions: [],
  }
  const lines = pastedLines([
    { text: 'Medications:', recognition: null },
    { text: '- zzz', recognition: unknown },
  ])
  expect(drugsOf(lines)).toEqual([{ text: 'zzz', chosen: null, route: null }])
})

test('model settings survive opening and saving; what is no number is told (bug: a budget that becomes 0)', () => {
  expect(readModel(modelDraftOf(noModel))).toEqual({ settings: noModel })
  const read = readModel({ ...modelDraftOf(noModel), budgetPerDay: '', baseUrl: 'models', warnAt: '5' })
  expect('problems' in read && [...read.problems].sort()).toEqual(['baseUrl', 'budgetPerDay', 'warnAt'])
})

const tally = {
  pairs: 3,
  bySeverity: { contraindicated: 0, major: 0, moderate: 0, minor: 0 },
  clear: 0,
  asking: 0,
  unchecked: 0,
}

test('what could not be checked is never summed up as "nothing found" (bug: failure read as safety)', () => {
  expect(resultWords(3, { ...tally, unchecked: 3 }, 0)).toBe(
    '3 drugs, 3 pairs: 3 pairs could not be checked.',
  )
  expect(resultWords(1, { ...tally, pairs: 0 }, 0)).toBe('1 drug, 0 pairs: no pair to check.')
  expect(resultWords(3, { ...tally, clear: 2, asking: 1 }, 1)).toBe(
    '3 drugs, 3 pairs: 1 allergy was not understood; 1 pair is being asked about; nothing found in 2 pairs.',
  )
})
