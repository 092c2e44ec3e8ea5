import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MessageFault } from '@shared/clinical/message-fault.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import type { Finding, Intake } from './finding.ts'
import { type Arrival, takeIn } from './intake.ts'

const NOW = Date.parse('2026-11-21T22:22:00Z')
const icu: Arrival = { kind: 'unit', unit: 'icu' }

/** What the seed's Python, run as printed, published (its own vector). */
const seedAlert = {
  patient_id: 'P1001',
  alert_type: 'potassium',
  value: 6.8,
  unit: 'mmol/L',
  severity: null,
  timestamp: '2026-11-21T22:21:57.315396',
  context: { unit: 'icu', source: 'seed' },
}
const seedHighRisk = {
  type: 'high_risk_patient',
  patient_id: 'P1001',
  risk_score: 100,
  trigger_metric: 'a1c',
  trigger_value: 12.4,
}

function take(payload: string | Buffer, arrival: Arrival = icu, now = NOW): Intake {
  return takeIn(
    arrival,
    typeof payload === 'string' ? Buffer.from(payload) : payload,
    now,
    defaultAlertPolicy,
  )
}

function takeObject(parts: Record<string, unknown>, arrival: Arrival = icu, now = NOW): Intake {
  return take(JSON.stringify({ ...seedAlert, ...parts }), arrival, now)
}

function found(intake: Intake): Finding {
  if (intake.kind !== 'finding') throw new Error(`refused: ${intake.complaint.reason}`)
  return intake.finding
}

describe('the messages of the seed', () => {
  // Catches: a station that does not understand what the seed's Python writes.
  test('an alert is understood field by field', () => {
    expect(found(takeObject({}))).toMatchObject({
      units: ['icu'],
      card: { patientId: 'P1001', name: null, allergies: null },
      type: 'potassium',
      value: 6.8,
      unitOfMeasure: 'mmol/L',
      publisherSeverity: null,
      publishedAt: Date.parse('2026-11-21T22:21:57.315Z'),
      doubts: [],
      source: 'seed',
    })
  })

  // Catches: an alert refused because it leaves out what it need not say.
  test.each(['unit', 'severity', 'timestamp', 'context'] as const)(
    'an alert without "%s" is shown',
    (field) => {
      expect(found(takeObject({ [field]: undefined })).card.patientId).toBe('P1001')
    },
  )

  test('a high-risk patient is understood on the channel of the care managers', () => {
    const arrival: Arrival = { kind: 'care-management', unit: 'care_management' }
    expect(found(take(JSON.stringify(seedHighRisk), arrival))).toMatchObject({
      units: ['care_management'],
      type: 'high_risk_patient',
      value: 100,
      card: { patientId: 'P1001' },
    })
    // Catches: the alert of a ward called care_management refused because its channel has two meanings.
    expect(found(takeObject({ context: { unit: 'care_management' } }, arrival)).type).toBe('potassium')
  })
})

describe('one message is one message', () => {
  const id = (json: string, arrival: Arrival = icu, now = NOW): string =>
    found(take(json, arrival, now)).messageId

  // Catches: the same alert counted once per channel, station or way of writing JSON.
  test('by whatever channel, key order, spacing, escape or time of arrival', () => {
    const plain = JSON.stringify(seedAlert)
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(seedAlert).toReversed()))
    const python = `{"patient_id": "P1001", "alert_type": "potassium", "value": 6.80, "unit": "mmol/L", "severity": null, "timestamp": "2026-11-21T22:21:57.315396", "context": {"source": "s\\u0065ed", "unit": "icu"}}`
    const ids = [
      id(plain),
      id(reversed),
      id(python),
      id(JSON.stringify(seedAlert, null, 2)),
      id(plain, { kind: 'patient', patientId: 'P1001' }),
      id(plain, { kind: 'history', patientId: 'P1001' }, NOW + 3_600_000),
    ]
    expect(new Set(ids).size).toBe(1)
  })

  // Catches: two measurements taken for one because too little of the message takes part in its name.
  test.each([
    { value: 6.9 },
    { timestamp: '2026-11-21T22:21:58' },
    { patient_id: 'P1002' },
    { severity: 'info' },
  ])('another one when it differs in %j', (parts) => {
    expect(found(takeObject(parts)).messageId).not.toBe(found(takeObject({})).messageId)
  })

  // Catches: a message without a time being known for ever, or again and again with every replay of the history.
  test('without a time of its own is the same for its minute, and again when replayed from the history', () => {
    const untimed = JSON.stringify({ ...seedAlert, timestamp: undefined })
    const history: Arrival = { kind: 'history', patientId: 'P1001' }
    expect(id(untimed)).toBe(id(untimed, history, NOW + 20_000))
    expect(id(untimed)).not.toBe(id(untimed, icu, NOW + 120_000))
  })
})

