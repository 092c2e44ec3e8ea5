import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Alert, DueKind, isOpen } from '@shared/features/alerts/model.ts'
import { AlertPolicy, defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { chargeNurse, colleague, MINUTE, nurse, raisedAlert, T0 } from '@test/support/alert-samples.ts'
import { type Command, decideCommand, decideDue } from './engine-commands.ts'

const readBackCommand: Command = { kind: 'read-back', toldTo: 'Dr A', repeatedBy: 'Dr A' }
const commands: Readonly<Record<Command['kind'], Command>> = {
  acknowledge: { kind: 'acknowledge' },
  escalate: { kind: 'escalate' },
  take: { kind: 'take' },
  release: { kind: 'release' },
  'read-back': readBackCommand,
  note: { kind: 'note', text: 'on my way' },
  resolve: { kind: 'resolve', reason: null },
}

function after(alert: Alert, ...steps: Command['kind'][]): Alert {
  return steps.reduce((state, step) => {
    const change = decideCommand(state, commands[step], nurse, defaultAlertPolicy, T0 + 1)
    if (!change) throw new Error(`${step} should apply`)
    return change.next
  }, alert)
}

function expired(): Alert {
  const alert = raisedAlert({ value: 4.5 })
  const change = decideDue(alert, 'expiry', defaultAlertPolicy, T0 + 241 * MINUTE)
  if (!change) throw new Error('expiry should apply')
  return change.next
}

const states: Readonly<Record<string, () => Alert>> = {
  new: () => raisedAlert(),
  acknowledged: () => after(raisedAlert(), 'acknowledge'),
  escalated: () => after(raisedAlert(), 'escalate'),
  taken: () => after(raisedAlert(), 'take'),
  'read back': () => after(raisedAlert(), 'read-back'),
  resolved: () => after(raisedAlert(), 'resolve'),
  expired,
}

/** Which commands of the same nurse apply in which state; everything else answers "unchanged". */
const applies: Readonly<Record<keyof typeof states, readonly Command['kind'][]>> = {
  new: ['acknowledge', 'escalate', 'take', 'read-back', 'note', 'resolve'],
  acknowledged: ['escalate', 'take', 'read-back', 'note', 'resolve'],
  escalated: ['acknowledge', 'escalate', 'take', 'read-back', 'note', 'resolve'],
  taken: ['escalate', 'release', 'read-back', 'note', 'resolve'],
  'read back': ['escalate', 'take', 'note', 'resolve'],
  resolved: ['note'],
  expired: ['note'],
}

// Catches: a transition that errs or applies where it must only show the present state.
describe.each(Object.keys(states))('an alert that is %s', (name) => {
  test.each(Object.values(commands))('answers $kind as the table says', (command) => {
    const alert = states[name]?.() ?? raisedAlert()
    const change = decideCommand(alert, command, nurse, defaultAlertPolicy, T0 + 2)
    expect(change !== null).toBe(applies[name]?.includes(command.kind))
    if (change) expect(change.next.rev).toBe(alert.rev + 1)
  })
})

describe('who may do what', () => {
  // Catches: an acknowledgement that a second one overwrites, so that both believe that they have it.
  test('the first acknowledgement stands', () => {
    const first = after(raisedAlert(), 'acknowledge')
    expect(decideCommand(first, commands.acknowledge, colleague, defaultAlertPolicy, T0 + 5)).toBeNull()
    expect(first.acknowledgedBy).toEqual(nurse)
  })

  // Catches: an alert released under the hands of the one who attends to it.
  test('only the holder or a charge nurse releases', () => {
    const taken = after(raisedAlert(), 'take')
    expect(decideCommand(taken, commands.release, colleague, defaultAlertPolicy, T0 + 5)).toBeNull()
    for (const actor of [nurse, chargeNurse]) {
      expect(
        decideCommand(taken, commands.release, actor, defaultAlertPolicy, T0 + 5)?.next.holder,
      ).toBeNull()
    }
  })

  // Catches: a taken alert that goes on calling and escalating.
  test('taking acknowledges and ends the escalation clock', () => {
    const taken = after(raisedAlert(), 'take')
    expect(taken).toMatchObject({ state: 'acknowledged', acknowledgedBy: nurse, holder: nurse })
    expect(taken.due.some(({ kind }) => kind === 'escalation')).toBe(false)
    expect(taken.timeline.map(({ kind }) => kind)).toEqual(['raised', 'acknowledged', 'taken'])
  })
})

describe('read-back', () => {
  // Catches: a critical result acknowledged with a click and never read back.
  test('is due after acknowledging a critical laboratory result, and ends with it', () => {
    const waiting = after(raisedAlert(), 'acknowledge')
    expect(waiting.due).toContainEqual({ kind: 'read-back', at: T0 + 1 + 15 * MINUTE })
    const done = after(waiting, 'read-back')
    expect(done).toMatchObject({
      state: 'acknowledged',
      readBack: { toldTo: 'Dr A', repeatedBy: 'Dr A', by: nurse },
    })
    expect(done.due.map(({ kind }) => kind)).toEqual(['expiry'])
  })

  // Catches: demanding read-back of a bedside vital, which nobody telephones.
  test('is not demanded of vitals and of what is not critical', () => {
    expect(raisedAlert({ type: 'heart_rate', value: 160, unitOfMeasure: 'bpm' }).readBackRequired).toBe(false)
    expect(raisedAlert({ value: 6.1 }).readBackRequired).toBe(false)
  })

  // Catches: an overdue read-back that changes nothing, or that escalates for ever.
  test('overdue escalates once', () => {
    const waiting = after(raisedAlert(), 'acknowledge')
    const overdue = decideDue(waiting, 'read-back', defaultAlertPolicy, T0 + 1 + 15 * MINUTE)
    expect(overdue?.next).toMatchObject({
      state: 'escalated',
      escalationLevel: 1,
      escalatedTo: 'charge-nurse',
    })
    expect(overdue?.next.timeline.at(-1)?.text).toBe('read-back overdue')
    expect(overdue?.next.due.map(({ kind }) => kind)).toEqual(['expiry'])
    expect(overdue && decideDue(overdue.next, 'read-back', defaultAlertPolicy, T0 + 60 * MINUTE)).toBeNull()
  })
})

describe('the deadline clock', () => {
  // Catches: a chain that skips a role, stops after the first, or calls the last for ever.
  test('climbs the chain step by step and ends at its end', () => {
    let alert = raisedAlert()
    const called: (string | null)[] = []
    for (let due = alert.due[0]; due; due = alert.due[0]) {
      expect(decideDue(alert, 'escalation', defaultAlertPolicy, due.at - 1)).toBeNull()
      const change = decideDue(alert, 'escalation', defaultAlertPolicy, due.at)
      if (!change) throw new Error('a reached deadline must escalate')
      alert = change.next
      called.push(alert.escalatedTo)
    }
    expect(called).toEqual(['charge-nurse', 'physician', 'rapid-response'])
    expect(alert).toMatchObject({ state: 'escalated', escalationLevel: 3, acknowledgedAt: null })
    expect(alert.due).toEqual([])
  })

  // Catches: escalating what somebody has answered a moment before.
  test.each(['acknowledge', 'take', 'read-back', 'resolve'] as const)(
    'does not escalate after %s',
    (answer) => {
      const answered = after(raisedAlert(), answer)
      expect(decideDue(answered, 'escalation', defaultAlertPolicy, T0 + 600 * MINUTE)).toBeNull()
    },
  )

  // Catches: a critical alert that vanishes by itself before anybody has seen it.
  test('never expires an unanswered critical alert, whatever is done to it', () => {
    const escalated = after(raisedAlert(), 'escalate', 'escalate', 'note')
    expect(escalated.due.some(({ kind }) => kind === 'expiry')).toBe(false)
    expect(decideDue(escalated, 'expiry', defaultAlertPolicy, T0 + 1e9)).toBeNull()
  })

  // Catches: a step back in the chain when the policy was shortened meanwhile, which would call nobody.
  test('never takes a step back when the chain is shortened', () => {
    const high = after(raisedAlert(), 'escalate', 'escalate', 'escalate')
    const short = AlertPolicy.parse({ escalation: [{ role: 'physician', afterSeconds: 60 }] })
    expect(decideCommand(high, commands.escalate, nurse, short, T0 + 9)?.next.escalationLevel).toBe(3)
  })
})

// Catches, over any sequence of people and clocks: a skipped revision, a deadline on a closed alert, a closed alert that
// opens again, a lost first line, an acknowledgement that disappears, a state the schema does not know.
test('any sequence of commands and deadlines keeps the alert in order', () => {
  const action = fc.record({
    command: fc.constantFrom(...Object.values(commands), null),
    due: fc.constantFrom(...DueKind.options),
    actor: fc.constantFrom(nurse, colleague, chargeNurse),
    waitMs: fc.integer({ min: 0, max: 20 * MINUTE }),
  })
  const start = fc.constantFrom(6.8, 6.1, 4.5, 2.1)
  fc.assert(
    fc.property(start, fc.array(action, { maxLength: 40 }), (value, actions) => {
      let alert = raisedAlert({ value })
      let now = T0
      for (const { command, due, actor, waitMs } of actions) {
        now += waitMs
        const change = command
          ? decideCommand(alert, command, actor, defaultAlertPolicy, now)
          : decideDue(alert, due, defaultAlertPolicy, now)
        if (!change) continue
        const { next } = change
        expect(Alert.safeParse(next).success).toBe(true)
        expect(next.rev).toBe(alert.rev + 1)
        expect(next.timeline[0]).toEqual(alert.timeline[0])
        expect(next.timeline.at(-1)).toMatchObject({ kind: change.kind, at: now })
        expect(next.escalationLevel).toBeGreaterThanOrEqual(alert.escalationLevel)
        if (!isOpen(next)) expect(next).toMatchObject({ due: [], closedAt: expect.any(Number) })
        if (!isOpen(alert)) expect(next).toMatchObject({ state: alert.state, closedAt: alert.closedAt })
        if (alert.acknowledgedAt !== null)
          expect(next).toMatchObject({
            acknowledgedAt: alert.acknowledgedAt,
            acknowledgedBy: alert.acknowledgedBy,
          })
        if (next.acknowledgedAt !== null)
          expect(next.due.some(({ kind }) => kind === 'escalation')).toBe(false)
        expect(next.due.map(({ at }) => at)).toEqual(next.due.map(({ at }) => at).sort((a, b) => a - b))
        alert = next
      }
    }),
    { numRuns: 300 },
  )
})
