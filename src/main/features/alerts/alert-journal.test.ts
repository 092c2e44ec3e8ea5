import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Journal } from '@main/journal/journal.ts'
import { SqliteAlertJournal } from './alert-journal.ts'

let folder: string
let journal: Journal
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardlight-journal-'))
  journal = Journal.open(join(folder, 'journal.db'), 'ab'.repeat(32))
})
afterEach(() => {
  journal.close()
  rmSync(folder, { recursive: true, force: true })
})

// Catches: one unreadable id among the followed, with which the whole board could never be listed again.
test('a followed patient whose id is none is left out; the others stay', () => {
  const alerts = new SqliteAlertJournal(journal)
  alerts.follow('\u0000P2', true)
  alerts.follow('P1', true)
  expect(alerts.followed()).toEqual(['P1'])
})

describe('a journal that cannot be written', () => {
  // Catches: a full disk that ends the showing of alerts, or receipts that are given up with the failed attempt.
  test('keeps its receipts, says so, and writes them when it can again', () => {
    const failures: unknown[] = []
    const alerts = new SqliteAlertJournal(journal, (error) => failures.push(error))
    journal.database.exec('ALTER TABLE receipt RENAME TO elsewhere')
    alerts.record([{ alertId: 'a', kind: 'shown', at: 5 }])
    expect(alerts.flush()).toBe(false)
    expect(failures).toHaveLength(1)
    journal.database.exec('ALTER TABLE elsewhere RENAME TO receipt')
    expect(alerts.flush()).toBe(true)
    expect([...new SqliteAlertJournal(journal).shown(['a', 'b'])]).toEqual(['a'])
  })

  // Catches: a cursor that says that alerts were shown of which nothing was recorded.
  test('does not move the cursor past receipts that are not written', () => {
    const alerts = new SqliteAlertJournal(journal)
    alerts.saveCursor('icu', { epoch: 'e', seq: 1, streamId: '1-0' })
    journal.database.exec('ALTER TABLE receipt RENAME TO elsewhere')
    alerts.record([{ alertId: 'a', kind: 'shown', at: 5 }])
    alerts.saveCursor('icu', { epoch: 'e', seq: 2, streamId: '2-0' })
    expect(alerts.cursor('icu')?.seq).toBe(1)
  })
})
