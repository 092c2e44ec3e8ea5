import type { HubClient } from './client.ts'

export type HubArgument = string | number | Buffer

/** All commands in one write; each reply with its own error. */
export async function pipelined(
  client: HubClient,
  commands: readonly (readonly [string, ...HubArgument[]])[],
): Promise<readonly [Error | null, unknown][]> {
  const pipeline = client.pipeline()
  // By `call`, since the client has no methods for commands of modules such as TS.RANGE.
  for (const [name, ...args] of commands) pipeline.call(name, ...args)
  return (await pipeline.exec()) ?? []
}
