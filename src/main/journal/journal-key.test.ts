import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { journalKey, KeyStoreMissing } from './journal-key.ts'

const none = { protect: () => null, reveal: () => null }
const store = {
  protect: (secret: string) => Buffer.from(`kept ${secret}`),
  reveal: (kept: Buffer) => kept.toString().slice('kept '.length),
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardlight-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

// Catches: a silent fall back to a key in a file, and a key left behind by a refused start.
test('without a key store and without the choice nothing is written, and both choices are named', () => {
  expect(() => journalKey(folder, none, false)).toThrow(KeyStoreMissing)
  expect(() => journalKey(folder, none, false)).toThrow(/WARDLIGHT_KEY_FILE=allow.*allowKeyFile/)
  expect(readdirSync(folder)).toEqual([])
})

test('with the choice the key lies in a file, and that is said; with a key store neither', () => {
  expect(journalKey(folder, none, true).note).toMatch(/no key store/)
  const { keyHex, note } = journalKey(folder, store, false)
  expect(note).toBeNull()
  expect(existsSync(join(folder, 'journal.key.protected'))).toBe(true)
  expect(journalKey(folder, store, false).keyHex).toBe(keyHex)
})
