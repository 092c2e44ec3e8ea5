import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kdigoAkiInputs } from '@test/support/scores/arbitrary-point-inputs.ts'
import { anionGap, correctedAnionGap, deltaRatio } from './anion-gap.ts'
import { cha2ds2Vasc } from './cha2ds2-vasc.ts'
import { charlson } from './charlson.ts'
import { ckdEpi } from './ckd-epi.ts'
import { cockcroftGault } from './cockcroft-gault.ts'
import { correctedCalcium } from './corrected-calcium.ts'
import { kdigoAki } from './kdigo-aki.ts'
import { nihss, type NihssInputs } from './nihss.ts'
import { qtcFridericia } from './qtc.ts'
import type { ScoreResult } from './score.ts'
import { sofa } from './sofa.ts'
import { winters } from './winters.ts'

function answer(result: ScoreResult): readonly [number, string] {
  if (result.kind !== 'scored') throw new Error(`not scored: ${JSON.stringify(result)}`)
  return [result.value, result.band]
}

// The bands of the formulas, on and beside every edge; inputs are chosen by hand so that the value is the edge itself.
test.each([
  [102.1, 'low', 3.9],
  [102, 'normal', 4],
  [94, 'normal', 12],
  [93.9, 'raised', 12.1],
] as const)('anion gap with chloride %d', (chlorideMmolL, band, value) => {
  expect(answer(anionGap({ sodiumMmolL: 130, chlorideMmolL, bicarbonateMmolL: 24 }))).toEqual([value, band])
})

test('the corrected gap keeps one decimal: 140 - 105 - 24 + 0.25 * (40 - 38.6) = 11.35, shown 11.4', () => {
  const inputs = { sodiumMmolL: 140, chlorideMmolL: 105, bicarbonateMmolL: 24, albuminGL: 38.6 }
  expect(answer(correctedAnionGap(inputs))).toEqual([11.4, 'normal'])
})

// Bicarbonate 14 is a fall of 10, so that the ratio is a tenth of (gap - 12); albumin 40 corrects nothing.
test.each([
  [15.9, 0.39, 'hyperchloraemic'],
  [16, 0.4, 'mixed-with-normal-gap'],
  [19.9, 0.79, 'mixed-with-normal-gap'],
  [20, 0.8, 'pure-high-gap'],
  [32, 2, 'pure-high-gap'],
  [32.1, 2.01, 'with-alkalosis'],
] as const)('delta ratio of a gap of %d', (gap, ratio, band) => {
  const inputs = { sodiumMmolL: 114 + gap, chlorideMmolL: 100, bicarbonateMmolL: 14, albuminGL: 40 }
  expect(answer(deltaRatio(inputs))).toEqual([ratio, band])
})

// Age 40 and creatinine 100/72 mg/dL make the clearance equal to the weight; women 0.85 of it.
test.each([
  [79, '50-to-79'],
  [80, '80-or-more'],
  [50, '50-to-79'],
  [49, '30-to-49'],
  [30, '30-to-49'],
  [29, '15-to-29'],
] as const)('clearance of %d mL/min', (weightKg, band) => {
  const inputs = { creatinineUmolL: (100 / 72) * 88.402, ageYears: 40, weightKg, sex: 'male' } as const
  expect(answer(cockcroftGault(inputs))).toEqual([weightKg, band])
})
test('clearance of 14 and 15 mL/min', () => {
  const base = { ageYears: 40, creatinineUmolL: (200 / 72) * 88.402, sex: 'male' } as const
  expect(answer(cockcroftGault({ ...base, weightKg: 28 }))).toEqual([14, 'below-15'])
  expect(answer(cockcroftGault({ ...base, weightKg: 30 }))).toEqual([15, '15-to-29'])
})

