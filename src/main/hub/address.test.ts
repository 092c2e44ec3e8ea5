import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HubAddress, readHubAddress } from './address.ts'

function read(text: string): HubAddress {
  const reading = readHubAddress(text)
  if (!reading.ok) throw new Error(reading.sentence)
  return reading.address
}

// Catches: a port, database, user or escape that is read wrongly and leads to another hub.
test.each<[string, Partial<HubAddress>]>([
  [
    'redis://hub',
    { kind: 'single', nodes: [{ host: 'hub', port: 6_379 }], database: 0, password: null, tls: null },
  ],
  [' redis://hub:6380/3 ', { nodes: [{ host: 'hub', port: 6_380 }], database: 3 }],
  ['redis://:p%40ss@hub', { username: null, password: 'p@ss' }],
  ['redis://nurse:a:b@hub', { username: 'nurse', password: 'a:b' }],
  ['redis://nurse@hub', { username: 'nurse', password: null }],
  ['redis://[::1]:7000', { nodes: [{ host: '::1', port: 7_000 }] }],
  ['rediss://hub', { tls: {} }],
  ['rediss://hub?servername=hub.hospital.test', { tls: { servername: 'hub.hospital.test' } }],
  [
    'redis+sentinel://:pw@s1,s2:26380/mymaster/2',
    {
      kind: 'sentinel',
      nodes: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
      ],
      primaryName: 'mymaster',
      database: 2,
      password: 'pw',
    },
  ],
  ['rediss+sentinel://s1/mymaster', { kind: 'sentinel', tls: {}, database: 0 }],
  ['redis+cluster://a:7000,b:7001', { kind: 'cluster', primaryName: '', database: 0 }],
  ['rediss+cluster://a', { kind: 'cluster', tls: {} }],
])('%s is understood', (text, parts) => {
  expect(read(text)).toMatchObject(parts)
})

// Catches: an address that is accepted and can never connect, with no sentence that says why.
test.each<[string, RegExp]>([
  ['', /rediss:\/\//],
  ['hub:6379', /rediss:\/\//],
  ['http://hub', /begin with/],
  ['redis://', /look like/],
  ['redis://hub:0', /host or port/],
  ['redis://hub:65536', /host or port/],
  ['redis://hub:port', /host or port/],
  ['redis://hub name', /host or port/],
  ['redis://a,b', /\+sentinel or \+cluster/],
  ['redis://hub/x', /database/],
  ['redis://hub/-1', /database/],
  ['redis://hub/0/1', /database/],
  ['redis+sentinel://hub', /name of the primary/],
  ['redis+cluster://hub/1', /only database 0/],
  ['redis://u:%zz@hub', /escape/],
  ['redis://hub?servername=x', /need rediss/],
  ['rediss://hub?verify=no', /Only servername and ca/],
  ['rediss://hub?ca=/nowhere/ca.pem', /cannot be read/],
])('%j is refused with its reason', (text, reason) => {
  const reading = readHubAddress(text)
  expect(reading).toMatchObject({ ok: false })
  if (!reading.ok) expect(reading.sentence).toMatch(reason)
})

test('the authority of a hospital is read from its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-ca-'))
  try {
    const path = join(folder, 'ca.pem')
    writeFileSync(path, 'certificate')
    expect(read(`rediss://hub?ca=${encodeURIComponent(path)}`).tls).toEqual({ ca: 'certificate' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('a password', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{8,20}$/)
  const broken = fc.constantFrom(
    (password: string) => `redis://u:${password}@`,
    (password: string) => `redis://u:${password}@hub:99999`,
    (password: string) => `redis://u:${password}@a,b`,
    (password: string) => `ftp://u:${password}@hub`,
    (password: string) => `redis://u:${password}%@hub`,
    (password: string) => `redis://u:${password}@hub/x`,
    (password: string) => `redis+sentinel://u:${password}@hub`,
    (password: string) => `rediss://u:${password}@hub?ca=/nowhere/${password}`,
    (password: string) => `rediss://u:${password}@hub?${password}=1`,
  )

  // Catches: the password in a sentence that ends on a screen or in a log.
  test('never stands in a sentence or in what is displayed', () => {
    fc.assert(
      fc.property(secret, broken, (password, shape) => {
        const refused = readHubAddress(shape(password))
        expect(refused.ok).toBe(false)
        expect(JSON.stringify(refused)).not.toContain(password)
        expect(read(`redis://u:${password}@hub:6380/0`).display).toBe('hub:6380')
      }),
    )
  })

  // Catches: a password with a character of the address's own grammar arriving changed.
  test('arrives as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        expect(read(`redis://u:${encodeURIComponent(password)}@hub`).password).toBe(password)
      }),
    )
  })
})
