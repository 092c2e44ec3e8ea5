import { z } from 'zod'
import type { Ledger, LedgerLine, ModelSettings } from '@shared/features/interactions/governance.ts'
import type { Tokens } from './model-client.ts'
import type { Count, CountStore } from './redis-ports.ts'

/** What is counted per day and station, as whole numbers: money in millionths, time in microseconds. */
const counters = [
  'local',
  'cache',
  'hub',
  'model',
  'unchecked',
  'inputTokens',
  'outputTokens',
  'spentMicro',
  'waitedUs',
] as const
export type Counter = (typeof counters)[number]

/** What all stations have spent or reserved on a day, in millionths; no station's name holds a colon before it. */
const TOTAL = 'total:spentMicro'
const FLUSH_MS = 2_000
const OWED = 'interactions.counts-owed'
/** Counters that wait for the hub; one day of one station needs nine, each rule that was shown one. */
const MOST_OWED = 20_000
const DAY_MS = 86_400_000

const Owed = z.array(z.object({ day: z.string().nullable(), field: z.string(), by: z.number().int() }))

interface KeptCounts {
  read<T>(name: string, schema: z.ZodType<T>): T | null
  write(name: string, value: unknown): void
  remove(name: string): void
}

export interface LedgerPorts {
  readonly store: CountStore
  readonly kept: KeptCounts
  stationName(): string
  /** Milliseconds since 1970 by the hub's clock. */
  now(): number
  settings(): ModelSettings
  isLive(): boolean
  /** For the Hub screen. */
  warn(sentence: string): void
}

/** Counts what answers cost and where they came from. What the hub has not taken waits here, also through a restart. */
export class InteractionLedger {
  readonly #ports: LedgerPorts
  readonly #owed = new Map<string, Count>()
  #timer: NodeJS.Timeout | null = null
  #flushing: Promise<void> = Promise.resolve()
  /** What has been said of which day's budget. */
  #warned = ''

  constructor(ports: LedgerPorts) {
    this.#ports = ports
  }

