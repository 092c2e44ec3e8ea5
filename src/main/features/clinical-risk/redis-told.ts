import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { type OwedAlert, Told, TOLD_MS } from './owed-alert.ts'
import { readJson } from './read-json.ts'

/** Fields of one command. */
const AT_ONCE = 500

const Values = z.array(z.string().nullable())
const Page = z.tuple([z.string(), z.array(z.string())])

/** Of which patients somebody has been told, by all stations. Every method rejects with a HubError. */
export class RedisTold {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async of(patientIds: readonly string[]): Promise<ReadonlyMap<string, Told>> {
    const found = new Map<string, Told>()
    for (let at = 0; at < patientIds.length; at += AT_ONCE) {
      const ids = patientIds.slice(at, at + AT_ONCE)
      const values = Values.parse(await this.#hub.run('HMGET', this.#key, ...ids))
      values.forEach((text, index) => {
        const told = text === null ? null : readJson(text, Told)
        if (told !== null) found.set(ids[index] ?? '', told)
      })
    }
    return found
  }

  async put(alerts: readonly OwedAlert[]): Promise<void> {
    const at = Math.round(this.#hub.now())
    for (let from = 0; from < alerts.length; from += AT_ONCE) {
      const fields = alerts
        .slice(from, from + AT_ONCE)
        .flatMap(({ patientId, unit, score, run }) => [
          patientId,
          JSON.stringify({ unit, score, run, at } satisfies Told),
        ])
      await this.#hub.run('HSET', this.#key, ...fields)
    }
  }

  async forget(patientIds: readonly string[]): Promise<void> {
    for (let at = 0; at < patientIds.length; at += AT_ONCE)
      await this.#hub.run('HDEL', this.#key, ...patientIds.slice(at, at + AT_ONCE))
  }

  /** Everybody who has been told of; what is too old is forgotten. */
  async all(): Promise<ReadonlySet<string>> {
    const found = new Set<string>()
    const old: string[] = []
    const before = this.#hub.now() - TOLD_MS
    let cursor = '0'
    do {
      const [next, flat] = Page.parse(await this.#hub.run('HSCAN', this.#key, cursor, 'COUNT', AT_ONCE))
      for (let at = 0; at + 1 < flat.length; at += 2) {
        const told = readJson(flat[at + 1] ?? '', Told)
        if (told === null || told.at < before) old.push(flat[at] ?? '')
        else found.add(flat[at] ?? '')
      }
      cursor = next
    } while (cursor !== '0')
    await this.forget(old)
    return found
  }

  get #key(): string {
    return this.#hub.keys.clinicalRisk('told')
  }
}
