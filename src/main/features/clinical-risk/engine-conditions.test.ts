import { expect, test } from 'vitest'
import { readCondition } from './engine-conditions.ts'
import { icd10Prefixes } from './engine-icd10.ts'

// Quan 2005, table 1: a sample of every comorbidity, with near misses that belong to none.
test.each([
  ['I21.4', ['myocardial-infarction']],
  ['I25.2', ['myocardial-infarction']],
  ['I25.1', []],
  ['I50.9', ['heart-failure']],
  ['I42.9', ['heart-failure']],
  ['I42.1', []],
  ['I13.0', ['heart-failure']],
  ['I13.1', ['renal']],
  ['I71.4', ['peripheral-vascular']],
  ['K55.1', ['peripheral-vascular']],
  ['I63.9', ['cerebrovascular']],
  ['H34.0', ['cerebrovascular']],
  ['H34.1', []],
  ['F05.1', ['dementia']],
  ['F05.0', []],
  ['J44.9', ['pulmonary']],
  ['J48', []],
  ['M32.1', ['connective-tissue']],
  ['M31.5', ['connective-tissue']],
  ['K25.9', ['peptic-ulcer']],
  ['K70.3', ['mild-liver']],
  ['K70.4', ['severe-liver']],
  ['K70', []],
  ['I85.0', ['severe-liver']],
  ['E11.9', ['diabetes']],
  ['E11.65', ['diabetes']],
  ['E11.2', ['diabetes-complicated']],
  ['E10.7', ['diabetes-complicated']],
  ['G81.9', ['hemiplegia']],
  ['G80.0', []],
  ['N18.3', ['renal']],
  ['N17.9', []],
  ['Z99.2', ['renal']],
  ['C50.9', ['tumour']],
  ['C44.9', []],
  ['C79.5', ['metastatic']],
  ['C91.1', ['leukaemia']],
  ['C90.0', ['lymphoma']],
  ['C90.1', ['leukaemia']],
  ['B24', ['aids']],
  ['B23', []],
  ['I10', []],
] as const)('ICD-10 %s', (code, groups) => {
  expect(readCondition('as coded', code)).toEqual({ groups, understood: true, standing: 'present' })
})

test('no prefix of the mapping belongs to two comorbidities', () => {
  const prefixes = icd10Prefixes.map(({ prefix }) => prefix)
  expect(new Set(prefixes).size).toBe(prefixes.length)
  expect(prefixes.length).toBeGreaterThan(200)
})

test.each([
  ['Type 2 diabetes with nephropathy, CKD stage 3', ['diabetes', 'renal'], true, 'present'],
  ['Diabetic nephropathy', ['diabetes-complicated'], true, 'present'],
  ['prediabetes', [], true, 'present'],
  ['Gestational diabetes', [], true, 'present'],
  ['Essential hypertension (disorder)', [], true, 'present'],
  ['Full-time employment (finding)', [], true, 'present'],
  ['history of stroke', ['cerebrovascular'], true, 'past'],
  ['no diabetes', ['diabetes'], true, 'absent'],
  ['mother had breast cancer', ['tumour'], true, 'absent'],
  ['Basal cell carcinoma', [], true, 'present'],
  ['acute kidney injury', [], true, 'present'],
  ['72-year-old with COPD', ['pulmonary'], true, 'present'],
  ['Suspected lung cancer (situation)', ['tumour'], true, 'uncertain'],
  ['possible stroke', ['cerebrovascular'], true, 'uncertain'],
  ['Chronic type B viral hepatitis (disorder)', ['mild-liver'], true, 'present'],
  ['Chronic paralysis due to lesion of spinal cord (disorder)', ['hemiplegia'], true, 'present'],
  ['Non-small cell carcinoma of lung, TNM stage 1 (disorder)', ['tumour'], true, 'present'],
  ['Localized, primary osteoarthritis of the hand (disorder)', [], true, 'present'],
  ['Human immunodeficiency virus infection (disorder)', [], false, 'present'],
  ['cerebral hemorrhage', ['cerebrovascular'], true, 'present'],
  ['pulmonary edema', [], false, 'present'],
  ['renal failure', [], false, 'present'],
  ['Fibrodysplasia ossificans progressiva', [], false, 'present'],
  ['diabetes, Zellweger spectrum', ['diabetes'], false, 'present'],
] as const)('the words "%s"', (text, groups, understood, standing) => {
  expect(readCondition(text, null)).toEqual({ groups: [...groups], understood, standing })
})
