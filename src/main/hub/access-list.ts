import { escapeGlob } from './keys.ts'
import { type FamilyUse, type HubClientKind, type KeyFamily, keyFamilies } from './key-families.ts'

/** What a client does that concerns no key: it says who it is and asks how the server is. */
const general: { readonly [K in HubClientKind]: readonly string[] } = {
  station: ['ping', 'hello', 'select', 'client|setname', 'client|list', 'time', 'info', 'command|info'],
  'engine-host': ['ping', 'hello', 'select', 'client|setname', 'client|list', 'time', 'info', 'command|info'],
  publisher: ['ping', 'hello', 'select', 'client|setname'],
  monitoring: ['ping', 'hello', 'info', 'latency|latest', 'latency|history', 'slowlog|len'],
  backup: ['ping', 'hello', 'select', 'client|setname', 'info', 'dbsize'],
}

export interface AccessServer {
  /** Before every key and channel; empty for a hub that the stations have to themselves. */
  readonly prefix: string
  /** Redis 6.2 cannot tell reading from writing: there a key that may be read may be written too. */
  readonly tellsReadFromWrite: boolean
  /** Whether the server has the time-series module; an access list with unknown commands is refused by the rest. */
  readonly timeSeries: boolean
}

function isKeys({ kind }: KeyFamily): boolean {
  return kind === 'keys'
}

function usesOf(client: HubClientKind): { family: KeyFamily; use: FamilyUse }[] {
  const families: readonly KeyFamily[] = Object.values(keyFamilies)
  return families.flatMap((family) => {
    const use = family.uses[client]
    return use === undefined ? [] : [{ family, use }]
  })
}

/** The rules of one client's user, as `ACL SETUSER` and an ACL file take them; without name and password. */
export function accessRules(client: HubClientKind, server: AccessServer): string[] {
  const uses = usesOf(client)
  const named = ({ start }: KeyFamily): string => `${escapeGlob(server.prefix)}${start}*`
  const touch = { read: '%R~', write: '%W~', both: '~' } as const
  const keyRule = (family: KeyFamily, { keys }: FamilyUse): string =>
    `${server.tellsReadFromWrite ? touch[keys] : '~'}${named(family)}`
  const channels = uses.filter(({ family }) => !isKeys(family))
  const keys = uses.filter(({ family }) => isKeys(family))
  const commands = [...general[client], ...uses.flatMap(({ use }) => use.commands)]
  // A module's commands count as both reading and writing, so they stand beside the rule, in one of their own.
  const series = keys.flatMap(({ family, use }) => {
    const allowed = server.timeSeries ? (use.seriesCommands ?? []).map((command) => `+${command}`) : []
    if (allowed.length === 0) return []
    const rule = `~${named(family)} ${allowed.join(' ')}`
    return server.tellsReadFromWrite ? [`(${rule})`] : rule.split(' ')
  })
  return [
    'resetchannels',
    ...channels.map(({ family }) => `&${named(family)}`),
    ...keys.map(({ family, use }) => keyRule(family, use)),
    '-@all',
    ...[...new Set(commands)].map((command) => `+${command}`),
    ...series,
  ]
}

/** The name of the user that a kind of client signs in with. */
export function accessUser(client: HubClientKind): string {
  return `wardlight-${client}`
}

/** @param passwordDigest SHA-256 of the password in hex: the file never holds the password. */
export function accessLine(client: HubClientKind, server: AccessServer, passwordDigest: string): string {
  return `user ${accessUser(client)} on #${passwordDigest} ${accessRules(client, server).join(' ')}`
}
