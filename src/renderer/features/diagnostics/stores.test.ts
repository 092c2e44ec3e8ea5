import { expect, test } from 'vitest'
import { createRunDesk } from './run-desk.ts'
import { createRunsStore, MOST_RUNS, withRow } from './runs-store.ts'
import { diagnosisOf, lineOf, rowOf, runOf } from './test-runs.ts'
import { testMain } from '@renderer/ipc/test-main.ts'

function openDesk() {
  const main = testMain()
  const said: string[] = []
  const desk = createRunDesk({ ...main, say: (_, text) => said.push(text) })
  const end = desk.start()
  return { main, desk, said, end, opened: () => desk.store.getState().opened }
}

// Catches: a list that is lost with the link, and one that shows an old row over a newer event.
test('the list keeps what it has when it cannot be renewed', async () => {
  const main = testMain()
  const runs = createRunsStore(main)
  const end = runs.follow(null)
  await main.answer('diagnostics.list', { value: { kind: 'found', runs: [rowOf(1), rowOf(2)], older: null } })
  expect(runs.store.getState().rows.map(({ patientId }) => patientId)).toEqual(['P-2', 'P-1'])
  main.send('diagnostics.reset', { revision: 4 })
  main.send('diagnostics.changed', { revision: 5, run: rowOf(1, { status: 'completed' }), progress: [] })
  await main.answer('diagnostics.list', { value: { kind: 'found', runs: [rowOf(1), rowOf(2)], older: null } })
  expect(runs.store.getState().rows[1]?.status).toBe('completed')
  runs.refresh()
  await main.answer('diagnostics.list', { value: { kind: 'could-not-read', reason: 'No hub.' } })
  expect(runs.store.getState()).toMatchObject({ phase: 'ready', problem: 'No hub.' })
  expect(runs.store.getState().rows).toHaveLength(2)
  end()
  expect(runs.store.getState().rows).toEqual([])
})

// Catches: "could not read" that looks like "no run", and another patient's run in a patient's history.
test('a first reading that fails is said; a history holds one patient', async () => {
  const main = testMain()
  const runs = createRunsStore(main)
  runs.follow('P-1')
  main.send('diagnostics.changed', { revision: 1, run: rowOf(2), progress: [] })
  await main.answer('diagnostics.list', { error: { code: 'test', message: 'No hub.' } })
  expect(runs.store.getState()).toMatchObject({ phase: 'failed', problem: 'No hub.', rows: [] })
})

// Catches: a missed event that nobody notices.
test('a hole in the numbering asks again', async () => {
  const main = testMain()
  createRunsStore(main).follow(null)
  await main.answer('diagnostics.list', { value: { kind: 'found', runs: [], older: null } })
  main.send('diagnostics.changed', { revision: 7, run: rowOf(1), progress: [] })
  main.send('diagnostics.changed', { revision: 8, run: rowOf(1), progress: [] })
  expect(main.of('diagnostics.list')).toHaveLength(1)
  main.send('diagnostics.changed', { revision: 10, run: rowOf(1), progress: [] })
  expect(main.of('diagnostics.list')).toHaveLength(2)
})

// Catches: runs beyond the newest page that nobody can reach, and a renewal that throws away what was read.
test('older runs are read page by page, and a renewal keeps them', async () => {
  const main = testMain()
  const runs = createRunsStore(main)
  runs.follow(null)
  const older = { at: 3, sessionId: rowOf(3).sessionId }
  const value = { kind: 'found', runs: [rowOf(4), rowOf(3)], older }
  await main.answer('diagnostics.list', { value })
  runs.further()
  runs.further()
  expect(main.of('diagnostics.list')).toHaveLength(2)
  expect(main.of('diagnostics.list')[1]?.input).toMatchObject({ after: older })
  await main.answer('diagnostics.list', {
    value: { kind: 'found', runs: [rowOf(2), rowOf(1)], older: null },
  })
  const patients = () => runs.store.getState().rows.map(({ patientId }) => patientId)
  expect(patients()).toEqual(['P-4', 'P-3', 'P-2', 'P-1'])
  runs.refresh()
  await main.answer('diagnostics.list', { value: { ...value, runs: [rowOf(5), rowOf(4)] } })
  expect(patients()).toEqual(['P-5', 'P-4', 'P-3', 'P-2', 'P-1'])
  expect(runs.store.getState().older).toBeNull()
  // After a long absence nothing of it is known: what lies between must not be left out.
  runs.refresh()
  await main.answer('diagnostics.list', { value: { kind: 'found', runs: [rowOf(9)], older } })
  expect(patients()).toEqual(['P-9'])
})

