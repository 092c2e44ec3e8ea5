import { band, type BandTable } from './conclude.ts'
import { above, below, cutAt, edgesOf, upTo, type Cut } from './cuts.ts'
import type { Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { item, tally } from './tally.ts'
import { measured } from './variable.ts'

export interface KdigoCkdInputs {
  /** Estimated or measured glomerular filtration rate, mL/min/1.73 m², 0 to 250; in a steady state. */
  readonly filtrationMlMin?: Known<number>
  /** Urine albumin-creatinine ratio, mg/g (not mg/mmol: times 8.84), 0 to 30 000. */
  readonly albuminCreatinineMgG?: Known<number>
}

export type KdigoCkdBand = 'low' | 'moderately-increased' | 'high' | 'very-high'
export type GfrCategory = 'G1' | 'G2' | 'G3a' | 'G3b' | 'G4' | 'G5'
export type AlbuminuriaCategory = 'A1' | 'A2' | 'A3'

const filtration: Measure = {
  label: 'glomerular filtration rate',
  unit: 'mL/min/1.73 m²',
  low: 0,
  high: 250,
}
const ratio: Measure = { label: 'urine albumin-creatinine ratio', unit: 'mg/g', low: 0, high: 30_000 }

/** GFR categories (KDIGO 2012 and 2024, table 2), lowest first. */
const gfrCuts: readonly Cut<GfrCategory>[] = [
  below(15, 'G5'),
  below(30, 'G4'),
  below(45, 'G3b'),
  below(60, 'G3a'),
  below(90, 'G2'),
  above('G1'),
]
/** Albuminuria categories (KDIGO 2012 and 2024, table 3): below 30, 30 to 300, above 300 mg/g. */
const albuminuriaCuts: readonly Cut<AlbuminuriaCategory>[] = [below(30, 'A1'), upTo(300, 'A2'), above('A3')]

export const gfrCategory = (filtrationMlMin: number): GfrCategory => cutAt(gfrCuts, filtrationMlMin)
export const albuminuriaCategory = (mgG: number): AlbuminuriaCategory => cutAt(albuminuriaCuts, mgG)

/** The heat map: risk of progression by GFR and albuminuria, 0 low (green) to 3 very high (red). */
const heatMap: Readonly<Record<GfrCategory, Readonly<Record<AlbuminuriaCategory, number>>>> = {
  G1: { A1: 0, A2: 1, A3: 2 },
  G2: { A1: 0, A2: 1, A3: 2 },
  G3a: { A1: 1, A2: 2, A3: 3 },
  G3b: { A1: 2, A2: 3, A3: 3 },
  G4: { A1: 3, A2: 3, A3: 3 },
  G5: { A1: 3, A2: 3, A3: 3 },
}

const lasting = 'Chronic kidney disease only if it lasts three months or more.'
const bands: BandTable<KdigoCkdBand> = [
  below(
    1,
    band('low', 'Low risk (G1 or G2 with A1): no chronic kidney disease unless there are other signs of it.'),
  ),
  below(2, band('moderately-increased', `Moderately increased risk: check yearly. ${lasting}`)),
  below(3, band('high', `High risk: check twice a year. ${lasting}`)),
  above(
    band(
      'very-high',
      `Very high risk: check three times a year or more, discuss with nephrology. ${lasting}`,
    ),
  ),
]

/**
 * Risk category of chronic kidney disease by GFR (G1 to G5) and albuminuria (A1 to A3), 0 to 3 (KDIGO heat map, the same
 * in 2012 and 2024). For adults; not while creatinine is changing.
 */
export function kdigoCkd(inputs: KdigoCkdInputs): ScoreResult<KdigoCkdBand> {
  return tally({
    source: scoreSources.kdigoCkd,
    reading: { tables: [bands] },
    items: [
      item(
        `GFR and albuminuria${categories(inputs)}`,
        [
          measured('gfr', filtration, inputs.filtrationMlMin, edgesOf(gfrCuts)),
          measured('acr', ratio, inputs.albuminCreatinineMgG, edgesOf(albuminuriaCuts)),
        ],
        (of) => heatMap[gfrCategory(of('gfr'))][albuminuriaCategory(of('acr'))],
      ),
    ],
  })
}

/** " (G3a A2)"; what is not known is left out. */
function categories({ filtrationMlMin, albuminCreatinineMgG }: KdigoCkdInputs): string {
  const usable = (value: Known<number>): value is number =>
    typeof value === 'number' && Number.isFinite(value)
  const words = [
    ...(usable(filtrationMlMin) ? [gfrCategory(filtrationMlMin)] : []),
    ...(usable(albuminCreatinineMgG) ? [albuminuriaCategory(albuminCreatinineMgG)] : []),
  ]
  return words.length === 0 ? '' : ` (${words.join(' ')})`
}
