import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import type { ListedDrug } from '@shared/features/interactions/model.ts'

/** A finding for tests; give only what matters. */
export function testFinding(drugs: readonly number[], parts: Partial<Finding> = {}): Finding {
  return {
    key: `rule:${drugs.join()}`,
    kind: 'interaction',
    drugs: [...drugs],
    ingredients: drugs.map((place) => `drug ${place}`),
    severity: 'major',
    baseSeverity: 'major',
    tier: 'ward',
    effect: 'Something bad.',
    mechanism: '',
    action: '',
    onset: 'unknown',
    evidence: 'probable',
    sources: [],
    source: 'local',
    standing: 'knowledge',
    provenance: null,
    applied: [],
    missing: [],
    interrupts: false,
    demotedUntil: null,
    ...parts,
  }
}

/** An answer for tests that says nothing unless told to. */
export function testResult(parts: Partial<CheckResult> = {}): CheckResult {
  return {
    checkId: 'check 1',
    drugs: [],
    findings: [],
    clear: [],
    adviceOnly: [],
    pending: [],
    unchecked: [],
    allergiesNotUnderstood: [],
    consulted: { hub: 'consulted', model: 'off' },
    knowledge: { version: '2026-11-20', ingredients: 1, rules: 1, reviewed: null },
    oldestAnswerMs: null,
    citations: {},
    latencyMs: 1,
    simulated: false,
    ...parts,
  }
}

export const testDrug = (text: string): ListedDrug => ({ text, chosen: null, route: null })