// Catches: an alert hidden from one of two wards when channel and payload disagree.
test.each<[Arrival, unknown, readonly string[]]>([
  [icu, { unit: 'icu' }, ['icu']],
  [icu, { unit: '4b' }, ['4b', 'icu']],
  [icu, {}, ['icu']],
  [icu, null, ['icu']],
  [icu, { unit: 7 }, ['icu']],
  [{ kind: 'patient', patientId: 'P1001' }, { unit: '4b' }, ['4b']],
  [{ kind: 'patient', patientId: 'P1001' }, {}, ['general']],
  [{ kind: 'history', patientId: 'P1001' }, { unit: '' }, ['general']],
])('%j with the context %j belongs to %j', (arrival, context, units) => {
  expect(found(takeObject({ context }, arrival)).units).toEqual(units)
})

describe('what is malformed', () => {
  const refused: readonly [string, string | Buffer, MessageFault][] = [
    ['no JSON', 'hello', 'not-json'],
    ['nothing', '', 'not-json'],
    ['cut JSON', JSON.stringify(seedAlert).slice(0, -3), 'not-json'],
    ["Python's NaN", JSON.stringify(seedAlert).replace('6.8', 'NaN'), 'not-json'],
    ['an array', JSON.stringify([seedAlert]), 'not-an-object'],
    ['a number', '42', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['one megabyte', JSON.stringify({ ...seedAlert, context: { note: 'x'.repeat(1_048_576) } }), 'too-large'],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"patient_id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      'invalid-utf8',
    ],
    ['__proto__', `{"__proto__": {"admin": true}, ${JSON.stringify(seedAlert).slice(1)}`, 'forbidden-key'],
    [
      'a nested constructor',
      JSON.stringify({ ...seedAlert, context: { a: { constructor: 1 } } }),
      'forbidden-key',
    ],
    [
      'deep nesting',
      `${JSON.stringify(seedAlert).slice(0, -1)},"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      'forbidden-key',
    ],
    ['no patient', JSON.stringify({ ...seedAlert, patient_id: undefined }), 'missing-patient'],
    ['an empty patient', JSON.stringify({ ...seedAlert, patient_id: '  ' }), 'missing-patient'],
    ['a patient list', JSON.stringify({ ...seedAlert, patient_id: ['P1'] }), 'missing-patient'],
    ['no type', JSON.stringify({ ...seedAlert, alert_type: undefined }), 'missing-type'],
    ['a type that is a number', JSON.stringify({ ...seedAlert, alert_type: 5 }), 'missing-type'],
    ['no value', JSON.stringify({ ...seedAlert, value: undefined }), 'wrong-value'],
    ['a value as text', JSON.stringify({ ...seedAlert, value: '6.8' }), 'wrong-value'],
    ['a value of null', JSON.stringify({ ...seedAlert, value: null }), 'wrong-value'],
    ['an infinite value', JSON.stringify(seedAlert).replace('6.8', '1e999'), 'wrong-value'],
    ['a unit that is a list', JSON.stringify({ ...seedAlert, unit: [] }), 'wrong-types'],
  ]

  // Catches: a crash, or a message that disappears without a word.
  test.each(refused)('%s is refused with its reason', (_, payload, reason) => {
    const intake = take(payload)
    expect(intake).toMatchObject({ kind: 'refused', complaint: { reason } })
    if (intake.kind === 'refused') expect(intake.complaint.sentence).toMatch(/\.$/)
  })

  const doubted: readonly [string, Record<string, unknown>, MessageFault | null][] = [
    ['a future time', { timestamp: '2026-11-21T23:22:00' }, 'time-ahead'],
    ['an ancient time', { timestamp: '1999-01-01T00:00:00' }, 'time-ancient'],
    ['a time that is no time', { timestamp: 'yesterday' }, 'time-unreadable'],
    ['a time as a number', { timestamp: 1_795_299_717 }, 'time-unreadable'],
    ['no time', { timestamp: null }, null],
  ]

  // Catches: an alert thrown away, hidden as old or ranked as tomorrow's because of its publisher's clock.
  test.each(doubted)('%s is shown with the time of receipt, and complained about', (_, parts, reason) => {
    const intake = takeObject(parts)
    expect(found(intake).publishedAt).toBe(NOW)
    expect(found(intake).doubts).toHaveLength(1)
    if (intake.kind === 'finding')
      expect(intake.complaints.map((complaint) => complaint.reason)).toEqual(reason === null ? [] : [reason])
  })

  // Catches: numbers as patient ids refused although many systems number their patients.
  test('a number is a patient id', () => {
    expect(found(takeObject({ patient_id: 4711 })).card.patientId).toBe('4711')
    expect(takeObject({ patient_id: 4711.5 })).toMatchObject({ complaint: { reason: 'missing-patient' } })
  })

  // Catches: one wrong field of the card costing the whole alert.
  test('a card with wrong fields is taken for what is right in it', () => {
    const context = {
      unit: 'icu',
      name: 5,
      allergies: 'penicillin',
      bed: 'ICU 01',
      demo: 'yes',
      birth_date: null,
    }
    expect(found(takeObject({ context })).card).toMatchObject({ name: null, allergies: null, bed: 'ICU 01' })
    expect(found(takeObject({ context })).simulated).toBe(false)
  })
})

describe('whatever comes', () => {
  const arrivals = fc.constantFrom<Arrival>(
    icu,
    { kind: 'patient', patientId: 'P1' },
    { kind: 'history', patientId: 'P1' },
    { kind: 'care-management', unit: 'care_management' },
  )
  const nearly = fc.record(
    {
      patient_id: fc.oneof(fc.string(), fc.anything()),
      alert_type: fc.oneof(fc.string(), fc.anything()),
      value: fc.oneof(fc.double(), fc.anything()),
      unit: fc.oneof(fc.string(), fc.anything()),
      severity: fc.anything(),
      timestamp: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.anything(),
      ),
      context: fc.anything(),
    },
    { requiredKeys: [] },
  )
  const payloads = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    nearly.map((message) => Buffer.from(text(message))),
  )

  // Catches: any input that throws, or that ends without either a finding or a complaint.
  test('it is a finding or a complaint, and never an exception', () => {
    fc.assert(
      fc.property(arrivals, payloads, (arrival, payload) => {
        const intake = takeIn(arrival, payload, NOW, defaultAlertPolicy)
        if (intake.kind === 'refused') {
          expect(MessageFault.options).toContain(intake.complaint.reason)
          return
        }
        const { finding } = intake
        expect(finding.messageId).toMatch(/^[0-9a-f]{32}$/)
        expect(finding.units.length).toBeGreaterThan(0)
        expect(finding.card.patientId.length).toBeGreaterThan(0)
        expect(Number.isFinite(finding.value) && Number.isSafeInteger(finding.publishedAt)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** JSON of anything; what JSON cannot say becomes null. */
function text(message: unknown): string {
  try {
    return (
      JSON.stringify(message, (_, value: unknown) => (typeof value === 'bigint' ? null : value)) ?? 'null'
    )
  } catch {
    return 'null'
  }
}
