import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { CdsClient, CdsTrust } from './cds-trust.ts'

const AUDIENCE = 'https://cds.example/cds-services/wardlight-order-sign'
const ISSUER = 'https://ehr.example'
const NOW = Date.parse('2026-11-22T12:00:00Z')
const seconds = NOW / 1_000

let own: CryptoKeyPair
let stranger: CryptoKeyPair
let client: CdsClient
let published = ''
beforeAll(async () => {
  own = await generateKeyPair('ES384', { extractable: true })
  stranger = await generateKeyPair('ES384', { extractable: true })
  const jwk = await exportJWK(own.publicKey)
  published = JSON.stringify(jwk)
  client = CdsClient.parse({ issuer: ISSUER, jwks: { keys: [{ ...jwk, kid: 'k1' }] } })
})

interface Claims {
  readonly iss?: string
  readonly aud?: string | string[]
  readonly exp?: number
  readonly iat?: number
  readonly jti?: string | null
}

function claimsOf({ jti, ...claims }: Claims): Record<string, unknown> {
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    iat: seconds,
    exp: seconds + 300,
    ...claims,
    ...(jti === null ? {} : { jti: jti ?? crypto.randomUUID() }),
  }
}

const sign = (claims: Claims, key: CryptoKey = own.privateKey) =>
  new SignJWT(claimsOf(claims)).setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'JWT' }).sign(key)

const trust = (now = NOW) => new CdsTrust([client], () => now)

describe('a call is believed', () => {
  test('with a fresh token of a known EHR for this address', async () => {
    const trusted = trust()
    expect(await trusted.check(`Bearer ${await sign({})}`, AUDIENCE)).toEqual({ ok: true, issuer: ISSUER })
    const several = await sign({ aud: ['https://other.example', AUDIENCE] })
    expect(await trusted.check(`Bearer ${several}`, AUDIENCE)).toEqual({ ok: true, issuer: ISSUER })
  })
})

describe('a call is not believed', () => {
  // Catches: each way to come in without being the EHR that one says one is.
  test.each<[string, Claims]>([
    ['for another address', { aud: 'https://cds.example/cds-services/other' }],
    ['of an issuer that is not known', { iss: 'https://evil.example' }],
    ['that has expired', { iat: seconds - 200, exp: seconds - 60 }],
    ['that is too old, however long it says it lives', { iat: seconds - 3_600, exp: seconds + 86_400 }],
    ['from the future', { iat: seconds + 600, exp: seconds + 900 }],
    ['without a number of its own', { jti: null }],
  ])('with a token %s', async (_, claims) => {
    expect(await trust().check(`Bearer ${await sign(claims)}`, AUDIENCE)).toMatchObject({ ok: false })
  })

  // Catches: a call that was overheard and is sent again.
  test('a second time with the same token', async () => {
    const trusted = trust()
    const token = `Bearer ${await sign({})}`
    expect(await trusted.check(token, AUDIENCE)).toMatchObject({ ok: true })
    expect(await trusted.check(token, AUDIENCE)).toEqual({
      ok: false,
      sentence: 'The token has been used before.',
    })
  })

  // Catches: a signature that is not looked at: none at all, a stranger's, and the public key used as a shared secret.
  test('without a signature of that EHR', async () => {
    const unsigned = new UnsecuredJWT(claimsOf({})).encode()
    const foreign = await sign({}, stranger.privateKey)
    const shared = await new SignJWT(claimsOf({}))
      .setProtectedHeader({ alg: 'HS384', kid: 'k1' })
      .sign(new TextEncoder().encode(published))
    const good = await sign({})
    const [head = '', , tail = ''] = good.split('.')
    const edited = [head, Buffer.from(JSON.stringify(claimsOf({}))).toString('base64url'), tail].join('.')
    for (const token of [unsigned, foreign, shared, edited])
      expect(await trust().check(`Bearer ${token}`, AUDIENCE)).toMatchObject({ ok: false })
  })

  test.each([undefined, '', 'Basic abc', 'Bearer', 'Bearer a.b', `Bearer ${'a'.repeat(20)}.%%.c`])(
    'with the header %s',
    async (header) => {
      expect(await trust().check(header, AUDIENCE)).toMatchObject({ ok: false })
    },
  )
})

// Catches: an installer's private key taken over into memory and error texts, and a key set that nothing is read from.
test('keys are public keys, given or fetched by https, one way only', () => {
  const jwks = { keys: [{ kty: 'EC', crv: 'P-384', x: 'a', y: 'b', d: 'secret' }] }
  expect(JSON.stringify(CdsClient.parse({ issuer: ISSUER, jwks }))).not.toContain('secret')
  expect(CdsClient.safeParse({ issuer: ISSUER }).success).toBe(false)
  expect(CdsClient.safeParse({ issuer: ISSUER, jwks, jwksUrl: 'https://ehr.example/jwks' }).success).toBe(
    false,
  )
  expect(CdsClient.safeParse({ issuer: ISSUER, jwksUrl: 'http://ehr.example/jwks' }).success).toBe(false)
  expect(CdsClient.safeParse({ issuer: ISSUER, jwks: { keys: [{ kty: 'oct', k: 'x' }] } }).success).toBe(
    false,
  )
})
