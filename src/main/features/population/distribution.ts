import { bandOf } from '@shared/features/population/bands.ts'
import type { Distribution } from '@shared/features/population/board.ts'
import { type CohortFilter, RiskBand } from '@shared/features/population/model.ts'
import { compileFilter } from './cohort-filter.ts'
import type { PopulationReplica } from './replica.ts'

const BINS = 20
const WIDTH = 100 / BINS
/** Differences below it are none: sums of points may differ in their last digit. */
const SAME = 1e-9

/** How the scores of a cohort lie, and who moved since yesterday ended. */
export function distributionOf(replica: PopulationReplica, filter: CohortFilter, now: number): Distribution {
  const matches = compileFilter(replica, filter, '', now)
  const bins = Array.from({ length: BINS }, (_, index) => ({ from: index * WIDTH, now: 0, yesterday: 0 }))
  const flow = new Map<string, { from: RiskBand | null; to: RiskBand; patients: number }>()
  const moved = { rose: 0, fell: 0, same: 0 }
  let [patients, unscored] = [0, 0]
  const binOf = (score: number) => bins[Math.min(BINS - 1, Math.floor(score / WIDTH))]
  for (let at = 0; at < replica.size; at += 1) {
    const slot = replica.at(at)
    if (!matches(slot)) continue
    if (replica.columns.ranked[slot] !== 1) {
      unscored += 1
      continue
    }
    patients += 1
    const score = replica.columns.score[slot] ?? 0
    const yesterday = replica.yesterday(slot, now)
    const bin = binOf(score)
    if (bin) bin.now += 1
    const from = yesterday === null ? null : bandOf(yesterday)
    const to = bandOf(score)
    const key = `${from ?? ''}>${to}`
    const known = flow.get(key)
    if (known) known.patients += 1
    else flow.set(key, { from, to, patients: 1 })
    if (yesterday === null) continue
    const before = binOf(yesterday)
    if (before) before.yesterday += 1
    moved[score > yesterday + SAME ? 'rose' : score < yesterday - SAME ? 'fell' : 'same'] += 1
  }
  const rank = (band: RiskBand | null) => (band === null ? -1 : RiskBand.options.indexOf(band))
  const sorted = [...flow.values()].sort((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to))
  return { at: now, patients, unscored, bins, flow: sorted, ...moved }
}
