import { expect, test } from 'vitest'
import { sampleEntry } from '@test/support/audit-chain.ts'
import { outputSchemaOf } from '@shared/ipc/registry.ts'
import { type AuditPage, openFilter } from '@shared/features/audit/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import { createAuditDesk } from './store.ts'

const page = (from: number, count: number, parts: Partial<AuditPage>): AuditPage => ({
  items: Array.from({ length: count }, (_, index) => sampleEntry(from - index)),
  next: null,
  complete: true,
  backTo: 1_000,
  looked: 500,
  unreadable: 0,
  ...parts,
})

function deskWith(pages: AuditPage[]) {
  const asked: unknown[] = []
  const answer: RequestFn = (name, input) => {
    asked.push([name, input])
    return Promise.resolve({ ok: true, value: outputSchemaOf(name).parse(pages.shift()) })
  }
  return { asked, desk: createAuditDesk({ request: answer, subscribe: () => () => undefined }) }
}

// Catches: a search that takes its first part for the whole, and says "nothing" about what it never looked at.
test('a search goes on until it is complete or has found enough', async () => {
  const { desk, asked } = deskWith([
    page(900, 0, { next: 700, complete: false, unreadable: 2 }),
    page(700, 2, { next: null }),
  ])
  await desk.search(openFilter)
  expect(desk.store.getState()).toMatchObject({ phase: 'complete', looked: 1_000, unreadable: 2 })
  expect(desk.store.getState().items.map(({ seq }) => seq)).toEqual([700, 699])
  expect(asked).toEqual([
    ['audit.search', { filter: openFilter, before: null }],
    ['audit.search', { filter: openFilter, before: 700 }],
  ])
})

// Catches: a window that fills with entries that nobody asked for.
test('a search with many results waits to be told to go on', async () => {
  const { desk, asked } = deskWith([
    page(900, 100, { next: 800, complete: false }),
    page(800, 100, { next: 700, complete: false }),
    page(700, 100, { next: 600, complete: false }),
    page(600, 1, {}),
  ])
  await desk.search(openFilter)
  expect(desk.store.getState().phase).toBe('paused')
  expect(asked).toHaveLength(3)
  await desk.further()
  expect(desk.store.getState()).toMatchObject({ phase: 'complete' })
  expect(desk.store.getState().items).toHaveLength(301)
})

// Catches: results of the former question under the new one; what was found left behind for the next person.
test('an answer to a question that is no longer asked is dropped', async () => {
  const { desk } = deskWith([page(900, 5, {}), page(400, 1, {})])
  const first = desk.search(openFilter)
  await desk.whoLooked('P1')
  await first
  expect(desk.store.getState().items).toHaveLength(1)
  expect(desk.store.getState().whoLooked).toBe('P1')
  desk.empty()
  expect(desk.store.getState()).toMatchObject({ items: [], whoLooked: null, phase: 'idle' })
})
