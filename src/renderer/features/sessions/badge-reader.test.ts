import { expect, test } from 'vitest'
import { createBadgeReader, type BadgeReader } from './badge-reader.ts'

function type(reader: BadgeReader, text: string, gapMs: number, from = 0): string | null {
  let found: string | null = null
  const keys = [...text.split(''), 'Enter']
  for (const [index, key] of keys.entries())
    found = reader.take({ key, at: from + index * gapMs, withModifier: false }) ?? found
  return found
}

test('fast characters and Enter are a badge (bug: a scan that nobody notices)', () => {
  expect(type(createBadgeReader(), '0472AX91', 8)).toBe('0472AX91')
})

test('a hand is not a badge (bug: a password typed into the wrong place sent as a badge)', () => {
  expect(type(createBadgeReader(), 'correct-horse', 120)).toBeNull()
})

test('a few fast keys are not a badge (bug: J and Enter sign somebody out)', () => {
  expect(type(createBadgeReader(), 'jjj', 5)).toBeNull()
})

test('a stroke long before the scan is not part of it (bug: every scan after a key press fails)', () => {
  const reader = createBadgeReader()
  reader.take({ key: 'a', at: 0, withModifier: false })
  expect(type(reader, '123456', 5, 1_000)).toBe('123456')
})

test('Shift between characters belongs to the reader, Ctrl does not', () => {
  const reader = createBadgeReader()
  for (const [index, key] of ['Shift', 'A', 'Shift', 'B', '1', '2', '3', '4'].entries())
    reader.take({ key, at: index * 5, withModifier: false })
  expect(reader.take({ key: 'Enter', at: 45, withModifier: false })).toBe('AB1234')
  reader.take({ key: '1', at: 100, withModifier: true })
  expect(reader.pending).toBe('')
})
