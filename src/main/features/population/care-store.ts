import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import type { CareRecord } from '@shared/features/population/model.ts'
import careSource from './care.lua?raw'
import type { CareHead } from './care-copy.ts'
import restoreSource from './care-restore.lua?raw'
import { type CareAct, careActKinds } from './engine-figures.ts'
import { readCareRecord } from './stored.ts'

const careScript = hubScript(careSource)
const restoreScript = hubScript(restoreSource)
/** Lines of the log of care work that are kept: what a large practice does in more than a year. */
const LOG_LINES = 200_000
/** Records in one call of the script or one reading: a long one holds everybody's hub. */
const AT_ONCE = 50
const LOG_PAGE = 1_000
const Texts = z.array(z.string().nullable())
const ScanReply = z.tuple([z.string(), z.array(z.string())])
const ActKind = z.enum(careActKinds)
const LogReply = z.array(z.tuple([z.string(), z.array(z.string())]))

/** One record to be written over the revision on which it was decided, and what was done. */
export interface CarePut {
  readonly record: CareRecord
  readonly expectedRev: number
  readonly act: CareAct
}

/** A stored record; `unreadable` when something stands there that is none of ours. */
export type StoredCare = CareRecord | 'unreadable'

/** Care records on the hub. Every call rejects with a HubError when the hub does not answer. */
export class CareStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  /** Milliseconds since 1970 by the hub's clock. */
  now(): number {
    return this.#hub.now()
  }

  /** The records of these patients; who has none is left out. */
  async read(patientIds: readonly string[]): Promise<ReadonlyMap<string, StoredCare>> {
    const found = new Map<string, StoredCare>()
    for (const some of bites(patientIds)) {
      const reply = await this.#hub.run('HMGET', this.#hub.keys.population('care'), ...some)
      Texts.parse(reply).forEach((text, index) => {
        const patientId = some[index]
        if (text !== null && patientId !== undefined) found.set(patientId, readCare(text, patientId))
      })
    }
    return found
  }

  /**
   * Writes each record that nobody has changed meanwhile. A call whose answer is lost is repeated once, which is
   * harmless: what is there already is not written again.
   * @returns for each record null when it is written, else what stands there.
   */
  async put(puts: readonly CarePut[]): Promise<readonly (StoredCare | null)[]> {
    const answers: (StoredCare | null)[] = []
    for (const some of bites(puts)) {
      const replies = Texts.parse(await this.#twice(some))
      some.forEach(({ record }, index) => {
        const stored = replies[index] ?? ''
        answers.push(stored === '' ? null : readCare(stored, record.patientId))
      })
    }
    return answers
  }

  async #twice(puts: readonly CarePut[]): Promise<unknown> {
    const { keys } = this.#hub
    const scriptKeys = [keys.population('care'), keys.population('care-log')]
    const args = [keys.careChanges(), LOG_LINES, ...puts.flatMap(argumentsOf)]
    try {
      return await this.#hub.script(careScript, scriptKeys, args)
    } catch (error) {
      if (!(error instanceof HubError) || error.failure !== 'outcome-unknown') throw error
      return this.#hub.script(careScript, scriptKeys, args)
    }
  }

  /** What tells whether the hub still has its data. */
  async head(): Promise<CareHead> {
    const { keys } = this.#hub
    const [epoch, records] = await Promise.all([
      this.#hub.run('GET', keys.population('epoch')),
      this.#hub.run('HLEN', keys.population('care')),
    ])
    return { epoch: typeof epoch === 'string' ? epoch : null, records: z.number().parse(records) }
  }

  /** Puts back those that the hub does not have, or has in an older state; answers how many. Harmless when repeated. */
  async restore(records: readonly CareRecord[]): Promise<number> {
    const { keys } = this.#hub
    let restored = 0
    for (const some of bites(records)) {
      const args = some.flatMap((record) => [record.patientId, record.rev, textOf(record)])
      const reply = await this.#hub.script(
        restoreScript,
        [keys.population('care')],
        [keys.careChanges(), ...args],
      )
      restored += z.number().parse(reply)
    }
    return restored
  }

  /** Every record that is readable, in pages. A record may come twice. */
  async *all(): AsyncIterable<readonly CareRecord[]> {
    let cursor = '0'
    do {
      const key = this.#hub.keys.population('care')
      const [next, pairs] = ScanReply.parse(await this.#hub.run('HSCAN', key, cursor, 'COUNT', AT_ONCE))
      cursor = next
      const records: CareRecord[] = []
      for (let at = 0; at + 1 < pairs.length; at += 2) {
        const record = readCare(pairs[at + 1] ?? '', pairs[at] ?? '')
        if (record !== 'unreadable') records.push(record)
      }
      yield records
    } while (cursor !== '0')
  }

  /** What was done since then, the oldest first. @param since milliseconds since 1970. */
  async *acts(since: number): AsyncIterable<readonly CareAct[]> {
    const key = this.#hub.keys.population('care-log')
    let from = String(since)
    for (;;) {
      const reply = LogReply.parse(await this.#hub.run('XRANGE', key, from, '+', 'COUNT', LOG_PAGE))
      yield reply.flatMap(([, fields]) => readAct(fields) ?? [])
      const last = reply.at(-1)
      if (last === undefined || reply.length < LOG_PAGE) return
      from = `(${last[0]}`
    }
  }
}

function argumentsOf({ record, expectedRev, act }: CarePut): HubArgument[] {
  return [
    record.patientId,
    expectedRev,
    textOf(record),
    act.kind,
    act.manager ?? '',
    act.by,
    act.reached === null ? '' : act.reached ? '1' : '0',
    act.at,
  ]
}

/** The revision stands first, where the script looks for it. */
function textOf({ rev, ...rest }: CareRecord): string {
  return JSON.stringify({ rev, ...rest })
}

function readCare(text: string, patientId: string): StoredCare {
  const record = readCareRecord(text)
  return record?.patientId === patientId ? record : 'unreadable'
}

function readAct(fields: readonly string[]): CareAct | null {
  const cells = new Map<string, string>()
  for (let at = 0; at + 1 < fields.length; at += 2) cells.set(fields[at] ?? '', fields[at + 1] ?? '')
  const kind = ActKind.safeParse(cells.get('k'))
  const at = Number(cells.get('t'))
  if (!kind.success || !Number.isFinite(at)) return null
  const manager = cells.get('m') ?? ''
  const reached = cells.get('r') ?? ''
  return {
    patientId: cells.get('p') ?? '',
    kind: kind.data,
    manager: manager === '' ? null : manager,
    by: cells.get('b') ?? '',
    reached: reached === '' ? null : reached === '1',
    at,
  }
}

function* bites<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE)
}
