import { expect, test } from 'vitest'
import { createBoardStore } from './store.ts'
import { firstView, pageOf, rowOf } from './test-board.ts'
import { everybody } from '@shared/features/population/model.ts'
import { testMain } from '@renderer/ipc/test-main.ts'

async function openBoard(numbers: readonly number[] = [1, 2, 3]) {
  const main = testMain()
  let clock = 0
  const board = createBoardStore({ ...main, clock: () => clock })
  const end = board.follow()
  const rows = numbers.map((number) => rowOf(number))
  await main.answer('population.open', { value: pageOf(1, rows) })
  const ids = (): readonly string[] => board.store.getState().rows.map(({ patientId }) => patientId)
  return { main, board, end, ids, state: () => board.store.getState(), tick: (ms: number) => (clock += ms) }
}

// Catches: a board that shows an older page over a newer one.
test('a page that comes late is not shown', async () => {
  const { main, ids } = await openBoard()
  main.send('population.page', pageOf(3, [rowOf(2), rowOf(1), rowOf(3)]))
  main.send('population.page', pageOf(2, [rowOf(3), rowOf(2), rowOf(1)]))
  expect(ids()).toEqual(['P-2', 'P-1', 'P-3'])
})

// Catches: a row that moves under the pointer, and one whose figures stand still while it is held.
test('rows keep their places while the pointer is in the list, and take on new figures', async () => {
  const { main, board, ids, state } = await openBoard()
  board.hold(true)
  main.send('population.page', pageOf(2, [rowOf(3, { score: 99.5 }), rowOf(1), rowOf(2)]))
  expect(ids()).toEqual(['P-1', 'P-2', 'P-3'])
  expect(state().rows[2]?.score).toBe(99.5)
  expect(state().waiting).toBe(3)
  board.hold(false)
  expect(ids()).toEqual(['P-3', 'P-1', 'P-2'])
  expect(state().waiting).toBe(0)
})

// Catches: somebody who passes the threshold and waits for a mouse to leave; and a press meant for the row before.
test('who has just passed the threshold comes in at once, and the board knows when rows moved', async () => {
  const { main, board, ids, state, tick } = await openBoard([10, 20, 40])
  board.hold(true)
  tick(700)
  const crossed = rowOf(50, { score: 85, highSince: 6_000 })
  const page = [rowOf(10), crossed, rowOf(20), rowOf(40)]
  main.send('population.page', pageOf(2, page))
  expect(ids().slice(0, 2)).toEqual(['P-10', 'P-50'])
  expect(state().movedAt).toBe(700)
  // He has had his entrance: from now on he waits like everybody.
  main.send(
    'population.page',
    pageOf(3, [rowOf(50, { score: 95, highSince: 6_000 }), ...page.slice(2), rowOf(10)]),
  )
  expect(ids().slice(0, 2)).toEqual(['P-10', 'P-50'])
})

// Catches: patients who were high before anybody looked, all marked as new.
test('who was above the threshold when the board was opened is not new', async () => {
  const { main, board, ids, state } = await openBoard([10, 20])
  board.hold(true)
  main.send('population.page', pageOf(2, [rowOf(5, { highSince: 4_000 }), rowOf(10), rowOf(20)]))
  expect(ids()).toEqual(['P-10', 'P-20'])
  expect(state().waiting).toBeGreaterThan(0)
})

// Catches: the list of yesterday's filter under the name of today's.
test('a page that answers an earlier question is dropped', async () => {
  const { main, board, ids } = await openBoard()
  const filter = { ...everybody, band: 'high' as const }
  board.ask({ filter, search: '', order: 'score' })
  main.send('population.page', pageOf(2, [rowOf(3), rowOf(2), rowOf(1)]))
  expect(ids()).toEqual(['P-1', 'P-2', 'P-3'])
  const view = { ...firstView, filter }
  await main.answer('population.look', { value: pageOf(3, [rowOf(1)], { view }) })
  expect(ids()).toEqual(['P-1'])
})

