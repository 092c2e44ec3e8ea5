import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HIGH } from './engine.ts'

const AT_ONCE = 1_000
const Scores = z.array(z.coerce.number().nullable())
const Ranked = z.array(z.string())

/** Asks the ranking for what figures need of it, without reading the ranking. Rejects with a HubError. */
export class RankingFigures {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  /** How many patients are above the threshold: halving finds the place in the ranking where it is passed. */
  async high(): Promise<number> {
    const key = this.#hub.keys.riskScores()
    let [certain, end] = [0, z.number().parse(await this.#hub.run('ZCARD', key))]
    while (certain < end) {
      const middle = Math.floor((certain + end) / 2)
      const [, score] = Ranked.parse(await this.#hub.run('ZREVRANGE', key, middle, middle, 'WITHSCORES'))
      if (score !== undefined && Number(score) > HIGH) certain = middle + 1
      else end = middle
    }
    return certain
  }

  /** Those of these patients who are above the threshold. */
  async highOf(patientIds: readonly string[]): Promise<ReadonlySet<string>> {
    const high = new Set<string>()
    for (let at = 0; at < patientIds.length; at += AT_ONCE) {
      const some = patientIds.slice(at, at + AT_ONCE)
      const scores = Scores.parse(await this.#hub.run('ZMSCORE', this.#hub.keys.riskScores(), ...some))
      some.forEach((patientId, index) => {
        const score = scores[index] ?? null
        if (score !== null && score > HIGH) high.add(patientId)
      })
    }
    return high
  }
}
