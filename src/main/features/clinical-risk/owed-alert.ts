import { z } from 'zod'

/**
 * Alerts of one run for one ward, however many hosts work on it and however often it is resumed: as many as a ward has
 * beds, so that each of its patients can have his own, and a list of a city does not bury the board. House policy.
 */
export const MOST_IN_WARD = 30
/** Alerts of one run: 300 full wards. A file whose column of wards holds something else must have an end. */
export const MOST_OF_RUN = 9_000
/** A patient who is still at high risk is told of again after so long. */
export const TOLD_MS = 90 * 86_400_000

/** A patient at high risk. */
export interface HighRisk {
  readonly patientId: string
  /** Ward of the record; null when it names none. */
  readonly unit: string | null
  /** Lowest possible score, 0 to 1. */
  readonly score: number
}

/**
 * What somebody has to be told of one patient. `own`: an alert. `last`: an alert that also says that further patients of
 * the ward stand only in the list. `listed`: told of by the `last` of his ward. `over`: no longer at high risk, so that
 * he is told of anew when he is again.
 */
export const OwedAlert = z.object({
  kind: z.enum(['own', 'last', 'listed', 'over']),
  patientId: z.string(),
  unit: z.string().nullable(),
  score: z.number(),
  /** The moment of the assessment: with the rest it makes the alert the same whoever raises it, and how often. */
  foundAt: z.number(),
  /** The run that found him; empty for a patient who was assessed by himself. */
  run: z.string(),
})
export type OwedAlert = z.infer<typeof OwedAlert>

/** Whether it is an alert, and no mere mark. */
export function isAlert({ kind }: OwedAlert): boolean {
  return kind === 'own' || kind === 'last'
}

/** Alerts that are owed together. */
export const OwedBatch = z.object({
  run: z.string(),
  /** Number of the part whose alerts they are; null for a mended row or one patient. */
  part: z.number().int().nullable(),
  alerts: z.array(OwedAlert).readonly(),
})
export type OwedBatch = z.infer<typeof OwedBatch>

/** That somebody has been told of a patient. */
export const Told = z.object({
  unit: z.string().nullable(),
  score: z.number(),
  run: z.string(),
  /** By the hub's clock. */
  at: z.number(),
})
export type Told = z.infer<typeof Told>

/** Whether what is found now has been told already: to this ward, of no lower a score, and not too long ago. */
export function isTold(told: Told | undefined, { unit, score }: HighRisk, now: number): boolean {
  if (told === undefined || now - told.at >= TOLD_MS) return false
  // A record without a ward does not say that the patient has moved.
  return told.score >= score && (unit === null || unit === told.unit)
}

/** Alerts granted to a part for one ward, and how many of the run the ward had before. */
export const Granted = z.record(z.string(), z.tuple([z.number().int().min(0), z.number().int().min(0)]))
export type Granted = z.infer<typeof Granted>

/** The name under which a ward's alerts are counted: patients without one are counted together. */
function wardKey(unit: string | null): string {
  // What the file holds may be the name of something that every object has.
  return `ward ${unit ?? ''}`
}

/** The most urgent first, always in the same order. */
function byUrgency(high: readonly HighRisk[]): readonly HighRisk[] {
  return [...high].sort((a, b) => b.score - a.score || (a.patientId < b.patientId ? -1 : 1))
}

/** How many patients of each ward are to be told of. */
export function wantedOf(high: readonly HighRisk[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>()
  for (const { unit } of high) {
    const ward = wardKey(unit)
    wanted.set(ward, (wanted.get(ward) ?? 0) + 1)
  }
  return wanted
}

/** Who of these patients has which kind of alert; null for those of whom nobody is told, since the run has too many. */
export function kindsOf(
  high: readonly HighRisk[],
  granted: Granted,
): readonly { readonly high: HighRisk; readonly kind: 'own' | 'last' | 'listed' | null }[] {
  const seen = new Map<string, number>()
  return byUrgency(high).map((each) => {
    const ward = wardKey(each.unit)
    const at = seen.get(ward) ?? 0
    seen.set(ward, at + 1)
    const [own, before] = granted[ward] ?? [0, 0]
    if (at < own) return { high: each, kind: before + at + 1 === MOST_IN_WARD ? 'last' : 'own' }
    return { high: each, kind: before + own >= MOST_IN_WARD ? 'listed' : null }
  })
}
