import { expect, test } from 'vitest'
import { ForeignRunWatch } from './foreign-runs.ts'
import { progressPayload } from './seed.ts'
import type { ForeignRuns } from '@shared/features/diagnostics/contract.ts'

const SESSION = 'diag:P7:0badcafe'

function world(locks: Record<string, string> = { P7: 'python' }) {
  const asked: string[] = []
  const pushed: ForeignRuns[] = []
  let at = 1_000
  const watch = new ForeignRunWatch(
    {
      store: {
        now: () => at,
        isOurs: (sessionId) => {
          asked.push(sessionId)
          return Promise.resolve(sessionId.startsWith('diag:ours:'))
        },
        lockOf: (patientId) => Promise.resolve(locks[patientId] ?? null),
      },
      push: (runs) => void pushed.push(runs),
      defect: (error) => {
        throw error
      },
    },
    3_600_000,
  )
  return { watch, asked, pushed, locks, later: (ms: number) => (at += ms) }
}

const lines = (watch: ForeignRunWatch) =>
  watch.snapshot().runs.map(({ sessionId, state, lanes }) => ({
    sessionId,
    state,
    lanes: lanes.map(({ specialist, done, confidence }) => `${specialist} ${done} ${confidence}`),
  }))

// Catches: a run of another program that nobody sees, a lane that goes back to work, and a specialist of a name that
// this version does not know left out.
test('what a program of others publishes becomes lanes, in the order in which it was heard', async () => {
  const { watch } = world()
  const cardiology = (event: 'specialist_started' | 'specialist_complete', confidence: number | null) =>
    watch.heard(SESSION, progressPayload(event, 'cardiology', confidence, 1_000))
  void cardiology('specialist_started', null)
  void cardiology('specialist_complete', 0.82)
  void cardiology('specialist_started', null)
  await watch.heard(SESSION, '{"event": "specialist_started", "specialist": "dermatology", "timestamp": 1.5}')
  expect(lines(watch)).toEqual([
    { sessionId: SESSION, state: 'running', lanes: ['cardiology true 0.82', 'dermatology false null'] },
  ])
  watch.stop()
})

// Catches: our own runs shown twice, and the hub asked whose a run is at each of its messages.
test('our own runs are not shown, and asked about once', async () => {
  const { watch, asked } = world()
  for (let n = 0; n < 5; n += 1)
    await watch.heard('diag:ours:0badcafe', progressPayload('specialist_started', 'cardiology', null, 1))
  expect(watch.snapshot().runs).toEqual([])
  expect(asked).toEqual(['diag:ours:0badcafe'])
  watch.stop()
})

// Catches: a message of others that breaks the station or is believed beyond what it can say.
test.each([
  'no JSON',
  '{"event": "specialist_started"}',
  '{"event": "paid", "specialist": "cardiology"}',
  `{"event": "specialist_started", "specialist": "${'x'.repeat(61)}"}`,
  'x'.repeat(10_000),
])('what is no message of the seed is left alone (%#)', async (payload) => {
  const { watch } = world()
  await watch.heard(SESSION, payload)
  await watch.heard('not a session', progressPayload('specialist_started', 'cardiology', null, 1))
  expect(watch.snapshot().runs).toEqual([])
  watch.stop()
})

test('a confidence that is none reads as not stated (bug: 900 % confident)', async () => {
  const { watch } = world()
  await watch.heard(SESSION, '{"event": "specialist_complete", "specialist": "neurology", "confidence": 9}')
  expect(lines(watch)[0]?.lanes).toEqual(['neurology true null'])
  watch.stop()
})

// Catches: a run shown as under way for ever after its program has died, and the lock of the next run taken for its own.
test.each([[undefined], ['another token']])('it has ended when its lock is %s', async (lock) => {
  const { watch, locks, later } = world()
  await watch.heard(SESSION, progressPayload('specialist_started', 'cardiology', null, 1))
  await watch.look()
  expect(lines(watch)[0]?.state).toBe('running')
  if (lock === undefined) delete locks['P7']
  else locks['P7'] = lock
  await watch.look()
  expect(lines(watch)[0]?.state).toBe('ended')
  later(1_000_000)
  await watch.look()
  expect(watch.snapshot().runs).toEqual([])
  watch.stop()
})

// Catches: a program that publishes without end and fills the memory of every station.
test('no more than fifty runs are remembered', async () => {
  const { watch, later } = world()
  for (let n = 0; n < 80; n += 1) {
    later(1)
    const session = `diag:P${n}:${n.toString(16).padStart(8, '0')}`
    await watch.heard(session, progressPayload('specialist_started', 'cardiology', null, 1))
  }
  const { runs } = watch.snapshot()
  expect(runs).toHaveLength(50)
  expect(runs[0]?.patientId).toBe('P79')
  watch.stop()
})
