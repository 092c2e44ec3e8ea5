import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { defaultApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { readPolicy } from './policy.ts'
import { readStartOptions } from './start-options.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardlight-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function environment(content: unknown): NodeJS.ProcessEnv {
  const path = join(folder, 'policy.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return { WARDLIGHT_POLICY: path }
}

// Catches: a policy that says one thing and a station that does another because it could not read it.
test.each([
  ['{"units":', 'valid JSON'],
  [{ units: [] }, '"units"'],
  [{ unit: ['icu'] }, '"unit"'],
  [{ sessionSeconds: '600' }, '"sessionSeconds"'],
  [{ hub: 'http://hub' }, '"hub"'],
  [{ hub: 'rediss://u:secret-word@hub:6380/0' }, 'holds a password'],
  [{ hub: 'rediss://u@hub:6380/0', hubPasswordFile: '/does/not/exist' }, 'password file'],
  [{ hubPasswordFile: '/x' }, 'no hub'],
  [{ approvals: { fourEyes: 50_000 } }, '"fourEyes"'],
  [{ approvals: { fourEyesFrom: -1 } }, '"approvals.fourEyesFrom"'],
  ['[]', 'no usable value'],
])('the policy %j is refused at the start', (content, why) => {
  const reading = readStartOptions(environment(content), folder)
  expect(reading).toMatchObject({ ok: false, sentence: expect.stringContaining(why) })
  expect(JSON.stringify(reading)).not.toContain('secret-word')
})

test('a policy file that was named and is not there is an error', () => {
  expect(readPolicy({ WARDLIGHT_POLICY: join(folder, 'none.json') })).toMatchObject({ ok: false })
})

// Catches: an environment that gets around the policy, or a policy that loosens a limit.
test('the hub of the policy and the shorter limit are in force', () => {
  const secret = join(folder, 'password')
  writeFileSync(secret, 'hub-password\n')
  const policy = { hub: 'rediss://desk@hub:6380/0', hubPasswordFile: secret, sessionSeconds: 600 }
  for (const [given, seconds] of [
    ['300', 300],
    ['900', 600],
  ] as const) {
    const reading = readStartOptions(
      {
        ...environment(policy),
        WARDLIGHT_HUB_URL: 'redis://elsewhere:1/0',
        WARDLIGHT_SESSION_SECONDS: given,
      },
      folder,
    )
    expect(reading).toMatchObject({
      ok: true,
      options: {
        givenHub: { nodes: [{ host: 'hub', port: 6380 }], username: 'desk', password: 'hub-password' },
        sessionSeconds: seconds,
      },
    })
  }
})

// Catches: a policy of the queue of which one key is set and the others are gone.
test('what the policy does not say of the queue of approvals stays as it is', () => {
  const reading = readPolicy(environment({ approvals: { fourEyesFrom: 50_000 } }))
  expect(reading).toMatchObject({
    ok: true,
    policy: { approvals: { ...defaultApprovalPolicy, fourEyesFrom: 50_000 } },
  })
})
