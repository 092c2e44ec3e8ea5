import { escapeGlob } from './key-names.ts'
import type { FamilyUse, HubClientKind, KeyFamily } from './family-uses.ts'
import { keyFamilies } from './key-families.ts'

/** How a client of a Cluster learns which server has which keys, also while they move. Harmless on a single server. */
const whereabouts = ['cluster|slots', 'asking']

const working = ['ping', 'hello', 'select', 'client|setname', 'client|list', 'time', 'info', 'command|info']

/** What a client does that concerns no key: it says who it is and asks how the server is. */
const general: { readonly [K in HubClientKind]: readonly string[] } = {
  station: [...working, ...whereabouts],
  'engine-host': [...working, ...whereabouts],
  publisher: ['ping', 'hello', 'select', 'client|setname', ...whereabouts],
  monitoring: ['ping', 'hello', 'info', 'latency|latest', 'latency|history', 'slowlog|len'],
  backup: ['ping', 'hello', 'select', 'client|setname', 'info', 'dbsize', ...whereabouts],
}

export interface AccessServer {
  /** Before every key and channel; empty for a hub that the stations have to themselves. */
  readonly prefix: string
  /**
   * Redis 7 allows a command for some keys only, and tells reading from writing. In 6.2 every command of a user is
   * good for every key of that user.
   */
  readonly knowsSelectors: boolean
  /** Whether the server has the time-series module; an access list with unknown commands is refused by the rest. */
  readonly timeSeries: boolean
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
  const own = general[client].map((command) => `+${command}`)
  const families = usesOf(client).map(({ family, use }) => familyRules(family, use, server))
  if (server.knowsSelectors) {
    const selectors = families.flatMap(({ usual, series }) => [usual, ...(series === null ? [] : [series])])
    return ['resetchannels', '-@all', ...own, ...selectors.map((rules) => `(${rules.join(' ')})`)]
  }
  const all = families.flatMap(({ usual, series }) => [...usual, ...(series ?? [])])
  return ['resetchannels', '-@all', ...new Set([...own, ...all])]
}

/** The rules of one family: names first, then commands; `series` for those of the time-series module. */
function familyRules(
  { kind, start, beside = [] }: KeyFamily,
  { keys, commands, seriesCommands }: FamilyUse,
  server: AccessServer,
): { usual: string[]; series: string[] | null } {
  const names = [start, ...beside].map((each) => `${escapeGlob(server.prefix)}${each}*`)
  const touch = { read: '%R~', write: '%W~', both: '~' } as const
  const mark = kind === 'channels' ? '&' : server.knowsSelectors ? touch[keys] : '~'
  const allow = (list: readonly string[]): string[] => list.map((command) => `+${command}`)
  return {
    usual: [...names.map((name) => `${mark}${name}`), ...allow(commands)],
    // A module's commands count as both reading and writing, so they stand in a rule of their own.
    series:
      server.timeSeries && seriesCommands
        ? [...names.map((name) => `~${name}`), ...allow(seriesCommands)]
        : null,
  }
}

/** The name of the user that a kind of client signs in with. */
export function accessUser(client: HubClientKind): string {
  return `wardlight-${client}`
}

/** @param passwordDigest SHA-256 of the password in hex: the file never holds the password. */
export function accessLine(client: HubClientKind, server: AccessServer, passwordDigest: string): string {
  return `user ${accessUser(client)} on #${passwordDigest} ${accessRules(client, server).join(' ')}`
}
