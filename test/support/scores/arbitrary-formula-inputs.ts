import fc from 'fast-check'
import { age, flag, real, sex, whole } from './arbitrary-values.ts'

export const correctedAnionGapInputs = fc.record({
  sodiumMmolL: real(90, 200, 140),
  chlorideMmolL: real(50, 160, 100),
  bicarbonateMmolL: real(1, 60, 24),
  albuminGL: real(8, 70, 40),
})
export const anionGapInputs = fc.record({
  sodiumMmolL: real(90, 200, 140),
  chlorideMmolL: real(50, 160, 100),
  bicarbonateMmolL: real(1, 60, 24),
})

export const wintersInputs = fc.record({
  bicarbonateMmolL: real(1, 23.9, 12),
  arterialPco2MmHg: real(10, 200, 26),
})

export const acidBaseInputs = fc
  .record({
    arterialPco2MmHg: real(10, 150, 35, 45),
    bicarbonateMmolL: real(1, 60, 22, 26),
    apart: fc.double({ min: -0.09, max: 0.09, noNaN: true }),
  })
  .map(({ apart, ...gas }) => ({
    ...gas,
    ph: Math.min(
      8,
      Math.max(6.5, 6.1 + Math.log10(gas.bicarbonateMmolL / (0.0307 * gas.arterialPco2MmHg)) + apart),
    ),
  }))

export const meld3Inputs = fc.record({
  bilirubinUmolL: real(1, 1200, 17.1),
  inr: real(0.5, 20, 1),
  creatinineUmolL: real(15, 3000, 88.4, 265, 354),
  dialysis: flag,
  sodiumMmolL: real(90, 200, 125, 137),
  albuminGL: real(8, 70, 15, 35),
  sex,
})
export const meldNaInputs = meld3Inputs.map(({ sex: _sex, albuminGL: _albumin, ...rest }) => rest)
export const meldInputs = meldNaInputs.map(({ sodiumMmolL: _sodium, ...rest }) => rest)

export const ascvdInputs = fc.record({
  ageYears: whole(40, 79),
  sex,
  race: fc.constantFrom('white' as const, 'african-american' as const),
  totalCholesterolMgDl: real(130, 320),
  hdlCholesterolMgDl: real(20, 100),
  systolicMmHg: real(90, 200),
  bloodPressureTreated: flag,
  smoker: flag,
  diabetes: flag,
})

export const ckdEpiInputs = fc.record({ creatinineUmolL: real(15, 3000, 62, 80), ageYears: age(), sex })
export const cockcroftGaultInputs = fc.record({
  creatinineUmolL: real(15, 3000),
  ageYears: age(),
  weightKg: real(25, 350),
  sex,
})
export const correctedCalciumInputs = fc.record({
  calciumMmolL: real(0.5, 5, 2.2, 2.6),
  albuminGL: real(8, 70, 40),
})
export const qtcInputs = fc.record({ qtMs: real(200, 700, 400, 450), heartRate: real(30, 200, 60), sex })
export const bazettInputs = fc.record({ qtMs: real(200, 700, 400, 450), heartRate: real(60, 100, 60), sex })
export const kdigoCkdInputs = fc.record({
  filtrationMlMin: real(0, 250, 15, 30, 45, 60, 90),
  albuminCreatinineMgG: real(0, 30_000, 30, 300),
})
