import type { HubClient } from './client.ts'
import { toHubError } from './hub-error.ts'

export type HubArgument = string | number | Buffer

/** All commands in one write; each settles by itself, rejected ones with a HubError. */
export async function pipelined(
  client: HubClient,
  commands: readonly (readonly [string, ...HubArgument[]])[],
): Promise<PromiseSettledResult<unknown>[]> {
  const pipeline = client.pipeline()
  // By `call`, since the client has no methods for commands of modules such as TS.RANGE.
  for (const [name, ...args] of commands) pipeline.call(name, ...args)
  const replies = (await pipeline.exec()) ?? []
  return replies.map(([error, value]) =>
    error === null ? { status: 'fulfilled', value } : { status: 'rejected', reason: toHubError(error) },
  )
}
