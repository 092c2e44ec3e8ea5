import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SoundOrder } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { raisedAlert, sampleCard, T0 } from '@test/support/alert-samples.ts'
import { Calls } from './calls.ts'
import type { AlertOutputs, CallingRules, NotificationOutcome } from './ports.ts'

type Notice = Parameters<AlertOutputs['notify']>[0]

const notices: Notice[] = []
const sounds: SoundOrder[] = []
const stamps: { id: string; what: string; detail: string | null }[] = []
const attention: { count: number; flash: boolean }[] = []
const outcome = vi.fn<() => NotificationOutcome>()
const loud: CallingRules = {
  stationName: 'desk',
  mediumSound: true,
  lowSound: true,
  mediumNotice: true,
  lowNotice: true,
  quiet: false,
}
let rules: CallingRules
let calls: Calls

beforeEach(() => {
  vi.useFakeTimers({ now: T0 })
  for (const list of [notices, sounds, stamps, attention]) list.length = 0
  outcome.mockReset().mockReturnValue({ kind: 'shown' })
  rules = { ...loud }
  calls = new Calls(
    {
      notify: (notice) => {
        notices.push(notice)
        return Promise.resolve(outcome())
      },
      sound: (order) => sounds.push(order),
      attention: (count, flash) => attention.push({ count, flash }),
    },
    {
      stamp: (alert, what, detail) => stamps.push({ id: alert.id, what, detail }),
      clicked: () => undefined,
      acknowledged: () => undefined,
    },
    () => rules,
    () => Date.now(),
  )
})
afterEach(() => {
  calls.stop()
  vi.useRealTimers()
})

const high = (): Alert => raisedAlert({}, Date.now())
const medium = (): Alert => raisedAlert({ value: 6.1 }, Date.now())
const low = (): Alert => raisedAlert({ value: 4.5 }, Date.now())
const escalated = (alert: Alert, level: number): Alert => ({
  ...alert,
  state: 'escalated',
  escalationLevel: level,
  escalatedTo: 'physician',
  rev: alert.rev + level,
})
const answered = (alert: Alert): Alert => ({
  ...alert,
  state: 'acknowledged',
  acknowledgedAt: T0,
  rev: alert.rev + 1,
})

describe('an alert calls', () => {
  // Catches: a notification for every repeat of a finding.
  test('once, and once more for each step of its escalation', () => {
    const alert = high()
    calls.update([alert])
    calls.update([{ ...alert, count: 2, rev: 2 }])
    expect(notices).toHaveLength(1)
    calls.update([escalated(alert, 1)])
    calls.update([escalated(alert, 1)])
    calls.update([escalated(alert, 2)])
    expect(notices).toHaveLength(3)
    expect(notices[2]?.body).toBe('Not acknowledged; escalated to physician.')
  })

  // Catches: every alert of the board announced anew after a restart or a reconnection.
  test('not again for what this station has already called for', () => {
    const known = high()
    const fresh = high()
    calls.remember([known])
    calls.reset([known, fresh])
    calls.reset([known, fresh])
    expect(notices.map(({ key }) => key)).toEqual([fresh.id])
    expect(attention.at(-1)).toEqual({ count: 2, flash: true })
  })

  // Catches: an overdue read-back that escalates in silence, because somebody had answered the alert once.
  test('once more when it is escalated after an answer, without the tone of an unanswered one', () => {
    const alert = high()
    calls.update([alert])
    calls.update([answered(alert)])
    calls.update([escalated(answered(alert), 1)])
    expect(notices).toHaveLength(2)
    expect(notices[1]).toMatchObject({ body: 'Escalated to physician.', canAcknowledge: false })
    expect(calls.order.repeating).toBeNull()
  })
})

describe('high priority', () => {
  // Catches: quiet hours or a switch that silences what must never be silent.
  test('is notified and sounded whatever the rules say', () => {
    rules = {
      ...loud,
      quiet: true,
      mediumSound: false,
      lowSound: false,
      mediumNotice: false,
      lowNotice: false,
    }
    const alert = high()
    calls.update([alert, medium(), low()])
    expect(notices.map(({ key }) => key)).toEqual([alert.id])
    expect(sounds.at(-1)).toMatchObject({ repeating: 'high', once: null })
    const suppressed = stamps.filter(({ what }) => what.endsWith('suppressed'))
    expect(suppressed).toHaveLength(4)
    for (const { detail } of suppressed) expect(detail).toBe('quiet hours')
  })

  // Catches: a critical notification held back for ten seconds because five harmless ones came before it.
  test('is not held back by a burst of others', () => {
    for (let n = 0; n < 20; n += 1) calls.update([low()])
    const alert = high()
    calls.update([alert])
    expect(notices.at(-1)?.key).toBe(alert.id)
  })

  // Catches: a tone that stops while an alert is unanswered, or goes on when none is.
  test('sounds until the last of them is answered', () => {
    const [a, b] = [high(), high()]
    calls.update([a])
    calls.update([b])
    calls.update([answered(a)])
    expect(calls.order.repeating).toBe('high')
    calls.update([answered(b)])
    expect(calls.order.repeating).toBeNull()
    expect(attention.at(-1)).toEqual({ count: 0, flash: false })
  })
})

