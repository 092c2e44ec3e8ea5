import { policyStrings as s } from './strings-policy.ts'
import { AlertPolicy, type EscalationStep } from '@shared/features/alerts/policy.ts'
import { FindingType } from '@shared/clinical/finding-types.ts'
import { overrideProblems, ThresholdOverrides, type LimitOverrides } from '@shared/clinical/overrides.ts'
import { limitNames, type LimitName } from '@shared/clinical/quantities.ts'
import { definitionOf } from '@shared/clinical/vocabulary.ts'

/** The policy's whole numbers that people edit, with the range each may have. */
export const timeFields = {
  bundleMinutes: [1, 10_080],
  readBackMinutes: [1, 10_080],
  expireInfoMinutes: [1, 10_080],
  expireWarningMinutes: [1, 10_080],
  expireAcknowledgedMinutes: [1, 10_080],
  retentionDays: [1, 3_650],
} as const satisfies Partial<Record<keyof AlertPolicy, readonly [number, number]>>
export type TimeField = keyof typeof timeFields
export const timeNames = [
  'bundleMinutes',
  'readBackMinutes',
  'expireInfoMinutes',
  'expireWarningMinutes',
  'expireAcknowledgedMinutes',
  'retentionDays',
] as const satisfies readonly TimeField[]

/** Limits as typed: empty for the default, `off` for none. */
export type LimitTexts = Readonly<Record<string, Readonly<Partial<Record<LimitName, string>>>>>

export interface ChainStep {
  readonly role: EscalationStep['role']
  readonly after: string
}

/** A policy being edited: everything as text, so that a half-written number is not lost. */
export interface PolicyDraft {
  readonly times: Readonly<Record<TimeField, string>>
  readonly chain: readonly ChainStep[]
  readonly unit: LimitTexts
  readonly patients: Readonly<Record<string, LimitTexts>>
}

function textsOf(overrides: ThresholdOverrides): LimitTexts {
  const texts: Record<string, Partial<Record<LimitName, string>>> = {}
  for (const type of FindingType.options) {
    const limits = overrides[type]
    if (limits === undefined) continue
    const line: Partial<Record<LimitName, string>> = {}
    for (const name of limitNames) {
      const value = limits[name]
      if (value !== undefined) line[name] = value === null ? s.thresholds.off : String(value)
    }
    texts[type] = line
  }
  return texts
}

export function draftOf(policy: AlertPolicy): PolicyDraft {
  return {
    times: {
      bundleMinutes: String(policy.bundleMinutes),
      readBackMinutes: String(policy.readBackMinutes),
      expireInfoMinutes: String(policy.expireInfoMinutes),
      expireWarningMinutes: String(policy.expireWarningMinutes),
      expireAcknowledgedMinutes: String(policy.expireAcknowledgedMinutes),
      retentionDays: String(policy.retentionDays),
    },
    chain: policy.escalation.map((step) => ({ role: step.role, after: String(step.afterSeconds) })),
    unit: textsOf(policy.unitThresholds),
    patients: Object.fromEntries(
      Object.entries(policy.patientThresholds).map(([id, overrides]) => [id, textsOf(overrides)]),
    ),
  }
}

/** A limit as typed: `undefined` for the default, `null` for off, `bad` for what is neither a number nor these. */
export function readLimit(text: string): number | null | undefined | 'bad' {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '') return undefined
  if (trimmed === s.thresholds.off) return null
  const value = Number(trimmed.replace(',', '.').replace('\u2212', '-'))
  return Number.isFinite(value) ? value : 'bad'
}

function wholeNumber(text: string, low: number, high: number): number | null {
  if (!/^\d+$/.test(text.trim())) return null
  const value = Number(text)
  return value >= low && value <= high ? value : null
}

function readTexts(texts: LimitTexts, problems: string[]): ThresholdOverrides {
  const overrides: Partial<Record<FindingType, LimitOverrides>> = {}
  for (const type of FindingType.options) {
    const line = texts[type]
    if (line === undefined) continue
    const limits: { -readonly [Name in LimitName]?: number | null } = {}
    for (const name of limitNames) {
      const value = readLimit(line[name] ?? '')
      if (value === 'bad')
        problems.push(s.thresholds.bad(definitionOf(type).label, s.thresholds.limits[name]))
      else if (value !== undefined) limits[name] = value
    }
    if (Object.keys(limits).length > 0) overrides[type] = limits
  }
  const parsed = ThresholdOverrides.safeParse(overrides)
  if (parsed.success) return parsed.data
  problems.push(...parsed.error.issues.map((issue) => issue.message))
  return {}
}

export type DraftReading =
  | { readonly ok: true; readonly policy: AlertPolicy }
  | { readonly ok: false; readonly problems: readonly string[] }

/** The policy that a draft means, over the parts of `base` that are not edited; or every problem, in words. */
export function readDraft(draft: PolicyDraft, base: AlertPolicy): DraftReading {
  const problems: string[] = []
  const times: Partial<Record<TimeField, number>> = {}
  for (const name of timeNames) {
    const [low, high] = timeFields[name]
    const value = wholeNumber(draft.times[name], low, high)
    if (value === null) problems.push(s.times.bad(s.times[name], low, high))
    else times[name] = value
  }
  const escalation = draft.chain.map((step, index) => {
    const afterSeconds = wholeNumber(step.after, 10, 3_600)
    if (afterSeconds === null) problems.push(s.chain.bad(index + 1))
    return { role: step.role, afterSeconds: afterSeconds ?? 10 }
  })
  const unit = readTexts(draft.unit, problems)
  const patients: Record<string, ThresholdOverrides> = {}
  for (const [id, texts] of Object.entries(draft.patients)) {
    const own: string[] = []
    const overrides = readTexts(texts, own)
    problems.push(...own.map((problem) => s.thresholds.otherPatient(id, problem)))
    if (Object.keys(overrides).length > 0) patients[id] = overrides
  }
  const scopes = [{ unit }, ...Object.values(patients).map((patient) => ({ unit, patient }))]
  if (problems.length === 0) {
    const clashes = scopes.flatMap(overrideProblems)
    const sentences = clashes.map(({ type, problem }) =>
      s.thresholds.problem(definitionOf(type).label, problem),
    )
    problems.push(...new Set(sentences))
  }
  if (problems.length > 0) return { ok: false, problems }
  const policy = AlertPolicy.safeParse({
    ...base,
    ...times,
    escalation,
    unitThresholds: unit,
    patientThresholds: patients,
  })
  return policy.success
    ? { ok: true, policy: policy.data }
    : { ok: false, problems: policy.error.issues.map((issue) => issue.message) }
}
