import { expect, test } from 'vitest'
import { ascvd, type AscvdInputs } from './ascvd.ts'
import { anionGap, correctedAnionGap, deltaRatio } from './anion-gap.ts'
import { charlsonAgeAdjusted, charlsonTenYearSurvival } from './charlson.ts'
import { childPugh } from './child-pugh.ts'
import { ckdEpi } from './ckd-epi.ts'
import { cockcroftGault } from './cockcroft-gault.ts'
import { correctedCalcium } from './corrected-calcium.ts'
import { kdigoAki } from './kdigo-aki.ts'
import { lights } from './lights.ts'
import { meld, meld3, meldNa, type Meld3Inputs } from './meld.ts'
import { qtcBazett, qtcFridericia } from './qtc.ts'
import type { ScoreResult } from './score.ts'
import { winters } from './winters.ts'

function answer(result: ScoreResult): readonly [number, string] {
  if (result.kind !== 'scored') throw new Error(`not scored: ${JSON.stringify(result)}`)
  return [result.value, result.band]
}

// Published: Goff 2014, appendix 7, table A, the worked example in all four groups. A coefficient of one group typed
// into another, or a treated pressure taken for an untreated one, moves these. For white men the paper prints 5.3 from a
// sum cut to 60.69; its own coefficients give 60.699 and so 5.38 %, which is what is shown.
const published: AscvdInputs = {
  ageYears: 55,
  totalCholesterolMgDl: 213,
  hdlCholesterolMgDl: 50,
  systolicMmHg: 120,
  bloodPressureTreated: false,
  smoker: false,
  diabetes: false,
}
test.each([
  ['female', 'white', 2.1, 2.1, 'low'],
  ['female', 'african-american', 3, 3, 'low'],
  ['male', 'white', 5.3, 5.4, 'borderline'],
  ['male', 'african-american', 6.1, 6.1, 'borderline'],
] as const)('pooled cohort equations, published example: %s, %s', (sex, race, printed, risk, band) => {
  expect(answer(ascvd({ ...published, sex, race }))).toEqual([risk, band])
  expect(Math.abs(risk - printed)).toBeLessThan(0.11)
})

/** The four equations once more, written out term by term from the published table. */
function secondAscvd(
  inputs: Required<{ [Key in keyof AscvdInputs]: NonNullable<AscvdInputs[Key]> }>,
): number {
  const a = Math.log(inputs.ageYears)
  const t = Math.log(inputs.totalCholesterolMgDl)
  const h = Math.log(inputs.hdlCholesterolMgDl)
  const p = Math.log(inputs.systolicMmHg)
  const smokes = inputs.smoker ? 1 : 0
  const sugar = inputs.diabetes ? 1 : 0
  const treated = inputs.bloodPressureTreated
  const risk = (survival: number, sum: number, mean: number) => 100 * (1 - survival ** Math.exp(sum - mean))
  if (inputs.sex === 'female' && inputs.race === 'white') {
    const lipids = 13.54 * t - 3.114 * a * t - 13.578 * h + 3.149 * a * h
    const rest = (treated ? 2.019 : 1.957) * p + 7.574 * smokes - 1.665 * a * smokes + 0.661 * sugar
    return risk(0.9665, -29.799 * a + 4.884 * a ** 2 + lipids + rest, -29.18)
  }
  if (inputs.sex === 'female') {
    const pressure = treated ? 29.291 * p - 6.432 * a * p : 27.82 * p - 6.087 * a * p
    const lipids = 0.94 * t - 18.92 * h + 4.475 * a * h
    return risk(0.9533, 17.114 * a + lipids + pressure + 0.691 * smokes + 0.874 * sugar, 86.61)
  }
  if (inputs.race === 'white') {
    const lipids = 11.853 * t - 2.664 * a * t - 7.99 * h + 1.769 * a * h
    const rest = (treated ? 1.797 : 1.764) * p + 7.837 * smokes - 1.795 * a * smokes + 0.658 * sugar
    return risk(0.9144, 12.344 * a + lipids + rest, 61.18)
  }
  const rest = (treated ? 1.916 : 1.809) * p + 0.549 * smokes + 0.645 * sugar
  return risk(0.8954, 2.469 * a + 0.302 * t - 0.307 * h + rest, 19.54)
}