// Catches: a call that was not made and of which nobody can say why.
test.each<[string, Partial<CallingRules>, () => Alert, string, string]>([
  ['medium notice', { mediumNotice: false }, medium, 'notification-suppressed', 'switched off for medium'],
  ['low notice', { lowNotice: false }, low, 'notification-suppressed', 'switched off for low'],
  ['medium tone', { mediumSound: false }, medium, 'sound-suppressed', 'switched off for medium'],
  ['low tone', { lowSound: false }, low, 'sound-suppressed', 'switched off for low'],
])('a %s that is switched off is recorded as such', (_, change, alert, what, detail) => {
  rules = { ...loud, ...change }
  const one = alert()
  calls.update([one])
  expect(stamps).toContainEqual({ id: one.id, what, detail })
})

describe('a burst', () => {
  // Catches: fifty notifications that hide each other, or alerts missing from the count.
  test('is shown as five and one that counts the rest', async () => {
    for (let n = 0; n < 12; n += 1) calls.update([medium()])
    expect(notices).toHaveLength(5)
    expect(calls.suppressedNotices).toBe(7)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(notices).toHaveLength(6)
    expect(notices[5]).toMatchObject({ key: 'rest', title: expect.stringContaining('7 more alerts') })
    await vi.advanceTimersByTimeAsync(10_000)
    calls.update([medium()])
    expect(notices).toHaveLength(7)
  })

  // Catches: a timer that notifies after the station was stopped.
  test('is not counted any more when the station has stopped', async () => {
    for (let n = 0; n < 12; n += 1) calls.update([medium()])
    calls.stop()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(notices).toHaveLength(5)
  })
})

describe('what became of a notification', () => {
  test.each<[NotificationOutcome, string, string | null]>([
    [{ kind: 'shown' }, 'notified', null],
    [
      { kind: 'failed', reason: 'no desktop on this host' },
      'notification-suppressed',
      'no desktop on this host',
    ],
  ])('%j is on record (catches: "notified" said of what nobody saw)', async (became, what, detail) => {
    outcome.mockReturnValue(became)
    const alert = high()
    calls.update([alert])
    await vi.advanceTimersByTimeAsync(0)
    expect(stamps).toContainEqual({ id: alert.id, what, detail })
  })
})

describe('tones', () => {
  // Catches: muting for longer than two minutes (IEC 60601-1-8, audio paused), or for ever.
  test('are muted for two minutes at most, and return by themselves', async () => {
    calls.update([high()])
    expect(calls.mute(100_000)).toMatchObject({ repeating: null, mutedUntil: T0 + 120_000 })
    await vi.advanceTimersByTimeAsync(119_999)
    expect(calls.order.repeating).toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    expect(calls.order).toMatchObject({ repeating: 'high', mutedUntil: null })
    calls.mute(60)
    expect(calls.mute(0)).toMatchObject({ repeating: 'high', mutedUntil: null })
  })

  // Catches: an alarm of the link that is not heard, or drowns a patient's.
  test('tell a lost link unless a patient calls louder', () => {
    calls.setLinkLost(true)
    expect(calls.order.repeating).toBe('technical')
    const alert = high()
    calls.update([alert])
    expect(calls.order.repeating).toBe('high')
    calls.update([answered(alert)])
    expect(calls.order.repeating).toBe('technical')
    calls.setLinkLost(false)
    expect(calls.order.repeating).toBeNull()
  })

  // Catches: an order that the window takes for the one before it, or a report that is booked on another.
  test('are ordered under growing numbers, and a report counts for its own only', () => {
    const first = medium()
    calls.update([first])
    const serial = calls.order.serial
    const second = medium()
    calls.update([second])
    expect(calls.order).toMatchObject({ once: 'medium', alertIds: [second.id] })
    expect(calls.order.serial).toBeGreaterThan(serial)
    calls.sounded(serial, 'played')
    expect(stamps.filter(({ what }) => what === 'sounded')).toEqual([])
    calls.sounded(calls.order.serial, 'played')
    expect(stamps).toContainEqual({ id: second.id, what: 'sounded', detail: null })
    const third = medium()
    calls.update([third])
    calls.sounded(calls.order.serial, 'blocked')
    expect(stamps).toContainEqual({ id: third.id, what: 'sound-suppressed', detail: 'no audio output' })
    expect(sounds.map((order) => order.serial)).toEqual([...new Set(sounds.map((order) => order.serial))])
  })
})

// Catches: who is ill, and with what, on a screen that visitors can see.
test('no notification names the patient, the finding or its value', () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{5,12}$/)
  fc.assert(
    fc.property(word, word, fc.constantFrom('ICU 04', null), fc.boolean(), (name, id, bed, demo) => {
      notices.length = 0
      const card = sampleCard({
        name,
        patientId: id,
        mrn: `M-${id}`,
        bed,
        conditions: [name],
        allergies: [name],
      })
      const alert = raisedAlert({ card, simulated: demo }, Date.now())
      vi.advanceTimersByTime(60_000)
      calls.update([alert, escalated(alert, 1)])
      expect(notices.length).toBeGreaterThan(0)
      for (const { title, body } of notices) {
        for (const secret of [name, id, 'otassium', '6.8', 'mmol'])
          expect(`${title} ${body}`).not.toContain(secret)
        expect(title.startsWith('DEMO')).toBe(demo)
      }
    }),
    { numRuns: 50 },
  )
})
