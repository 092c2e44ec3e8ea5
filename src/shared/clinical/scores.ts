import type { ScoreType } from './finding-types.ts'
import type { FindingDefinition } from './quantities.ts'

/** Calculated scores that arrive as findings of their own. */
export const scores: Readonly<Record<ScoreType, FindingDefinition>> = {
  news2: {
    label: 'National Early Warning Score 2',
    symbol: 'NEWS2',
    kind: 'score',
    aliases: [
      'news',
      'news_2',
      'news_score',
      'news2_score',
      'early_warning_score',
      'national_early_warning_score',
    ],
    canonicalUnit: '{score}',
    displayUnit: '',
    otherUnits: [{ unit: '1', factor: 1 }],
    decimals: 0,
    plausible: { low: 0, high: 20 },
    // RCP 2017, chart 2: 7 or more is the emergency response, 5 to 6 the urgent response.
    limits: {
      criticalHigh: { value: 7, source: 'rcp-news2-2017' },
      warningHigh: { value: 5, source: 'rcp-news2-2017' },
    },
    worseningStep: 2,
  },
}
