import { type RequestName, requests } from '@shared/ipc/registry.ts'
import { requestChannels } from '@shared/ipc/channels.ts'
import { sampleInputs } from '@test/support/sample-inputs.ts'
import type { Dice } from './dice.ts'

const HUGE_SHARE = 0.001
const DEEP_SHARE = 0.005
const NAMELESS_SHARE = 0.01
const VALID_SHARE = 0.15
/** Own properties with names that a careless merge writes into a prototype. */
const hostile: readonly string[] = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"prototype":{"polluted":true},"hasOwnProperty":null,"toString":1,"valueOf":{},"then":1}',
]

/** What a page can send: everything that structured cloning carries. */
const junk: readonly ((dice: Dice) => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -0,
  (dice) => dice.between(-2_147_483_648, 2_147_483_647),
  () => Number.MAX_SAFE_INTEGER + 1,
  () => 5e-324,
  () => 2n ** 70n,
  () => '',
  () => '__proto__',
  () => 'constructor',
  () => '../../etc/passwd',
  () => '\u0000\uD800\u202E',
  () => "'; FLUSHALL; --\r\n*1\r\n",
  () => '{"$gt":""}',
  (dice) => String.fromCodePoint(...Array.from({ length: 30 }, () => dice.between(1, 0xd7ff))),
  () => [],
  (dice) => Array.from({ length: dice.between(1, 60) }, (_, index) => index),
  () => [[[]]],
  () => ({}),
  () => new Date(Number.NaN),
  () => new Map([['__proto__', 1]]),
  () => new Set(['a']),
  () => new Uint8Array(16),
  () => /(a+)+$/,
  () => new Error('sent'),
  (dice) => JSON.parse(dice.pick(hostile)) as unknown,
  () => cyclic(),
]

function cyclic(): object {
  const loop: Record<string, unknown> = { id: 'loop' }
  loop['self'] = loop
  return loop
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value }
  return value
}

function oddValue(dice: Dice): unknown {
  if (dice.chance(HUGE_SHARE)) return 'x'.repeat(dice.pick([65_537, 1_048_577, 8_388_608]))
  if (dice.chance(DEEP_SHARE)) return nested(dice.pick([20, 500, 5_000]))
  return dice.pick(junk)(dice)
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hostileWith(value: object, dice: Dice): object {
  const odd: unknown = JSON.parse(dice.pick(hostile))
  return typeof odd === 'object' && odd !== null ? Object.assign(odd, value) : value
}

/** A copy in which one place, at whatever depth, is something else. */
function mutated(value: unknown, dice: Dice): unknown {
  if (Array.isArray(value) && value.length > 0 && dice.chance(0.8)) {
    const items: unknown[] = [...value]
    items[dice.between(0, items.length - 1)] = mutated(items[0], dice)
    return items
  }
  if (!isPlain(value) || dice.chance(0.1)) return oddValue(dice)
  const entries = Object.entries(value)
  const kind = dice.between(0, 9)
  if (kind === 0 && entries.length > 0) entries.splice(dice.between(0, entries.length - 1), 1)
  else if (kind <= 2 || entries.length === 0) return { ...value, [dice.pick(names)]: oddValue(dice) }
  else if (kind === 3) return hostileWith(value, dice)
  else {
    const at = dice.between(0, entries.length - 1)
    const [name, inner] = entries[at] ?? ['', null]
    entries[at] = [name, mutated(inner, dice)]
  }
  return Object.fromEntries(entries)
}

const names = ['id', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'user', 'role', 'ok']

/** These change who sits there, take time on purpose, or rewire the station: right ones are rare, wrong ones are not. */
const consequential: ReadonlySet<RequestName> = new Set<RequestName>([
  'sessions.sign-out',
  'sessions.sign-in',
  'sessions.badge',
  'sessions.first-administrator',
  'sessions.end-mine',
  'sessions.end-any',
  'sessions.save-policy',
  'sessions.demonstration',
  'users.add',
  'users.set-secret',
  'audit.verify',
  'audit.export',
  'settings.save',
])
const CONSEQUENTIAL_SHARE = 0.01

export interface FuzzedCall {
  readonly name: string
  readonly input: unknown
  readonly trusted: boolean
}

/** One call as a page would send it that somebody else has taken over; now and then a right one. */
export function fuzzedCall(dice: Dice): FuzzedCall {
  const trusted = !dice.chance(0.005)
  if (dice.chance(NAMELESS_SHARE))
    return { name: dice.pick([...names, '__proto__', '']), input: oddValue(dice), trusted }
  for (;;) {
    const name = dice.pick(requestChannels)
    const sample: unknown = sampleInputs[name]
    const input = dice.chance(VALID_SHARE) ? sample : mutated(sample, dice)
    const carriedOut = consequential.has(name) && requests[name].input.safeParse(input).success
    if (!carriedOut || dice.chance(CONSEQUENTIAL_SHARE)) return { name, input, trusted }
  }
}
