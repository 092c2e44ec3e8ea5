import { beforeEach, describe, expect, test } from 'vitest'
import type { Alert } from '@shared/features/alerts/model.ts'
import { raisedAlert, T0 } from '@test/support/alert-samples.ts'
import { MissedWatch } from './missed-watch.ts'
import type { LogEntry, StationCursor } from './ports.ts'
import { UnitReplica } from './unit-replica.ts'

const HOUR = 3_600_000

let log: LogEntry[]
let alerts: Alert[]
let lastLive: number | null
let shown: ReadonlySet<string>
let cursor: StationCursor | null
let replica: UnitReplica
let watch: MissedWatch

beforeEach(() => {
  log = []
  alerts = []
  lastLive = T0
  shown = new Set()
  cursor = { epoch: 'e', seq: 0, streamId: '0-0' }
  replica = new UnitReplica('icu')
  replica.reset({ epoch: 'e', seq: 0, streamId: '9999999-0', openIds: [], policy: null }, [])
  watch = new MissedWatch(
    {
      now: () => T0 + HOUR,
      states: (_, ids) => Promise.resolve(alerts.filter(({ id }) => ids.includes(id))),
      logBetween: (_, after, upTo, limit) =>
        Promise.resolve(
          log
            .filter(
              ({ streamId }) => Number(streamId.slice(0, -2)) > Number(after.slice(0, -2)) && upTo !== '',
            )
            .slice(0, limit),
        ),
    },
    { lastLive: () => lastLive, cursor: () => cursor, shown: () => shown },
  )
})

function happened(kind: string, alert: Alert): void {
  const seq = log.length + 1
  if (!alerts.includes(alert)) alerts.push(alert)
  log.push({
    unit: 'icu',
    streamId: `${seq}-0`,
    seq,
    kind,
    alertId: alert.id,
    rev: 1,
    at: T0,
    messageId: null,
  })
}

describe('after an absence', () => {
  // Catches: a summary that counts notes as alerts, or forgets the worst.
  test('the summary tells what was raised, by severity, what still waits and what was escalated', async () => {
    const critical = raisedAlert()
    happened('raised', critical)
    happened('escalated', critical)
    happened('noted', critical)
    happened('worsened', { ...raisedAlert({ value: 6.1 }), state: 'resolved' })
    happened('raised', raisedAlert({ value: 4.5 }))
    await watch.look([replica])
    expect(watch.summary).toEqual({
      from: T0,
      to: T0 + HOUR,
      raised: { critical: 1, warning: 1, info: 1 },
      stillOpen: 2,
      escalated: 1,
    })
  })

  // Catches: a summary after every hiccup of the network, or one that says "nothing".
  test.each([
    ['of less than a minute', () => (lastLive = T0 + HOUR - 59_000)],
    ['that never began', () => (lastLive = null)],
    ['in which nothing happened', () => (log.length = 0)],
    ['of the hub, which lost its data', () => (cursor = { epoch: 'other', seq: 1, streamId: '0-0' })],
  ])('%s there is none', async (_, change) => {
    happened('raised', raisedAlert())
    change()
    await watch.look([replica])
    expect(watch.summary).toBeNull()
  })

  // Catches: a second interruption wiping out, or counting twice, what nobody has read yet.
  test('a second one adds to what has not been dismissed', async () => {
    happened('raised', raisedAlert())
    happened('escalated', alerts[0] ?? raisedAlert())
    await watch.look([replica])
    await watch.look([replica])
    expect(watch.summary).toMatchObject({ raised: { critical: 1 }, escalated: 1 })
    cursor = { epoch: 'e', seq: 2, streamId: '2-0' }
    happened('raised', raisedAlert())
    lastLive = T0 + HOUR / 2
    await watch.look([replica])
    expect(watch.summary).toMatchObject({ from: T0, raised: { critical: 2 }, escalated: 1 })
    watch.dismiss()
    expect(watch.summary).toBeNull()
    await watch.look([replica])
    expect(watch.summary).toMatchObject({ from: T0 + HOUR / 2, raised: { critical: 1 } })
  })

  // Catches: what this station has shown before it stopped being told as missed.
  test('what this station had already shown is not missed', async () => {
    const seen = raisedAlert()
    happened('raised', seen)
    happened('raised', raisedAlert())
    shown = new Set([seen.id])
    await watch.look([replica])
    expect(watch.summary?.raised).toEqual({ critical: 1, warning: 0, info: 0 })
  })

  // Catches: only the first page of a long night being counted.
  test('a long log is read to its end', async () => {
    for (let n = 0; n < 2_500; n += 1) happened('raised', raisedAlert({ value: 4.5 }))
    await watch.look([replica])
    expect(watch.summary?.raised.info).toBe(2_500)
  })
})
