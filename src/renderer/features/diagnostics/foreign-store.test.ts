import { expect, test } from 'vitest'
import { createForeignStore } from './foreign-store.ts'
import type { ForeignRun } from '@shared/features/diagnostics/model.ts'
import { testMain } from '@renderer/ipc/test-main.ts'

const run = (patientId: string, done: number): ForeignRun => ({
  sessionId: `diag:${patientId}:0badcafe`,
  patientId,
  heardAt: 1,
  lastAt: 2,
  state: 'running',
  lanes: Array.from({ length: done }, (_, n) => ({ specialist: `s${n}`, done: true, confidence: null })),
})

// Catches: an answer that was overtaken by an event and takes lanes back, and what is heard at another hub dropped
// because that one counts from the beginning.
test('the newest of what is heard counts, and another hub counts anew', async () => {
  const main = testMain()
  const foreign = createForeignStore(main)
  const end = foreign.follow()
  main.send('diagnostics.foreign-changed', { revision: 8, runs: [run('P1', 3)] })
  await main.answer('diagnostics.foreign', { value: { revision: 7, runs: [run('P1', 1)] } })
  expect(foreign.store.getState().runs[0]?.lanes).toHaveLength(3)
  foreign.open('diag:P1:0badcafe')
  main.send('diagnostics.reset', { revision: 1 })
  await main.answer('diagnostics.foreign', { value: { revision: 1, runs: [run('P2', 1)] } })
  expect(foreign.store.getState()).toMatchObject({ runs: [{ patientId: 'P2' }], openedId: null })
  end()
  expect(foreign.store.getState().runs).toEqual([])
})
