import { seedMessage } from '@test/support/seed-publisher.ts'
import type { Dice } from './dice.ts'

type Fields = Record<string, unknown>
type Mutation = (dice: Dice, fields: Fields) => Buffer

const FIELDS = ['patient_id', 'alert_type', 'value', 'unit', 'severity', 'timestamp', 'context'] as const
const CONTEXT_FIELDS = ['unit', 'bed', 'name', 'allergies', 'demo', 'note', 'source'] as const

const oddTexts = [
  '',
  ' ',
  '\u0000',
  '\u202Eevil\u202C',
  '\uD800',
  '\u{1F489}'.repeat(40),
  'e\u0301'.repeat(200),
  '\u200B\uFEFF',
  '__proto__',
  '<img src=x onerror=alert(1)>',
  "'; FLUSHALL; --",
  '*3\r\n$3\r\nSET\r\n',
  'A'.repeat(5_000),
  'NaN',
  '../../etc/passwd',
  'alerts:icu|potassium|high',
]
const oddNumbers = [
  '0',
  '-0',
  '1e308',
  '1e309',
  '-1e400',
  '5e-324',
  '9007199254740993',
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '06.8',
  '6,8',
  '"6.8"',
  'null',
  'true',
  '[6.8]',
  '{"value":6.8}',
]
const oddTimes = [
  '2026-13-45T99:99:99',
  '1970-01-01T00:00:00',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59.999999',
  '+275760-09-13T00:00:00Z',
  '2026-11-22',
  '22.11.2026 10:00',
  '2026-11-22T10:00:00+14:00',
  'yesterday',
  '1795340690',
]

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? 'undefined')

const flipBytes: Mutation = (dice, fields) => {
  const bytes = text(fields)
  const flips = dice.between(1, 8)
  for (let flip = 0; flip < flips; flip += 1) {
    const at = dice.between(0, bytes.length - 1)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.between(0, 7))
  }
  return bytes
}

const truncate: Mutation = (dice, fields) => {
  const bytes = text(fields)
  return bytes.subarray(0, dice.between(0, bytes.length - 1))
}

const insertBytes: Mutation = (dice, fields) => {
  const bytes = text(fields)
  const at = dice.between(0, bytes.length)
  const added = Buffer.from(Array.from({ length: dice.between(1, 12) }, () => dice.between(0, 255)))
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)])
}

const huge: Mutation = (dice, fields) =>
  text({ ...fields, context: { unit: 'icu', note: 'x'.repeat(dice.pick([60_000, 66_000, 1_048_576])) } })

const nested: Mutation = (dice, fields) => {
  const depth = dice.pick([3, 15, 17, 200, 5_000])
  const inner = dice.chance(0.5)
    ? '['.repeat(depth) + ']'.repeat(depth)
    : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  return Buffer.from(JSON.stringify({ ...fields, context: null }).replace('null}', `${inner}}`))
}

const oddText: Mutation = (dice, fields) => {
  const odd = dice.pick(oddTexts)
  if (dice.chance(0.5)) return text({ ...fields, [dice.pick(FIELDS)]: odd })
  return text({ ...fields, context: { unit: 'icu', [dice.pick(CONTEXT_FIELDS)]: odd } })
}

const oddNumber: Mutation = (dice, fields) => {
  const { value: _, ...rest } = fields
  return Buffer.from(`{"value":${dice.pick(oddNumbers)},${JSON.stringify(rest).slice(1)}`)
}

const oddTime: Mutation = (dice, fields) => text({ ...fields, timestamp: dice.pick(oddTimes) })

const dropField: Mutation = (dice, fields) => {
  const dropped = dice.pick(FIELDS)
  return text(Object.fromEntries(Object.entries(fields).filter(([name]) => name !== dropped)))
}

const wrongType: Mutation = (dice, fields) =>
  text({
    ...fields,
    [dice.pick(FIELDS)]: dice.pick<unknown>([null, true, 0, -1, [], {}, [[]], { a: 1 }, 'x']),
  })

const badKey: Mutation = (dice, fields) => {
  const key = dice.pick(['__proto__', 'constructor', 'prototype', 'toString', 'patient_id', 'value'])
  return Buffer.from(`{"${key}":${dice.pick(['{"value":1}', '"x"', '1'])},${JSON.stringify(fields).slice(1)}`)
}

const notAnAlert: Mutation = (dice) =>
  Buffer.from(
    dice.pick(['', 'null', '[]', '{}', '0', '"alert"', '\uFEFF{}', 'hello', '{"a":', '<xml/>', '\u0000']),
  )

/** Huge ones are rare, since each costs as much as hundreds of others. */
const mutations: readonly Mutation[] = [
  flipBytes,
  flipBytes,
  truncate,
  insertBytes,
  nested,
  oddText,
  oddText,
  oddNumber,
  oddTime,
  dropField,
  wrongType,
  badKey,
  notAnAlert,
]
const HUGE_SHARE = 0.002
const VALID_SHARE = 0.2

/** A message of a publisher that is broken, hostile or, now and then, right. */
export function mutatedPayload(dice: Dice, index: number, now: number): Buffer {
  const fields: Fields = {
    ...seedMessage({
      patient_id: `F${index % 300}`,
      alert_type: dice.pick(['potassium', 'heart_rate', 'lactate', 'news2', 'something_new']),
      value: dice.between(1, 200) / 10,
      unit: dice.pick(['mmol/L', 'bpm', null, 'furlong']),
      severity: dice.pick([null, 'critical', 'warning', 'info', 'loud']),
      timestamp: new Date(now + index).toISOString().replace('Z', '000'),
      context: { unit: 'icu', source: 'fuzz' },
    }),
  }
  if (dice.chance(VALID_SHARE)) return text(fields)
  if (dice.chance(HUGE_SHARE)) return huge(dice, fields)
  return dice.pick(mutations)(dice, fields)
}
