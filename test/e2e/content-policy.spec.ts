import { expect, test } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { Outside } from '@test/support/outside.ts'

// The seventh item of Electron's security checklist; the others are in security.spec.ts.

let station: Station
let outside: Outside
test.beforeAll(async () => {
  outside = await Outside.open()
  station = await launchStation({ role: null, env: { WARDLIGHT_DEMO: 'off' } })
})
test.afterAll(async () => {
  await station.close()
  outside.close()
})
test.beforeEach(() => {
  outside.reached.length = 0
})

/** Puts a script into the page as an attacker's markup would, and says whether it ran. */
const runsInPage = (
  markup: 'inline' | 'handler' | 'eval' | 'link' | 'remote' | 'data' | 'worker',
): Promise<boolean> =>
  station.page.evaluate(
    async ({ kind, url }) => {
      const state = { ran: false }
      Object.defineProperty(globalThis, 'intruded', { value: () => (state.ran = true), configurable: true })
      const script = document.createElement('script')
      const host = document.createElement('div')
      document.body.append(host)
      switch (kind) {
        case 'inline':
          script.textContent = 'intruded()'
          host.append(script)
          break
        case 'handler':
          host.innerHTML = '<img src="data:image/png;base64,x" onerror="intruded()">'
          break
        // Out of the debugger's own call, which is exempt from the policy.
        case 'eval':
          setTimeout(() => {
            try {
              const evaluate: unknown = Reflect.get(globalThis, 'eval')
              if (typeof evaluate === 'function') evaluate('intruded()')
            } catch {
              // Refused.
            }
          })
          break
        case 'link':
          host.innerHTML = '<a href="javascript:intruded()">x</a>'
          host.querySelector('a')?.click()
          break
        case 'remote':
          script.src = url
          script.addEventListener('load', () => (state.ran = true))
          host.append(script)
          break
        case 'data':
          script.src = 'data:text/javascript,intruded()'
          host.append(script)
          break
        case 'worker':
          try {
            const blob = new Blob(['postMessage(1)'], { type: 'text/javascript' })
            const worker = new Worker(URL.createObjectURL(blob))
            worker.addEventListener('message', () => (state.ran = true))
          } catch {
            // Refused.
          }
          break
      }
      await new Promise((resume) => setTimeout(resume, 300))
      host.remove()
      Reflect.deleteProperty(globalThis, 'intruded')
      return state.ran
    },
    { kind: markup, url: outside.url },
  )

// Catches: a policy that lost a directive, or is not sent.
for (const kind of ['inline', 'handler', 'eval', 'link', 'remote', 'data', 'worker'] as const) {
  test(`7: the content security policy stops a script (${kind})`, async () => {
    expect(await runsInPage(kind)).toBe(false)
    expect(outside.reached).toEqual([])
  })
}

test('7: everything is forbidden that is not named, and the nonce is new each time', async () => {
  const policies = await station.app.evaluate(async ({ session }) => {
    const read = async (): Promise<string> => {
      const response = await session.defaultSession.fetch('app://wardlight/')
      return response.headers.get('content-security-policy') ?? ''
    }
    return [await read(), await read()]
  })
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain("form-action 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  }
  expect(policies[0]).not.toBe(policies[1])
})
