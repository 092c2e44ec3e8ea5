import { expect, test } from 'vitest'
import { sampleEntry } from '@test/support/audit-chain.ts'
import { byPerson } from './by-person.ts'

// Catches: a person missing, counted as two, or an act counted twice because it has a beginning and an end.
test('one line per person and role, the latest first', () => {
  const entries = [
    sampleEntry(1, { user: 'ada', localAt: 10 }),
    sampleEntry(2, { user: 'ada', kind: 'write', outcome: 'intent', localAt: 20 }),
    sampleEntry(3, { user: 'ada', kind: 'write', outcome: 'done', localAt: 21 }),
    sampleEntry(4, { user: 'bo', localAt: 15 }),
    sampleEntry(5, { user: 'bo', role: 'physician', localAt: 30 }),
    sampleEntry(6, { user: 'cy', outcome: 'refused', localAt: 40 }),
  ]
  expect(byPerson(entries)).toEqual([
    { user: 'bo', role: 'physician', looks: 1, acts: 0, first: 30, last: 30 },
    { user: 'ada', role: 'nurse', looks: 1, acts: 1, first: 10, last: 21 },
    { user: 'bo', role: 'nurse', looks: 1, acts: 0, first: 15, last: 15 },
  ])
})
