import type { InteractionKnowledge, OpenQuestion } from '@main/features/interactions/ports.ts'
import type { Finding } from '@shared/features/interactions/check.ts'
import type { KnownDrug, ListedDrug, Recognition } from '@shared/features/interactions/model.ts'

/** Everything that this knowledge has heard of; `coumadin` is a brand, `hormones` fits two drugs. */
const names = [
  'aspirin',
  'warfarin',
  'sertraline',
  "st john's wort",
  ...Array.from({ length: 30 }, (_, at) => `drug${String(at).padStart(2, '0')}`),
]
const WARFARIN_ASPIRIN = 'rule:warfarin+aspirin'
const NEVER = 'rule:sertraline+warfarin'

function recognise({ text, chosen }: ListedDrug): Recognition {
  const wanted = (chosen ?? text).trim().toLowerCase()
  if (wanted === 'hormones') {
    const candidates = ['drug00', 'drug01'].map((name) => ({ name, matched: name, kind: 'synonym' as const }))
    return { kind: 'ambiguous', text, candidates }
  }
  const ingredients = wanted === 'coumadin' ? ['warfarin'] : wanted.split(' + ')
  if (ingredients.some((name) => !names.includes(name)))
    return {
      kind: 'unknown',
      text,
      reason: 'not-in-formulary',
      sentence: 'Not in the formulary.',
      suggestions: [],
    }
  return {
    kind: 'known',
    text,
    name: ingredients.join(' + '),
    ingredients,
    via: wanted === 'coumadin' ? 'brand' : 'name',
    matched: wanted,
    strength: null,
    form: null,
    route: null,
  }
}

function ruleFinding(key: string, drugs: [number, number], ingredients: [string, string]): Finding {
  const severity = key === NEVER ? 'contraindicated' : 'major'
  return {
    key,
    kind: 'interaction',
    drugs,
    ingredients,
    severity,
    baseSeverity: severity,
    tier: 'ward',
    effect: 'Bleeding.',
    mechanism: 'Both act on clotting.',
    action: 'Avoid.',
    onset: 'rapid',
    evidence: 'established',
    sources: ['book'],
    source: 'local',
    standing: 'knowledge',
    provenance: null,
    applied: [],
    missing: [],
    interrupts: severity === 'contraindicated',
    demotedUntil: null,
  }
}

const rules: readonly (readonly [string, string, string])[] = [
  [WARFARIN_ASPIRIN, 'aspirin', 'warfarin'],
  [NEVER, 'sertraline', 'warfarin'],
]

/** Two rules and a few dozen names: every other pair is an open question. For tests of what lies around knowledge. */
export function smallKnowledge(): InteractionKnowledge {
  return {
    version: { version: '2026-11-01', ingredients: names.length, rules: rules.length, reviewed: null },
    recognise,
    suggest: () => [],
    readList: (text) =>
      text
        .split('\n')
        .map((line) => ({ text: line, recognition: recognise({ text: line, chosen: null, route: null }) })),
    check: (drugs, _context, demotions) => {
      const findings: Finding[] = []
      const open: OpenQuestion[] = []
      const settled: [number, number][] = []
      for (const [places, a, b] of pairs(drugs)) {
        const rule = rules.find(([, first, second]) => first === a && second === b)
        if (rule === undefined) open.push({ places, pair: [a, b] })
        else {
          const demotedUntil = demotions.get(rule[0]) ?? null
          const finding = ruleFinding(rule[0], places, [a, b])
          findings.push({ ...finding, demotedUntil, interrupts: finding.interrupts && demotedUntil === null })
          settled.push(places)
        }
      }
      return { findings, open, settled, allergiesNotUnderstood: [] }
    },
    citation: (source) => `The ${source}`,
    ruleOf: (key) => {
      const rule = rules.find(([id]) => id === key)
      if (rule === undefined) return null
      return {
        label: `${rule[1]} + ${rule[2]}`,
        severity: key === NEVER ? 'contraindicated' : 'major',
        tier: 'ward',
      }
    },
    browse: () => ({ entries: [], total: 0 }),
  }
}

function* pairs(drugs: readonly (KnownDrug | null)[]): Generator<[[number, number], string, string]> {
  for (const [first, one] of drugs.entries()) {
    for (const [offset, other] of drugs.slice(first + 1).entries()) {
      for (const a of one?.ingredients ?? [])
        for (const b of other?.ingredients ?? [])
          if (a !== b) yield a < b ? [[first, first + 1 + offset], a, b] : [[first, first + 1 + offset], b, a]
    }
  }
}
