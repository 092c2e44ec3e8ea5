import fc from 'fast-check'
import { age, flag, real, sex, whole } from './arbitrary-values.ts'

const bedside = {
  respiratoryRate: real(0, 80, 20, 22, 30),
  systolicMmHg: real(30, 300, 90, 100, 110, 140),
  diastolicMmHg: real(15, 200, 60, 90),
  heartRate: real(15, 300, 90, 100),
}

export const qsofaInputs = fc.record({
  respiratoryRate: bedside.respiratoryRate,
  systolicMmHg: bedside.systolicMmHg,
  glasgowComaScale: whole(3, 15, 15),
})

export const sirsInputs = fc.record({
  temperatureCelsius: real(25, 45, 36, 38),
  heartRate: bedside.heartRate,
  respiratoryRate: bedside.respiratoryRate,
  arterialPco2MmHg: real(10, 200, 32),
  whiteCells: real(0, 500, 4, 12),
  bandFormsPercent: real(0, 100, 10),
})

export const sepsisScreenInputs = fc
  .tuple(sirsInputs, qsofaInputs, flag)
  .map(([inflammation, quick, infectionSuspected]) => ({ ...inflammation, ...quick, infectionSuspected }))

export const sofaInputs = fc.record({
  arterialPo2MmHg: real(20, 700, 60, 80, 100),
  inspiredOxygenFraction: fc.constantFrom(0.21, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1),
  respiratorySupport: flag,
  platelets: real(0, 2500, 20, 50, 100, 150),
  bilirubinUmolL: real(1, 1200, 20, 33, 102, 204),
  meanArterialMmHg: real(20, 250, 70),
  dopamineUgKgMin: fc.oneof(fc.constant(0), real(0, 60, 5, 15)),
  dobutamine: flag,
  adrenalineUgKgMin: fc.oneof(fc.constant(0), real(0, 10, 0.1)),
  noradrenalineUgKgMin: fc.oneof(fc.constant(0), real(0, 10, 0.1)),
  glasgowComaScale: whole(3, 15, 6, 10, 13, 15),
  creatinineUmolL: real(15, 3000, 110, 171, 300, 440),
  urineMlPerDay: real(0, 20_000, 200, 500),
})

export const heartInputs = fc.record({
  history: fc.constantFrom(
    'slightly-suspicious' as const,
    'moderately-suspicious' as const,
    'highly-suspicious' as const,
  ),
  ecg: fc.constantFrom('normal' as const, 'non-specific' as const, 'significant-st-deviation' as const),
  ageYears: age(45, 65),
  riskFactorCount: whole(0, 6, 1, 3),
  atheroscleroticDisease: flag,
  troponinTimesLimit: real(0, 1000, 1, 3),
})

export const wellsDvtInputs = fc.record({
  activeCancer: flag,
  paralysisOrPlaster: flag,
  bedriddenOrSurgery: flag,
  localisedTenderness: flag,
  entireLegSwollen: flag,
  calfSwelling: flag,
  pittingOedema: flag,
  collateralVeins: flag,
  previousDvt: flag,
  alternativeAsLikely: flag,
})

export const wellsPeInputs = fc.record({
  signsOfDvt: flag,
  noAlternativeMoreLikely: flag,
  heartRate: bedside.heartRate,
  immobilisedOrSurgery: flag,
  previousDvtOrPe: flag,
  haemoptysis: flag,
  malignancy: flag,
})

export const percInputs = fc.record({
  ageYears: age(50),
  heartRate: bedside.heartRate,
  saturationOnAirPercent: real(40, 100, 95),
  haemoptysis: flag,
  oestrogen: flag,
  previousDvtOrPe: flag,
  legSwelling: flag,
  surgeryOrTrauma: flag,
})

export const cha2ds2VascInputs = fc.record({
  heartFailure: flag,
  hypertension: flag,
  ageYears: age(65, 75),
  diabetes: flag,
  strokeOrEmbolism: flag,
  vascularDisease: flag,
  sex,
})

export const hasBledInputs = fc.record({
  uncontrolledHypertension: flag,
  abnormalRenalFunction: flag,
  abnormalLiverFunction: flag,
  stroke: flag,
  bleeding: flag,
  labileInr: flag,
  ageYears: age(65),
  bleedingDrugs: flag,
  alcohol: flag,
})

const testable = (most: number) => fc.oneof(whole(0, most), fc.constant('untestable' as const))
export const nihssInputs = fc.record({
  consciousness: whole(0, 3),
  questions: whole(0, 2),
  commands: whole(0, 2),
  gaze: whole(0, 2),
  visualFields: whole(0, 3),
  facialPalsy: whole(0, 3),
  leftArm: testable(4),
  rightArm: testable(4),
  leftLeg: testable(4),
  rightLeg: testable(4),
  ataxia: testable(2),
  sensory: whole(0, 2),
  language: whole(0, 3),
  dysarthria: testable(2),
  neglect: whole(0, 2),
})

