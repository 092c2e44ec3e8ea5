import fc from 'fast-check'
import { abcd2 } from '@shared/clinical/scores/abcd2.ts'
import { acidBase } from '@shared/clinical/scores/acid-base.ts'
import { anionGap, correctedAnionGap, deltaRatio } from '@shared/clinical/scores/anion-gap.ts'
import { ascvd } from '@shared/clinical/scores/ascvd.ts'
import { braden } from '@shared/clinical/scores/braden.ts'
import { centor, mcIsaac } from '@shared/clinical/scores/centor.ts'
import { cha2ds2Vasc } from '@shared/clinical/scores/cha2ds2-vasc.ts'
import { charlson, charlsonAgeAdjusted } from '@shared/clinical/scores/charlson.ts'
import { childPugh } from '@shared/clinical/scores/child-pugh.ts'
import { ckdEpi } from '@shared/clinical/scores/ckd-epi.ts'
import { cockcroftGault } from '@shared/clinical/scores/cockcroft-gault.ts'
import { correctedCalcium } from '@shared/clinical/scores/corrected-calcium.ts'
import { curb65 } from '@shared/clinical/scores/curb65.ts'
import { glasgowBlatchford } from '@shared/clinical/scores/glasgow-blatchford.ts'
import { hasBled } from '@shared/clinical/scores/has-bled.ts'
import { heart } from '@shared/clinical/scores/heart.ts'
import { hospitalScore } from '@shared/clinical/scores/hospital-score.ts'
import { kdigoAki } from '@shared/clinical/scores/kdigo-aki.ts'
import { kdigoCkd } from '@shared/clinical/scores/kdigo-ckd.ts'
import { lace } from '@shared/clinical/scores/lace.ts'
import { lights } from '@shared/clinical/scores/lights.ts'
import { meld, meld3, meldNa } from '@shared/clinical/scores/meld.ts'
import { morse } from '@shared/clinical/scores/morse.ts'
import { nihss } from '@shared/clinical/scores/nihss.ts'
import { perc } from '@shared/clinical/scores/perc.ts'
import { qsofa } from '@shared/clinical/scores/qsofa.ts'
import { qtcBazett, qtcFridericia } from '@shared/clinical/scores/qtc.ts'
import * as formulas from './arbitrary-formula-inputs.ts'
import * as points from './arbitrary-point-inputs.ts'
import type { scoreSources } from '@shared/clinical/scores/score-sources.ts'
import type { ScoreResult } from '@shared/clinical/scores/score.ts'
import { sepsisScreen } from '@shared/clinical/scores/sepsis-screen.ts'
import { sirs } from '@shared/clinical/scores/sirs.ts'
import { sofa } from '@shared/clinical/scores/sofa.ts'
import { wellsDvt } from '@shared/clinical/scores/wells-dvt.ts'
import { wellsPeThreeTier, wellsPeTwoTier } from '@shared/clinical/scores/wells-pe.ts'
import { winters } from '@shared/clinical/scores/winters.ts'

/** One score with its input types closed away, for the properties that every score must have. */
export interface ScoreCase {
  readonly id: keyof typeof scoreSources
  /** A full set of inputs, and the same with some taken away. */
  readonly pairs: fc.Arbitrary<{
    readonly given: string
    readonly gone: readonly string[]
    readonly whole: ScoreResult
    readonly partial: ScoreResult
  }>
  readonly ofNothing: ScoreResult
  /** The result after one number of a good set was made impossible; null for scores that read no numbers. */
  readonly broken: fc.Arbitrary<ScoreResult> | null
}

function replaced<I extends object>(inputs: I, names: readonly string[], value: number | null): I {
  return Object.assign({}, inputs, Object.fromEntries(names.map((name) => [name, value])))
}

