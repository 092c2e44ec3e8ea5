import { type ApprovalKind, ApprovalKind as Kinds } from '@shared/features/approvals/model.ts'
import type { TurnaroundLine } from '@shared/features/approvals/contract.ts'
import type { Tally } from './engine-record.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/**
 * Upper limits of the classes of turnaround; the last class is open. They contain the clocks of CMS-0057-F (72 hours
 * expedited, 7 days standard) so that the share within them is exact.
 */
const CLASSES_MS: readonly number[] = [
  ...[0.25, 1, 2, 4, 8, 12, 24, 48, 72].map((hours) => hours * HOUR_MS),
  ...[5, 7, 14, 30].map((days) => days * DAY_MS),
]

export interface Increment {
  readonly field: string
  readonly by: number
}

/** The UTC day that a moment belongs to, `2026-11-22`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** What one closed request adds to the figures of its day. Times are whole milliseconds, never negative. */
export function increments({ content, outcome, at }: Tally): Increment[] {
  const stem = `${dayOf(at)}|${content.kind}|${content.urgent ? 'urgent' : 'normal'}`
  const counted = [{ field: `${stem}|${outcome}`, by: 1 }]
  if (outcome !== 'approved' && outcome !== 'denied') return counted
  const took = Math.max(0, Math.round(at - content.createdAt))
  const place = CLASSES_MS.findIndex((limit) => took <= limit)
  return [
    ...counted,
    { field: `${stem}|ms`, by: took },
    { field: `${stem}|class${place < 0 ? CLASSES_MS.length : place}`, by: 1 },
    ...(at <= content.deadlineAt ? [{ field: `${stem}|in-time`, by: 1 }] : []),
  ]
}

/** The figures of all days from one on, a line per kind and urgency that occurred. Unknown fields are left out. */
export function turnaround(fields: ReadonlyMap<string, number>, fromDay: string): TurnaroundLine[] {
  const sums = new Map<string, Map<string, number>>()
  for (const [field, value] of fields) {
    const [day, kind, urgency, what] = field.split('|')
    if (day === undefined || day < fromDay || kind === undefined || what === undefined) continue
    const group = `${kind}|${urgency}`
    const sum = sums.get(group) ?? new Map<string, number>()
    sum.set(what, (sum.get(what) ?? 0) + value)
    sums.set(group, sum)
  }
  return [...sums].flatMap(([group, sum]) => {
    const [kind, urgency] = group.split('|')
    const known = Kinds.safeParse(kind)
    return known.success ? [lineOf(known.data, urgency === 'urgent', sum)] : []
  })
}

function lineOf(kind: ApprovalKind, urgent: boolean, sum: ReadonlyMap<string, number>): TurnaroundLine {
  const of = (what: string): number => sum.get(what) ?? 0
  const classes = [...CLASSES_MS, null].map((limit, place) => ({ limit, count: of(`class${place}`) }))
  const decided = of('approved') + of('denied')
  return {
    kind,
    urgent,
    approved: of('approved'),
    denied: of('denied'),
    withdrawn: of('withdrawn'),
    expired: of('expired'),
    inTime: of('in-time'),
    meanMs: decided === 0 ? null : of('ms') / decided,
    medianMs: quantile(classes, decided, 0.5),
    p90Ms: quantile(classes, decided, 0.9),
  }
}

/** The upper limit of the class in which this share of all lies; null when there are none, or it is the open class. */
function quantile(
  classes: readonly { readonly limit: number | null; readonly count: number }[],
  total: number,
  share: number,
): number | null {
  let seen = 0
  for (const { limit, count } of classes) {
    seen += count
    if (total > 0 && seen >= total * share) return limit
  }
  return null
}
