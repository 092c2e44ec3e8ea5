import { HubError } from '@main/hub/hub-error.ts'
import type { RedisClinicalRisk } from './redis.ts'
import { alertedOf, type PartSummary } from './run-plan.ts'

/**
 * Alerts of one run, however many hosts work on it and however often it is resumed; a batch over a city must not bury the
 * wards. The rest stands in the results.
 */
const MOST_ALERTS = 200

/** Shares the alerts of one run out among its parts. */
export class AlertGrants {
  readonly #id: string
  readonly #hub: Pick<RedisClinicalRisk, 'grantAlerts'>
  /** What parts that are still worked on here were granted without the hub. */
  readonly #granted = new Map<number, number>()

  constructor(id: string, hub: Pick<RedisClinicalRisk, 'grantAlerts'>) {
    this.#id = id
    this.#hub = hub
  }

  /**
   * How many of the wanted alerts of a part may be raised; the same when the part is worked on again.
   * @param shared whether other hosts work on the run too, so that the hub must be asked.
   * @param done the parts that are known to be done.
   */
  async of(
    part: number,
    wanted: number,
    shared: boolean,
    done: ReadonlyMap<number, PartSummary>,
  ): Promise<number> {
    if (wanted === 0) return 0
    if (shared) {
      try {
        return await this.#hub.grantAlerts(this.#id, part, wanted, MOST_ALERTS)
      } catch (error) {
        if (!(error instanceof HubError)) throw error
      }
    }
    const granted = new Map(this.#granted)
    for (const [known, summary] of done) granted.set(known, alertedOf(summary))
    granted.delete(part)
    const used = [...granted.values()].reduce((total, each) => total + each, 0)
    const now = Math.min(wanted, Math.max(0, MOST_ALERTS - used))
    this.#granted.set(part, now)
    return now
  }
}
