import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { SessionPolicy } from '@shared/features/sessions/model.ts'
import type { PollReply, SessionDirectory, StoredSession } from './ports.ts'
import touchSource from './touch.lua?raw'

const touchScript = hubScript(touchSource)
/** Client libraries of different protocol versions give a hash as an object or as a list of pairs. */
const HashReply = z.union([
  z.record(z.string(), z.string()),
  z.array(z.string()).transform((flat) => {
    const pairs: [string, string][] = []
    for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([flat[at] ?? '', flat[at + 1] ?? ''])
    return Object.fromEntries(pairs)
  }),
])

/** The seed's sessions on the hub. Another program that reads or deletes these keys is heard within two seconds. */
export class RedisSessions implements SessionDirectory {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async register(session: StoredSession, seconds: number): Promise<void> {
    const key = this.#hub.keys.session(session.id)
    const fields = {
      user_id: session.userId,
      role: session.role,
      department: session.department,
      portal: session.portal,
      last_activity: session.lastActivity,
      station: session.station,
      started_at: String(session.startedAt ?? 0),
    }
    const results = await this.#hub.runAll([
      ['HSET', key, ...Object.entries(fields).flat()],
      ['EXPIRE', key, seconds],
    ])
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  async poll(session: StoredSession, activity: { at: string; seconds: number } | null): Promise<PollReply> {
    const { keys } = this.#hub
    const args = [session.userId, session.role, activity?.at ?? '', activity?.seconds ?? 0]
    const [touched, waiting, epoch] = await this.#hub.runAll([
      ['EVAL', touchScript.source, 1, keys.session(session.id), ...args],
      ['SCARD', keys.emergencies('waiting')],
      ['GET', keys.users('epoch')],
    ])
    if (touched?.status !== 'fulfilled') throw touched?.reason
    return {
      session: touched.value === 1 ? 'present' : 'gone',
      reviewsWaiting: waiting?.status === 'fulfilled' ? z.number().parse(waiting.value) : null,
      epoch: epoch?.status === 'fulfilled' ? z.string().nullable().parse(epoch.value) : null,
    }
  }

  async remove(id: string): Promise<void> {
    await this.#hub.run('DEL', this.#hub.keys.session(id))
  }

  async all(): Promise<readonly StoredSession[]> {
    const ids: string[] = []
    for await (const found of this.#hub.scan(this.#hub.keys.sessionPattern()))
      ids.push(...found.flatMap((key) => this.#hub.keys.sessionOf(key) ?? []))
    const unique = [...new Set(ids)]
    const hashes = await this.#hub.runAll(unique.map((id) => ['HGETALL', this.#hub.keys.session(id)]))
    return unique.flatMap((id, at) => {
      const reply = hashes[at]
      // A key of another type is somebody else's.
      if (reply?.status !== 'fulfilled') return []
      const fields = HashReply.safeParse(reply.value).data ?? {}
      return fields['user_id'] === undefined ? [] : [toStored(id, fields)]
    })
  }

  async of(userId: string): Promise<readonly StoredSession[]> {
    return (await this.all()).filter((session) => session.userId === userId)
  }

  async readPolicy(): Promise<SessionPolicy | null> {
    const text = z
      .string()
      .nullable()
      .parse(await this.#hub.run('GET', this.#hub.keys.users('policy')))
    return text === null ? null : (SessionPolicy.safeParse(JSON.parse(text)).data ?? null)
  }

  async savePolicy(policy: SessionPolicy): Promise<void> {
    await this.#hub.run('SET', this.#hub.keys.users('policy'), JSON.stringify(policy))
  }

  async epoch(): Promise<string> {
    const key = this.#hub.keys.users('epoch')
    await this.#hub.run('SET', key, randomUUID(), 'NX')
    return z.string().parse(await this.#hub.run('GET', key))
  }
}

function toStored(id: string, fields: Readonly<Record<string, string>>): StoredSession {
  const startedAt = Number(fields['started_at'])
  return {
    id,
    userId: fields['user_id'] ?? '',
    role: fields['role'] ?? '',
    department: fields['department'] ?? '',
    portal: fields['portal'] ?? '',
    lastActivity: fields['last_activity'] ?? '',
    station: fields['station'] ?? fields['portal'] ?? '',
    startedAt: Number.isSafeInteger(startedAt) && startedAt > 0 ? startedAt : null,
  }
}
