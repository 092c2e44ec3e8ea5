import { expect, test } from 'vitest'
import { acidBase } from './acid-base.ts'
import { ascvd } from './ascvd.ts'
import { ckdEpi } from './ckd-epi.ts'
import { correctedCalcium } from './corrected-calcium.ts'
import { curb65 } from './curb65.ts'
import { deltaRatio } from './anion-gap.ts'
import { glasgowBlatchford } from './glasgow-blatchford.ts'
import { kdigoAki } from './kdigo-aki.ts'
import { lights } from './lights.ts'
import { meld } from './meld.ts'
import { nihss } from './nihss.ts'
import { qsofa } from './qsofa.ts'
import { qtcFridericia } from './qtc.ts'
import type { ScoreResult } from './score.ts'
import { sepsisScreen } from './sepsis-screen.ts'
import { sirs } from './sirs.ts'
import { sofa } from './sofa.ts'
import { winters } from './winters.ts'

function reason(result: ScoreResult): string {
  return result.kind === 'refused' ? result.reason : `not refused: ${JSON.stringify(result)}`
}

// A number in another unit that goes through is a confident wrong score; the sentence must say which input and unit.
test.each<[string, ScoreResult, RegExp]>([
  ['temperature in °F', sirs({ temperatureCelsius: 100.4 }), /Temperature .* looks like °F/],
  ['white cells per µL', sirs({ whiteCells: 12_500 }), /White blood cells .* cells per microlitre/],
  ['platelets per µL', sofa({ platelets: 150_000 }), /Platelets .* cells per microlitre/],
  ['oxygen in per cent', sofa({ inspiredOxygenFraction: 40 }), /Inspired oxygen fraction .* per cent/],
  ['PO₂ in kPa', sofa({ arterialPo2MmHg: 10.5 }), /PO₂ .* looks like kPa/],
  ['PCO₂ in kPa', winters({ arterialPco2MmHg: 5.3 }), /PCO₂ .* looks like kPa/],
  ['pH as hydrogen ions', acidBase({ ph: 40 }), /pH .* nmol\/L of hydrogen ions/],
  ['systolic in kPa', qsofa({ systolicMmHg: 16 }), /Systolic blood pressure .* looks like kPa/],
  ['creatinine in mg/dL', ckdEpi({ creatinineUmolL: 1.1 }), /Creatinine .* looks like mg\/dL/],
  ['bilirubin in mg/dL', meld({ bilirubinUmolL: 0.6 }), /Bilirubin .* looks like mg\/dL/],
  ['urea as urea nitrogen', curb65({ ureaMmolL: 95 }), /Urea .* urea nitrogen/],
  ['haemoglobin in g/dL', glasgowBlatchford({ haemoglobinGL: 12.5 }), /Haemoglobin .* looks like g\/dL/],
  ['albumin in g/dL', correctedCalcium({ albuminGL: 3.5 }), /Albumin .* looks like g\/dL/],
  ['calcium in mg/dL', correctedCalcium({ calciumMmolL: 9.6 }), /Total calcium .* looks like mg\/dL/],
  ['cholesterol in mmol/L', ascvd({ totalCholesterolMgDl: 5.5 }), /Total cholesterol .* looks like mmol\/L/],
  ['HDL in mmol/L', ascvd({ hdlCholesterolMgDl: 1.3 }), /HDL cholesterol .* looks like mmol\/L/],
  ['QT in seconds', qtcFridericia({ qtMs: 0.41 }), /QT interval .* looks like seconds/],
  ['LDH in µkat/L', lights({ serumLdhUL: 3.5 }), /Serum LDH .* looks like µkat\/L/],
])('%s is refused and named', (_name, result, pattern) => {
  expect(reason(result)).toMatch(pattern)
})

