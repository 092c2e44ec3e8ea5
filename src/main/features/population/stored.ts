import { z } from 'zod'
import {
  CareRecord,
  type Contribution,
  Enrolment,
  RiskMetric,
  riskMetrics,
} from '@shared/features/population/model.ts'
import { PatientId } from '@shared/clinical/person.ts'
import { pointsOf } from './engine.ts'
import type { Change, PatientState } from './ports.ts'

const Pair = z.tuple([z.number(), z.number()])
/** What record.lua writes; short names, since there may be a million of them. */
const StoredState = z
  .object({
    m: z.object({ a1c: Pair.optional(), bmi: Pair.optional(), blood_pressure: Pair.optional() }),
    s: z.number(),
    d: z.number().int(),
    y: z.number().nullable(),
    h: z.number().nullable(),
    a: z.boolean(),
    e: z.number().nullable(),
  })
  .transform(({ m, s, d, y, h, a, e }): PatientState => {
    const contributions = riskMetrics.flatMap((metric): Contribution[] => {
      const pair = m[metric]
      return pair === undefined
        ? []
        : [{ metric, value: pair[0], at: pair[1], points: pointsOf(metric, pair[0]) }]
    })
    return { contributions, score: s, day: d, before: y, highSince: h, announced: a, enteredAt: e }
  })

const StoredChange = z
  .object({
    q: z.number().int(),
    p: z.string(),
    t: z.number(),
    k: z.enum(['', 'entered', 'left']),
    m: z.string(),
    s: StoredState,
  })
  .transform(({ q, p, t, k, m, s }): Change => {
    const metric = RiskMetric.safeParse(m)
    const crossing = k === '' ? null : { kind: k, metric: metric.success ? metric.data : null }
    return { seq: q, patientId: p, at: t, state: s, crossing }
  })

function readWith<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Null when there is none, or when it cannot be read: the next reading or the keeper then writes it anew. */
export function readState(text: string | null): PatientState | null {
  return readWith(StoredState, text)
}

/** Null when it is no change of ours. */
export function readChange(text: string | null): Change | null {
  return readWith(StoredChange, text)
}

/** Null when there is none, or when it cannot be read. */
export function readEnrolment(text: string | null): Enrolment | null {
  return readWith(Enrolment, text)
}

/** Null when there is none, or when it cannot be read. */
export function readCareRecord(text: string | null): CareRecord | null {
  return readWith(CareRecord, text)
}

/** False for what another program has put where ids of patients are: it would spoil the whole page it is on. */
export function isPatientId(text: string): boolean {
  return PatientId.safeParse(text).success
}

/** Of a flat reply such as that of WITHSCORES or HSCAN. */
export function pairsOf(reply: unknown): [string, string][] {
  const flat = z.array(z.string()).parse(reply)
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([flat[at] ?? '', flat[at + 1] ?? ''])
  return pairs
}
