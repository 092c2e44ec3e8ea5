import { expect, test } from 'vitest'
import type { Finding } from '@shared/features/interactions/check.ts'
import type { KnownDrug } from '@shared/features/interactions/model.ts'
import { PairTable } from './service-table.ts'

const drug: KnownDrug = {
  kind: 'known',
  text: 'x',
  name: 'x',
  ingredients: ['x'],
  via: 'name',
  matched: 'x',
  strength: null,
  form: null,
  route: null,
}

function finding(...drugs: number[]): Finding {
  return {
    key: 'rule:x',
    kind: 'interaction',
    drugs,
    ingredients: ['x'],
    severity: 'major',
    baseSeverity: 'major',
    tier: 'ward',
    effect: '',
    mechanism: '',
    action: '',
    onset: 'unknown',
    evidence: 'suspected',
    sources: [],
    source: 'local',
    standing: 'knowledge',
    provenance: null,
    applied: [],
    missing: [],
    interrupts: false,
    demotedUntil: null,
  }
}

// Catches: a pair called clear that waits for an answer, could not be checked, has a drug that is not known, or is part
// of a triple.
test('a pair is clear only when nothing else was said about it', () => {
  const table = new PairTable([drug, drug, null, drug, drug, drug])
  table.finding(finding(0, 1, 3))
  table.finding(finding(4))
  table.pending([5, 0])
  table.unchecked({ drugs: [4, 5], reason: 'model-slow', sentence: '', retry: true })
  table.unchecked({ drugs: [2], reason: 'unknown-drug', sentence: '', retry: false })
  expect(table.clear()).toEqual([
    [0, 4],
    [1, 4],
    [1, 5],
    [3, 4],
    [3, 5],
  ])
  expect(table.waiting()).toEqual([[0, 5]])
})