function scoreCase<I extends object>(
  id: ScoreCase['id'],
  run: (inputs: I) => ScoreResult,
  full: fc.Arbitrary<I>,
): ScoreCase {
  const [example] = fc.sample(full, { numRuns: 1, seed: 1 })
  if (example === undefined) throw new Error('No example of the inputs.')
  const numbers = Object.entries(example).flatMap(([name, value]) =>
    typeof value === 'number' ? [name] : [],
  )
  return {
    id,
    ofNothing: run(replaced(example, Object.keys(example), null)),
    pairs: full.chain((inputs) =>
      fc.subarray(Object.keys(inputs)).map((gone) => ({
        given: JSON.stringify(inputs),
        gone,
        whole: run(inputs),
        partial: run(replaced(inputs, gone, null)),
      })),
    ),
    broken:
      numbers.length === 0
        ? null
        : fc
            .tuple(full, fc.constantFrom(...numbers), fc.constantFrom(Number.NaN, Infinity, -1e9, 1e9, -0.5))
            .map(([inputs, name, value]) => run(replaced(inputs, [name], value))),
  }
}

export const scoreCases: readonly ScoreCase[] = [
  scoreCase('qsofa', qsofa, points.qsofaInputs),
  scoreCase('sofa', sofa, points.sofaInputs),
  scoreCase('sirs', sirs, points.sirsInputs),
  scoreCase('sepsisScreen', sepsisScreen, points.sepsisScreenInputs),
  scoreCase('heart', heart, points.heartInputs),
  scoreCase('wellsDvt', wellsDvt, points.wellsDvtInputs),
  scoreCase('wellsPeTwoTier', wellsPeTwoTier, points.wellsPeInputs),
  scoreCase('wellsPeThreeTier', wellsPeThreeTier, points.wellsPeInputs),
  scoreCase('perc', perc, points.percInputs),
  scoreCase('cha2ds2Vasc', cha2ds2Vasc, points.cha2ds2VascInputs),
  scoreCase('hasBled', hasBled, points.hasBledInputs),
  scoreCase('nihss', nihss, points.nihssInputs),
  scoreCase('abcd2', abcd2, points.abcd2Inputs),
  scoreCase('curb65', curb65, points.curb65Inputs),
  scoreCase('kdigoAki', kdigoAki, points.kdigoAkiInputs),
  scoreCase('kdigoCkd', kdigoCkd, formulas.kdigoCkdInputs),
  scoreCase('anionGap', anionGap, formulas.anionGapInputs),
  scoreCase('correctedAnionGap', correctedAnionGap, formulas.correctedAnionGapInputs),
  scoreCase('deltaRatio', deltaRatio, formulas.correctedAnionGapInputs),
  scoreCase('winters', winters, formulas.wintersInputs),
  scoreCase('acidBase', acidBase, formulas.acidBaseInputs),
  scoreCase('lights', lights, points.lightsInputs),
  scoreCase('centor', centor, points.centorInputs),
  scoreCase('mcIsaac', mcIsaac, points.mcIsaacInputs),
  scoreCase('glasgowBlatchford', glasgowBlatchford, points.glasgowBlatchfordInputs),
  scoreCase('meld', meld, formulas.meldInputs),
  scoreCase('meldNa', meldNa, formulas.meldNaInputs),
  scoreCase('meld3', meld3, formulas.meld3Inputs),
  scoreCase('childPugh', childPugh, points.childPughInputs),
  scoreCase('lace', lace, points.laceInputs),
  scoreCase('hospital', hospitalScore, points.hospitalScoreInputs),
  scoreCase('charlson', charlson, points.charlsonInputs),
  scoreCase('charlsonAgeAdjusted', charlsonAgeAdjusted, points.charlsonAgeAdjustedInputs),
  scoreCase('ascvd', ascvd, formulas.ascvdInputs),
  scoreCase('braden', braden, points.bradenInputs),
  scoreCase('morse', morse, points.morseInputs),
  scoreCase('ckdEpi', ckdEpi, formulas.ckdEpiInputs),
  scoreCase('cockcroftGault', cockcroftGault, formulas.cockcroftGaultInputs),
  scoreCase('correctedCalcium', correctedCalcium, formulas.correctedCalciumInputs),
  scoreCase('qtcBazett', qtcBazett, formulas.bazettInputs),
  scoreCase('qtcFridericia', qtcFridericia, formulas.qtcInputs),
]