test('pooled cohort equations agree with the written-out form over a grid of all groups and switches', () => {
  let compared = 0
  for (const sex of ['male', 'female'] as const)
    for (const race of ['white', 'african-american'] as const)
      for (const ageYears of [40, 47, 55, 63, 79])
        for (const totalCholesterolMgDl of [130, 213, 320])
          for (const hdlCholesterolMgDl of [20, 50, 100])
            for (const systolicMmHg of [90, 135, 200])
              for (const bloodPressureTreated of [true, false])
                for (const smoker of [true, false])
                  for (const diabetes of [true, false]) {
                    const inputs = {
                      ageYears,
                      sex,
                      race,
                      totalCholesterolMgDl,
                      hdlCholesterolMgDl,
                      systolicMmHg,
                      bloodPressureTreated,
                      smoker,
                      diabetes,
                    }
                    compared += 1
                    expect(answer(ascvd(inputs))[0]).toBeCloseTo(secondAscvd(inputs), 0)
                    expect(Math.abs(answer(ascvd(inputs))[0] - secondAscvd(inputs))).toBeLessThan(0.0501)
                  }
  expect(compared).toBe(4 * 5 * 27 * 8)
})

/** Laboratory values as the publications print them. */
function liver(bilirubinMgDl: number, inr: number, creatinineMgDl: number, rest: Meld3Inputs): Meld3Inputs {
  return {
    bilirubinUmolL: bilirubinMgDl * 17.104,
    inr,
    creatinineUmolL: creatinineMgDl * 88.402,
    dialysis: false,
    ...rest,
  }
}

// Inputs: Kim 2021, table 4. Expected: by hand from the published coefficients, each sum rounded (row 1:
// 0.957 ln 1.2 + 0.378 ln 2.5 + 0.643 = 1.164 -> 12; 12 + 1.32*6 - 0.033*12*6 = 17.5 -> 18;
// 4.56 ln 2.5 + 0.82*6 - 0.24*6 ln 2.5 + 11.14 ln 1.2 + 6 = 15.8 -> 16).
test.each([
  ['male', 2.5, 131, 1, 1.2, 38, [12, 18, 16]],
  ['female', 2.5, 131, 1, 1.2, 38, [12, 18, 17]],
  ['male', 6, 131, 1.5, 1.5, 35, [22, 26, 25]],
  ['male', 6, 131, 1.5, 1.5, 22, [22, 26, 26]],
  ['female', 6, 131, 1.5, 1.5, 22, [22, 26, 27]],
  ['male', 12, 128, 2.2, 1.8, 20, [30, 33, 34]],
  ['male', 12, 128, 2.2, 2.8, 20, [35, 36, 38]],
  ['female', 12, 128, 2.2, 2.8, 20, [35, 36, 39]],
] as const)(
  'MELD, MELD-Na, MELD 3.0: %s %d %d %d %d %d',
  (sex, bili, sodium, inr, crea, albumin, expected) => {
    const inputs = liver(bili, inr, crea, { sodiumMmolL: sodium, albuminGL: albumin, sex })
    expect([meld(inputs), meldNa(inputs), meld3(inputs)].map((result) => answer(result)[0])).toEqual(expected)
  },
)

// By hand: all laboratory values at or below their floors give 6.43 -> 6; dialysis stands for creatinine 4 (3 in MELD 3.0).
test('MELD floors, caps and dialysis', () => {
  const well = liver(0.5, 0.9, 0.6, { sodiumMmolL: 140, albuminGL: 42, sex: 'male' })
  expect([meld(well), meldNa(well), meld3(well)].map((result) => answer(result)[0])).toEqual([6, 6, 6])
  const dialysed = { ...well, dialysis: true }
  // 9.57 ln 4 + 6.43 = 19.7 -> 20; 11.14 ln 3 + 6 = 18.2 -> 18.
  expect([meld(dialysed), meld3(dialysed)].map((result) => answer(result)[0])).toEqual([20, 18])
  const worst = liver(60, 15, 20, { sodiumMmolL: 100, albuminGL: 10, sex: 'female' })
  expect([meld(worst), meldNa(worst), meld3(worst)].map((result) => answer(result)[0])).toEqual([40, 40, 40])
})

