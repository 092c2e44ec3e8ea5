import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import Provider from 'oidc-provider'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SessionView } from '@shared/features/sessions/model.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { freeLoopbackPort } from '@main/hub/embedded-files.ts'
import { person } from '@test/support/people.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const CLIENT = 'wardlight'

let redis: TestRedis
let provider: Server
let issuer: string
beforeAll(async () => {
  redis = await TestRedis.start()
  const port = await freeLoopbackPort()
  issuer = `http://127.0.0.1:${port}`
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        // A public client that must use PKCE, as an application on a desk is (RFC 8252).
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/signed-in'],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'profile'],
  })
  const answer = oidc.callback()
  provider = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => provider.listen(port, '127.0.0.1', resolve))
})
afterAll(async () => {
  provider.closeAllConnections()
  await new Promise((resolve) => provider.close(resolve))
  await redis.close()
})

const stations: HeadlessStation[] = []
afterEach(async () => {
  for (const station of stations.splice(0)) await station.stop()
})

/** A browser without a screen: follows redirects with its cookies, and fills in the provider's forms. */
async function browse(
  start: string,
  login: string,
  changed: (url: URL) => URL = (url) => url,
): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  let body: URLSearchParams | null = null
  for (let hop = 0; hop < 12; hop += 1) {
    const response: Response = await fetch(changed(new URL(url)), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === null ? {} : { method: 'POST', body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      cookies.set(name, value.join('='))
    }
    const location = response.headers.get('location')
    const page = await response.text()
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    if (location !== null) {
      url = new URL(location, url).href
      body = null
    } else if (action !== undefined) {
      url = new URL(action, url).href
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? 'login'
      body = new URLSearchParams({ prompt, login, password: 'any' })
    } else {
      return page
    }
  }
  throw new Error('the provider went round in circles')
}

/** A station whose system browser signs in as this person. */
async function stationWith(
  prefix: string,
  openBrowser: (url: string) => Promise<unknown>,
): Promise<HeadlessStation> {
  const started = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    prefix,
    role: null,
    provider: { issuer: new URL(issuer), clientId: CLIENT, clientSecret: null, claim: 'sub' },
    openBrowser: async (url) => void openBrowser(url).catch(() => undefined),
  }).start()
  stations.push(started)
  await started.live()
  await started.station.session?.parts?.people.accounts.write(person('nurse', { providerName: 'emp-4711' }))
  return started
}

const viewOf = async (at: HeadlessStation): Promise<SessionView> =>
  SessionView.parse(await at.ask('sessions.view', {}))

describe('signing in with the identity provider', () => {
  // Catches: a code exchanged without PKCE, a redirect that nobody answers, rights taken from the provider.
  test('opens the session of the person whom the provider names, with the rights of our own list', async () => {
    const asked: string[] = []
    const desk = await stationWith('oidc1:', (url) => {
      asked.push(url)
      return browse(url, 'emp-4711')
    })
    await desk.ask('sessions.provider', {})
    await expect
      .poll(() => viewOf(desk), { timeout: 15_000 })
      .toMatchObject({
        phase: 'open',
        user: { id: 'test.nurse', role: 'nurse' },
      })
    const query = new URL(asked[0] ?? '').searchParams
    expect(query.get('code_challenge_method')).toBe('S256')
    expect(query.get('response_type')).toBe('code')
    expect(new URL(query.get('redirect_uri') ?? '').hostname).toBe('127.0.0.1')
    expect(asked.join()).not.toContain('code_verifier')
  })

  // Catches: everybody whom the provider knows getting into the ward.
  test('refuses a person who is not in our list, and says so on the lock screen', async () => {
    const desk = await stationWith('oidc2:', (url) => browse(url, 'emp-0815'))
    await desk.ask('sessions.provider', {})
    await expect
      .poll(() => viewOf(desk), { timeout: 15_000 })
      .toMatchObject({
        phase: 'locked',
        notice: expect.stringMatching(/Ask an administrator to add you/),
      })
  })

  // Catches: a redirect that somebody else has made, with a code of theirs, signing this desk in.
  test('refuses an answer to a question that this station has not asked', async () => {
    const desk = await stationWith('oidc3:', (url) =>
      browse(url, 'emp-4711', (target) => {
        if (target.pathname === '/signed-in') target.searchParams.set('state', 'forged')
        return target
      }),
    )
    await desk.ask('sessions.provider', {})
    await expect
      .poll(() => viewOf(desk), { timeout: 15_000 })
      .toMatchObject({
        phase: 'locked',
        notice: expect.stringMatching(/did not confirm who you are/),
      })
  })

  // Catches: a browser that is finished later throwing out whoever has signed in at the desk meanwhile.
  test('does not displace somebody who has signed in meanwhile', async () => {
    let finish: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (finish = resolve))
    let finished: () => void = () => undefined
    const done = new Promise<void>((resolve) => (finished = resolve))
    const desk = await stationWith('oidc4:', async (url) => {
      await gate
      // The provider's answer reaches the station before the browser has its last page.
      return browse(url, 'emp-4711').then(finished)
    })
    await desk.station.session?.parts?.people.accounts.write(person('physician'))
    await desk.ask('sessions.provider', {})
    await desk.ask('sessions.sign-in', { userId: 'test.physician', secret: 'ward-test-secret' })
    finish()
    await done
    // The exchange of the code goes on for a moment after the page.
    await pause(500)
    expect(await viewOf(desk)).toMatchObject({ phase: 'open', user: { id: 'test.physician' } })
  })
})
