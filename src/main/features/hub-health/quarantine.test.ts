import { expect, test } from 'vitest'
import { QuarantineItem } from '@shared/features/hub-health/model.ts'
import { type NewQuarantineItem, QuarantineShelf } from './quarantine.ts'

function item(fingerprint: string, parts: Partial<NewQuarantineItem> = {}): NewQuarantineItem {
  return {
    channelKind: 'unit',
    unit: 'icu',
    reason: 'not-json',
    sentence: 'The message is not JSON.',
    bytes: fingerprint.length,
    shown: false,
    fingerprint,
    ...parts,
  }
}

// Catches: a publisher of nonsense filling the memory of every station.
test('the shelf keeps the last 200 and counts all', () => {
  const shelf = new QuarantineShelf(() => 1)
  for (let n = 0; n < 1_000; n += 1) shelf.add(item(`message ${n}`))
  expect(shelf.items).toHaveLength(200)
  expect(shelf.count).toBe(1_000)
  expect(shelf.items[0]?.bytes).toBe('message 999'.length)
})

// Catches: one bad message counted once per channel and again with every reconciliation.
test('the same message with the same reason is one item', () => {
  const shelf = new QuarantineShelf(() => 1)
  shelf.add(item('x'))
  shelf.add(item('x', { channelKind: 'history', unit: null }))
  shelf.add(item('x', { reason: 'too-large' }))
  shelf.add(item('y'))
  expect(shelf.count).toBe(3)
})

// Catches: a patient's data kept in, or shown on, the Hub screen.
test('an item holds nothing of the message itself', () => {
  const shelf = new QuarantineShelf(() => 1)
  shelf.add(item('{"patient_id":"Maria Muster"'))
  expect(JSON.stringify(shelf.items)).not.toMatch(/Muster|patient_id/)
  expect(QuarantineItem.safeParse(shelf.items[0]).success).toBe(true)
})