// By hand from Inker 2021: 142 * (1.0/0.9)^-1.2 * 0.9938^50 = 91.7; 142 * (1.0/0.7)^-1.2 * 0.9938^50 * 1.012 = 68.6;
// 142 * (0.5/0.7)^-0.241 * 0.9938^30 * 1.012 = 129.3; 142 * (3/0.9)^-1.2 * 0.9938^70 = 21.7.
test.each([
  [1, 50, 'male', 92, 'G1'],
  [1, 50, 'female', 69, 'G2'],
  [0.5, 30, 'female', 129, 'G1'],
  [3, 70, 'male', 22, 'G4'],
] as const)('CKD-EPI 2021: %d mg/dL, %d years, %s', (creatinine, ageYears, sex, value, band) => {
  expect(answer(ckdEpi({ creatinineUmolL: creatinine * 88.402, ageYears, sex }))).toEqual([value, band])
})

// By hand: (140 - 60) * 72 / (72 * 1.0) = 80; women 0.85 of it = 68.
test.each([
  ['male', 80, '80-or-more'],
  ['female', 68, '50-to-79'],
] as const)('Cockcroft-Gault: %s', (sex, value, band) => {
  const inputs = { creatinineUmolL: 88.402, ageYears: 60, weightKg: 72, sex }
  expect(answer(cockcroftGault(inputs))).toEqual([value, band])
})

// By hand: 140 - 100 - 10 = 30; albumin 20 adds 5; (35 - 12) / (24 - 10) = 1.64.
test('anion gap, corrected gap and delta ratio', () => {
  const inputs = { sodiumMmolL: 140, chlorideMmolL: 100, bicarbonateMmolL: 10, albuminGL: 20 }
  expect(answer(anionGap(inputs))).toEqual([30, 'raised'])
  expect(answer(correctedAnionGap(inputs))).toEqual([35, 'raised'])
  expect(answer(deltaRatio(inputs))).toEqual([1.64, 'pure-high-gap'])
  expect(deltaRatio({ ...inputs, chlorideMmolL: 125, albuminGL: 40 }).kind).toBe('refused')
})

// By hand: 1.5 * 12 + 8 = 26, give or take 2.
test.each([
  [26, 'as-expected'],
  [28, 'as-expected'],
  [28.5, 'respiratory-acidosis-too'],
  [24, 'as-expected'],
  [23.5, 'respiratory-alkalosis-too'],
])('Winter: bicarbonate 12 and PCO₂ %d', (arterialPco2MmHg, band) => {
  expect(answer(winters({ bicarbonateMmolL: 12, arterialPco2MmHg }))).toEqual([26, band])
})

test('Winter without a measured PCO₂ knows the expected one and names what is missing', () => {
  expect(winters({ bicarbonateMmolL: 12 })).toMatchObject({
    kind: 'incomplete',
    lowest: 26,
    highest: 26,
    missing: ['arterial PCO₂'],
  })
})

// By hand: 2.00 + 0.02 * (40 - 25) = 2.30.
test('calcium corrected for albumin', () => {
  expect(answer(correctedCalcium({ calciumMmolL: 2, albuminGL: 25 }))).toEqual([2.3, 'normal'])
})

// By hand: at 60/min RR is 1 s and both leave QT as it is; at 100/min 360/sqrt(0.6) = 465, 360/cbrt(0.6) = 427.
test('QTc', () => {
  expect(answer(qtcBazett({ qtMs: 455, heartRate: 60, sex: 'male' }))).toEqual([455, 'prolonged'])
  expect(answer(qtcBazett({ qtMs: 455, heartRate: 60, sex: 'female' }))).toEqual([455, 'normal'])
  expect(answer(qtcBazett({ qtMs: 360, heartRate: 100, sex: 'female' }))).toEqual([465, 'prolonged'])
  expect(answer(qtcFridericia({ qtMs: 360, heartRate: 100, sex: 'female' }))).toEqual([427, 'normal'])
  // Between the two limits only the sex decides: the value is exact, the band is open.
  expect(qtcFridericia({ qtMs: 455, heartRate: 60 })).toMatchObject({
    kind: 'incomplete',
    lowest: 455,
    highest: 455,
    possible: ['prolonged', 'normal'],
    missing: ['sex'],
  })
  expect(answer(qtcFridericia({ qtMs: 430, heartRate: 60 }))).toEqual([430, 'normal'])
  expect(qtcBazett({ qtMs: 300, heartRate: 140, sex: 'male' })).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/Fridericia/),
  })
})