// Catches: a request for every row that is scrolled past, and a list that ends where its first page does.
test('scrolling asks for the rows near the view, one question at a time', async () => {
  const { main, board, state } = await openBoard()
  const many = Array.from({ length: 120 }, (_, index) => rowOf(index))
  main.send('population.page', pageOf(2, many, { matching: 100_000 }))
  board.inView(0, 20)
  expect(main.of('population.look')).toHaveLength(0)
  board.inView(5_000, 5_020)
  board.inView(60_000, 60_020)
  board.inView(90_000, 90_020)
  expect(main.of('population.look')).toHaveLength(1)
  const first = { ...firstView, offset: 4_979, limit: 63 }
  await main.answer('population.look', { value: pageOf(3, many, { view: first, matching: 100_000 }) })
  expect(main.of('population.look')).toHaveLength(2)
  const last = { ...firstView, offset: 89_979, limit: 63 }
  await main.answer('population.look', { value: pageOf(4, many, { view: last, matching: 100_000 }) })
  expect(state().offset).toBe(89_979)
  expect(main.of('population.look')[1]?.input).toMatchObject({ view: { offset: 89_979, limit: 63 } })
})

// Catches: a keyboard that is lost at the end of what is here, and one that follows a place instead of a patient.
test('the cursor goes with its patient, and beyond the rows that are here', async () => {
  const { main, board, state } = await openBoard()
  board.move(1)
  expect(state().cursor).toEqual({ index: 1, patientId: 'P-2' })
  main.send('population.page', pageOf(2, [rowOf(2), rowOf(1), rowOf(3)]))
  expect(state().cursor).toEqual({ index: 0, patientId: 'P-2' })
  main.send('population.page', pageOf(3, [rowOf(1), rowOf(3)], { matching: 50 }))
  expect(state().cursor).toEqual({ index: 0, patientId: 'P-1' })
  board.move(9)
  expect(state().cursor).toEqual({ index: 9, patientId: null })
})

// Catches: "could not read" that looks like "nobody", and a board that vanishes with the hub.
test('a board that cannot be read says so; one that is there stays', async () => {
  const main = testMain()
  const board = createBoardStore({ ...main, clock: () => 0 })
  board.follow()
  await main.answer('population.open', { error: { code: 'test', message: 'No hub.' } })
  expect(board.store.getState()).toMatchObject({ phase: 'failed', problem: 'No hub.', page: null })
  board.refresh()
  await main.answer('population.open', { value: pageOf(1, [rowOf(1)]) })
  board.refresh()
  await main.answer('population.open', { error: { code: 'test', message: 'No hub.' } })
  expect(board.store.getState()).toMatchObject({ phase: 'ready', problem: 'No hub.' })
  expect(board.store.getState().rows).toHaveLength(1)
})

// Catches: names that stay in the window after the screen was left.
test('leaving the screen empties the board and closes it in main', async () => {
  const { main, end, state } = await openBoard()
  end()
  expect(state()).toMatchObject({ rows: [], page: null, question: { filter: everybody, search: '' } })
  expect(main.of('population.close')).toHaveLength(1)
  main.send('population.page', pageOf(9, [rowOf(1)]))
  expect(state().rows).toEqual([])
})

// Catches: a window that paints slower than pages come, and falls further behind with each of them.
test('a slow window shows the newest page and leaves out those between', async () => {
  const main = testMain()
  const paints: (() => void)[] = []
  const board = createBoardStore({ ...main, clock: () => 0, beforePaint: (work) => void paints.push(work) })
  const end = board.follow()
  await main.answer('population.open', { value: pageOf(1, [rowOf(1)]) })
  let changes = 0
  board.store.subscribe(() => (changes += 1))
  for (const serial of [2, 4, 3]) main.send('population.page', pageOf(serial, [rowOf(serial)]))
  expect([paints.length, changes]).toEqual([1, 0])
  paints[0]?.()
  expect(changes).toBe(1)
  expect(board.store.getState().rows.map(({ patientId }) => patientId)).toEqual(['P-4'])
  // One that waits when the board is left is not shown any more.
  main.send('population.page', pageOf(5, [rowOf(5)]))
  end()
  paints[1]?.()
  expect(board.store.getState().rows).toEqual([])
})
