import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isWebPage } from './web-page.ts'

test('a page of the web is opened in the browser', () => {
  expect(isWebPage('https://login.hospital.example/authorize?client_id=wardlight')).toBe(true)
})

// Catches: an identity provider's answer that starts a program on the nurse's computer.
test.each([
  'http://login.hospital.example/',
  'file:///etc/passwd',
  'smb://host/share/run.exe',
  'javascript:alert(1)',

  'ms-msdt:/id PCWDiagnostic',
  'vscode://x',
  'data:text/html,x',
  'https:',
  '',
  '/bin/sh',
  '\\\\host\\share',

  'https://user:password@login.hospital.example/',
])('%j is not', (url) => {
  expect(isWebPage(url)).toBe(false)
})

// Catches: a second way to the system's browser that does not ask.
test('nothing else opens what is outside', () => {
  const callers = globSync('src/**/*.{ts,tsx}').filter(
    (path) =>
      !path.includes('.test.') && /shell\b.*from 'electron'|shell\.open/.test(readFileSync(path, 'utf8')),
  )
  expect(callers.map((path) => path.replaceAll('\\', '/'))).toEqual(['src/main/platform/electron/browser.ts'])
})