test.each([
  [2.19, 'low'],
  [2.2, 'normal'],
  [2.6, 'normal'],
  [2.61, 'high'],
] as const)('calcium of %d with albumin 40', (calciumMmolL, band) => {
  expect(answer(correctedCalcium({ calciumMmolL, albuminGL: 40 }))).toEqual([calciumMmolL, band])
})

// At 60/min the QTc is the QT.
test.each([
  [340, 'short', 'short'],
  [341, 'normal', 'normal'],
  [449, 'normal', 'normal'],
  [450, 'prolonged', 'normal'],
  [460, 'prolonged', 'prolonged'],
  [500, 'prolonged', 'prolonged'],
  [501, 'high-risk', 'high-risk'],
] as const)('QTc of %d ms', (qtMs, man, woman) => {
  expect(answer(qtcFridericia({ qtMs, heartRate: 60, sex: 'male' }))).toEqual([qtMs, man])
  expect(answer(qtcFridericia({ qtMs, heartRate: 60, sex: 'female' }))).toEqual([qtMs, woman])
})

// KDIGO 2012: G1 from 90, G2 60, G3a 45, G3b 30, G4 15, G5 below; over every creatinine of a man of 60.
test('eGFR stages agree with their table at every value', () => {
  const seen = new Set<string>()
  for (let creatinineUmolL = 30; creatinineUmolL <= 900; creatinineUmolL += 0.5) {
    const [value, band] = answer(ckdEpi({ creatinineUmolL, ageYears: 60, sex: 'male' }))
    const stages = ['G5', 'G4', 'G3b', 'G3a', 'G2', 'G1']
    expect(band).toBe(stages[[15, 30, 45, 60, 90].filter((edge) => value >= edge).length])
    seen.add(`${band} ${value}`)
  }
  for (const edge of [
    'G5 14',
    'G4 15',
    'G4 29',
    'G3b 30',
    'G3b 44',
    'G3a 45',
    'G3a 59',
    'G2 60',
    'G2 89',
    'G1 90',
  ])
    expect(seen).toContain(edge)
})

test('expected PCO₂ is bounded while bicarbonate is not known: 1.5 * 1 + 8 to 1.5 * 23.9 + 8', () => {
  expect(winters({ arterialPco2MmHg: 30 })).toMatchObject({ kind: 'incomplete', lowest: 9.5, highest: 43.9 })
})

// Vincent 1996: the ratio of PO₂ to inspired oxygen on its edges, with support.
test.each([
  [400, 0],
  [399, 1],
  [300, 1],
  [299, 2],
  [200, 2],
  [199, 3],
  [100, 3],
  [99, 4],
])('SOFA respiration at a ratio of %d', (ratio, points) => {
  const result = sofa({ arterialPo2MmHg: ratio / 2, inspiredOxygenFraction: 0.5, respiratorySupport: true })
  expect(result.kind === 'refused' ? null : result.items[0]?.points).toBe(points)
})

/** The KDIGO table once more, as the number of stages reached. */
test('KDIGO agrees with the table read in another form', () => {
  fc.assert(
    fc.property(kdigoAkiInputs, (i) => {
      const result = kdigoAki(i)
      if (i.lowestCreatinine48hUmolL > i.creatinineUmolL) {
        expect(result.kind).toBe('refused')
        return
      }
      const ratio = i.creatinineUmolL / i.baselineCreatinineUmolL
      const acute = ratio >= 1.5 || i.creatinineUmolL - i.lowestCreatinine48hUmolL >= 26.5
      const byCreatinine = [acute, ratio >= 2, ratio >= 3 || (acute && i.creatinineUmolL >= 353.6)]
      const byUrine = [
        i.urine6hMlKgH < 0.5,
        i.urine12hMlKgH < 0.5,
        i.urine24hMlKgH < 0.3 || i.urine12hMlKgH === 0,
      ]
      const stage = Math.max(
        byCreatinine.lastIndexOf(true) + 1,
        byUrine.lastIndexOf(true) + 1,
        i.renalReplacement ? 3 : 0,
      )
      expect(answer(result)).toEqual([stage, ['no-aki', 'stage-1', 'stage-2', 'stage-3'][stage]])
    }),
    { numRuns: 3000, seed: 3, endOnFailure: true },
  )
})