test('the list does not grow without end (bug: a window that slows down over a night)', () => {
  const full = Array.from({ length: MOST_RUNS }, (_, index) => rowOf(index))
  expect(withRow(full, rowOf(9_999))).toHaveLength(MOST_RUNS)
  expect(withRow(full, rowOf(9_999))[0]?.patientId).toBe('P-9999')
})

// Catches: lanes that wait for a reading, a result that is never fetched, and one that is fetched at every event.
test('the opened run moves with events and is read again when it has a result', async () => {
  const { main, desk, opened } = openDesk()
  desk.open(rowOf(1))
  await main.answer('diagnostics.read', { value: { kind: 'found', run: runOf(rowOf(1)) } })
  const progress = [lineOf('started'), lineOf('specialist_started', 'cardiology')]
  main.send('diagnostics.changed', { revision: 1, run: rowOf(1), progress })
  expect(opened()?.progress).toHaveLength(2)
  expect(main.of('diagnostics.read')).toHaveLength(1)
  const done = rowOf(1, { status: 'completed', risk: 'low' })
  main.send('diagnostics.changed', { revision: 2, run: done, progress: [...progress, lineOf('synthesised')] })
  expect(main.of('diagnostics.read')).toHaveLength(2)
  await main.answer('diagnostics.read', {
    value: { kind: 'found', run: runOf(done, { diagnosis: diagnosisOf() }) },
  })
  expect(opened()).toMatchObject({ phase: 'shown', run: { status: 'completed' } })
  expect(opened()?.progress).toHaveLength(3)
})

// Catches: a result that vanishes when the hub does.
test('what is shown stays when it cannot be read again', async () => {
  const { main, desk, opened } = openDesk()
  desk.open(rowOf(1))
  await main.answer('diagnostics.read', { value: { kind: 'found', run: runOf(rowOf(1)) } })
  main.send('diagnostics.reset', { revision: 2 })
  await main.answer('diagnostics.read', { value: { kind: 'could-not-read', reason: 'No hub.' } })
  expect(opened()).toMatchObject({ problem: 'No hub.', run: { patientId: 'P-1' } })
})

// Catches: one patient's result under another patient's name.
test('the answer about a run that is no longer open is dropped', async () => {
  const { main, desk, opened } = openDesk()
  desk.open(rowOf(1))
  desk.open(rowOf(2))
  await main.answer('diagnostics.read', { value: { kind: 'found', run: runOf(rowOf(1)) } }, 0)
  expect(opened()).toMatchObject({ row: { patientId: 'P-2' }, run: null, phase: 'reading' })
})

// Catches: an approval that is decided while the screen still says that nobody has looked.
test('a change of its approval is read', async () => {
  const { main, desk } = openDesk()
  const row = rowOf(1, { status: 'completed', risk: 'high' })
  desk.open(row)
  const approval = { kind: 'asked', id: 'diag_approval:1', status: 'pending', reason: null } as const
  await main.answer('diagnostics.read', {
    value: { kind: 'found', run: runOf(row, { approval, diagnosis: diagnosisOf() }) },
  })
  const change = { revision: 1, upserts: [], complete: true, problem: null, unreadable: 0 }
  main.send('approvals.changed', { ...change, removed: ['another'] })
  expect(main.of('diagnostics.read')).toHaveLength(1)
  main.send('approvals.changed', { ...change, removed: ['diag_approval:1'] })
  expect(main.of('diagnostics.read')).toHaveLength(2)
})

// Catches: a cancel that failed and says that it worked.
test('a cancel that is refused is said, and the run is looked at again', async () => {
  const { main, desk, said } = openDesk()
  desk.open(rowOf(1))
  const cancelled = desk.cancel()
  await main.answer('diagnostics.cancel', { error: { code: 'test', message: 'It has ended.' } })
  expect(await cancelled).toBe(false)
  expect(said).toEqual(['It has ended.'])
  expect(main.of('diagnostics.read')).toHaveLength(2)
  expect(desk.store.getState().busy).toBeNull()
})

// Catches: what a person looked at left in the window for the next one.
test('leaving forgets the run', () => {
  const { desk, end, opened } = openDesk()
  desk.open(rowOf(1))
  end()
  expect(opened()).toBeNull()
})
