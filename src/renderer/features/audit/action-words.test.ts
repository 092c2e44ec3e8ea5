import { expect, test } from 'vitest'
import { requests } from '@shared/ipc/registry.ts'
import { actionWords } from './action-words.ts'

// Catches: a feature whose acts stand in the audit as names of channels, which no privacy officer knows.
test('every request that is put on record has words', () => {
  const recorded = Object.entries(requests).flatMap(([name, { audit }]) => (audit === 'quiet' ? [] : [name]))
  expect(recorded.length).toBeGreaterThan(40)
  expect(recorded.filter((name) => actionWords[name] === undefined)).toEqual([])
})
