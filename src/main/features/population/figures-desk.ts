import type { CareFigures } from '@shared/features/population/board.ts'
import type { CareRecord } from '@shared/features/population/model.ts'
import { type CareAct, type Delay, efficiency, loads } from './engine-figures.ts'
import { onHub } from './errors.ts'
import type { BoardStore, Change, Figures } from './ports.ts'

const PERIOD_MS = 30 * 86_400_000
/** The last changes of scores, and crossings, that figures rest on. */
const CHANGES = 5_000
const CHANGES_AT_ONCE = 1_000
const CROSSINGS = 10_000

/** What figures need of the hub; care-store.ts and figures-store.ts are it. */
interface Ports {
  readonly care: {
    all(): AsyncIterable<readonly CareRecord[]>
    acts(since: number): AsyncIterable<readonly CareAct[]>
  }
  readonly ranking: {
    high(): Promise<number>
    highOf(patientIds: readonly string[]): Promise<ReadonlySet<string>>
  }
  readonly board: Pick<BoardStore, 'now' | 'head' | 'changesAfter' | 'crossings'>
}

/** What each care manager carries, and the seed's efficiency table, from what happened on this hub. */
export class CareFiguresDesk implements Figures {
  readonly #ports: Ports
  #asked: Promise<CareFigures> | null = null

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Whoever asks while it is computed gets the same figures. */
  care(): Promise<CareFigures> {
    const asked = this.#asked ?? onHub(() => this.#compute())
    this.#asked = asked
    void asked.catch(() => undefined).finally(() => (this.#asked = null))
    return asked
  }

  async #compute(): Promise<CareFigures> {
    const { care, ranking, board } = this.#ports
    const now = board.now()
    const records = await held(care.all())
    const high = await ranking.highOf([...records.keys()])
    const acts: CareAct[] = []
    for await (const some of care.acts(now - PERIOD_MS)) acts.push(...some)
    const managers = loads(records.values(), (patientId) => high.has(patientId), acts, now)
    const crossings = await board.crossings(CROSSINGS)
    const entered = crossings.filter(({ kind, at }) => kind === 'entered' && at >= now - PERIOD_MS)
    const assignedHigh = managers.reduce((sum, manager) => sum + manager.high, 0)
    return {
      managers: [...managers],
      unassignedHigh: Math.max(0, (await ranking.high()) - assignedHigh),
      efficiency: [...efficiency({ delays: delaysOf(await this.#changes()), entered, acts, managers })],
    }
  }

  async #changes(): Promise<readonly Change[]> {
    const { board } = this.#ports
    const { seq } = await board.head()
    const changes: Change[] = []
    let from = Math.max(0, seq - CHANGES)
    for (;;) {
      const some = await board.changesAfter(from, CHANGES_AT_ONCE)
      changes.push(...some)
      const last = some.at(-1)
      if (last === undefined || changes.length >= CHANGES) return changes
      from = last.seq
    }
  }
}

/** Those who are in somebody's hands, once each and without their notes: there may be many. */
async function held(pages: AsyncIterable<readonly CareRecord[]>): Promise<ReadonlyMap<string, CareRecord>> {
  const records = new Map<string, CareRecord>()
  for await (const page of pages)
    for (const record of page)
      if (record.manager !== null) records.set(record.patientId, { ...record, outreach: [] })
  return records
}

/**
 * How long each reading took that changed a score: the one that crossed the threshold, else the newest of those that
 * count. A later change without a newer reading (a score that was set right) is not its delay.
 */
export function delaysOf(changes: readonly Change[]): readonly Delay[] {
  const seen = new Set<string>()
  return changes.flatMap(({ patientId, state: { contributions }, crossing, at }) => {
    const trigger = contributions.find(({ metric }) => metric === crossing?.metric)
    const newest = contributions.reduce((latest, each) => Math.max(latest, each.at), Number.NEGATIVE_INFINITY)
    const readAt = crossing?.kind === 'entered' ? (trigger?.at ?? newest) : newest
    const name = `${readAt} ${patientId}`
    if (!Number.isFinite(readAt) || seen.has(name)) return []
    seen.add(name)
    return [{ readAt, writtenAt: at, entered: crossing?.kind === 'entered' }]
  })
}
