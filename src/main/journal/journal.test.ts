import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { SecretStore } from '@main/platform/ports.ts'
import { SqliteAlertJournal } from '@main/features/alerts/alert-journal.ts'
import { Journal } from './journal.ts'
import { journalKey } from './journal-key.ts'
import { KeptValues } from './kept-values.ts'

const key = 'ab'.repeat(32)
const otherKey = 'cd'.repeat(32)
const noStore: SecretStore = { protect: () => null, reveal: () => null }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardlight-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = (): string => join(folder, 'journal.db')
const bytesOfFolder = (): Buffer =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))

describe('the journal', () => {
  // Catches: a stolen laptop telling which patients lay on the ward.
  test('is encrypted, its log too', () => {
    const journal = Journal.open(path(), key)
    new SqliteAlertJournal(journal).follow('Maria-Muster-1950', true)
    new KeptValues(journal).write('hub', 'a-password-of-the-hub')
    expect(bytesOfFolder().includes('Maria-Muster')).toBe(false)
    expect(bytesOfFolder().includes('a-password')).toBe(false)
    journal.close()
    expect(bytesOfFolder().includes('Maria-Muster')).toBe(false)
    expect(bytesOfFolder().includes('SQLite format')).toBe(false)
    expect(bytesOfFolder().length).toBeGreaterThan(4_096)
  })

  // Catches: a station that does not start, or loses the old file, because its key was lost or the file is damaged.
  test.each(['another key', 'damage'])('that cannot be read (%s) is set aside and begun anew', (why) => {
    const first = Journal.open(path(), key)
    new KeptValues(first).write('name', 'old')
    first.close()
    // The newest pages lie in the log beside the file, so that damage means both.
    if (why === 'damage')
      for (const name of readdirSync(folder)) writeFileSync(join(folder, name), Buffer.alloc(8_192, 7))
    const second = Journal.open(path(), why === 'damage' ? key : otherKey)
    expect(second.startedAnew).toBe(true)
    const kept = new KeptValues(second)
    expect(kept.read('name', z.string())).toBeNull()
    kept.write('name', 'new')
    second.close()
    const third = Journal.open(path(), why === 'damage' ? key : otherKey)
    expect(third.startedAnew).toBe(false)
    expect(new KeptValues(third).read('name', z.string())).toBe('new')
    third.close()
    expect(readdirSync(folder).some((name) => name.includes('unreadable'))).toBe(true)
  })

  // Catches: a crash that costs what was already shown.
  test('keeps what was written when its process does not close it', () => {
    const journal = Journal.open(path(), key)
    const alerts = new SqliteAlertJournal(journal)
    alerts.record([{ alertId: 'a1', kind: 'shown', at: 5 }])
    alerts.flush()
    const again = Journal.open(path(), key)
    expect([...new SqliteAlertJournal(again).shown(['a1', 'a2'])]).toEqual(['a1'])
    again.close()
    journal.close()
  })
})

