import { createHash } from 'node:crypto'

/** A Lua script with the digest by which the hub knows it. */
export interface HubScript {
  readonly source: string
  readonly sha1: string
}

export function hubScript(source: string): HubScript {
  return { source, sha1: createHash('sha1').update(source).digest('hex') }
}
