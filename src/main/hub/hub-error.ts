import type { LinkTrouble } from '@shared/features/hub-health/model.ts'

/**
 * Why a hub call gave no answer.
 * `not-sent`: nothing reached the hub. `outcome-unknown`: it may still be executed; repeat it by its id.
 * `refused`: the hub answered with an error and did nothing.
 */
export type HubFailure = 'not-sent' | 'outcome-unknown' | 'refused'

/** A failed hub call. Its text never holds keys' contents or arguments: those may be patient data. */
export class HubError extends Error {
  readonly failure: HubFailure
  readonly trouble: LinkTrouble
  /** The reply's first word (`NOPERM`, `WRONGTYPE`), or the system's error code. */
  readonly code: string

  constructor(failure: HubFailure, trouble: LinkTrouble, code: string) {
    super(`${code} (${failure})`)
    this.name = 'HubError'
    this.failure = failure
    this.trouble = trouble
    this.code = code
  }
}

const byReply: ReadonlyMap<string, LinkTrouble> = new Map([
  ['LOADING', 'loading'],
  ['MASTERDOWN', 'loading'],
  ['WRONGPASS', 'wrong-password'],
  ['NOAUTH', 'wrong-password'],
  ['NOPERM', 'no-permission'],
  ['OOM', 'out-of-memory'],
  ['MISCONF', 'read-only'],
  ['READONLY', 'read-only'],
  ['NOREPLICAS', 'read-only'],
  ['BUSY', 'silent'],
])

/** What a script was refused inside; the reply then begins with ERR on some versions of the server. */
const insideScript: readonly (readonly [RegExp, string])[] = [
  [/ACL failure in script|can't run this command or subcommand/, 'NOPERM'],
  [/^ERR .*-(OOM|READONLY|MISCONF|NOREPLICAS) /, '$1'],
]

function codeOf(reply: string): string {
  for (const [pattern, code] of insideScript) {
    const match = pattern.exec(reply)
    if (match) return code.replace('$1', match[1] ?? '')
  }
  return /^[A-Z]+/.exec(reply)?.[0] ?? 'ERR'
}

const tlsUntrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
])

/** What an error from the Redis client or the socket means for the link. Anything unknown is `unreachable`. */
export function classify(error: unknown): { trouble: LinkTrouble; code: string; isReply: boolean } {
  if (!(error instanceof Error)) return { trouble: 'unreachable', code: 'UNKNOWN', isReply: false }
  if (error.name === 'ReplyError') {
    const code = codeOf(error.message)
    // "ERR AUTH <password> called without any password configured": the password is wrong for this hub.
    const trouble = error.message.startsWith('ERR AUTH') ? 'wrong-password' : byReply.get(code)
    return { trouble: trouble ?? 'unreachable', code, isReply: true }
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { trouble: 'tls-name', code, isReply: false }
  if (tlsUntrusted.has(code) || code.startsWith('ERR_SSL'))
    return { trouble: 'tls-untrusted', code, isReply: false }
  if (/timed? ?out/i.test(error.message) || code === 'ETIMEDOUT') {
    return { trouble: 'silent', code: 'ETIMEDOUT', isReply: false }
  }
  return { trouble: 'unreachable', code, isReply: false }
}

/** A call's failure as a HubError, without the reply's text. */
export function toHubError(error: unknown): HubError {
  const { trouble, code, isReply } = classify(error)
  return new HubError(isReply ? 'refused' : 'outcome-unknown', trouble, code)
}

/**
 * Any failure of work on the link as one of the link. A defect, a full disk or a reply of unknown shape must be said
 * and tried again like a refusal: otherwise the link would look alive with nobody working on it.
 */
export function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error
  return new HubError('refused', 'unreachable', error instanceof Error ? error.name : 'UNKNOWN')
}

/** One sentence for people: what happened and what to do. `target` is the address without password. */
export function troubleSentence(trouble: LinkTrouble, target: string): string {
  switch (trouble) {
    case 'unreachable':
      return `The hub ${target} cannot be reached. The station keeps trying; check the network and that the hub runs.`
    case 'silent':
      return `The hub ${target} accepts connections but does not answer. The station keeps trying; check the hub and the network between.`
    case 'loading':
      return `The hub ${target} is loading its data after a restart. Alerts return when it has finished.`
    case 'wrong-password':
      return `The hub ${target} refuses the user name or password. Correct the hub address in Settings.`
    case 'tls-name':
      return `The certificate of the hub ${target} is for another name. Nothing was sent; check the address in Settings.`
    case 'tls-untrusted':
      return `The certificate of the hub ${target} is not trusted or not valid now. Nothing was sent; install the hospital's certificate authority.`
    case 'no-permission':
      return `The hub ${target} denies this station a command or key that alerts need. Ask for the permissions listed in docs/operations.md.`
    case 'out-of-memory':
      return `The hub ${target} is out of memory and refuses new alerts. Enlarge maxmemory.`
    case 'read-only':
      return `The hub ${target} refuses writes (replica, or its disk failed). Alerts cannot be acknowledged until it accepts them.`
    case 'embedded-missing':
      return 'No redis-server or valkey-server was found on this computer. Install one, or give the address of the hospital hub in Settings.'
    case 'bad-address':
      return 'The hub address in the settings cannot be understood. Correct it in Settings.'
  }
}
