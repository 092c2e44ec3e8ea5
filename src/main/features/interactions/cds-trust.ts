import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

/** Asymmetric only: CDS Hooks 2.0 recommends ES384 and RS384 and forbids `none` and shared secrets. */
const ALGORITHMS = ['ES384', 'RS384', 'ES256', 'RS256', 'PS256', 'PS384', 'EdDSA']
/** A token is for one call; an EHR's clock may be off by this much. */
const CLOCK_TOLERANCE_S = 30
const MAX_AGE_S = 300
const TOKENS_KEPT = 100_000

const Member = z.string().max(2_000).exactOptional()
/** A public key (RFC 7517, RFC 7518 section 6); a private member in the file is not taken over. */
const Jwk = z.object({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: Member,
  alg: Member,
  use: Member,
  crv: Member,
  x: Member,
  y: Member,
  n: Member,
  e: Member,
})

/** One EHR that may ask. */
export const CdsClient = z
  .object({
    /** What its tokens say as `iss`. */
    issuer: z.string().min(1).max(400),
    jwks: z.object({ keys: z.array(Jwk).min(1).max(50) }).optional(),
    jwksUrl: z.url({ protocol: /^https$/ }).optional(),
  })
  .refine(({ jwks, jwksUrl }) => (jwks === undefined) !== (jwksUrl === undefined), 'either jwks or jwksUrl')
export type CdsClient = z.infer<typeof CdsClient>

export type Trust =
  { readonly ok: true; readonly issuer: string } | { readonly ok: false; readonly sentence: string }

const refuse = (sentence: string): Trust => ({ ok: false, sentence })

/** Believes calls that carry a token of a known EHR: its signature, for this address, fresh, and used once. */
export class CdsTrust {
  readonly #keys: ReadonlyMap<string, JWTVerifyGetKey>
  readonly #now: () => number
  /** `iss jti` to the second after which the token is refused anyway. */
  readonly #used = new Map<string, number>()

  /** @param now milliseconds since 1970. */
  constructor(clients: readonly CdsClient[], now: () => number) {
    this.#now = now
    this.#keys = new Map(
      clients.map(({ issuer, jwks, jwksUrl }) => [
        issuer,
        jwks === undefined ? createRemoteJWKSet(new URL(jwksUrl ?? '')) : createLocalJWKSet(jwks),
      ]),
    )
  }

  /**
   * @param authorization the header of that name.
   * @param audience the full address of the service that was called (CDS Hooks 2.0, "Trusting CDS Clients").
   */
  async check(authorization: string | undefined, audience: string): Promise<Trust> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) return refuse('A signed token (Authorization: Bearer) is needed.')
    const issuer = issuerOf(token)
    const key = issuer === null ? undefined : this.#keys.get(issuer)
    if (issuer === null || key === undefined)
      return refuse('The token is of an issuer that is not known here.')
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        clockTolerance: CLOCK_TOLERANCE_S,
        maxTokenAge: MAX_AGE_S,
        requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti'],
        currentDate: new Date(this.#now()),
      })
      return this.#useOnce(issuer, payload.jti ?? '', payload.exp ?? 0)
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse('The token has expired.')
      if (error instanceof errors.JWTClaimValidationFailed)
        return refuse(`The token's ${error.claim} is not right.`)
      return refuse("The token's signature could not be verified.")
    }
  }

  #useOnce(issuer: string, jti: string, exp: number): Trust {
    const name = JSON.stringify([issuer, jti])
    const second = this.#now() / 1_000
    for (const [used, until] of this.#used) {
      if (until > second && this.#used.size < TOKENS_KEPT) break
      this.#used.delete(used)
    }
    if (this.#used.has(name)) return refuse('The token has been used before.')
    // Tokens may live longer than they are accepted; remembered a little beyond that.
    this.#used.set(name, Math.min(exp, second + MAX_AGE_S) + 2 * CLOCK_TOLERANCE_S)
    return { ok: true, issuer }
  }
}

const Claims = z.object({ iss: z.string() })

/** Whose token it says it is; nothing of it is believed before the signature is. */
function issuerOf(token: string): string | null {
  try {
    return Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))).iss
  } catch {
    return null
  }
}
