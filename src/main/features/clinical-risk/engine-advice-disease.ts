import { ascvd } from '@shared/clinical/scores/ascvd.ts'
import { cha2ds2Vasc } from '@shared/clinical/scores/cha2ds2-vasc.ts'
import type { ScoreResult } from '@shared/clinical/scores/score.ts'
import { CURRENT, drugGroups, lacking, type AdviceRule } from './engine-advice.ts'
import { allOf, anyOf, not, when, YEAR_MS, type Facts, type Known } from './engine-facts.ts'

const ADA =
  'American Diabetes Association. Standards of Care in Diabetes 2025. Diabetes Care 2025;48(Suppl 1)'
const CHOLESTEROL = 'Grundy SM et al. 2018 AHA/ACC cholesterol guideline. Circulation 2019;139:e1082-e1143'

const diabetic = (facts: Facts) => facts.has('diabetes', 'diabetes-complicated')
const atherosclerotic = (facts: Facts) =>
  anyOf(
    facts.has('myocardial-infarction', 'cerebrovascular', 'peripheral-vascular'),
    facts.says('coronary artery disease', 'coronary heart disease', 'cad', 'angina'),
  )
const fibrillates = (facts: Facts) => facts.says('atrial fibrillation', 'afib', 'af', 'atrial flutter')
const hypertensive = (facts: Facts) =>
  facts.says('hypertension', 'htn', 'high blood pressure', 'essential hypertension')
const between = (from: number, to: number) => (facts: Facts) =>
  when(facts.ageYears, (age) => age >= from && age <= to)

/** Whether a score lies in one of the bands, as far as what is missing leaves it decided. */
function inBand(result: ScoreResult, bands: readonly string[]): Known {
  if (result.kind === 'refused') return null
  const possible = result.kind === 'scored' ? [result.band] : result.possible
  if (possible.every((band) => bands.includes(band))) return true
  return possible.some((band) => bands.includes(band)) ? null : false
}

const missingIn = (result: ScoreResult): readonly string[] =>
  result.kind === 'incomplete' ? result.missing : []

const completed = (years: number | null): number | null => (years === null ? null : Math.floor(years))

function strokeScore(facts: Facts) {
  return cha2ds2Vasc({
    ageYears: completed(facts.ageYears),
    sex: facts.sex,
    heartFailure: facts.has('heart-failure'),
    hypertension: hypertensive(facts),
    diabetes: diabetic(facts),
    strokeOrEmbolism: facts.has('cerebrovascular'),
    vascularDisease: facts.has('myocardial-infarction', 'peripheral-vascular'),
  })
}

function cohortRisk(facts: Facts) {
  return ascvd({
    ageYears: completed(facts.ageYears),
    sex: facts.sex,
    totalCholesterolMgDl: facts.lab('total_cholesterol', CURRENT.cholesterol)?.value ?? null,
    hdlCholesterolMgDl: facts.lab('hdl_cholesterol', CURRENT.cholesterol)?.value ?? null,
    systolicMmHg: facts.vital('systolic', CURRENT.chartedPressure),
    bloodPressureTreated: allOf(hypertensive(facts), facts.takes('C02', 'C03', 'C07', 'C08', 'C09')),
    smoker: facts.says('smoker', 'smoking', 'tobacco use', 'nicotine dependence') === true ? true : null,
    diabetes: diabetic(facts),
  })
}

