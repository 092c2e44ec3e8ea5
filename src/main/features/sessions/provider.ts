import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import * as oidc from 'openid-client'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { SessionService } from './service.ts'
import type { SignIn } from './sign-in.ts'

/** The person may have to find a second factor. */
const PATIENCE_MS = 5 * 60_000
const CALLBACK = '/signed-in'

/** The hospital's identity provider, as this station's administrator has set it up. */
export interface ProviderSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string | null
  /** The claim that names a person for good; compared with "name at the provider" in our list of users. */
  readonly claim: string
}

interface ProviderPorts {
  readonly settings: ProviderSettings
  openBrowser(url: string): Promise<void>
  readonly sessions: SessionService
  readonly signIn: SignIn
}

const page = (text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Wardlight</title><p>${text}</p></html>`

/**
 * Sign-in by OpenID Connect: authorisation code with PKCE in the system's own browser, answered on a loopback port
 * (RFC 8252, 7.3). Only the name is taken from the provider; rights come from our own list of users.
 */
export class ProviderSignIn {
  readonly #ports: ProviderPorts
  #attempt = 0
  #server: Server | null = null

  constructor(ports: ProviderPorts) {
    this.#ports = ports
  }

  /** Begins anew; an attempt that was under way is given up. How it ends is told by the lock screen. */
  begin(): void {
    this.stop()
    void this.#run(++this.#attempt)
  }

  stop(): void {
    this.#attempt += 1
    this.#server?.close()
    this.#server = null
  }

  async #run(attempt: number): Promise<void> {
    const { sessions, signIn } = this.#ports
    try {
      const name = await this.#ask()
      // Somebody else may have signed in at this station meanwhile: they are not displaced from a browser.
      if (attempt !== this.#attempt || sessions.present !== null) return
      await signIn.withProviderName(name)
    } catch (error) {
      if (attempt !== this.#attempt || sessions.present !== null) return
      sessions.say(
        error instanceof RequestFailure
          ? error.message
          : 'The identity provider did not confirm who you are. Nobody was signed in; try again, or use your password or badge.',
      )
    }
  }

  async #ask(): Promise<string> {
    const { settings } = this.#ports
    const { issuer, clientId, clientSecret } = settings
    const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname)
    const config = await oidc.discovery(
      issuer,
      clientId,
      clientSecret ?? undefined,
      clientSecret === null ? oidc.None() : undefined,
      // Without TLS only on this computer itself, where a provider under test runs.
      loopback && issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {},
    )
    const callback = await this.#listen()
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const expectedState = oidc.randomState()
    const expectedNonce = oidc.randomNonce()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: callback.redirectUri,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    })
    await this.#ports.openBrowser(url.href)
    const answered = await callback.answered
    const tokens = await oidc.authorizationCodeGrant(config, answered, {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    })
    const name = tokens.claims()?.[settings.claim]
    if (typeof name !== 'string' || name === '') throw new Error('the provider gave no name')
    return name
  }

  /** A port on loopback for one answer. */
  async #listen(): Promise<{ redirectUri: string; answered: Promise<URL> }> {
    let take: (url: URL) => void = () => undefined
    let fail: (error: Error) => void = () => undefined
    const answered = new Promise<URL>((resolve, reject) => {
      take = resolve
      fail = reject
    })
    answered.catch(() => undefined)
    let redirectUri = ''
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      const url = new URL(request.url ?? '/', redirectUri)
      if (request.method !== 'GET' || url.pathname !== CALLBACK) {
        response.writeHead(404).end()
        return
      }
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' })
      response.end(page('You can close this page and go back to Wardlight.'))
      server.close()
      take(url)
    })
    this.#server = server
    const timer = setTimeout(() => server.close(), PATIENCE_MS)
    server.on('close', () => {
      clearTimeout(timer)
      fail(new Error('the sign-in was given up'))
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port on loopback')
    redirectUri = `http://127.0.0.1:${address.port}${CALLBACK}`
    return { redirectUri, answered }
  }
}
