import fc from 'fast-check'
import { abcd2 } from './abcd2.ts'
import { acidBase } from './acid-base.ts'
import { anionGap, correctedAnionGap, deltaRatio } from './anion-gap.ts'
import { ascvd } from './ascvd.ts'
import { braden } from './braden.ts'
import { centor, mcIsaac } from './centor.ts'
import { cha2ds2Vasc } from './cha2ds2-vasc.ts'
import { charlson, charlsonAgeAdjusted } from './charlson.ts'
import { childPugh } from './child-pugh.ts'
import { ckdEpi } from './ckd-epi.ts'
import { cockcroftGault } from './cockcroft-gault.ts'
import { correctedCalcium } from './corrected-calcium.ts'
import { curb65 } from './curb65.ts'
import { glasgowBlatchford } from './glasgow-blatchford.ts'
import { hasBled } from './has-bled.ts'
import { heart } from './heart.ts'
import { hospitalScore } from './hospital-score.ts'
import { kdigoAki } from './kdigo-aki.ts'
import { lace } from './lace.ts'
import { lights } from './lights.ts'
import { meld, meld3, meldNa } from './meld.ts'
import { morse } from './morse.ts'
import { nihss } from './nihss.ts'
import { perc } from './perc.ts'
import { qsofa } from './qsofa.ts'
import { qtcBazett, qtcFridericia } from './qtc.ts'
import * as any from './score-arbitraries.ts'
import type { scoreSources } from './score-sources.ts'
import type { ScoreResult } from './score.ts'
import { sepsisScreen } from './sepsis-screen.ts'
import { sirs } from './sirs.ts'
import { sofa } from './sofa.ts'
import { wellsDvt } from './wells-dvt.ts'
import { wellsPeThreeTier, wellsPeTwoTier } from './wells-pe.ts'
import { winters } from './winters.ts'

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
  scoreCase('qsofa', qsofa, any.qsofaInputs),
  scoreCase('sofa', sofa, any.sofaInputs),
  scoreCase('sirs', sirs, any.sirsInputs),
  scoreCase('sepsisScreen', sepsisScreen, any.sepsisScreenInputs),
  scoreCase('heart', heart, any.heartInputs),
  scoreCase('wellsDvt', wellsDvt, any.wellsDvtInputs),
  scoreCase('wellsPeTwoTier', wellsPeTwoTier, any.wellsPeInputs),
  scoreCase('wellsPeThreeTier', wellsPeThreeTier, any.wellsPeInputs),
  scoreCase('perc', perc, any.percInputs),
  scoreCase('cha2ds2Vasc', cha2ds2Vasc, any.cha2ds2VascInputs),
  scoreCase('hasBled', hasBled, any.hasBledInputs),
  scoreCase('nihss', nihss, any.nihssInputs),
  scoreCase('abcd2', abcd2, any.abcd2Inputs),
  scoreCase('curb65', curb65, any.curb65Inputs),
  scoreCase('kdigoAki', kdigoAki, any.kdigoAkiInputs),
  scoreCase('anionGap', anionGap, any.anionGapInputs),
  scoreCase('correctedAnionGap', correctedAnionGap, any.correctedAnionGapInputs),
  scoreCase('deltaRatio', deltaRatio, any.correctedAnionGapInputs),
  scoreCase('winters', winters, any.wintersInputs),
  scoreCase('acidBase', acidBase, any.acidBaseInputs),
  scoreCase('lights', lights, any.lightsInputs),
  scoreCase('centor', centor, any.centorInputs),
  scoreCase('mcIsaac', mcIsaac, any.mcIsaacInputs),
  scoreCase('glasgowBlatchford', glasgowBlatchford, any.glasgowBlatchfordInputs),
  scoreCase('meld', meld, any.meldInputs),
  scoreCase('meldNa', meldNa, any.meldNaInputs),
  scoreCase('meld3', meld3, any.meld3Inputs),
  scoreCase('childPugh', childPugh, any.childPughInputs),
  scoreCase('lace', lace, any.laceInputs),
  scoreCase('hospital', hospitalScore, any.hospitalScoreInputs),
  scoreCase('charlson', charlson, any.charlsonInputs),
  scoreCase('charlsonAgeAdjusted', charlsonAgeAdjusted, any.charlsonAgeAdjustedInputs),
  scoreCase('ascvd', ascvd, any.ascvdInputs),
  scoreCase('braden', braden, any.bradenInputs),
  scoreCase('morse', morse, any.morseInputs),
  scoreCase('ckdEpi', ckdEpi, any.ckdEpiInputs),
  scoreCase('cockcroftGault', cockcroftGault, any.cockcroftGaultInputs),
  scoreCase('correctedCalcium', correctedCalcium, any.correctedCalciumInputs),
  scoreCase('qtcBazett', qtcBazett, any.bazettInputs),
  scoreCase('qtcFridericia', qtcFridericia, any.qtcInputs),
]
