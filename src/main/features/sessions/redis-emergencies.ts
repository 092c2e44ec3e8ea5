import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { EmergencyEntry, EmergencyReview } from '@shared/features/sessions/model.ts'
import { type EmergencyStore, ReviewOf } from './ports.ts'

const Text = z.string().nullable()
/**
 * A review stands beside its access, in a field of its own: whoever writes how the access ended does not overwrite it,
 * and no script is needed, which an access list of an older version would deny.
 */
const StoredReview = z.object({ reviewOf: z.uuid(), of: ReviewOf, review: EmergencyReview })
type StoredReview = z.infer<typeof StoredReview>

/** Emergency accesses on the hub, where every privacy officer finds them. */
export class RedisEmergencies implements EmergencyStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async write(entry: EmergencyEntry): Promise<void> {
    const { keys } = this.#hub
    const known = parsed(EmergencyEntry, await this.#text(entry.id))
    // A version before the queue of approvals kept the review inside.
    const text = JSON.stringify({ ...entry, review: known?.review ?? null })
    await this.#hub.run('HSET', keys.emergencies('entries'), entry.id, text)
    await this.#hub.run('SADD', keys.emergencies('waiting'), entry.id)
    // Asked only now: a review that comes in between takes it off the list itself.
    if ((await this.read(entry.id))?.review)
      await this.#hub.run('SREM', keys.emergencies('waiting'), entry.id)
  }

  async writeReview(id: string, of: ReviewOf, review: EmergencyReview): Promise<void> {
    const { keys } = this.#hub
    const stored: StoredReview = { reviewOf: id, of, review }
    // A ruling may be told late, and again: one about less than all of it takes nothing from the review of the whole.
    const known = parsed(StoredReview, await this.#text(fieldOf(id)))
    if (known?.of === 'ended' && of === 'begun') return
    await this.#hub.run('HSET', keys.emergencies('entries'), fieldOf(id), JSON.stringify(stored))
    if ((await this.read(id))?.review) await this.#hub.run('SREM', keys.emergencies('waiting'), id)
  }

  async read(id: string): Promise<EmergencyEntry | null> {
    const [entry, review] = [await this.#text(id), await this.#text(fieldOf(id))]
    const found = parsed(EmergencyEntry, entry)
    return found === null ? null : withReview(found, parsed(StoredReview, review))
  }

  async all(): Promise<readonly EmergencyEntry[]> {
    const texts = z
      .array(z.string())
      .parse(await this.#hub.run('HVALS', this.#hub.keys.emergencies('entries')))
    const reviews = new Map(
      texts.flatMap((text) => {
        const stored = parsed(StoredReview, text)
        return stored === null ? [] : [[stored.reviewOf, stored] as const]
      }),
    )
    return texts
      .flatMap((text) => parsed(EmergencyEntry, text) ?? [])
      .map((entry) => withReview(entry, reviews.get(entry.id) ?? null))
      .sort((a, b) => b.begunAt - a.begunAt)
  }

  async #text(field: string): Promise<string | null> {
    return Text.parse(await this.#hub.run('HGET', this.#hub.keys.emergencies('entries'), field))
  }
}

function fieldOf(id: string): string {
  return `review:${id}`
}

function withReview(entry: EmergencyEntry, stored: StoredReview | null): EmergencyEntry {
  if (stored === null || (stored.of === 'begun' && entry.endedAt !== null)) return entry
  return { ...entry, review: stored.review }
}

function parsed<S extends z.ZodType>(schema: S, text: string | null): z.output<S> | null {
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
