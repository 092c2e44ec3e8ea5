import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const url = 'redis://default:top-secret@127.0.0.1:6379/0'

test('defaults: seed 1, real time, no prefix', () => {
  expect(readSettings({ WARDLIGHT_DEMO_HUB_URL: url })).toEqual({
    ok: true,
    settings: { hubUrl: url, seed: 1, speed: 1, prefix: '' },
  })
})

test.each([
  ['no address', {}],
  ['another protocol', { WARDLIGHT_DEMO_HUB_URL: 'http://x:top-secret@y' }],
  ['a seed that is no number', { WARDLIGHT_DEMO_HUB_URL: url, WARDLIGHT_DEMO_SEED: 'seven' }],
  ['time standing still', { WARDLIGHT_DEMO_HUB_URL: url, WARDLIGHT_DEMO_SPEED: '0' }],
  ['time running backwards', { WARDLIGHT_DEMO_HUB_URL: url, WARDLIGHT_DEMO_SPEED: '-1' }],
])('refuses %s in a sentence that does not repeat the password', (_case, environment) => {
  const reading = readSettings(environment)
  expect(reading.ok).toBe(false)
  expect(JSON.stringify(reading)).not.toContain('top-secret')
})
