import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ModelConfiguration } from './features/interactions/model-settings.ts'
import { readModelFile } from './model-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardlight-model-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const keyFile = join(folder, 'model.key')
const usable = {
  baseUrl: 'https://models.example/v1',
  model: 'm',
  inputPrice: 1,
  outputPrice: 2,
  budgetPerDay: 3,
}

function reading(content: unknown, key: string | null = null, mode = 0o600) {
  const path = join(folder, 'model.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  rmSync(keyFile, { force: true })
  if (key !== null) {
    writeFileSync(keyFile, key)
    chmodSync(keyFile, mode)
  }
  return readModelFile({ WARDLIGHT_MODEL: path })
}

test('without the variable the host has the model of its journal', () => {
  expect(readModelFile({})).toEqual({ ok: true, model: null })
})

// Catches: prices or a budget that somebody wrote and that are not in force.
test('settings and key are taken as they were written', () => {
  const given = reading({ ...usable, keyFile, timeoutMs: 9_000 }, 'sk-1\nwritten by the installer')
  expect(given).toEqual({
    ok: true,
    model: { settings: { ...usable, timeoutMs: 9_000, warnAtShare: 0.8 }, key: 'sk-1' },
  })
  expect(reading(usable)).toMatchObject({ ok: true, model: { key: null } })
})

// Catches: a host that starts with settings that nobody meant, or tells the key while it refuses.
test.each<[string, unknown, string | null, number, RegExp]>([
  ['no JSON', '{"baseUrl": ', null, 0o600, /cannot be read as JSON/],
  ['a key that is not known', { ...usable, budget: 3 }, null, 0o600, /look at budget\./],
  ['no price', { ...usable, inputPrice: undefined }, null, 0o600, /look at inputPrice\./],
  ['a model without a name', { ...usable, model: ' ' }, null, 0o600, /look at model\./],
  ['http to another computer', { ...usable, baseUrl: 'http://models.example' }, null, 0o600, /https/],
  [
    'a password in the address',
    { ...usable, baseUrl: 'https://a:b@models.example' },
    null,
    0o600,
    /password/,
  ],
  ['a key file that is not there', { ...usable, keyFile }, null, 0o600, /cannot be read/],
  ['an empty key file', { ...usable, keyFile }, '\nsk-secret', 0o600, /first line/],
  ['a key file for the group', { ...usable, keyFile }, 'sk-secret', 0o640, /can be read by others/],
  ['a key file that others may change', { ...usable, keyFile }, 'sk-secret', 0o602, /can be read by others/],
])('%s: the host does not start, and says why', (_, content, key, mode, sentence) => {
  const refused = reading(content, key, mode)
  expect(refused).toMatchObject({ ok: false, sentence: expect.stringMatching(sentence) })
  expect(JSON.stringify(refused)).not.toContain('sk-secret')
})

// Catches: a key of the file that ends up in the journal, or settings of a window that win over the file.
test('what the file says stays in the file and cannot be changed elsewhere', () => {
  const written: string[] = []
  const kept = { read: () => null, write: (name: string) => void written.push(name), remove: () => undefined }
  const given = reading({ ...usable, keyFile }, 'sk-1')
  if (!given.ok) throw new Error(given.sentence)
  const configuration = new ModelConfiguration(kept, given.model)
  expect(configuration.model).toMatchObject({ ...usable, key: 'sk-1' })
  expect(configuration.view()).toMatchObject({ hasKey: true })
  expect(() => configuration.save(configuration.settings, 'other')).toThrow(/settings file/)
  expect(written).toEqual([])
})