const well = {
  creatinineUmolL: 80,
  baselineCreatinineUmolL: 80,
  lowestCreatinine48hUmolL: 80,
  renalReplacement: false,
  urine6hMlKgH: 1,
  urine12hMlKgH: 1,
  urine24hMlKgH: 1,
}
test.each([
  [{ urine6hMlKgH: 0.5 }, 0],
  [{ urine6hMlKgH: 0.49 }, 1],
  [{ urine12hMlKgH: 0.5 }, 0],
  [{ urine12hMlKgH: 0.49 }, 2],
  [{ urine12hMlKgH: 0 }, 3],
  [{ urine24hMlKgH: 0.3 }, 0],
  [{ urine24hMlKgH: 0.29 }, 3],
])('KDIGO stage by urine alone: %j', (urine, stage) => {
  expect(answer(kdigoAki({ ...well, ...urine }))[0]).toBe(stage)
})

// The scale's own greatest points: 42 together. An item that takes one more lets a typing error through.
const greatest = {
  consciousness: 3,
  questions: 2,
  commands: 2,
  gaze: 2,
  visualFields: 3,
  facialPalsy: 3,
  leftArm: 4,
  rightArm: 4,
  leftLeg: 4,
  rightLeg: 4,
  ataxia: 2,
  sensory: 2,
  language: 3,
  dysarthria: 2,
  neglect: 2,
} as const satisfies Required<NihssInputs>
test('NIHSS takes each item up to its greatest and no further', () => {
  expect(answer(nihss(greatest))).toEqual([42, 'severe'])
  for (const [name, most] of Object.entries(greatest)) {
    expect(nihss({ ...greatest, [name]: most + 1 }).kind, name).toBe('refused')
    expect(nihss({ ...greatest, [name]: null }), name).toMatchObject({ lowest: 42 - most, highest: 42 })
  }
})

// Friberg 2012, ischaemic strokes per 100 patient years at 0 to 9.
test('CHA₂DS₂-VASc tells the published rate at each score', () => {
  const points = ['heartFailure', 'hypertension', 'diabetes', 'vascularDisease', 'strokeOrEmbolism'] as const
  const inputs = (present: number, ageYears: number, sex: 'male' | 'female') =>
    cha2ds2Vasc({ ...Object.fromEntries(points.map((name, at) => [name, at < present])), ageYears, sex })
  const results = [
    inputs(0, 50, 'male'),
    inputs(1, 50, 'male'),
    inputs(2, 50, 'male'),
    inputs(3, 50, 'male'),
    inputs(4, 50, 'male'),
    inputs(4, 65, 'male'),
    inputs(5, 50, 'male'),
    inputs(5, 65, 'male'),
    inputs(5, 75, 'male'),
    inputs(5, 75, 'female'),
  ]
  expect(
    results.map((result) =>
      result.kind === 'scored' ? /([\d.]+) ischaemic/.exec(result.meaning)?.[1] : null,
    ),
  ).toEqual(['0.2', '0.6', '2.2', '3.2', '4.8', '7.2', '9.7', '11.2', '10.8', '12.2'])
})

test('Charlson without any condition, and with one', () => {
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
    diabetes: 'none',
    hemiplegia: false,
    renalDisease: false,
    solidTumour: 'none',
    leukaemia: false,
    lymphoma: false,
    aids: false,
  } as const
  expect(answer(charlson(none))).toEqual([0, 'none'])
  expect(answer(charlson({ ...none, dementia: true }))).toEqual([1, 'mild'])
  expect(answer(charlson({ ...none, leukaemia: true, dementia: true }))).toEqual([3, 'moderate'])
})
