import type { HubClient } from './client.ts'

export type HubArgument = string | number | Buffer

/** All commands in one write; each reply with its own error. */
export async function pipelined(
  client: HubClient,
  commands: readonly (readonly [string, ...HubArgument[]])[],
): Promise<readonly [Error | null, unknown][]> {
  // The pipeline looks its methods up by name, and those are written in lower case.
  const named = commands.map(([name, ...args]) => [name.toLowerCase(), ...args])
  return (await client.pipeline(named).exec()) ?? []
}
