import { z } from 'zod'
import type { Redis } from '@main/hub/open-client.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { Alert, isOpen } from '@shared/features/alerts/model.ts'

const PAGE = 5_000
const Entries = z.array(z.tuple([z.string(), z.array(z.string())]))

export interface LogLine {
  readonly streamId: string
  /** The station that made the entry. */
  readonly by: string
  readonly seq: number
  readonly kind: string
  readonly alertId: string
  readonly rev: number
}

/** What the hub holds about one unit. */
export interface UnitTruth {
  readonly unit: string
  readonly alerts: ReadonlyMap<string, Alert>
  /** Members of the sorted set of open alerts. */
  readonly open: ReadonlySet<string>
  readonly seen: ReadonlySet<string>
  readonly log: readonly LogLine[]
  readonly lastSeq: number
}

const keys = new HubKeys()

/** How many messages of a unit have been taken in. */
export async function seenCount(client: Redis, unit: string): Promise<number> {
  return client.zcard(keys.alert(unit, 'seen'))
}

/** Reads everything about one unit, past every station. */
export async function readUnit(client: Redis, unit: string): Promise<UnitTruth> {
  const states = await client.hgetall(keys.alert(unit, 'state'))
  const alerts = new Map<string, Alert>()
  for (const [id, text] of Object.entries(states)) {
    const alert = Alert.parse(JSON.parse(text.slice(text.indexOf(':') + 1)))
    if (text !== `${alert.rev}:${text.slice(text.indexOf(':') + 1)}` || id !== alert.id)
      throw new Error(`the stored state of ${id} contradicts itself`)
    alerts.set(id, alert)
  }
  return {
    unit,
    alerts,
    open: new Set(await client.zrange(keys.alert(unit, 'open'), '0', '-1')),
    seen: new Set(await client.zrange(keys.alert(unit, 'seen'), '0', '-1')),
    log: await readLog(client, unit),
    lastSeq: Number((await client.get(keys.alert(unit, 'seq'))) ?? 0),
  }
}

/** Open alerts by their own state; the hub's sorted set must agree. */
export function openOf({ alerts }: UnitTruth): Alert[] {
  return [...alerts.values()].filter(isOpen)
}

async function readLog(client: Redis, unit: string): Promise<LogLine[]> {
  const lines: LogLine[] = []
  let start = '-'
  for (;;) {
    const page = Entries.parse(await client.xrange(keys.alert(unit, 'log'), start, '+', 'COUNT', PAGE))
    for (const [streamId, flat] of page) {
      const field = (name: string): string => flat[flat.indexOf(name) + 1] ?? ''
      lines.push({
        streamId,
        by: field('w'),
        seq: Number(field('n')),
        kind: field('k'),
        alertId: field('a'),
        rev: Number(field('r')),
      })
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return lines
    start = `(${last[0]}`
  }
}
