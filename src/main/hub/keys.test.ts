import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HubKeys } from './keys.ts'

// Catches: a changed name of a key or channel that programs of others use (the seed's contract).
test("the seed's names are the seed's", () => {
  const keys = new HubKeys()
  expect(keys.unitAlerts('icu')).toBe('alerts:icu')
  expect(keys.patientAlerts('P1')).toBe('alerts:patient:P1')
  expect(keys.unitAlerts('care_management')).toBe('alerts:care_management')
  expect(keys.alertHistory('P1')).toBe('alert_history:P1')
  expect(keys.series('P1', 'a1c')).toBe('ts:patient:P1:a1c')
})

// Catches: keys of one script in several slots of a Cluster.
test("a ward's own keys share one slot", () => {
  const keys = new HubKeys('t:')
  for (const what of ['log', 'seq', 'state', 'due', 'bundle'] as const)
    expect(keys.alert('4b', what)).toBe(`t:alert:{4b}:${what}`)
  expect(keys.alertStamps('4b', 'x')).toContain('{4b}')
})

// Catches: a channel read as another kind, or a prefix that covers keys only.
test.each([
  ['t:alerts:icu', { kind: 'unit', unit: 'icu' }],
  ['t:alerts:patient:P:1', { kind: 'patient', patientId: 'P:1' }],
  ['t:alerts:care_management', { kind: 'care-management' }],
  ['t:alerts:', null],
  ['alerts:icu', null],
  ['t:other', null],
])('the channel %s is %j', (channel, source) => {
  expect(new HubKeys('t:').readAlertChannel(channel)).toEqual(source)
})

// Catches: a patient or metric whose name holds a separator or a pattern character being found as another's.
test('names survive the way to a key and back', () => {
  const keys = new HubKeys('t:')
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (patient, metric) => {
      expect(keys.patientOfHistory(keys.alertHistory(patient))).toBe(patient)
      expect(keys.metricOf(keys.series(patient, metric), patient)).toBe(metric)
    }),
  )
  expect(keys.patientOfHistory('t:alert_history:')).toBeNull()
  expect(keys.patientOfHistory('t:ts:patient:P1:a1c')).toBeNull()
  expect(keys.metricOf('t:ts:patient:P1:a1c', 'P2')).toBeNull()
})

test.each([
  ['P*', 't:ts:patient:P\\*:*'],
  ['P?[1]', 't:ts:patient:P\\?\\[1\\]:*'],
  ['P\\1', 't:ts:patient:P\\\\1:*'],
])('the pattern of the patient %s means that patient only', (patient, pattern) => {
  expect(new HubKeys('t:').seriesPattern(patient)).toBe(pattern)
})
