import type { EquationRace } from '@shared/clinical/race.ts'
import type { Enrolment } from '@shared/features/population/model.ts'
import { furtherMetrics, type KnownFlag, type KnownPatient, type KnownValue } from './further-known.ts'
import { furtherScoresOf } from './further-scores.ts'
import type { FurtherScores } from './ports.ts'

/** What the clinical-risk feature knows of a patient; `has` and `takes` answer null for what is not known. */
export interface ClinicalRecord {
  readonly ageYears: number | null
  readonly sex: 'male' | 'female' | null
  readonly race: EquationRace | null
  /** By the names of `furtherMetrics`, in their units. */
  readonly values: readonly { readonly metric: string; readonly value: number; readonly at: number | null }[]
  has(condition: string): KnownFlag
  takes(codes: readonly string[]): KnownFlag
}

export interface FurtherSource {
  now(): number
  /** Rejects with a HubError. */
  series(
    patientId: string,
    metric: string,
    from: number,
    to: number,
  ): Promise<{ readonly points: readonly { readonly at: number; readonly value: number }[] }>
  enrolment(patientId: string): Promise<Enrolment | null>
  /** Null: nothing is known beside series and roster. */
  record(patientId: string): Promise<ClinicalRecord | null>
  /** Whether an entry of the roster names a condition; null when it cannot be read. */
  names(entry: string, condition: string): KnownFlag
}

const YEAR_MS = 31_536_000_000

/** Further scores from series, roster and clinical record. Never rejects: what could not be read is a remark. */
export function createFurtherScores(source: FurtherSource): FurtherScores {
  return async (patientId) => {
    const now = source.now()
    const remarks: string[] = []
    const [readings, enrolment, record] = await Promise.all([
      readAll(source, patientId, now, remarks),
      source
        .enrolment(patientId)
        .catch(() => lost(remarks, 'The roster could not be read; age and sex may be missing.')),
      source
        .record(patientId)
        .catch(() => lost(remarks, 'The clinical record could not be read; its conditions are missing.')),
    ])
    return { scores: furtherScoresOf(knownOf(source, now, readings, enrolment, record)), remarks }
  }
}

function lost(remarks: string[], sentence: string): null {
  remarks.push(sentence)
  return null
}

async function readAll(
  source: FurtherSource,
  patientId: string,
  now: number,
  remarks: string[],
): Promise<ReadonlyMap<string, readonly KnownValue[]>> {
  const found = await Promise.allSettled(
    Object.entries(furtherMetrics).map(async ([metric, names]) => {
      const all = await Promise.all(
        names.map(async (name) => (await source.series(patientId, name, now - YEAR_MS, now)).points),
      )
      return [metric, all.find((points) => points.length > 0) ?? []] as const
    }),
  )
  const failed = found.filter(({ status }) => status === 'rejected').length
  if (failed > 0)
    remarks.push(`${failed} of ${found.length} series could not be read; scores may lack their inputs.`)
  return new Map(found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
}

function knownOf(
  source: FurtherSource,
  now: number,
  readings: ReadonlyMap<string, readonly KnownValue[]>,
  enrolment: Enrolment | null,
  record: ClinicalRecord | null,
): KnownPatient {
  const merged = new Map<string, readonly KnownValue[]>(readings)
  for (const { metric, value, at } of record?.values ?? []) {
    const known = merged.get(metric) ?? []
    merged.set(
      metric,
      [...known, { value, at }].sort(
        (a, b) => (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY),
      ),
    )
  }
  const born = enrolment?.birthDate ?? null
  return {
    now,
    ageYears: born === null ? (record?.ageYears ?? null) : completedYears(born, now),
    sex: enrolment?.sex ?? record?.sex ?? null,
    race: enrolment?.race ?? record?.race ?? null,
    readings: merged,
    // The roster names some conditions; that it does not name one says nothing.
    has: (condition) =>
      (enrolment?.conditions ?? []).some((entry) => source.names(entry, condition) === true)
        ? true
        : (record?.has(condition) ?? null),
    takes: (codes) => record?.takes(codes) ?? null,
  }
}

/** Completed years at `now`; null for a date of the future. */
export function completedYears(birthDate: string, now: number): number | null {
  const birth = new Date(`${birthDate}T00:00:00Z`)
  const today = new Date(now)
  if (!(birth.getTime() <= now)) return null
  const years = today.getUTCFullYear() - birth.getUTCFullYear()
  const before =
    today.getUTCMonth() < birth.getUTCMonth() ||
    (today.getUTCMonth() === birth.getUTCMonth() && today.getUTCDate() < birth.getUTCDate())
  return before ? years - 1 : years
}
