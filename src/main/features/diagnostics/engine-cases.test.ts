import { describe, expect, test } from 'vitest'
import { Findings, type FindingsInput } from '@shared/features/diagnostics/findings.ts'
import type { Diagnosis, RiskLevel } from '@shared/features/diagnostics/model.ts'
import { conditions } from './conditions.ts'
import { opineAll } from './engine-opinions.ts'
import { synthesise } from './engine-synthesis.ts'

const normal = {
  heartRate: 72,
  systolic: 124,
  diastolic: 76,
  respiratoryRate: 14,
  saturation: 98,
  temperature: 36.8,
  gcs: 15,
} as const

function diagnose(input: FindingsInput): Diagnosis {
  const findings = Findings.parse(input)
  return synthesise(findings, opineAll(findings), [])
}

interface Named {
  readonly name: string
  readonly findings: FindingsInput
  readonly leading: string
  readonly risk: RiskLevel
  readonly source: string
}

const cases: readonly Named[] = [
  {
    name: 'crushing chest pain, ST depression, troponin six times the limit',
    findings: {
      ageYears: 66,
      sex: 'male',
      symptoms: { 'chest-pain': true, 'chest-pain-radiating': true, diaphoresis: true },
      history: { hypertension: true, diabetes: true, smoker: true },
      vitals: normal,
      labs: { troponinTimesLimit: 6 },
      studies: { 'ecg-st-depression': true },
      judgements: { acsSuspicion: 'highly-suspicious' },
    },
    leading: 'acute-coronary-syndrome',
    risk: 'high',
    source: 'Byrne RA et al. (ESC). Eur Heart J 2023;44:3720-3826',
  },
  {
    name: 'breathlessness after surgery with a swollen leg and a fast pulse',
    findings: {
      ageYears: 50,
      sex: 'female',
      symptoms: {
        dyspnoea: true,
        'chest-pain-pleuritic': true,
        'leg-swelling-one': true,
        'calf-tenderness': true,
      },
      history: { 'surgery-or-immobile': true },
      vitals: { ...normal, heartRate: 118, saturation: 91 },
      judgements: { embolismLeads: true },
    },
    leading: 'pulmonary-embolism',
    risk: 'high',
    source: 'Wells PS et al. Thromb Haemost 2000;83:416-420',
  },
  {
    name: 'fever, rigors, low pressure, high lactate, nitrite in urine',
    findings: {
      ageYears: 78,
      symptoms: { fever: true, rigors: true, dysuria: true, confusion: true },
      vitals: {
        heartRate: 122,
        systolic: 86,
        diastolic: 44,
        respiratoryRate: 26,
        saturation: 93,
        temperature: 39.2,
        gcs: 14,
      },
      labs: { lactate: 4.4, whiteCells: 19, glucose: 7 },
      studies: { 'urine-nitrite': true },
      judgements: { infectionSuspected: true },
    },
    leading: 'sepsis',
    risk: 'high',
    source: 'Singer M et al. JAMA 2016;315:801-810',
  },
  {
    name: 'sudden weakness and aphasia with atrial fibrillation and normal glucose',
    findings: {
      ageYears: 74,
      symptoms: { 'focal-weakness': true, 'speech-disturbance': true },
      history: { 'atrial-fibrillation': true },
      vitals: { ...normal, capillaryGlucose: 6.2 },
    },
    leading: 'ischaemic-stroke',
    risk: 'high',
    source: 'Goldstein LB, Simel DL. JAMA 2005;293:2391-2402',
  },
  {
    name: 'the same weakness with a glucose of 1.9: hypoglycaemia mimics stroke',
    findings: {
      ageYears: 60,
      symptoms: { 'focal-weakness': true, diaphoresis: true },
      history: { insulin: true },
      vitals: { ...normal, capillaryGlucose: 1.9 },
    },
    leading: 'hypoglycaemia',
    risk: 'high',
    source: 'International Hypoglycaemia Study Group. Diabetes Care 2017;40:155-157',
  },
  {
    name: 'tearing pain with a pulse deficit',
    findings: {
      ageYears: 63,
      symptoms: { 'tearing-pain': true, 'pulse-deficit': true },
      history: { hypertension: true },
      vitals: { ...normal, systolic: 182 },
      studies: { 'xray-wide-mediastinum': true },
    },
    leading: 'aortic-dissection',
    risk: 'high',
    source: 'Rogers AM et al. Circulation 2011;123:2213-2218',
  },
  {
    name: 'vomiting diabetic with ketones of 5 and pH 7.1',
    findings: {
      ageYears: 24,
      symptoms: { polyuria: true, vomiting: true },
      history: { diabetes: true },
      vitals: normal,
      labs: { ketones: 5, ph: 7.1, bicarbonate: 9, glucose: 26 },
    },
    leading: 'diabetic-ketoacidosis',
    risk: 'high',
    source: 'JBDS 02, 2023',
  },
  {
    name: 'wheals, swollen lips and shock after peanuts',
    findings: {
      ageYears: 30,
      symptoms: { urticaria: true, 'facial-swelling': true, wheeze: true },
      history: { 'allergen-exposure': true },
      vitals: { ...normal, systolic: 78, heartRate: 130 },
    },
    leading: 'anaphylaxis',
    risk: 'high',
    source: 'Cardona V et al. World Allergy Organ J 2020;13:100472',
  },
  {
    name: 'clonus and agitation after a new serotonergic drug',
    findings: {
      ageYears: 41,
      symptoms: { clonus: true, agitation: true, tremor: true },
      history: { serotonergic: true },
      vitals: { ...normal, temperature: 38.6 },
    },
    leading: 'serotonin-syndrome',
    risk: 'high',
    source: 'Dunkley EJC et al. QJM 2003;96:635-642',
  },
  {
    name: 'epigastric pain with lipase ten times the limit',
    findings: {
      ageYears: 45,
      symptoms: { 'epigastric-pain': true, vomiting: true },
      history: { gallstones: true },
      vitals: normal,
      labs: { lipaseTimesLimit: 10 },
    },
    leading: 'pancreatitis',
    risk: 'low',
    source: 'Banks PA et al. Gut 2013;62:102-111',
  },
  {
    name: 'migraine as always, without a warning sign',
    findings: {
      ageYears: 30,
      symptoms: {
        headache: true,
        photophobia: false,
        'visual-aura': true,
        'thunderclap-headache': false,
        'neck-stiffness': false,
        fever: false,
      },
      history: { migraine: true },
      vitals: normal,
    },
    leading: 'migraine',
    risk: 'low',
    source: 'Detsky ME et al. JAMA 2006;296:1274-1283',
  },
]

