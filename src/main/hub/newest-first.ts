import { z } from 'zod'
import type { Hub } from './hub.ts'

const Texts = z.array(z.string())

/** A member of a sorted set, and where it stands. */
export interface Place {
  readonly member: string
  readonly at: number
}

/**
 * Members of a sorted set by descending score, behind a place (null: from the highest). What comes in at the top between
 * two pages moves nothing, because a page begins behind a member and not at a number. Rejects with a HubError.
 */
export async function newestFirst(
  hub: Hub,
  key: string,
  after: Place | null,
  limit: number,
): Promise<Place[]> {
  const found: Place[] = []
  // Many may have one score: of those the set's own order, by name and backwards, tells which are behind.
  for (let skip = 0; found.length < limit; skip += limit) {
    const range = [key, after?.at ?? '+inf', '-inf', 'BYSCORE', 'REV', 'LIMIT', skip, limit, 'WITHSCORES']
    const flat = Texts.parse(await hub.run('ZRANGE', ...range))
    for (let index = 0; index + 1 < flat.length; index += 2) {
      const place = { member: flat[index] ?? '', at: Number(flat[index + 1]) }
      if (after === null || place.at < after.at || isBefore(place.member, after.member)) found.push(place)
    }
    if (flat.length < limit * 2) break
  }
  return found.slice(0, limit)
}

/** As the hub orders members of one score: by their bytes. */
function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0
}