export const abcd2Inputs = fc.record({
  ageYears: age(60),
  systolicMmHg: bedside.systolicMmHg,
  diastolicMmHg: bedside.diastolicMmHg,
  features: fc.constantFrom(
    'unilateral-weakness' as const,
    'speech-disturbance-without-weakness' as const,
    'other' as const,
  ),
  durationMinutes: real(0, 1440, 10, 60),
  diabetes: flag,
})

export const curb65Inputs = fc.record({
  confusion: flag,
  ureaMmolL: real(0.3, 80, 7),
  respiratoryRate: bedside.respiratoryRate,
  systolicMmHg: bedside.systolicMmHg,
  diastolicMmHg: bedside.diastolicMmHg,
  ageYears: age(65),
})

export const kdigoAkiInputs = fc.record({
  creatinineUmolL: real(15, 1500, 90, 120, 180, 353.6),
  baselineCreatinineUmolL: real(15, 600, 60, 90, 240),
  lowestCreatinine48hUmolL: real(15, 600, 63.5, 90),
  renalReplacement: flag,
  urine6hMlKgH: real(0, 3, 0.5),
  urine12hMlKgH: fc.oneof(fc.constant(0), real(0, 3, 0.5)),
  urine24hMlKgH: real(0, 3, 0.3),
})

export const lightsInputs = fc.record({
  pleuralProteinGL: real(1, 150, 30),
  serumProteinGL: real(20, 150, 60),
  pleuralLdhUL: real(5, 2000, 120, 140),
  serumLdhUL: real(20, 2000, 200),
  serumLdhLimitUL: real(100, 700, 210),
})

export const mcIsaacInputs = fc.record({
  tonsillarExudate: flag,
  tenderAnteriorNodes: flag,
  fever: flag,
  cough: flag,
  ageYears: whole(3, 120, 15, 45),
})
export const centorInputs = fc.record({
  tonsillarExudate: flag,
  tenderAnteriorNodes: flag,
  fever: flag,
  cough: flag,
})

export const glasgowBlatchfordInputs = fc.record({
  ureaMmolL: real(0.3, 80, 6.5, 8, 10, 25),
  haemoglobinGL: real(20, 250, 100, 120, 130),
  sex,
  systolicMmHg: bedside.systolicMmHg,
  heartRate: bedside.heartRate,
  melaena: flag,
  syncope: flag,
  hepaticDisease: flag,
  cardiacFailure: flag,
})

export const childPughInputs = fc.record({
  bilirubinUmolL: real(1, 1200, 34, 50),
  albuminGL: real(8, 70, 28, 35),
  inr: real(0.5, 20, 1.7, 2.3),
  ascites: fc.constantFrom('none' as const, 'mild' as const, 'moderate-to-severe' as const),
  encephalopathy: fc.constantFrom('none' as const, 'grade-1-to-2' as const, 'grade-3-to-4' as const),
})

export const laceInputs = fc.record({
  stayDays: whole(0, 60, 1, 2, 3, 4, 7, 14),
  acuteAdmission: flag,
  comorbidityIndex: whole(0, 40, 1, 2, 3, 4),
  emergencyVisits: whole(0, 365, 1, 2, 3, 4),
})

export const hospitalScoreInputs = fc.record({
  haemoglobinGL: real(20, 250, 120),
  oncologyService: flag,
  sodiumMmolL: real(90, 200, 135),
  procedure: flag,
  urgentAdmission: flag,
  admissionsLastYear: whole(0, 365, 1, 2, 5),
  stayDays: whole(0, 60, 5),
})

export const charlsonAgeAdjustedInputs = fc.record({
  myocardialInfarction: flag,
  heartFailure: flag,
  peripheralVascularDisease: flag,
  cerebrovascularDisease: flag,
  dementia: flag,
  chronicPulmonaryDisease: flag,
  connectiveTissueDisease: flag,
  pepticUlcer: flag,
  liverDisease: fc.constantFrom('none' as const, 'mild' as const, 'moderate-to-severe' as const),
  diabetes: fc.constantFrom('none' as const, 'uncomplicated' as const, 'end-organ-damage' as const),
  hemiplegia: flag,
  renalDisease: flag,
  solidTumour: fc.constantFrom('none' as const, 'localised' as const, 'metastatic' as const),
  leukaemia: flag,
  lymphoma: flag,
  aids: flag,
  ageYears: age(50, 60, 70, 80),
})
export const charlsonInputs = charlsonAgeAdjustedInputs.map(({ ageYears: _age, ...rest }) => rest)

export const bradenInputs = fc.record({
  sensoryPerception: whole(1, 4),
  moisture: whole(1, 4),
  activity: whole(1, 4),
  mobility: whole(1, 4),
  nutrition: whole(1, 4),
  frictionAndShear: whole(1, 3),
})

export const morseInputs = fc.record({
  recentFall: flag,
  secondaryDiagnosis: flag,
  walkingAid: fc.constantFrom(
    'none-or-nurse' as const,
    'crutches-cane-or-walker' as const,
    'furniture' as const,
  ),
  intravenousAccess: flag,
  gait: fc.constantFrom('normal-or-bedrest' as const, 'weak' as const, 'impaired' as const),
  forgetsLimits: flag,
})
