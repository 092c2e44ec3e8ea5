import { describe, expect, test } from 'vitest'
import { raisedAlert } from '@test/support/alert-samples.ts'
import { UnitReplica } from './unit-replica.ts'

const id = (digit: string): string => digit.repeat(32)

describe("a unit's copy", () => {
  // Catches: a reply that was overtaken bringing back the milder alert beside the one that has taken its place.
  test('does not show again what has been replaced, although its closing is still on the way', () => {
    const replica = new UnitReplica('icu')
    const milder = { ...raisedAlert(), id: id('a') }
    expect(replica.apply(milder)).toBe(true)
    expect(replica.apply({ ...milder, id: id('b'), supersedes: id('a') })).toBe(true)
    expect(replica.apply({ ...milder, rev: 2 })).toBe(false)
    expect(replica.apply({ ...milder, rev: 3, state: 'resolved' })).toBe(true)
    expect([...replica.all()].map((alert) => alert.id)).toEqual([id('b')])
  })

  // Catches: an overtaken reply that opens a closed alert again.
  test('does not open again what was closed in a later revision', () => {
    const replica = new UnitReplica('icu')
    const alert = raisedAlert()
    replica.apply({ ...alert, rev: 3, state: 'resolved' })
    expect(replica.apply({ ...alert, rev: 2 })).toBe(false)
    expect(replica.size).toBe(0)
  })

  // Catches: messages that grow without end, or the alert that counts one being forgotten.
  test('remembers the latest messages with the alert that counts them', () => {
    const replica = new UnitReplica('icu')
    for (let index = 0; index < 10_001; index += 1) replica.remember(`m${index}`, 'a')
    const messages = new Map(replica.messages())
    expect(messages.size).toBe(10_000)
    expect(messages.has('m0')).toBe(false)
    expect(messages.get('m10000')).toBe('a')
  })
})
