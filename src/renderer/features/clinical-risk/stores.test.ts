import { expect, test } from 'vitest'
import { createResultsStore, PAGE, rowAt } from './results-store.ts'
import { createRunsStore, withRun } from './runs-store.ts'
import { testRow, testRun } from './test-runs.ts'
import { testMain } from '@renderer/ipc/test-main.ts'

const runsOf = (main: ReturnType<typeof testMain>) => {
  const runs = createRunsStore(main)
  return { runs, end: runs.follow(), ids: () => runs.store.getState().runs.map(({ source }) => source) }
}

// Catches: progress lost to the answer of a question that was asked before it, and a list that vanishes with the hub.
test('runs keep newer progress over an older answer, and what they have when they cannot be renewed', async () => {
  const main = testMain()
  const { runs, ids } = runsOf(main)
  main.send('clinical-risk.run', testRun(1, { done: 500 }))
  await main.answer('clinical-risk.runs', { value: { runs: [testRun(1, { done: 100 }), testRun(2)] } })
  expect(ids()).toEqual(['file-2.csv', 'file-1.csv'])
  expect(runs.store.getState().runs[1]?.done).toBe(500)
  runs.refresh()
  await main.answer('clinical-risk.runs', { error: { code: 'test', message: 'No hub.' } })
  expect(runs.store.getState()).toMatchObject({ phase: 'ready', problem: 'No hub.' })
  expect(ids()).toHaveLength(2)
})

// Catches: "could not read" that looks like "no run".
test('a first reading that fails is said', async () => {
  const main = testMain()
  const { runs } = runsOf(main)
  await main.answer('clinical-risk.runs', { error: { code: 'test', message: 'No hub.' } })
  expect(runs.store.getState()).toEqual({ phase: 'failed', problem: 'No hub.', runs: [] })
})

// Catches: a bar that jumps back when events of two workers cross, and a resumed run that stays "cancelled".
test('progress never goes back while the run is under way, but a new state always counts', () => {
  const before = [testRun(1, { done: 500 })]
  expect(withRun(before, testRun(1, { done: 400 }))).toBe(before)
  expect(withRun(before, testRun(1, { done: 400, state: 'interrupted' }))[0]?.state).toBe('interrupted')
  const cancelled = [testRun(1, { done: 500, state: 'cancelled' })]
  expect(withRun(cancelled, testRun(1, { done: 480 }))[0]?.state).toBe('running')
})

// Catches: what one person saw left in the window for the next.
test('leaving forgets the runs, and an answer that comes late brings none back', async () => {
  const main = testMain()
  const { end, ids } = runsOf(main)
  main.send('clinical-risk.run', testRun(1))
  end()
  await main.answer('clinical-risk.runs', { value: { runs: [testRun(2)] } })
  main.send('clinical-risk.run', testRun(3))
  expect(ids()).toEqual([])
})

const { id } = testRun(1)
const everybody = { id, standing: null, search: '' } as const
const page = (number: number, matching: number) => ({
  matching,
  rows: Array.from({ length: PAGE }, (_, index) => testRow(number * PAGE + index)),
})

function openResults() {
  const main = testMain()
  const results = createResultsStore(main)
  const at = (place: number) => rowAt(results.store.getState(), place)?.patientId
  const offsets = () =>
    main
      .of('clinical-risk.results')
      .map(({ input }) =>
        typeof input === 'object' && input !== null && 'offset' in input ? input.offset : null,
      )
  return { main, results, at, offsets }
}

// Catches: a million rows in one answer, and every page of a long scroll asked for although nobody stopped there.
test('only pages that are looked at are read; those scrolled past are not', async () => {
  const { main, results, at, offsets } = openResults()
  results.show(everybody)
  await main.answer('clinical-risk.results', { value: page(0, 1_000_000) })
  expect([at(0), at(PAGE)]).toEqual(['P-0', undefined])
  results.need(PAGE, PAGE + 10)
  results.need(50 * PAGE, 50 * PAGE + 10)
  results.need(900 * PAGE, 900 * PAGE + 10)
  await main.answer('clinical-risk.results', { value: page(1, 1_000_000) })
  await main.answer('clinical-risk.results', { value: page(900, 1_000_000) })
  expect(offsets()).toEqual([0, PAGE, 900 * PAGE])
  expect(at(900 * PAGE)).toBe(`P-${900 * PAGE}`)
})

// Catches: one filter's rows under another filter's name.
test('the answer to a question that is no longer asked is dropped', async () => {
  const { main, results, at } = openResults()
  results.show(everybody)
  results.show({ ...everybody, standing: 'high' })
  await main.answer('clinical-risk.results', { value: page(0, 1_000) })
  expect(results.store.getState()).toMatchObject({ phase: 'loading', matching: 0 })
  await main.answer('clinical-risk.results', { value: { matching: 1, rows: [testRow(7)] } })
  expect([at(0), at(1)]).toEqual(['P-7', undefined])
})

// Catches: a mended row that never appears, and a list that blinks empty while it is read again.
test('a changed run is read again where it is looked at, and shown meanwhile', async () => {
  const { main, results, at, offsets } = openResults()
  results.show(everybody)
  await main.answer('clinical-risk.results', { value: page(0, 3 * PAGE) })
  results.show(everybody)
  expect(offsets()).toEqual([0])
  results.show(everybody, 1)
  expect(at(0)).toBe('P-0')
  await main.answer('clinical-risk.results', { value: { matching: 1, rows: [testRow(99)] } })
  expect([at(0), results.store.getState().matching]).toEqual(['P-99', 1])
  expect(offsets()).toEqual([0, 0])
})

// Catches: rows that vanish with the hub, a failure that nobody is told, and one that asks again for ever.
test('rows stay when more cannot be read, the reason is kept, and trying again asks again', async () => {
  const { main, results, at, offsets } = openResults()
  results.show(everybody)
  await main.answer('clinical-risk.results', { value: page(0, 3 * PAGE) })
  results.need(PAGE, PAGE)
  await main.answer('clinical-risk.results', {
    error: { code: 'clinical-risk.elsewhere', message: 'There.' },
  })
  expect(results.store.getState()).toMatchObject({ phase: 'ready', failure: { message: 'There.' } })
  expect([at(0), offsets().length]).toEqual(['P-0', 2])
  results.again()
  await main.answer('clinical-risk.results', { value: page(1, 3 * PAGE) })
  expect(results.store.getState().failure).toBeNull()
})

test('a list that is scrolled from end to end does not stay in the window (bug: a station that runs out of memory)', async () => {
  const { main, results } = openResults()
  results.show(everybody)
  for (let place = 0; place < 60; place += 1) {
    results.need(place * PAGE, place * PAGE)
    await main.answer('clinical-risk.results', { value: page(place, 1_000_000) })
  }
  const { pages } = results.store.getState()
  expect(pages.size).toBeLessThanOrEqual(40)
  expect(pages.has(59)).toBe(true)
})
