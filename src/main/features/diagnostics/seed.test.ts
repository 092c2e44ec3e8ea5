import { expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { hexOf, newSessionId, patientOf, progressPayload } from './seed.ts'

// Catches: bytes that are not those of Python's json.dumps; each was printed by Python 3.11.
test('progress has the bytes that the seed publishes', () => {
  expect(progressPayload('specialist_started', 'cardiology', null, 1_795_299_717_317.7285)).toBe(
    '{"event": "specialist_started", "specialist": "cardiology", "timestamp": 1795299717.3177285}',
  )
  expect(progressPayload('specialist_complete', 'neurology', 0.85, 1_795_299_717_500)).toBe(
    '{"event": "specialist_complete", "specialist": "neurology", "confidence": 0.85, "timestamp": 1795299717.5}',
  )
  expect(progressPayload('specialist_complete', 'steward', null, 1_795_299_717_000)).toBe(
    '{"event": "specialist_complete", "specialist": "steward", "confidence": null, "timestamp": 1795299717.0}',
  )
  expect(progressPayload('specialist_complete', 'radiology', 1, 1_795_299_717_000)).toContain(
    '"confidence": 1.0,',
  )
})

// Catches: a session id that does not lead back to its patient.
test('a session id names its patient, whatever the patient is called', () => {
  for (const patient of ['P1', 'ward:4b:7', 'diag:x:0badcafe', ' ']) {
    const session = newSessionId(patient)
    expect(session).toMatch(/^diag:.+:[0-9a-f]{8}$/)
    expect(patientOf(session)).toBe(patient)
    expect(session.endsWith(hexOf(session))).toBe(true)
  }
})

// Catches: a changed name of the seed, and keys of one script in several slots of a Cluster.
test("the seed's names are the seed's, and a patient's keys share the slot of the lock", () => {
  const keys = new HubKeys()
  expect(keys.diagnosticLock('P1')).toBe('lock:diagnostic:P1')
  expect(keys.diagnosticProgress('diag:P1:0badcafe')).toBe('diagnostic:diag:P1:0badcafe')
  for (const what of ['fence', 'runs', 'run:0badcafe', 'log:0badcafe'] as const)
    expect(/\{([^}]+)\}/.exec(keys.diagnosticRun('P1', what))?.[1]).toBe(keys.diagnosticLock('P1'))
  expect(new HubKeys('t:').diagnosticRun('P1', 'fence')).toBe('t:diagnostics:{t:lock:diagnostic:P1}:fence')
})