// Catches: a weight, a prior or a rule that was changed so that a textbook case leads to something else.
describe('a textbook case', () => {
  test.each(cases)('$name', ({ findings, leading, risk }) => {
    const diagnosis = diagnose(findings)
    expect(diagnosis.differential[0]?.condition).toBe(leading)
    expect(diagnosis.risk.level).toBe(risk)
  })
})

// Catches: a catalogue that shrank, names a condition twice, or holds one that nothing can put on the list.
test('the catalogue holds at least forty conditions, each once, raised by something and with a source', () => {
  expect(conditions.length).toBeGreaterThanOrEqual(40)
  expect(new Set(conditions.map(({ id }) => id)).size).toBe(conditions.length)
  for (const { id, complaints, signs, features, source, mustNotMiss, act } of conditions) {
    expect(complaints.length + signs.length, id).toBeGreaterThan(0)
    expect(
      features.some(({ yes }) => yes > 0),
      id,
    ).toBe(true)
    expect(
      features.every(({ no }) => no <= 0),
      id,
    ).toBe(true)
    expect(source.length, id).toBeGreaterThan(5)
    if (mustNotMiss) expect(act, id).not.toBe('')
  }
})

// Catches: an input that a score lacks taken as normal instead of named.
test('what a score lacks is named, by the score, in the hypothesis and in the reason of the risk', () => {
  const diagnosis = diagnose({ symptoms: { 'chest-pain': true }, vitals: normal })
  const heart = diagnosis.scores.find(({ score }) => score === 'heart')
  expect(heart?.outcome).toMatchObject({ kind: 'incomplete' })
  const reason = diagnosis.risk.reasons.find(({ rule }) => rule === 'must-not-miss-not-excluded')
  expect(reason?.text).toContain('troponin')
  expect(diagnosis.risk.level).toBe('high')
})

// Catches: "found nothing" that reads as safe.
test('without a fitting condition the risk is not low, and says why', () => {
  const diagnosis = diagnose({ symptoms: { 'weight-loss': true }, vitals: normal })
  expect(diagnosis.differential).toEqual([])
  expect(diagnosis.risk).toMatchObject({ level: 'moderate' })
  expect(diagnosis.risk.reasons.map(({ rule }) => rule)).toContain('nothing-found')
})

// Catches: contradictory facts averaged into a comfortable middle.
test('contradictory facts are kept as dissent and raise the risk', () => {
  const diagnosis = diagnose({
    ageYears: 70,
    symptoms: { dyspnoea: true, orthopnoea: true, 'leg-swelling-both': true, 'jugular-distension': true },
    history: { 'heart-failure': true },
    vitals: normal,
    labs: { ntProBnp: 40 },
  })
  expect(diagnosis.differential.map(({ condition }) => condition)).toContain('acute-heart-failure')
  expect(diagnosis.dissent.map(({ specialist }) => specialist)).toContain('laboratory')
  expect(diagnosis.risk.level).toBe('high')
})

// Catches: a steward who sends everybody to the scanner.
test('the steward puts D-dimer before CT when embolism is unlikely, and names what contrast needs', () => {
  const diagnosis = diagnose({
    ageYears: 40,
    sex: 'female',
    symptoms: { dyspnoea: true, haemoptysis: false, 'leg-swelling-one': false, 'calf-tenderness': false },
    history: { 'surgery-or-immobile': false, 'previous-vte': false, cancer: false, 'oestrogen-use': true },
    vitals: normal,
    judgements: { embolismLeads: false },
  })
  const steward = diagnosis.local.find(({ specialist }) => specialist === 'steward')
  expect(steward?.remarks.join(' ')).toContain('D-dimer comes before CT')
  expect(steward?.remarks.join(' ')).toContain('Pregnancy is not excluded')
})
