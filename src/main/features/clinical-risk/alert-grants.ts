import { HubError } from '@main/hub/hub-error.ts'
import { HIGH_RISK } from './engine-tables.ts'
import { millionths, rowsOf } from './figures-row.ts'
import {
  type Granted,
  type HighRisk,
  isTold,
  kindsOf,
  MOST_IN_WARD,
  MOST_OF_RUN,
  type OwedAlert,
  type Told,
  wantedOf,
} from './owed-alert.ts'
import type { RedisClinicalRisk } from './redis.ts'
import type { RedisTold } from './redis-told.ts'
import type { PartSummary, RunPlan } from './run-plan.ts'

export interface AlertGrantPorts {
  readonly hub: Pick<RedisClinicalRisk, 'grantAlerts' | 'isLive' | 'now'>
  readonly told: Pick<RedisTold, 'of' | 'all'>
}

/** What a part owes to people, and how its counts say so. */
export interface PartAlerts {
  readonly owed: readonly OwedAlert[]
  readonly counts: Pick<PartSummary, 'unalerted' | 'toldBefore' | 'granted'>
}

/** Decides for each part of one run whom somebody has to be told of, and shares the alerts out among the parts. */
export class AlertGrants {
  readonly #plan: Pick<RunPlan, 'id' | 'asOf'>
  readonly #ports: AlertGrantPorts
  /** What parts that are still worked on here were granted without the hub. */
  readonly #granted = new Map<number, Granted>()
  /** Everybody who had been told of when the run was first worked on here; null until the hub has said so. */
  #known: ReadonlySet<string> | null = null

  constructor(plan: Pick<RunPlan, 'id' | 'asOf'>, ports: AlertGrantPorts) {
    this.#plan = plan
    this.#ports = ports
  }

  /**
   * What a part owes; the same when the part is worked on again.
   * @param rows all rows of the part.
   * @param shared whether other hosts work on the run too, so that the hub must be asked.
   * @param done the parts that are known to be done.
   */
  async of(
    part: number,
    { high, rows }: { readonly high: readonly HighRisk[]; readonly rows: string },
    shared: boolean,
    done: ReadonlyMap<number, PartSummary>,
  ): Promise<PartAlerts> {
    const over = await this.#over(rows)
    const told = await this.#toldOf(high)
    const now = told.size === 0 ? 0 : this.#ports.hub.now()
    // What this very run has told is told by this part: it is worked on again.
    const fresh = high.filter((each) => {
      const before = told.get(each.patientId)
      return before?.run === this.#plan.id || !isTold(before, each, now)
    })
    const granted = await this.#grant(part, wantedOf(fresh), shared, done)
    const kinds = kindsOf(fresh, granted)
    const { id: run, asOf: foundAt } = this.#plan
    return {
      owed: [
        ...kinds.flatMap(({ high: each, kind }) => (kind === null ? [] : [{ ...each, kind, foundAt, run }])),
        ...over.map((patientId) => ({
          kind: 'over' as const,
          patientId,
          unit: null,
          score: 0,
          foundAt,
          run,
        })),
      ],
      counts: {
        unalerted: kinds.filter(({ kind }) => kind === null || kind === 'listed').length,
        toldBefore: high.length - fresh.length,
        granted,
      },
    }
  }

  /** Those of whom somebody had been told, and who are at high risk no longer, whatever is missing. */
  async #over(rows: string): Promise<readonly string[]> {
    this.#known ??= await this.#asked(() => this.#ports.told.all())
    const known = this.#known
    if (known === null || known.size === 0) return []
    return rowsOf(rows).flatMap((row) => {
      const patientId = row.slice(0, row.indexOf('\x1f'))
      if (!known.has(patientId)) return []
      const [, , , , highest] = row.split('\x1f', 5)
      return Number(highest) <= millionths(HIGH_RISK) ? [patientId] : []
    })
  }

  async #toldOf(high: readonly HighRisk[]): Promise<ReadonlyMap<string, Told>> {
    if (high.length === 0) return new Map()
    return (await this.#asked(() => this.#ports.told.of(high.map(({ patientId }) => patientId)))) ?? new Map()
  }

  /** Null when the hub does not say: then everybody is told of, once more than needed at worst. */
  async #asked<T>(ask: () => Promise<T>): Promise<T | null> {
    if (!this.#ports.hub.isLive()) return null
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      return null
    }
  }

  async #grant(
    part: number,
    wanted: ReadonlyMap<string, number>,
    shared: boolean,
    done: ReadonlyMap<number, PartSummary>,
  ): Promise<Granted> {
    if (wanted.size === 0) return {}
    const granted = shared
      ? await this.#asked(() => this.#ports.hub.grantAlerts(this.#plan.id, part, wanted))
      : null
    if (granted !== null) return granted
    const others = new Map(this.#granted)
    for (const [known, summary] of done) others.set(known, summary.granted)
    others.delete(part)
    const here = grantWithoutHub(wanted, [...others.values()])
    this.#granted.set(part, here)
    return here
  }
}

/** As grant-alerts.lua does it. */
function grantWithoutHub(wanted: ReadonlyMap<string, number>, others: readonly Granted[]): Granted {
  const used = new Map<string, number>()
  let all = 0
  for (const [ward, [own]] of others.flatMap((each) => Object.entries(each))) {
    used.set(ward, (used.get(ward) ?? 0) + own)
    all += own
  }
  const granted: Granted = {}
  for (const [ward, want] of wanted) {
    const before = used.get(ward) ?? 0
    const own = Math.max(0, Math.min(want, MOST_IN_WARD - before, MOST_OF_RUN - all))
    granted[ward] = [own, before]
    all += own
  }
  return granted
}
