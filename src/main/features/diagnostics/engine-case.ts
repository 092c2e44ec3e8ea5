import type { ScoreResult } from '@shared/clinical/scores/score.ts'
import { history, studies, symptoms } from '@shared/features/diagnostics/findings-clinical.ts'
import { labs, vitals } from '@shared/features/diagnostics/findings-measured.ts'
import type { Findings, LabId, VitalId } from '@shared/features/diagnostics/findings.ts'
import type { ScoreReport } from '@shared/features/diagnostics/model.ts'
import { assertNever } from '@shared/assert-never.ts'
import type { Probe } from './condition.ts'
import { askedScores, type ScoreId } from './engine-scores.ts'

/** The answer to a probe. `text` describes what was found; `missing` names in words what would settle it. */
export type Reading =
  | { readonly known: true; readonly yes: boolean; readonly text: string }
  | { readonly known: false; readonly missing: readonly string[] }

/** Findings with the scores over them, each computed once. */
export interface Case {
  readonly findings: Findings
  read(probe: Probe): Reading
  score(id: ScoreId): ScoreResult
}

/** Findings never change: what has been computed over them is kept as long as they are. */
const opened = new WeakMap<Findings, Case>()

/** Opens findings for reading. The same findings always read the same. */
export function openCase(findings: Findings): Case {
  const known = opened.get(findings)
  if (known !== undefined) return known
  const fresh = newCase(findings)
  opened.set(findings, fresh)
  return fresh
}

function newCase(findings: Findings): Case {
  const computed = new Map<ScoreId, ScoreResult>()
  const score = (id: ScoreId): ScoreResult => {
    const known = computed.get(id)
    if (known !== undefined) return known
    const result = askedScores[id].compute(findings)
    computed.set(id, result)
    return result
  }
  return { findings, score, read: (probe) => read(findings, score, probe) }
}

function read(findings: Findings, score: (id: ScoreId) => ScoreResult, probe: Probe): Reading {
  switch (probe.kind) {
    case 'symptom':
      return flag(findings.symptoms[probe.id], symptoms[probe.id])
    case 'history':
      return flag(findings.history[probe.id], history[probe.id])
    case 'study':
      return flag(findings.studies[probe.id], studies[probe.id])
    case 'infection-suspected':
      return flag(findings.judgements.infectionSuspected, 'suspected infection')
    case 'sex':
      return findings.sex === null || findings.sex === undefined
        ? { known: false, missing: ['sex'] }
        : { known: true, yes: findings.sex === probe.sex, text: findings.sex }
    case 'older':
      return findings.ageYears === null || findings.ageYears === undefined
        ? { known: false, missing: ['age'] }
        : { known: true, yes: findings.ageYears > probe.years, text: `age ${findings.ageYears}` }
    case 'over':
    case 'under':
      return compared(findings, probe.id, probe.limit, probe.kind)
    case 'score':
      return bandOf(score(probe.id), askedScores[probe.id].name, probe.bands)
    default:
      return assertNever(probe)
  }
}

function flag(value: boolean | null | undefined, label: string): Reading {
  if (value === null || value === undefined) return { known: false, missing: [label] }
  return { known: true, yes: value, text: value ? label : `no ${label}` }
}

function compared(findings: Findings, id: VitalId | LabId, limit: number, side: 'over' | 'under'): Reading {
  const value = isVital(id) ? findings.vitals[id] : findings.labs[id]
  const { label, unit } = isVital(id) ? vitals[id] : labs[id]
  if (value === undefined) return { known: false, missing: [label] }
  const yes = side === 'over' ? value > limit : value < limit
  const text = `${label} ${value}${unit === '' ? '' : ` ${unit}`} (${yes ? '' : 'not '}${side} ${limit})`
  return { known: true, yes, text }
}

function isVital(id: VitalId | LabId): id is VitalId {
  return id in vitals
}

/** A score is in a band when every value that the missing inputs leave possible is. */
function bandOf(result: ScoreResult, name: string, bands: readonly string[]): Reading {
  switch (result.kind) {
    case 'scored':
      return {
        known: true,
        yes: bands.includes(result.band),
        text: `${name} ${result.value}: ${result.band.replaceAll('-', ' ')}`,
      }
    case 'incomplete': {
      const inside = result.possible.filter((band) => bands.includes(band)).length
      if (inside > 0 && inside < result.possible.length) return { known: false, missing: result.missing }
      const text = `${name} ${result.lowest} to ${result.highest}: ${result.possible.join(' or ').replaceAll('-', ' ')}`
      return { known: true, yes: inside > 0, text }
    }
    case 'refused':
      return { known: false, missing: [`${name} (${result.reason})`] }
    default:
      return assertNever(result)
  }
}

/** A score for people. */
export function reportOf(id: ScoreId, result: ScoreResult): ScoreReport {
  const { name } = askedScores[id]
  switch (result.kind) {
    case 'scored': {
      const { value, band, meaning, source } = result
      return { score: id, name, outcome: { kind: 'scored', value, band, meaning }, source }
    }
    case 'incomplete': {
      const { lowest, highest, possible, missing, source } = result
      return {
        score: id,
        name,
        outcome: { kind: 'incomplete', lowest, highest, possible: [...possible], missing: [...missing] },
        source,
      }
    }
    case 'refused':
      return { score: id, name, outcome: { kind: 'refused', reason: result.reason }, source: '' }
    default:
      return assertNever(result)
  }
}
