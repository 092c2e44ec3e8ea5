import { expect, test } from 'vitest'
import { isTrusted } from './trusted-sender.ts'

const page = { url: 'app://wardlight/' }
const window = { mainFrame: page }

test('our own page in the top frame of our own window is listened to', () => {
  expect(isTrusted({ sender: window, senderFrame: page }, window)).toBe(true)
})

// Catches: a request from a frame inside our page, from another window, or from a page that took our page's place.
test.each([
  ['a frame inside the page', { sender: window, senderFrame: { url: 'app://wardlight/' } }, window],
  ['a frame that has gone', { sender: window, senderFrame: null }, window],
  ['another window with our page', { sender: { mainFrame: page }, senderFrame: page }, window],
  ['a window after ours was closed', { sender: window, senderFrame: page }, null],
])('%s is not', (_what, event, ours) => {
  expect(isTrusted(event, ours)).toBe(false)
})

test.each([
  'https://wardlight/',
  'file:///wardlight/index.html',
  'app://wardlight.example/',
  'app://evil/',
  'data:text/html,app://wardlight/',
  'about:blank',
  'appx://wardlight/',
  '',
  'not a url',
])('our window showing %j is not', (url) => {
  const foreign = { mainFrame: { url } }
  expect(isTrusted({ sender: foreign, senderFrame: foreign.mainFrame }, foreign)).toBe(false)
})
