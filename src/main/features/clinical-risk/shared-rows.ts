import { rowsOf } from './figures-row.ts'
import type { PartOutcome } from './run-plan.ts'

/** Rows of standing high, review and possible that stay on the hub for every station, per part. */
const MOST_SHARED_ROWS = 5_000

/** What every station may see of a part: what is not of the lower standing, up to a number. */
export function sharedOutcome(outcome: PartOutcome): PartOutcome {
  const rank = (row: string): readonly [number, number] => {
    const [, , standing, , high] = row.split('\x1f', 5)
    return [Number(standing), -Number(high)]
  }
  // The most urgent are never among those that are left out.
  const rows = rowsOf(outcome.rows)
    .map((row) => ({ row, rank: rank(row) }))
    .filter(({ rank: [standing] }) => standing !== 3)
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
    .map(({ row }) => row)
  return {
    ...outcome,
    rejects: [],
    rows: rows
      .slice(0, MOST_SHARED_ROWS)
      .map((row) => `${row}\x1e`)
      .join(''),
  }
}

/** What every station may see of a mended row: its text stays here. */
export function sharedMend(mend: PartOutcome): PartOutcome {
  return { ...mend, rejects: [] }
}
