import { expect, test } from 'vitest'
import { correctedAnionGap, anionGap, deltaRatio } from './anion-gap.ts'
import { mcIsaac } from './centor.ts'
import { cha2ds2Vasc } from './cha2ds2-vasc.ts'
import { charlsonAgeAdjusted } from './charlson.ts'
import { childPugh } from './child-pugh.ts'
import { ckdEpi } from './ckd-epi.ts'
import { cockcroftGault } from './cockcroft-gault.ts'
import { correctedCalcium } from './corrected-calcium.ts'
import { curb65 } from './curb65.ts'
import { glasgowBlatchford } from './glasgow-blatchford.ts'
import { hasBled } from './has-bled.ts'
import { heart } from './heart.ts'
import { CALCIUM_MMOL_PER_MG_DL, UREA_NITROGEN_MG_DL_PER_MMOL } from './measure.ts'
import { meldNa } from './meld.ts'
import { perc } from './perc.ts'
import type { ScoreResult } from './score.ts'
import { sirs } from './sirs.ts'
import { sofa } from './sofa.ts'
import { wellsDvt } from './wells-dvt.ts'
import { wellsPeThreeTier } from './wells-pe.ts'

/*
 * Patients of MedCalc-Bench (Khandekar N et al. NeurIPS 2024, repository ncbi-nlp/MedCalc-Bench, file
 * evaluation/one_shot_finalized_explanation.json; the number is the entry). Inputs and results are the benchmark's, which
 * takes what a note does not say as absent; here it is written out. A weight or edge of ours that drifts from common use
 * gives another number for a patient whom somebody else has scored.
 */
const mgDlOfUrea = (mgDl: number) => mgDl / UREA_NITROGEN_MG_DL_PER_MMOL
const mgDlOfCreatinine = (mgDl: number) => mgDl * 88.402
const mgDlOfBilirubin = (mgDl: number) => mgDl * 17.104

const noEmbolismSigns = {
  immobilisedOrSurgery: false,
  previousDvtOrPe: false,
  haemoptysis: false,
  malignancy: false,
}

