import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:-]+$/)
const Port = z.coerce.number().int().min(1).max(65_535)
const Node = z.object({ host: Host, port: Port })
export type HubNode = z.infer<typeof Node>

export interface HubTls {
  /** Name that the certificate must carry when it differs from the host. */
  readonly servername?: string
  /** PEM text of a private certificate authority. */
  readonly ca?: string
}

/** Where a hub is and how it is reached. Holds the password: never log it, never send it to the renderer. */
export interface HubAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster'
  readonly nodes: readonly HubNode[]
  /** Sentinel's name of the primary; empty otherwise. */
  readonly primaryName: string
  readonly username: string | null
  readonly password: string | null
  readonly database: number
  readonly tls: HubTls | null
  /** Address without user and password, for people. */
  readonly display: string
}

export type AddressReading = { ok: true; address: HubAddress } | { ok: false; sentence: string }

const schemes: ReadonlyMap<string, { kind: HubAddress['kind']; tls: boolean }> = new Map([
  ['redis', { kind: 'single', tls: false }],
  ['rediss', { kind: 'single', tls: true }],
  ['redis+sentinel', { kind: 'sentinel', tls: false }],
  ['rediss+sentinel', { kind: 'sentinel', tls: true }],
  ['redis+cluster', { kind: 'cluster', tls: false }],
  ['rediss+cluster', { kind: 'cluster', tls: true }],
])

const shape = /^([a-z+]+):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/

/**
 * Reads a hub address:
 * `redis[s]://user:pass@host:port/db`,
 * `redis[s]+sentinel://user:pass@host:port,host:port/primary/db`,
 * `redis[s]+cluster://user:pass@host:port,host:port`;
 * with TLS also `?servername=name` and `?ca=/path/to/ca.pem`.
 * The sentence of a refusal never repeats the text: it may hold the password.
 */
export function readHubAddress(text: string): AddressReading {
  const match = shape.exec(text.trim())
  if (!match) return refuse('It must look like rediss://user:password@host:port/0.')
  const [, schemeName = '', userInfo = '', hosts = '', path = '', query = ''] = match
  const scheme = schemes.get(schemeName)
  if (!scheme)
    return refuse(`It must begin with one of ${[...schemes.keys()].map((s) => `${s}://`).join(', ')}.`)

  const nodes: HubNode[] = []
  for (const part of hosts.split(',')) {
    const node = readNode(part, scheme.kind)
    if (!node) return refuse('A host or port in it is not valid.')
    nodes.push(node)
  }
  if (scheme.kind === 'single' && nodes.length !== 1)
    return refuse('Several hosts need +sentinel or +cluster.')

  const segments = path === '' ? [] : path.split('/')
  const primaryName = scheme.kind === 'sentinel' ? (segments.shift() ?? '') : ''
  if (scheme.kind === 'sentinel' && primaryName === '')
    return refuse('Sentinel needs the name of the primary: …/mymaster/0.')
  const database = z.coerce
    .number()
    .int()
    .min(0)
    .max(1_023)
    .safeParse(segments.shift() ?? '0')
  if (!database.success || segments.length > 0) return refuse('The database must be a number, such as …/0.')
  if (scheme.kind === 'cluster' && database.data !== 0) return refuse('A Cluster has only database 0.')

  const credentials = readCredentials(userInfo)
  if (!credentials) return refuse('The user name or password has a % that is not an escape.')

  const tls = readTls(scheme.tls, query)
  if (!tls.ok) return refuse(tls.sentence)

  const shown = nodes.map((node) => `${node.host}:${node.port}`).join(', ')
  const address: HubAddress = {
    kind: scheme.kind,
    nodes,
    primaryName,
    ...credentials,
    database: database.data,
    tls: tls.value,
    display: scheme.kind === 'single' ? shown : `${scheme.kind} ${shown}`,
  }
  return { ok: true, address }
}

function refuse(why: string): AddressReading {
  return { ok: false, sentence: `This hub address cannot be used. ${why}` }
}

function readNode(text: string, kind: HubAddress['kind']): HubNode | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(\d+))?$/.exec(text)
  if (!match) return null
  const [, host = '', port] = match
  const fallback = kind === 'sentinel' ? 26_379 : 6_379
  const node = Node.safeParse({ host: host.replace(/^\[|\]$/g, ''), port: port ?? fallback })
  return node.success ? node.data : null
}

function readCredentials(userInfo: string): { username: string | null; password: string | null } | null {
  if (userInfo === '') return { username: null, password: null }
  const colon = userInfo.indexOf(':')
  try {
    const username = decodeURIComponent(colon === -1 ? userInfo : userInfo.slice(0, colon))
    const password = colon === -1 ? null : decodeURIComponent(userInfo.slice(colon + 1))
    return { username: username === '' ? null : username, password }
  } catch {
    return null
  }
}

function readTls(
  wanted: boolean,
  query: string,
): { ok: true; value: HubTls | null } | { ok: false; sentence: string } {
  const options = new URLSearchParams(query)
  for (const name of options.keys()) {
    if (name !== 'servername' && name !== 'ca')
      return { ok: false, sentence: 'Only servername and ca may follow the ?.' }
  }
  const servername = options.get('servername')
  const caPath = options.get('ca')
  if (!wanted) {
    if (servername !== null || caPath !== null)
      return { ok: false, sentence: 'servername and ca need rediss://.' }
    return { ok: true, value: null }
  }
  if (caPath === null) return { ok: true, value: servername === null ? {} : { servername } }
  try {
    const ca = readFileSync(caPath, 'utf8')
    return { ok: true, value: { ca, ...(servername === null ? {} : { servername }) } }
  } catch {
    return { ok: false, sentence: 'The file named by ca cannot be read.' }
  }
}
