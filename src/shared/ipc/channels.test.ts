import { expect, test } from 'vitest'
import { eventChannels, requestChannels } from './channels.ts'
import { events, requests } from './registry.ts'

// Catches: a request or event that the preload does not forward, or forwards although nobody declares it.
test('the list that the preload forwards is the registry', () => {
  expect([...requestChannels].sort()).toEqual(Object.keys(requests).sort())
  expect([...eventChannels].sort()).toEqual(Object.keys(events).sort())
})
