import { describe, expect, test } from 'vitest'
import { LinkTrouble } from '@shared/features/hub-health/model.ts'
import { classify, HubError, toHubError, troubleSentence } from './hub-error.ts'

function reply(message: string): Error {
  const error = new Error(message)
  error.name = 'ReplyError'
  return error
}

function system(code: string, message = code): Error {
  return Object.assign(new Error(message), { code })
}

// Catches: a cause that people could remove being told as "cannot be reached".
describe('an error', () => {
  test.each<[string, Error, LinkTrouble, string]>([
    ['loading', reply('LOADING Redis is loading the dataset in memory'), 'loading', 'LOADING'],
    [
      'no primary',
      reply("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
      'loading',
      'MASTERDOWN',
    ],
    [
      'wrong password',
      reply('WRONGPASS invalid username-password pair or user is disabled.'),
      'wrong-password',
      'WRONGPASS',
    ],
    ['no password', reply('NOAUTH Authentication required.'), 'wrong-password', 'NOAUTH'],
    [
      'password where none is',
      reply('ERR AUTH <password> called without any password configured'),
      'wrong-password',
      'ERR',
    ],
    [
      'denied',
      reply("NOPERM this user has no permissions to run the 'xadd' command"),
      'no-permission',
      'NOPERM',
    ],
    [
      'denied in a script, version 7',
      reply(
        "ERR ACL failure in script: User s has no permissions to run the 'xadd' command script: 1f, on @user_script:3.",
      ),
      'no-permission',
      'NOPERM',
    ],
    [
      'denied in a script, version 6',
      reply(
        "ERR Error running script (call to f_1f): @user_script:3: The user executing the script can't run this command or subcommand",
      ),
      'no-permission',
      'NOPERM',
    ],
    ['full', reply("OOM command not allowed when used memory > 'maxmemory'."), 'out-of-memory', 'OOM'],
    [
      'full in a script, version 6',
      reply(
        "ERR Error running script (call to f_1f): @user_script:3: @user_script: 3: -OOM command not allowed when used memory > 'maxmemory'.",
      ),
      'out-of-memory',
      'OOM',
    ],
    ['disk failed', reply('MISCONF Redis is configured to save RDB snapshots'), 'read-only', 'MISCONF'],
    ['replica', reply("READONLY You can't write against a read only replica."), 'read-only', 'READONLY'],
    ['busy', reply('BUSY Redis is busy running a script.'), 'silent', 'BUSY'],
    ['something else', reply('WRONGTYPE Operation against a key'), 'unreachable', 'WRONGTYPE'],
    ['other name', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['own authority', system('SELF_SIGNED_CERT_IN_CHAIN'), 'tls-untrusted', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['expired', system('CERT_HAS_EXPIRED'), 'tls-untrusted', 'CERT_HAS_EXPIRED'],
    [
      'no TLS at all',
      system('ERR_SSL_WRONG_VERSION_NUMBER'),
      'tls-untrusted',
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    ['no answer', new Error('Command timed out'), 'silent', 'ETIMEDOUT'],
    ['no connection', system('ETIMEDOUT', 'connect ETIMEDOUT'), 'silent', 'ETIMEDOUT'],
    ['refused', system('ECONNREFUSED'), 'unreachable', 'ECONNREFUSED'],
    ['no such host', system('ENOTFOUND'), 'unreachable', 'ENOTFOUND'],
  ])('"%s" is told as what it is', (_, error, trouble, code) => {
    expect(classify(error)).toMatchObject({ trouble, code })
  })

  // Catches: "nothing was done" said of a write that may have been executed.
  test('is a refusal only when the hub has answered', () => {
    expect(toHubError(reply('NOPERM no')).failure).toBe('refused')
    expect(toHubError(new Error('Command timed out')).failure).toBe('outcome-unknown')
    expect(toHubError(system('ECONNRESET')).failure).toBe('outcome-unknown')
    expect(toHubError('a text').trouble).toBe('unreachable')
  })

  // Catches: a reply that quotes an argument carrying a patient's name into a log or an error text.
  test('never repeats what the hub said', () => {
    const error = toHubError(reply("ERR unknown command 'X', with args beginning with: 'Maria Muster'"))
    expect(error).toBeInstanceOf(HubError)
    expect(`${error.message} ${String(error)} ${JSON.stringify(error)}`).not.toContain('Muster')
  })
})

// Catches: two troubles with one sentence, or a sentence that does not end in something to do.
test('every trouble has a sentence of its own that names the hub', () => {
  const sentences = LinkTrouble.options.map((trouble) => troubleSentence(trouble, 'hub:6379'))
  expect(new Set(sentences).size).toBe(LinkTrouble.options.length)
  for (const sentence of sentences) expect(sentence).toMatch(/(hub|redis-server).*\.$/)
})