describe("the alerts' part", () => {
  // Catches: the record of when an alert was first shown being overwritten by a later showing.
  test('keeps the first time of a receipt', () => {
    const journal = Journal.open(path(), key)
    const alerts = new SqliteAlertJournal(journal)
    alerts.record([{ alertId: 'a', kind: 'shown', at: 5 }])
    alerts.record([
      { alertId: 'a', kind: 'shown', at: 9 },
      { alertId: 'a', kind: 'received', at: 1 },
    ])
    alerts.flush()
    const rows = z
      .array(z.object({ kind: z.string(), at: z.number() }))
      .parse(journal.database.prepare('SELECT kind, at FROM receipt ORDER BY kind').all())
    expect(rows).toEqual([
      { kind: 'received', at: 1 },
      { kind: 'shown', at: 5 },
    ])
    journal.close()
  })

  // Catches: a cursor that stands behind alerts whose showing was never written: after a crash they would be missed.
  test('writes the receipts before the cursor that rests on them', () => {
    const journal = Journal.open(path(), key)
    const alerts = new SqliteAlertJournal(journal)
    alerts.record([{ alertId: 'a', kind: 'shown', at: 5 }])
    alerts.saveCursor('icu', { epoch: 'e', seq: 4, streamId: '5-0' })
    alerts.saveCursor('icu', { epoch: 'e', seq: 7, streamId: '8-0' })
    const reader = new SqliteAlertJournal(journal)
    expect([...reader.shown(['a'])]).toEqual(['a'])
    expect(reader.cursor('icu')).toEqual({ epoch: 'e', seq: 7, streamId: '8-0' })
    expect(reader.cursor('4b')).toBeNull()
    journal.close()
  })

  test('remembers whom the station follows, and forgets old receipts only', () => {
    const journal = Journal.open(path(), key)
    const alerts = new SqliteAlertJournal(journal)
    alerts.follow('P2', true)
    alerts.follow('P1', true)
    alerts.follow('P1', true)
    alerts.follow('P2', false)
    expect(alerts.followed()).toEqual(['P1'])
    alerts.record([
      { alertId: 'old', kind: 'shown', at: 5 },
      { alertId: 'new', kind: 'shown', at: 50 },
    ])
    alerts.flush()
    alerts.forgetBefore(10)
    expect([...alerts.shown(['old', 'new'])]).toEqual(['new'])
    expect(alerts.lastLive()).toBeNull()
    alerts.saveLastLive(77)
    expect(alerts.lastLive()).toBe(77)
    journal.close()
  })
})

// Catches: a value of an older version that stops the station instead of being unknown.
test('a kept value of another shape is absent', () => {
  const journal = Journal.open(path(), key)
  const kept = new KeptValues(journal)
  kept.write('units', ['icu'])
  expect(kept.read('units', z.array(z.string()))).toEqual(['icu'])
  expect(kept.read('units', z.number())).toBeNull()
  expect(kept.read('other', z.string())).toBeNull()
  kept.remove('units')
  expect(kept.read('units', z.array(z.string()))).toBeNull()
  journal.close()
})

describe('the key of the journal', () => {
  const strong: SecretStore = {
    protect: (secret) => Buffer.from(Buffer.from(secret).map((byte) => byte ^ 0x5a)),
    reveal: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
  }

  // Catches: a new key at every start, which sets the journal aside each time.
  test('is the same at the next start, with or without a key store', () => {
    const first = journalKey(folder, noStore)
    expect(first.note).toMatch(/no key store/)
    expect(journalKey(folder, noStore).keyHex).toBe(first.keyHex)
    expect(statSync(join(folder, 'journal.key')).mode & 0o077).toBe(0)
  })

  // Catches: a key that is written anew at every start: a process killed in that moment loses it, and the journal with it.
  test('is not written again once it is there', () => {
    journalKey(folder, noStore)
    const file = join(folder, 'journal.key')
    utimesSync(file, 1, 1)
    journalKey(folder, noStore)
    expect(statSync(file).mtimeMs).toBe(1_000)
  })

  // Catches: the key staying readable in its file after a key store has taken it.
  test('moves into a key store when there is one, and leaves its file empty', () => {
    const { keyHex } = journalKey(folder, noStore)
    expect(journalKey(folder, strong)).toEqual({ keyHex, note: null })
    expect(readFileSync(join(folder, 'journal.key'), 'utf8')).toBe('')
    expect(bytesOfFolder().includes(keyHex)).toBe(false)
    expect(journalKey(folder, strong).keyHex).toBe(keyHex)
  })

  // Catches: a key store of another user or computer ending the start.
  test('that the key store no longer reveals is begun anew', () => {
    const { keyHex } = journalKey(folder, strong)
    const locked: SecretStore = { protect: (secret) => strong.protect(secret), reveal: () => null }
    expect(journalKey(folder, locked).keyHex).not.toBe(keyHex)
  })
})
