import { Cluster, type Redis } from 'ioredis'
import { z } from 'zod'
import type { HubClient } from './client.ts'

/** Where every walk over the keys begins, and the `next` of its last page. */
export const SCAN_START = '0'
/** Keys that one SCAN looks at; about a millisecond of the hub's time. */
export const SCAN_COUNT = 1_000
const ALL_SLOTS = 16_384

/** Some of the keys that fit; often none. A key may come twice in one walk. */
export interface ScanPage {
  readonly keys: readonly string[]
  /** Where the next page begins; `SCAN_START` when every key that was there all the time has come. */
  readonly next: string
}

const Reply = z.tuple([z.coerce.string(), z.array(z.string())])

/**
 * One page of all keys that fit a pattern, on a Cluster of those of every primary, one after the other. A walk whose
 * Cluster changes its primaries begins again: cursors of one server say nothing to another. Rejects when a primary
 * cannot be asked, since what lies there is then not known.
 *
 * @param place `SCAN_START`, or the `next` of the page before.
 * @param count keys to look at; about a thousand take a millisecond.
 */
export async function scanPage(
  client: HubClient,
  place: string,
  pattern: string,
  count: number,
): Promise<ScanPage> {
  if (!(client instanceof Cluster)) {
    const [next, keys] = await scanNode(client, place, pattern, count)
    return { keys, next }
  }
  const names = primariesOf(client.slots)
  const { cursor, index } = placeAmong(names, place)
  const [next, keys] = await scanNode(nodeNamed(client, names[index]), cursor, pattern, count)
  if (next !== SCAN_START) return { keys, next: placeText(names, next, index) }
  const isLast = index + 1 === names.length
  return { keys, next: isLast ? SCAN_START : placeText(names, SCAN_START, index + 1) }
}

/** The pages of a whole walk. */
export async function* everyPage(
  pageAt: (place: string) => Promise<ScanPage>,
): AsyncIterable<readonly string[]> {
  let place = SCAN_START
  do {
    const { keys, next } = await pageAt(place)
    yield keys
    place = next
  } while (place !== SCAN_START)
}

/** Primaries in the order in which they are walked. Throws when some slot has none. */
export function primariesOf(slots: readonly (readonly string[] | undefined)[]): string[] {
  const names = new Set<string>()
  for (let slot = 0; slot < ALL_SLOTS; slot += 1) {
    const name = slots[slot]?.[0]
    if (name === undefined) throw new Error('a slot of the Cluster is served by nobody')
    names.add(name)
  }
  return [...names].sort()
}

function placeText(names: readonly string[], cursor: string, index: number): string {
  return `${cursor}@${index}@${names.join(',')}`
}

/** Where a walk goes on; at its beginning when the primaries are not those that the place was among. */
export function placeAmong(names: readonly string[], place: string): { cursor: string; index: number } {
  const [cursor = SCAN_START, index, among] = place.split('@')
  return among === names.join(',') ? { cursor, index: Number(index) } : { cursor: SCAN_START, index: 0 }
}

function nodeNamed(cluster: Cluster, name: string | undefined): Redis {
  const node = cluster.nodes('master').find(({ options }) => `${options.host}:${options.port}` === name)
  if (node === undefined) throw new Error('a primary of the Cluster has no connection')
  return node
}

async function scanNode(
  node: Redis,
  cursor: string,
  pattern: string,
  count: number,
): Promise<readonly [string, string[]]> {
  return Reply.parse(await node.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', count))
}
