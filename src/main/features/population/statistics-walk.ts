import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import type { HubArgument } from '@main/hub/pipelined.ts'
import type { Period, SeriesPoint } from './engine-statistics.ts'

/** Series asked in one round trip, and readings of each of them; longer ones go on page by page. */
const SERIES_AT_ONCE = 200
const PAGE = 500
/** The seed's fallback: the suffix keeps equal values apart. */
const member = /^([^:]+):[0-9a-f]*$/i
/** Python writes a time as a float of seconds, whose thousandfold may lie a hair below the millisecond that is meant. */
const HAIR_MS = 0.000_5

const SetPage = z.array(z.string())
const ModulePage = z.array(z.tuple([z.coerce.number(), z.union([z.string(), z.number()])]))

export type Storage = 'time-series' | 'sorted-sets'

/** One patient's series of the metric that is walked. */
export interface Series {
  readonly key: string
  readonly patientId: string
}

/** A page of one series; `next` is where it goes on, null when it has ended. */
interface Page {
  readonly points: readonly SeriesPoint[]
  readonly unreadable: number
  readonly next: Place | null
}

/**
 * Where a page begins: a time in milliseconds for the module; for a sorted set the score as the hub writes it, and how
 * many members of this very score were read already.
 */
interface Place {
  readonly at: number
  readonly score: string
  readonly skip: number
}

interface Ask {
  readonly series: Series
  /** Null before its first page: not known yet. */
  readonly storage: Storage | null
  readonly place: Place
}

/** What a series gives, page by page; `storage` null when its key is of a type that no series has. */
export interface SeriesPage {
  readonly series: Series
  readonly storage: Storage | null
  readonly points: readonly SeriesPoint[]
  readonly unreadable: number
  readonly isLast: boolean
}

/**
 * Walks all series of a metric in small bites, so that the hub serves everybody else between them. A series is stored
 * by the time-series module or in the seed's sorted set, each on its own.
 */
export class SeriesWalk {
  readonly #hub: Hub
  /** How the last series were stored: the others probably are too, and are asked for in this way first. */
  #likely: Storage = 'sorted-sets'

  constructor(hub: Hub) {
    this.#hub = hub
  }

  /** Every series of the metric once, in bites. Rejects with a HubError. */
  async *series(metric: string): AsyncIterable<readonly Series[]> {
    const seen = new Set<string>()
    for await (const found of this.#found(metric)) {
      const fresh = found.filter(({ key }) => !seen.has(key) && seen.add(key))
      for (let at = 0; at < fresh.length; at += SERIES_AT_ONCE) yield fresh.slice(at, at + SERIES_AT_ONCE)
    }
  }

