import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { accessUser } from '@main/hub/access-list.ts'
import { type HubClientKind, hubClients } from '@main/hub/family-uses.ts'
import { openClient, type Redis } from '@main/hub/open-client.ts'
import { TestRedis } from './redis-server.ts'

const PASSWORD_OF_DEFAULT = 'only-in-tests'

/** What `npm run acl` prints: the list, and beside it the passwords. */
export function printedAccessList(...args: readonly string[]): {
  list: string
  beside: string
  code: number
} {
  const program = resolve('src/main/acl.ts')
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
  return { list: stdout, beside: stderr, code: status ?? -1 }
}

/** The printed list as a file for servers, and the passwords in it. */
export function accessFile(): {
  file: string
  passwords: ReadonlyMap<HubClientKind, string>
  folder: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-acl-'))
  const { list, beside } = printedAccessList()
  const passwords = new Map(
    hubClients.map((client) => {
      const line = beside.split('\n').find((each) => each.startsWith(`${accessUser(client)} `)) ?? ''
      return [client, line.split(/\s+/)[1] ?? '']
    }),
  )
  const file = join(folder, 'users.acl')
  writeFileSync(file, `user default on >${PASSWORD_OF_DEFAULT} ~* &* +@all\n${list}`)
  return { file, passwords, folder }
}

/** A real server that was started with the printed list as its ACL file. */
export class GuardedRedis {
  readonly redis: TestRedis
  readonly #folder: string
  readonly #passwords: ReadonlyMap<string, string>
  readonly #clients: Redis[] = []

  private constructor(redis: TestRedis, folder: string, passwords: ReadonlyMap<string, string>) {
    this.redis = redis
    this.#folder = folder
    this.#passwords = passwords
  }

  static async start(): Promise<GuardedRedis> {
    const { file, passwords, folder } = accessFile()
    return new GuardedRedis(await TestRedis.start({ aclfile: file }), folder, passwords)
  }

  urlAs(client: HubClientKind): string {
    return this.redis.urlAs(accessUser(client), this.#passwords.get(client) ?? '')
  }

  /** A connection that has signed in as this kind of client; closed with the server. */
  as(client: HubClientKind): Redis {
    const connection = openClient(this.urlAs(client))
    this.#clients.push(connection)
    return connection
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect()
    await this.redis.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
