import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascvd } from './ascvd.ts'
import { ckdEpi } from './ckd-epi.ts'
import { childPugh } from './child-pugh.ts'
import { cockcroftGault } from './cockcroft-gault.ts'
import { glasgowBlatchford } from './glasgow-blatchford.ts'
import { kdigoAki } from './kdigo-aki.ts'
import { meld, meldNa } from './meld.ts'
import { qtcFridericia } from './qtc.ts'
import * as formulas from '@test/support/scores/arbitrary-formula-inputs.ts'
import * as points from '@test/support/scores/arbitrary-point-inputs.ts'
import type { ScoreResult } from './score.ts'
import { sofa } from './sofa.ts'

interface Step {
  readonly name: string
  readonly worse: fc.Arbitrary<readonly [before: ScoreResult, after: ScoreResult]>
}

/** A set of inputs and the same after a change that can only raise the value. */
function rises<I>(
  name: string,
  run: (inputs: I) => ScoreResult,
  inputs: fc.Arbitrary<I>,
  change: (inputs: I, share: number) => I,
): Step {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  return {
    name,
    worse: fc.tuple(inputs, share).map(([each, part]) => [run(each), run(change(each, part))] as const),
  }
}

const toward = (from: number, to: number, share: number) => from + (to - from) * share

// A dip in the middle of a table (two edges swapped, a sign lost) ranks the more ill patient below the less ill one.
test.each<Step>([
  rises('SOFA as platelets fall', sofa, points.sofaInputs, (i, share) => ({
    ...i,
    platelets: toward(i.platelets, 0, share),
  })),
  rises('SOFA as creatinine rises', sofa, points.sofaInputs, (i, share) => ({
    ...i,
    creatinineUmolL: toward(i.creatinineUmolL, 3000, share),
  })),
  rises('SOFA as noradrenaline rises', sofa, points.sofaInputs, (i, share) => ({
    ...i,
    noradrenalineUgKgMin: toward(i.noradrenalineUgKgMin, 10, share),
  })),
  rises('SOFA as PO₂ falls', sofa, points.sofaInputs, (i, share) => ({
    ...i,
    arterialPo2MmHg: toward(i.arterialPo2MmHg, 20, share),
  })),
  rises('KDIGO stage as creatinine rises', kdigoAki, points.kdigoAkiInputs, (i, share) => ({
    ...i,
    creatinineUmolL: toward(i.creatinineUmolL, 3000, share),
  })),
  rises('KDIGO stage as urine falls', kdigoAki, points.kdigoAkiInputs, (i, share) => ({
    ...i,
    urine12hMlKgH: toward(i.urine12hMlKgH, 0, share),
  })),
  rises('MELD as INR rises', meld, formulas.meldInputs, (i, share) => ({
    ...i,
    inr: toward(i.inr, 20, share),
  })),
  rises('MELD-Na as sodium falls', meldNa, formulas.meldNaInputs, (i, share) => ({
    ...i,
    sodiumMmolL: toward(i.sodiumMmolL, 90, share),
  })),
  rises('MELD-Na as bilirubin rises', meldNa, formulas.meldNaInputs, (i, share) => ({
    ...i,
    bilirubinUmolL: toward(i.bilirubinUmolL, 1200, share),
  })),
  rises('Child-Pugh as albumin falls', childPugh, points.childPughInputs, (i, share) => ({
    ...i,
    albuminGL: toward(i.albuminGL, 8, share),
  })),
  rises(
    'Glasgow-Blatchford as haemoglobin falls',
    glasgowBlatchford,
    points.glasgowBlatchfordInputs,
    (i, share) => ({
      ...i,
      haemoglobinGL: toward(i.haemoglobinGL, 20, share),
    }),
  ),
  rises('ASCVD with diabetes', ascvd, formulas.ascvdInputs, (i) => ({ ...i, diabetes: true })),
  // Not so in African American women above 71 years: their published equation crosses over there.
  rises(
    'ASCVD of white people with treatment of the same pressure',
    ascvd,
    formulas.ascvdInputs.map((i) => ({ ...i, race: 'white' as const })),
    (i) => ({ ...i, bloodPressureTreated: true }),
  ),
  rises('eGFR as creatinine falls', ckdEpi, formulas.ckdEpiInputs, (i, share) => ({
    ...i,
    creatinineUmolL: toward(i.creatinineUmolL, 15, share),
  })),
  rises('clearance as weight rises', cockcroftGault, formulas.cockcroftGaultInputs, (i, share) => ({
    ...i,
    weightKg: toward(i.weightKg, 350, share),
  })),
  rises('QTc as the rate rises at the same QT', qtcFridericia, formulas.qtcInputs, (i, share) => ({
    ...i,
    heartRate: toward(i.heartRate, 200, share),
  })),
])('$name: never falls', ({ worse }) => {
  let compared = 0
  fc.assert(
    fc.property(worse, ([before, after]) => {
      if (before.kind !== 'scored' || after.kind !== 'scored') return
      compared += 1
      expect(after.value).toBeGreaterThanOrEqual(before.value)
    }),
    { numRuns: 400, seed: 11, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(100)
})
