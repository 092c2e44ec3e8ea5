import { expect, test } from 'vitest'
import { backTo, createCareDesk } from './care-desk.ts'
import { careOf } from './test-board.ts'
import { testMain } from '@renderer/ipc/test-main.ts'

function openDesk() {
  const main = testMain()
  const said: string[] = []
  const desk = createCareDesk({
    ...main,
    say: (tone, text) => said.push(`${tone}: ${text}`),
    now: () => 5_000,
  })
  const end = desk.start()
  return { main, desk, said, end, state: () => desk.store.getState() }
}

// Catches: an assignment shown before the hub has taken it, and an undo that gives everybody to one person.
test('an assignment of many is undone to whoever had each of them', async () => {
  const { main, desk, state } = openDesk()
  const done = desk.assign(
    [
      { patientId: 'P-1', rev: 3, manager: 'mara' },
      { patientId: 'P-2', rev: 0, manager: null },
    ],
    'otto',
  )
  expect(state()).toMatchObject({ busy: 'assign', undo: null })
  const records = [careOf(1, { rev: 4, manager: 'otto' }), careOf(2, { rev: 7, manager: 'otto' })]
  await main.answer('population.assign', { value: { records, refused: [] } })
  expect(await done).toEqual([])
  expect(main.of('population.assign')[0]?.input).toMatchObject({ patients: [{ rev: 3 }, { rev: 0 }] })
  expect(state().undo?.text).toContain('2 patients assigned to otto')
  const undone = desk.undo()
  await main.answer('population.assign', { value: { records: [careOf(1, { rev: 5 })], refused: [] } })
  await main.answer('population.assign', { value: { records: [careOf(2, { rev: 8 })], refused: [] } })
  expect(await undone).toBe(true)
  expect(
    main
      .of('population.assign')
      .slice(1)
      .map(({ input }) => input),
  ).toEqual([
    { manager: 'mara', patients: [{ patientId: 'P-1', rev: 4 }] },
    { manager: null, patients: [{ patientId: 'P-2', rev: 7 }] },
  ])
  expect(state().undo).toBeNull()
})

test('an undo names only who was changed (bug: patients refused by the hub are changed by the undo)', () => {
  const before = [
    { patientId: 'P-1', rev: 1, manager: 'mara' },
    { patientId: 'P-2', rev: 1, manager: 'mara' },
  ]
  expect(backTo(before, [careOf(1, { rev: 2 })])).toEqual([
    { kind: 'assign', manager: 'mara', patients: [{ patientId: 'P-1', rev: 2, manager: 'mara' }] },
  ])
})

// Catches: patients whom somebody else has taken meanwhile, silently left out.
test('who was changed by others meanwhile is told to whoever asked', async () => {
  const { main, desk, said, state } = openDesk()
  const done = desk.assign([{ patientId: 'P-1', rev: 3, manager: null }], 'otto')
  await main.answer('population.assign', {
    value: { records: [], refused: [careOf(1, { rev: 4, manager: 'mara' })] },
  })
  expect(await done).toMatchObject([{ patientId: 'P-1', rev: 4, manager: 'mara' }])
  expect(said).toEqual([])
  expect(state().records.get('P-1')?.manager).toBe('mara')
  expect(state().undo).toBeNull()
})

// Catches: a snooze on what is no longer so, and a refusal after which the old state stays on the screen.
test('a snooze rests on the revision that was read; when refused, the newer state is read', async () => {
  const { main, desk, state } = openDesk()
  const done = desk.snooze('P-1', 9_000, 'abroad until May')
  await main.answer('population.care', { value: careOf(1, { rev: 2 }) })
  expect(main.of('population.snooze')[0]?.input).toMatchObject({ rev: 2, until: 9_000 })
  await main.answer('population.snooze', {
    error: { code: 'population.changed-meanwhile', message: 'Somebody else was quicker.' },
  })
  expect(await done).toBe(false)
  await main.answer('population.care', { value: careOf(1, { rev: 3, manager: 'mara' }) })
  expect(state()).toMatchObject({ problem: 'Somebody else was quicker.', undo: null })
  expect(state().records.get('P-1')?.rev).toBe(3)
})

// Catches: an undo that sets the wrong day, or rests on the revision before the act.
test('a next contact is undone to the day before it', async () => {
  const { main, desk } = openDesk()
  const read = desk.read('P-1')
  await main.answer('population.care', { value: careOf(1, { rev: 2, nextContact: '2026-12-01' }) })
  await read
  const done = desk.nextContact('P-1', '2026-12-24')
  await main.answer('population.next-contact', { value: careOf(1, { rev: 3, nextContact: '2026-12-24' }) })
  expect(await done).toBe(true)
  void desk.undo()
  expect(main.of('population.next-contact')[1]?.input).toEqual({
    patientId: 'P-1',
    rev: 3,
    date: '2026-12-01',
  })
})

// Catches: an older record over a newer one, and records of the whole population gathering in the window.
test('what others change is shown when it is newer and looked at here', async () => {
  const { main, desk, state, end } = openDesk()
  const read = desk.read('P-1')
  await main.answer('population.care', { value: careOf(1, { rev: 5 }) })
  await read
  main.send('population.care-changed', careOf(1, { rev: 6, manager: 'mara' }))
  main.send('population.care-changed', careOf(1, { rev: 4, manager: 'otto' }))
  main.send('population.care-changed', careOf(2, { rev: 9 }))
  expect(state().records.get('P-1')?.manager).toBe('mara')
  expect(state().records.has('P-2')).toBe(false)
  end()
  expect(state().records.size).toBe(0)
})

test('a second act waits for nobody: it is not begun (bug: two acts on one revision)', async () => {
  const { main, desk } = openDesk()
  const note = { id: 'n', kind: 'call', reached: true, text: 'will come on Monday' } as const
  void desk.outreach('P-1', note)
  expect(await desk.outreach('P-1', note)).toBe(false)
  expect(main.of('population.outreach')).toHaveLength(1)
})