// By hand from the KDIGO table. The traps: 353.6 alone is no stage 3 without an acute rise; 26.5 is counted in floats.
test.each([
  [{ creatinineUmolL: 135, baselineCreatinineUmolL: 90, lowestCreatinine48hUmolL: 135 }, 'stage-1'],
  [{ creatinineUmolL: 106.1, baselineCreatinineUmolL: 90, lowestCreatinine48hUmolL: 79.6 }, 'stage-1'],
  [{ creatinineUmolL: 180, baselineCreatinineUmolL: 90, lowestCreatinine48hUmolL: 180 }, 'stage-2'],
  [{ creatinineUmolL: 270, baselineCreatinineUmolL: 90, lowestCreatinine48hUmolL: 270 }, 'stage-3'],
  [{ creatinineUmolL: 400, baselineCreatinineUmolL: 390, lowestCreatinine48hUmolL: 395 }, 'no-aki'],
  [{ creatinineUmolL: 420, baselineCreatinineUmolL: 390, lowestCreatinine48hUmolL: 390 }, 'stage-3'],
])('KDIGO stage by creatinine: %j', (creatinine, band) => {
  const urine = { urine6hMlKgH: 1, urine12hMlKgH: 1, urine24hMlKgH: 1 }
  expect(answer(kdigoAki({ ...creatinine, ...urine, renalReplacement: false }))[1]).toBe(band)
})

// By hand from Light 1972: 20/70 = 0.29, 100/220 = 0.45, 100 < 2/3 * 222; and 40/70 = 0.57 alone makes an exudate.
test('Light', () => {
  const transudate = {
    pleuralProteinGL: 20,
    serumProteinGL: 70,
    pleuralLdhUL: 100,
    serumLdhUL: 220,
    serumLdhLimitUL: 222,
  }
  expect(answer(lights(transudate))).toEqual([0, 'transudate'])
  expect(answer(lights({ ...transudate, pleuralProteinGL: 40 }))).toEqual([1, 'exudate'])
})

// By hand from Pugh 1973: 40 µmol/L 2, 30 g/L 2, INR 1.5 1, mild ascites 2, no encephalopathy 1.
test('Child-Pugh', () => {
  const inputs = {
    bilirubinUmolL: 40,
    albuminGL: 30,
    inr: 1.5,
    ascites: 'mild',
    encephalopathy: 'none',
  } as const
  expect(answer(childPugh(inputs))).toEqual([8, 'B'])
})

// Published survival of ten years by combined index (Charlson 1994, figure): 0 -> 98 %, 1 -> 96 %, 2 -> 90 %, 3 -> 77 %, 4 -> 53 %, 5 -> 21 %.
test('Charlson: estimated survival, and the graver form of one disease only', () => {
  expect([0, 1, 2, 3, 4, 5].map((index) => Math.round(charlsonTenYearSurvival(index)))).toEqual([
    98, 96, 90, 77, 53, 21,
  ])
  const none = {
    myocardialInfarction: false,
    heartFailure: false,
    peripheralVascularDisease: false,
    cerebrovascularDisease: false,
    dementia: false,
    chronicPulmonaryDisease: false,
    connectiveTissueDisease: false,
    pepticUlcer: false,
    liverDisease: 'none',
    diabetes: 'end-organ-damage',
    hemiplegia: false,
    renalDisease: false,
    solidTumour: 'metastatic',
    leukaemia: false,
    lymphoma: false,
    aids: false,
    ageYears: 71,
  } as const
  expect(answer(charlsonAgeAdjusted(none))).toEqual([11, 'severe'])
})