  async *#found(metric: string): AsyncIterable<readonly Series[]> {
    const { keys } = this.#hub
    for await (const found of this.#hub.scan(keys.seriesOfMetricPattern(metric))) {
      yield found.flatMap((key) => {
        const series = keys.readSeries(key)
        return series?.metric === metric ? [{ key, patientId: series.patientId }] : []
      })
    }
  }

  /** The readings of these series in the period, each series in the order of time. Rejects with a HubError. */
  async *read(all: readonly Series[], period: Period): AsyncIterable<readonly SeriesPage[]> {
    const place = { at: period.from, score: String(period.from / 1_000), skip: 0 }
    let open: readonly Ask[] = all.map((series) => ({ series, storage: null, place }))
    while (open.length > 0) {
      const read = await this.#eitherWay(open, period)
      this.#learn(read)
      yield read.map(({ ask: { series }, storage, page }) => ({
        series,
        storage,
        points: page?.points ?? [],
        unreadable: page?.unreadable ?? 0,
        isLast: page === null || page.next === null,
      }))
      open = read.flatMap(({ ask: { series }, storage, page }) =>
        page === null || page.next === null ? [] : [{ series, storage, place: page.next }],
      )
    }
  }

  /** Each page in the likely way, and in the other one where that is not how the series is stored. */
  async #eitherWay(
    asks: readonly Ask[],
    period: Period,
  ): Promise<readonly { ask: Ask; storage: Storage | null; page: Page | null }[]> {
    const likely = this.#likely
    const first = await this.#pages(asks, (ask) => ask.storage ?? likely, period)
    const left = asks.filter((ask, index) => ask.storage === null && first[index] === null)
    const second = await this.#pages(left, () => other(likely), period)
    const others = new Map(left.map((ask, index) => [ask, second[index] ?? null]))
    return asks.map((ask, index) => {
      const page = first[index] ?? null
      if (page !== null) return { ask, storage: ask.storage ?? likely, page }
      const otherwise = others.get(ask) ?? null
      return { ask, storage: otherwise === null ? null : other(likely), page: otherwise }
    })
  }

  #learn(read: readonly { readonly storage: Storage | null }[]): void {
    const otherwise = read.filter(({ storage }) => storage === other(this.#likely))
    if (otherwise.length * 2 > read.length) this.#likely = other(this.#likely)
  }

  /** Null for a key that is not stored in this way. */
  async #pages(
    asks: readonly Ask[],
    wayOf: (ask: Ask) => Storage,
    period: Period,
  ): Promise<readonly (Page | null)[]> {
    const replies = await this.#hub.runAll(asks.map((ask) => commandOf(ask, wayOf(ask), period)))
    return asks.map((ask, index) => {
      const way = wayOf(ask)
      const reply = replies[index]
      if (reply?.status === 'fulfilled')
        return way === 'sorted-sets' ? setPage(reply.value, ask.place) : modulePage(reply.value)
      if (isOtherType(reply?.reason, way)) return null
      throw reply?.reason ?? new HubError('outcome-unknown', 'silent', 'NOREPLY')
    })
  }
}

function other(storage: Storage): Storage {
  return storage === 'sorted-sets' ? 'time-series' : 'sorted-sets'
}

function commandOf(
  { series: { key }, place: { at, score, skip } }: Ask,
  way: Storage,
  { to }: Period,
): [string, ...HubArgument[]] {
  if (way === 'time-series') return ['TS.RANGE', key, at, to, 'COUNT', PAGE]
  return ['ZRANGEBYSCORE', key, score, `(${(to + 1) / 1_000}`, 'WITHSCORES', 'LIMIT', skip, PAGE]
}

/** The module answers for a key of another type, or one that has gone, in several ways; without it, as an unknown command. */
function isOtherType(reason: unknown, as: Storage): boolean {
  if (!(reason instanceof HubError) || reason.failure !== 'refused') return false
  return as === 'sorted-sets'
    ? reason.code === 'WRONGTYPE'
    : ['WRONGTYPE', 'TSDB', 'ERR'].includes(reason.code)
}

function modulePage(reply: unknown): Page {
  const cells = ModulePage.parse(reply)
  const last = cells.at(-1)
  const points = cells
    .map(([at, value]) => ({ at, value: Number(value) }))
    .filter(({ value }) => Number.isFinite(value))
  const isFull = cells.length >= PAGE && last !== undefined
  return {
    points,
    unreadable: cells.length - points.length,
    next: isFull ? { at: last[0] + 1, score: '', skip: 0 } : null,
  }
}

function setPage(reply: unknown, place: Place): Page {
  const cells = SetPage.parse(reply)
  const count = cells.length / 2
  const points: SeriesPoint[] = []
  let [score, same] = ['', 0]
  for (let cell = 0; cell < cells.length; cell += 2) {
    const seconds = cells[cell + 1] ?? ''
    same = seconds === score ? same + 1 : 1
    score = seconds
    const value = valueOf(cells[cell] ?? '')
    // As the seed's int(ts * 1000): the same reading lies in the same hour in both ways of storing.
    if (value !== null) points.push({ at: Math.floor(Number(seconds) * 1_000 + HAIR_MS), value })
  }
  // A page that is full of one score goes on behind those that were read of it before.
  const before = same === count && Number(score) === Number(place.score) ? place.skip : 0
  return {
    points,
    unreadable: count - points.length,
    next: count < PAGE ? null : { at: 0, score, skip: before + same },
  }
}

function valueOf(text: string): number | null {
  const written = member.exec(text)?.[1]?.trim() ?? ''
  const value = Number(written)
  return written !== '' && Number.isFinite(value) ? value : null
}