export const diseaseRules: readonly AdviceRule[] = [
  {
    id: 'anticoagulation-af',
    source:
      '2020 ESC guidelines on atrial fibrillation. Eur Heart J 2021;42:373-498; 2023 ACC/AHA/ACCP/HRS guideline. Circulation 2024;149:e1-e156',
    urgency: 'soon',
    text: 'Offer anticoagulation, or write down why not.',
    inputs: ['atrial fibrillation in the history', 'inputs of CHA₂DS₂-VASc', 'medication list'],
    concerns: fibrillates,
    applies: (facts) =>
      allOf(inBand(strokeScore(facts), ['high']), not(facts.takes(...drugGroups.anticoagulants))),
    because: (facts) => {
      const score = strokeScore(facts)
      const points =
        score.kind === 'scored'
          ? `${score.value}`
          : score.kind === 'incomplete'
            ? `at least ${score.lowest}`
            : ''
      return `Atrial fibrillation with CHA₂DS₂-VASc ${points}, and no anticoagulant on the list.`
    },
    lacks: (facts) => [
      ...missingIn(strokeScore(facts)),
      ...lacking({ 'medication list': facts.takes(...drugGroups.anticoagulants) }),
    ],
  },
  {
    id: 'hba1c-due',
    source: `${ADA}, section 6 (at least twice a year; here within twelve months)`,
    urgency: 'routine',
    text: 'Measure HbA1c.',
    inputs: ['diabetes in the history', 'HbA1c with its date'],
    concerns: diabetic,
    applies: (facts) => not(facts.measuredSince('hba1c', facts.now - YEAR_MS)),
    because: () => 'Diabetes, and no HbA1c within twelve months.',
    lacks: () => ['HbA1c with its date'],
  },
  {
    id: 'hba1c-high',
    source: `${ADA}, section 6 (goal below 7 % for many; above 9 % act soon: house policy)`,
    urgency: 'soon',
    text: 'Review glucose-lowering treatment: HbA1c is above 9 %.',
    inputs: ['diabetes in the history', 'HbA1c'],
    concerns: diabetic,
    applies: (facts) => when(facts.lab('hba1c', CURRENT.hba1c)?.value ?? null, (value) => value > 9),
    because: (facts) => `HbA1c ${facts.lab('hba1c', CURRENT.hba1c)?.value ?? ''} %.`,
    lacks: () => ['HbA1c'],
  },
  {
    id: 'albuminuria-due',
    source: `${ADA}, section 11 (urine albumin and eGFR at least yearly)`,
    urgency: 'routine',
    text: 'Measure the urine albumin-creatinine ratio and eGFR.',
    inputs: ['diabetes in the history', 'albumin-creatinine ratio with its date'],
    concerns: diabetic,
    applies: (facts) => not(facts.measuredSince('albumin_creatinine_ratio', facts.now - YEAR_MS)),
    because: () => 'Diabetes, and no albumin-creatinine ratio within twelve months.',
    lacks: () => ['albumin-creatinine ratio with its date'],
  },
  {
    id: 'statin-diabetes',
    source: `${ADA}, section 10; ${CHOLESTEROL} (40 to 75 years)`,
    urgency: 'routine',
    text: 'Offer a statin.',
    inputs: ['age', 'diabetes in the history', 'medication list'],
    concerns: (facts) => allOf(diabetic(facts), between(40, 75)(facts)),
    applies: (facts) => not(facts.takes(...drugGroups.statins)),
    because: () => 'Diabetes between 40 and 75 years, and no statin on the list.',
    lacks: () => ['medication list'],
  },
  {
    id: 'statin-secondary',
    source: `${CHOLESTEROL} (clinical atherosclerotic disease)`,
    urgency: 'soon',
    text: 'Offer a high-intensity statin.',
    inputs: ['medical history', 'medication list'],
    concerns: atherosclerotic,
    applies: (facts) => not(facts.takes(...drugGroups.statins)),
    because: () => 'Atherosclerotic cardiovascular disease in the history, and no statin on the list.',
    lacks: () => ['medication list'],
  },
  {
    id: 'statin-primary',
    source: `${CHOLESTEROL} (ten-year risk of 7.5 % and more by the pooled cohort equations)`,
    urgency: 'routine',
    text: 'Discuss a statin.',
    inputs: [
      'age',
      'sex',
      'cholesterol',
      'HDL',
      'systolic pressure',
      'diabetes',
      'smoking',
      'medication list',
    ],
    concerns: (facts) =>
      allOf(
        between(40, 75)(facts),
        facts.lab('total_cholesterol', CURRENT.cholesterol) !== null,
        not(atherosclerotic(facts)),
        not(facts.takes(...drugGroups.statins)),
      ),
    applies: (facts) => inBand(cohortRisk(facts), ['intermediate', 'high']),
    because: (facts) => {
      const score = cohortRisk(facts)
      return score.kind === 'scored'
        ? `Ten-year risk ${score.value} %.`
        : score.kind === 'incomplete'
          ? `Ten-year risk at least ${score.lowest} %.`
          : ''
    },
    lacks: (facts) => {
      const score = cohortRisk(facts)
      return score.kind === 'refused' ? ['values inside the range of the equations'] : missingIn(score)
    },
  },
  {
    id: 'severe-hypertension',
    source: '2017 ACC/AHA hypertension guideline. Hypertension 2018;71:e13-e115 (above 180 or 120 mmHg)',
    urgency: 'now',
    text: 'Repeat the blood pressure now and look for acute organ damage.',
    inputs: ['blood pressure'],
    concerns: () => true,
    applies: (facts) =>
      anyOf(
        (facts.vital('systolic', CURRENT.acutePressure) ?? 0) > 180,
        (facts.vital('diastolic', CURRENT.acutePressure) ?? 0) > 120,
      ),
    because: (facts) =>
      `Blood pressure ${facts.vital('systolic', CURRENT.acutePressure) ?? '?'}/${facts.vital('diastolic', CURRENT.acutePressure) ?? '?'} mmHg.`,
    lacks: () => [],
  },
  {
    id: 'bone-protection',
    source: 'LeBoff MS et al. Osteoporos Int 2022;33:2049-2102 (hip or vertebral fracture)',
    urgency: 'soon',
    text: 'Offer treatment against osteoporosis.',
    inputs: ['age', 'fractures in the history', 'medication list'],
    concerns: (facts) =>
      allOf(
        when(facts.ageYears, (age) => age >= 50),
        facts.says(
          'hip fracture',
          'fracture of hip',
          'vertebral fracture',
          'fragility fracture',
          'osteoporotic fracture',
        ),
      ),
    applies: (facts) => not(facts.takes(...drugGroups.boneDrugs)),
    because: () => 'A hip, vertebral or fragility fracture in the history, and no drug for bone on the list.',
    lacks: () => ['medication list'],
  },
  {
    id: 'vaccine-pneumococcal',
    source:
      'Kobayashi M et al. (ACIP). MMWR 2025;74:1-8 (all adults from 50 years; younger with a risk condition)',
    urgency: 'routine',
    text: 'Ask about pneumococcal vaccination; immunisations are no part of this record.',
    inputs: ['age', 'medical history'],
    concerns: () => true,
    applies: (facts) =>
      anyOf(
        when(facts.ageYears, (age) => age >= 50) === true,
        when(facts.ageYears, (age) => age >= 19) === true &&
          facts.has(
            'pulmonary',
            'heart-failure',
            'diabetes',
            'diabetes-complicated',
            'mild-liver',
            'severe-liver',
            'renal',
            'leukaemia',
            'lymphoma',
            'aids',
          ) === true,
      ),
    because: (facts) =>
      when(facts.ageYears, (age) => age >= 50) === true
        ? 'Age 50 or over.'
        : 'A chronic disease that raises the risk.',
    lacks: () => [],
  },
  {
    id: 'vaccine-rsv',
    source: 'Britton A et al. (ACIP). MMWR 2024;73:696-702 (all adults from 75 years)',
    urgency: 'routine',
    text: 'Ask about vaccination against RSV; immunisations are no part of this record.',
    inputs: ['age'],
    concerns: () => true,
    applies: (facts) => when(facts.ageYears, (age) => age >= 75) === true,
    because: () => 'Age 75 or over.',
    lacks: () => [],
  },
  {
    id: 'vaccine-influenza',
    source:
      'Grohskopf LA et al. (ACIP). MMWR Recomm Rep 2024;73(5):1-25 (yearly; enhanced vaccines from 65 years)',
    urgency: 'routine',
    text: 'Ask about this season’s influenza vaccination; immunisations are no part of this record.',
    inputs: ['age'],
    concerns: () => true,
    applies: (facts) => when(facts.ageYears, (age) => age >= 65) === true,
    because: () => 'Age 65 or over.',
    lacks: () => [],
  },
  {
    id: 'egfr-low',
    source:
      'KDIGO 2024 clinical practice guideline for chronic kidney disease. Kidney Int 2024;105(4S):S117-S314 (referral below 30 mL/min/1.73 m²)',
    urgency: 'soon',
    text: 'Refer to nephrology, if not yet known there, and check doses of drugs that the kidney removes.',
    inputs: ['eGFR'],
    concerns: () => true,
    applies: (facts) => (facts.lab('egfr', CURRENT.egfr)?.value ?? 1_000) < 30,
    because: (facts) => `eGFR ${facts.lab('egfr', CURRENT.egfr)?.value ?? ''} mL/min/1.73 m².`,
    lacks: () => [],
  },
]