test.each<[string, ScoreResult, RegExp]>([
  ['too young for the equations', ascvd({ ageYears: 39 }), /Age .* 40 to 79 years/],
  ['too old for the equations', ascvd({ ageYears: 80 }), /Age .* 40 to 79 years/],
  ['half a year', ascvd({ ageYears: 50.5 }), /Age must be a whole number/],
  ['half a point', nihss({ gaze: 1.5 }), /Gaze must be a whole number/],
  ['three points of two', nihss({ gaze: 3 }), /Gaze is outside .* 0 to 2/],
  ['no acidosis', winters({ bicarbonateMmolL: 30 }), /Bicarbonate is outside/],
  [
    'bicarbonate that has not fallen',
    deltaRatio({ bicarbonateMmolL: 24, sodiumMmolL: 140, chlorideMmolL: 90, albuminGL: 40 }),
    /Bicarbonate is outside/,
  ],
  [
    'a lowest value above the present one',
    kdigoAki({ creatinineUmolL: 100, lowestCreatinine48hUmolL: 120 }),
    /lowest creatinine of the last 48 hours is above/,
  ],
  [
    'alert by the scale and altered by judgement',
    qsofa({ glasgowComaScale: 15, alteredMentation: true }),
    /contradict/,
  ],
  [
    'three gases that are not of one sample',
    acidBase({ ph: 7.4, arterialPco2MmHg: 80, bicarbonateMmolL: 24 }),
    /do not fit together/,
  ],
])('outside what the score was made for: %s', (_name, result, pattern) => {
  expect(reason(result)).toMatch(pattern)
})

test('every fault is named at once', () => {
  const both = reason(sirs({ temperatureCelsius: 100.4, whiteCells: 12_500 }))
  expect(both).toMatch(/Temperature/)
  expect(both).toMatch(/White blood cells/)
})

// By hand from Berend 2014. A swapped sign turns a tiring patient into one who compensates.
test.each([
  [7.4, 40, 24, 'normal', /usual ranges/],
  [7.2, 26, 10, 'metabolic-acidosis', /expected PCO₂ 23 .* respiratory acidosis as well/],
  [7.29, 25, 11.7, 'metabolic-acidosis', /compensation as expected/],
  [7.24, 60, 25, 'respiratory-acidosis', /26 mmol\/L if acute and 34 if chronic.*as expected/],
  [7.1, 60, 18, 'mixed-acidosis', /Metabolic and respiratory acidosis/],
  [7.52, 46, 37, 'metabolic-alkalosis', /expected PCO₂ 49 .*lower: a respiratory alkalosis as well/],
  [7.55, 25, 21.5, 'respiratory-alkalosis', /21 mmol\/L if acute/],
  [7.6, 32, 31, 'mixed-alkalosis', /Metabolic and respiratory alkalosis/],
  [7.38, 60, 34, 'opposing-disorders', /two opposing disorders/],
] as const)('acid-base reading: pH %d, PCO₂ %d, bicarbonate %d', (ph, pco2, bicarbonate, band, meaning) => {
  expect(acidBase({ ph, arterialPco2MmHg: pco2, bicarbonateMmolL: bicarbonate })).toMatchObject({
    kind: 'scored',
    value: ph,
    band,
    meaning: expect.stringMatching(meaning),
  })
})

// By hand from Bone 1992 and Singer 2016: 3 SIRS criteria and qSOFA 1.
test('sepsis screen: positive only with suspected infection, and open while that is unknown', () => {
  const vitals = {
    temperatureCelsius: 38.6,
    heartRate: 110,
    respiratoryRate: 24,
    systolicMmHg: 118,
    glasgowComaScale: 15,
    whiteCells: 9,
    bandFormsPercent: 2,
    arterialPco2MmHg: 36,
  }
  expect(sepsisScreen({ ...vitals, infectionSuspected: true })).toMatchObject({
    value: 1,
    band: 'one-positive',
  })
  expect(sepsisScreen({ ...vitals, infectionSuspected: false })).toMatchObject({ value: 0, band: 'negative' })
  expect(sepsisScreen(vitals)).toMatchObject({
    kind: 'incomplete',
    lowest: 0,
    highest: 1,
    missing: ['suspicion of infection'],
  })
  expect(
    sepsisScreen({ ...vitals, systolicMmHg: 95, infectionSuspected: true, whiteCells: null }),
  ).toMatchObject({ kind: 'scored', value: 2, band: 'both-positive' })
})