test.each<[entry: string, result: ScoreResult, value: number, band: string]>([
  [
    '2: creatinine clearance of a man of 53, 1.39 mg/dL, 77.1 kg adjusted (67.005)',
    cockcroftGault({
      ageYears: 53,
      weightKg: 77.0788,
      creatinineUmolL: mgDlOfCreatinine(1.39),
      sex: 'male',
    }),
    67,
    '50-to-79',
  ],
  [
    '3: eGFR of a man of 81, 1.7 mg/dL (39.99991)',
    ckdEpi({ ageYears: 81, creatinineUmolL: mgDlOfCreatinine(1.7), sex: 'male' }),
    40,
    'G3b',
  ],
  [
    '4: CHA₂DS₂-VASc of a man of 62 with a stroke (2)',
    cha2ds2Vasc({
      ageYears: 62,
      sex: 'male',
      strokeOrEmbolism: true,
      heartFailure: false,
      hypertension: false,
      diabetes: false,
      vascularDisease: false,
    }),
    2,
    'high',
  ],
  [
    '7: calcium 8.4 mg/dL, albumin 33 g/L (8.96 mg/dL = 2.24 mmol/L)',
    correctedCalcium({ calciumMmolL: 8.4 * CALCIUM_MMOL_PER_MG_DL, albuminGL: 33 }),
    2.24,
    'normal',
  ],
  [
    '8: Wells, pulmonary embolism, pulse 150 and nothing else (1.5)',
    wellsPeThreeTier({
      heartRate: 150,
      signsOfDvt: false,
      noAlternativeMoreLikely: false,
      ...noEmbolismSigns,
    }),
    1.5,
    'low',
  ],
  // The benchmark's entry gives 2.6 µmol/L where its note says 28.1: one point either way.
  [
    '15: Child-Pugh, INR 2.0, bilirubin 28.1 µmol/L, albumin 37 g/L (6)',
    childPugh({
      inr: 2,
      bilirubinUmolL: 28.1,
      albuminGL: 37,
      ascites: 'none',
      encephalopathy: 'none',
    }),
    6,
    'A',
  ],
  [
    '16: Wells, deep vein thrombosis: cancer, surgery, tenderness, collateral veins (4)',
    wellsDvt({
      activeCancer: true,
      bedriddenOrSurgery: true,
      localisedTenderness: true,
      collateralVeins: true,
      paralysisOrPlaster: false,
      entireLegSwollen: false,
      calfSwelling: false,
      pittingOedema: false,
      previousDvt: false,
      alternativeAsLikely: false,
    }),
    4,
    'likely',
  ],
  [
    '18: HEART of a man of 28 who smokes (1)',
    heart({
      history: 'slightly-suspicious',
      ecg: 'normal',
      ageYears: 28,
      riskFactorCount: 1,
      atheroscleroticDisease: false,
      troponinTimesLimit: 0,
    }),
    1,
    'low',
  ],
  [
    '20: McIsaac of a boy of 17 with fever and no cough (2)',
    mcIsaac({
      ageYears: 17,
      fever: true,
      cough: false,
      tenderAnteriorNodes: false,
      tonsillarExudate: false,
    }),
    2,
    'moderate',
  ],
  [
    '23: MELD with sodium on dialysis, bilirubin 36.1 mg/dL, INR 2.2, sodium 133 (40)',
    meldNa({
      bilirubinUmolL: mgDlOfBilirubin(36.1),
      inr: 2.2,
      creatinineUmolL: mgDlOfCreatinine(7.78),
      dialysis: true,
      sodiumMmolL: 133,
    }),
    40,
    '40',
  ],
  [
    '25: HAS-BLED of a man of 43 with pressure not controlled (1)',
    hasBled({
      ageYears: 43,
      uncontrolledHypertension: true,
      abnormalRenalFunction: false,
      abnormalLiverFunction: false,
      stroke: false,
      bleeding: false,
      labileInr: false,
      bleedingDrugs: false,
      alcohol: false,
    }),
    1,
    'low',
  ],
  [
    '27: Glasgow-Blatchford of a man, urea nitrogen 51 mg/dL, haemoglobin 110 g/L, liver disease (9)',
    glasgowBlatchford({
      ureaMmolL: mgDlOfUrea(51),
      haemoglobinGL: 110,
      sex: 'male',
      systolicMmHg: 110,
      heartRate: 90,
      melaena: false,
      syncope: false,
      hepaticDisease: true,
      cardiacFailure: false,
    }),
    9,
    'high',
  ],
  [
    '32: Charlson with age, 82 years, lung, connective tissue and ulcer disease (7)',
    charlsonAgeAdjusted({
      ageYears: 82,
      connectiveTissueDisease: true,
      chronicPulmonaryDisease: true,
      pepticUlcer: true,
      myocardialInfarction: false,
      heartFailure: false,
      peripheralVascularDisease: false,
      cerebrovascularDisease: false,
      dementia: false,
      liverDisease: 'none',
      diabetes: 'none',
      hemiplegia: false,
      renalDisease: false,
      solidTumour: 'none',
      leukaemia: false,
      lymphoma: false,
      aids: false,
    }),
    7,
    'severe',
  ],
  [
    '39: anion gap 140 - 110 - 9.4 (20.6)',
    anionGap({ sodiumMmolL: 140, chlorideMmolL: 110, bicarbonateMmolL: 9.4 }),
    20.6,
    'raised',
  ],
  [
    '45: CURB-65 of a woman of 77, confused, urea nitrogen 40 mg/dL, 105/52 mmHg, 23/min (4)',
    curb65({
      ageYears: 77,
      confusion: true,
      ureaMmolL: mgDlOfUrea(40),
      respiratoryRate: 23,
      systolicMmHg: 105,
      diastolicMmHg: 52,
    }),
    4,
    'high',
  ],
  [
    '48: PERC of a man of 64 with an embolism before (2)',
    perc({
      ageYears: 64,
      heartRate: 72,
      saturationOnAirPercent: 100,
      previousDvtOrPe: true,
      haemoptysis: false,
      oestrogen: false,
      legSwelling: false,
      surgeryOrTrauma: false,
    }),
    2,
    'rule-not-met',
  ],
  [
    '51: SIRS, 103 °F, 120/min, 32/min, white cells 33 (4)',
    sirs({
      temperatureCelsius: ((103 - 32) * 5) / 9,
      heartRate: 120,
      respiratoryRate: 32,
      arterialPco2MmHg: 41,
      whiteCells: 33,
    }),
    4,
    'two-or-more',
  ],
  [
    '64: delta ratio, sodium 148, chloride 117, bicarbonate 8.6 (0.67532)',
    deltaRatio({ sodiumMmolL: 148, chlorideMmolL: 117, bicarbonateMmolL: 8.6, albuminGL: 40 }),
    0.68,
    'mixed-with-normal-gap',
  ],
  [
    '65: corrected anion gap, albumin 18 g/L (22.5)',
    correctedAnionGap({ sodiumMmolL: 127, chlorideMmolL: 101, bicarbonateMmolL: 9, albuminGL: 18 }),
    22.5,
    'raised',
  ],
  [
    '43: SOFA on CPAP and dopamine of exactly 5 µg/kg/min (9)',
    sofa({
      arterialPo2MmHg: 79,
      inspiredOxygenFraction: 0.52,
      respiratorySupport: true,
      platelets: 147,
      bilirubinUmolL: mgDlOfBilirubin(1.6),
      meanArterialMmHg: (78 + 2 * 46) / 3,
      dopamineUgKgMin: 5,
      dobutamine: false,
      adrenalineUgKgMin: 0,
      noradrenalineUgKgMin: 0,
      glasgowComaScale: 13,
      creatinineUmolL: mgDlOfCreatinine(1.7),
      urineMlPerDay: 650,
    }),
    9,
    'two-or-more',
  ],
])('a published patient, %s', (_entry, result, value, band) => {
  expect(result).toMatchObject({ kind: 'scored', value, band })
})