  /** Adds to today's counters of this station. */
  count(amounts: Partial<Record<Counter, number>>): void {
    const day = dayOf(this.#ports.now())
    const station = this.#ports.stationName()
    for (const counter of counters) {
      const by = Math.round(amounts[counter] ?? 0)
      if (by !== 0) this.#put({ day, field: `${counter}:${station}`, by })
    }
    this.#flushSoon()
  }

  /** Adds one to a counter of the rules' figures. */
  countFigure(field: string): void {
    this.#put({ day: null, field, by: 1 })
    this.#flushSoon()
  }

  /** What one question costs at the configured price, in millionths of its currency. */
  priceMicro({ input, output }: Tokens): number {
    const { inputPrice, outputPrice } = this.#ports.settings()
    return Math.ceil(input * inputPrice + output * outputPrice)
  }

  /**
   * Sets money aside before it is spent, so that stations that ask at the same moment do not pass the budget together.
   * False when it would be passed; nothing is then set aside. Rejects with a HubError without an answer.
   */
  async reserve(micro: number): Promise<boolean> {
    const day = dayOf(this.#ports.now())
    const limit = this.#ports.settings().budgetPerDay * 1e6
    const total = await this.#ports.store.addNow({ day, field: TOTAL, by: micro })
    this.#warn(day, total, limit)
    if (total <= limit) return true
    this.#put({ day, field: TOTAL, by: -micro })
    void this.flush()
    return false
  }

  /** Replaces what was set aside by what was spent. */
  settle(reservedMicro: number, tokens: Tokens): void {
    const spentMicro = this.priceMicro(tokens)
    const day = dayOf(this.#ports.now())
    if (spentMicro !== reservedMicro) this.#put({ day, field: TOTAL, by: spentMicro - reservedMicro })
    this.count({ inputTokens: tokens.input, outputTokens: tokens.output, spentMicro })
    // What was set aside and not spent is missing elsewhere until the hub knows.
    void this.flush()
  }

  /** Rejects with a HubError when the hub cannot be asked. @param days 1 or more, today included. */
  async read(days: number): Promise<Ledger> {
    await this.flush()
    const now = this.#ports.now()
    const names = Array.from({ length: days }, (_, back) => dayOf(now - back * DAY_MS))
    const stored = await this.#ports.store.days(names)
    const lines = names.flatMap((day, at) => linesOf(day, stored[at] ?? new Map<string, number>()))
    return { lines, budget: this.#budget(stored[0]?.get(TOTAL) ?? 0) }
  }

  /** Sends what waits. Never rejects; what was not taken waits on. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#send())
    return this.#flushing
  }

  /** The hub can be reached again: what an earlier run could not send goes with what waits here. */
  hubIsBack(): void {
    this.#takeBack()
    if (this.#owed.size > 0) this.#flushSoon()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.flush()
    if (this.#owed.size === 0) return
    this.#takeBack()
    this.#ports.kept.write(OWED, [...this.#owed.values()])
  }

  #budget(spentMicro: number): Ledger['budget'] {
    const { baseUrl, budgetPerDay, warnAtShare } = this.#ports.settings()
    const spentToday = spentMicro / 1e6
    const state = (): Ledger['budget']['state'] => {
      if (baseUrl === null) return 'no-model'
      if (spentToday >= budgetPerDay) return 'stopped'
      return spentToday >= budgetPerDay * warnAtShare ? 'warning' : 'within'
    }
    return { perDay: budgetPerDay, spentToday, state: state() }
  }

  /** Once per day before the budget is spent, and once when it is. */
  #warn(day: string, totalMicro: number, limitMicro: number): void {
    const spent = totalMicro > limitMicro
    const said = `${day} ${spent ? 'spent' : 'near'}`
    if (
      said === this.#warned ||
      totalMicro === 0 ||
      totalMicro < limitMicro * this.#ports.settings().warnAtShare
    )
      return
    this.#warned = said
    const share = Math.floor((totalMicro / limitMicro) * 100)
    this.#ports.warn(
      spent
        ? 'Today’s budget for the AI model about drugs is spent: it is not asked any more until tomorrow (UTC) or until an administrator raises the budget. Rules, memory and hub go on answering.'
        : `${share} % of today’s budget for the AI model about drugs are spent or set aside. When it is spent the model is not asked any more; rules, memory and hub go on answering.`,
    )
  }

  #put({ day, field, by }: Count): void {
    const id = `${day ?? ''}|${field}`
    const sum = (this.#owed.get(id)?.by ?? 0) + by
    this.#owed.set(id, { day, field, by: sum })
    if (this.#owed.size <= MOST_OWED) return
    const [oldest] = this.#owed.keys()
    if (oldest !== undefined) this.#owed.delete(oldest)
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      void this.flush()
    }, FLUSH_MS)
  }

  async #send(): Promise<void> {
    if (this.#owed.size === 0 || !this.#ports.isLive()) return
    const sent = [...this.#owed.values()].filter(({ by }) => by !== 0)
    this.#owed.clear()
    const back = await this.#ports.store.add(sent).catch(() => sent)
    for (const count of back) this.#put(count)
  }

  #takeBack(): void {
    for (const count of this.#ports.kept.read(OWED, Owed) ?? []) this.#put(count)
    this.#ports.kept.remove(OWED)
  }
}

/** ISO date in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function linesOf(day: string, stored: ReadonlyMap<string, number>): LedgerLine[] {
  const stations = new Map<string, Partial<Record<Counter, number>>>()
  for (const [field, value] of stored) {
    const split = field.indexOf(':')
    const counter = counters.find((each) => each === field.slice(0, split))
    if (counter === undefined) continue
    const station = field.slice(split + 1)
    stations.set(station, { ...stations.get(station), [counter]: value })
  }
  return [...stations].map(([station, sums]) => ({
    day,
    station,
    local: sums.local ?? 0,
    cache: sums.cache ?? 0,
    hub: sums.hub ?? 0,
    model: sums.model ?? 0,
    unchecked: sums.unchecked ?? 0,
    inputTokens: sums.inputTokens ?? 0,
    outputTokens: sums.outputTokens ?? 0,
    spent: (sums.spentMicro ?? 0) / 1e6,
    waitedMs: (sums.waitedUs ?? 0) / 1e3,
  }))
}
