import { correctedAnionGap } from '@shared/clinical/scores/anion-gap.ts'
import { mcIsaac } from '@shared/clinical/scores/centor.ts'
import { ckdEpi } from '@shared/clinical/scores/ckd-epi.ts'
import { correctedCalcium } from '@shared/clinical/scores/corrected-calcium.ts'
import { curb65 } from '@shared/clinical/scores/curb65.ts'
import { glasgowBlatchford } from '@shared/clinical/scores/glasgow-blatchford.ts'
import { kdigoAki } from '@shared/clinical/scores/kdigo-aki.ts'
import { lights } from '@shared/clinical/scores/lights.ts'
import { meld } from '@shared/clinical/scores/meld.ts'
import { qsofa } from '@shared/clinical/scores/qsofa.ts'
import { sepsisScreen } from '@shared/clinical/scores/sepsis-screen.ts'
import { sirs } from '@shared/clinical/scores/sirs.ts'
import { sofa } from '@shared/clinical/scores/sofa.ts'
import { winters } from '@shared/clinical/scores/winters.ts'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import type { AskedScore } from './engine-asked-score.ts'
import { alteredMentation, meanArterial } from './engine-inputs.ts'

const infected = ({ symptoms, judgements }: Findings): boolean =>
  judgements.infectionSuspected === true || symptoms.fever === true || symptoms.rigors === true
const bleeding = ({ symptoms: s }: Findings): boolean => s.haematemesis === true || s.melaena === true

/** Scores of infection, bleeding and the laboratory, and how the findings become their inputs: nothing is assumed. */
export const bodyScores = {
  qsofa: {
    name: 'qSOFA',
    reader: 'infectious_disease',
    when: infected,
    critical: ['two-or-more'],
    compute: ({ symptoms, vitals }) =>
      qsofa({
        respiratoryRate: vitals.respiratoryRate,
        systolicMmHg: vitals.systolic,
        glasgowComaScale: vitals.gcs,
        alteredMentation: alteredMentation(symptoms),
      }),
  },
  sirs: {
    name: 'SIRS',
    reader: 'infectious_disease',
    when: infected,
    critical: [],
    compute: ({ vitals, labs }) =>
      sirs({
        temperatureCelsius: vitals.temperature,
        heartRate: vitals.heartRate,
        respiratoryRate: vitals.respiratoryRate,
        arterialPco2MmHg: labs.pco2,
        whiteCells: labs.whiteCells,
      }),
  },
  sepsisScreen: {
    name: 'Sepsis screen',
    reader: 'infectious_disease',
    when: infected,
    critical: ['both-positive'],
    compute: ({ symptoms, vitals, labs, judgements }) =>
      sepsisScreen({
        temperatureCelsius: vitals.temperature,
        heartRate: vitals.heartRate,
        respiratoryRate: vitals.respiratoryRate,
        arterialPco2MmHg: labs.pco2,
        whiteCells: labs.whiteCells,
        systolicMmHg: vitals.systolic,
        glasgowComaScale: vitals.gcs,
        alteredMentation: alteredMentation(symptoms),
        infectionSuspected: judgements.infectionSuspected,
      }),
  },
  sofa: {
    name: 'SOFA',
    reader: 'infectious_disease',
    when: infected,
    critical: [],
    compute: ({ vitals, labs }) =>
      sofa({
        arterialPo2MmHg: labs.po2,
        inspiredOxygenFraction: vitals.inspiredOxygen,
        platelets: labs.platelets,
        bilirubinUmolL: labs.bilirubin,
        meanArterialMmHg: meanArterial(vitals),
        glasgowComaScale: vitals.gcs,
        creatinineUmolL: labs.creatinine,
        urineMlPerDay: vitals.urineMlPerDay,
      }),
  },
  curb65: {
    name: 'CURB-65',
    reader: 'infectious_disease',
    when: ({ symptoms: s, studies }) =>
      studies['xray-consolidation'] === true || (s.cough === true && s.fever === true),
    critical: ['high'],
    compute: ({ ageYears, symptoms, vitals, labs }) =>
      curb65({
        confusion: symptoms.confusion,
        ureaMmolL: labs.urea,
        respiratoryRate: vitals.respiratoryRate,
        systolicMmHg: vitals.systolic,
        diastolicMmHg: vitals.diastolic,
        ageYears,
      }),
  },
  mcIsaac: {
    name: 'Centor score with age (McIsaac)',
    reader: 'infectious_disease',
    when: ({ symptoms }) => symptoms['sore-throat'] === true,
    critical: [],
    compute: ({ ageYears, symptoms }) =>
      mcIsaac({
        ageYears,
        tonsillarExudate: symptoms['tonsillar-exudate'],
        tenderAnteriorNodes: symptoms['cervical-nodes'],
        fever: symptoms.fever,
        cough: symptoms.cough,
      }),
  },
  glasgowBlatchford: {
    name: 'Glasgow-Blatchford score',
    reader: 'general_medicine',
    when: bleeding,
    critical: ['high'],
    compute: ({ sex, symptoms, history, vitals, labs }) =>
      glasgowBlatchford({
        ureaMmolL: labs.urea,
        haemoglobinGL: labs.haemoglobin,
        sex,
        systolicMmHg: vitals.systolic,
        heartRate: vitals.heartRate,
        melaena: symptoms.melaena,
        syncope: symptoms.syncope,
        hepaticDisease: history['liver-disease'],
        cardiacFailure: history['heart-failure'],
      }),
  },
  kdigoAki: {
    name: 'KDIGO stage of acute kidney injury',
    reader: 'laboratory',
    when: ({ labs, symptoms }) => labs.creatinine !== undefined || symptoms.oliguria === true,
    critical: ['stage-3'],
    decidedOnly: true,
    compute: ({ labs }) =>
      kdigoAki({ creatinineUmolL: labs.creatinine, baselineCreatinineUmolL: labs.baselineCreatinine }),
  },
  anionGap: {
    name: 'Anion gap, corrected for albumin',
    reader: 'laboratory',
    when: ({ labs }) => labs.sodium !== undefined && labs.bicarbonate !== undefined,
    critical: [],
    compute: ({ labs }) =>
      correctedAnionGap({
        sodiumMmolL: labs.sodium,
        chlorideMmolL: labs.chloride,
        bicarbonateMmolL: labs.bicarbonate,
        albuminGL: labs.albumin,
      }),
  },
  winters: {
    name: "Winter's formula",
    reader: 'laboratory',
    when: ({ labs }) => labs.bicarbonate !== undefined && labs.bicarbonate < 22 && labs.pco2 !== undefined,
    critical: [],
    compute: ({ labs }) => winters({ bicarbonateMmolL: labs.bicarbonate, arterialPco2MmHg: labs.pco2 }),
  },
  lights: {
    name: "Light's criteria",
    reader: 'laboratory',
    when: ({ labs, studies }) => studies['xray-effusion'] === true || labs.pleuralProtein !== undefined,
    critical: [],
    compute: ({ labs }) =>
      lights({
        pleuralProteinGL: labs.pleuralProtein,
        serumProteinGL: labs.serumProtein,
        pleuralLdhUL: labs.pleuralLdh,
        serumLdhUL: labs.serumLdh,
        serumLdhLimitUL: labs.serumLdhLimit,
      }),
  },
  meld: {
    name: 'MELD',
    reader: 'laboratory',
    when: ({ history, symptoms }) => history['liver-disease'] === true || symptoms.jaundice === true,
    critical: ['30-to-39', '40'],
    decidedOnly: true,
    compute: ({ labs }) =>
      meld({ bilirubinUmolL: labs.bilirubin, inr: labs.inr, creatinineUmolL: labs.creatinine }),
  },
  ckdEpi: {
    name: 'Filtration rate by CKD-EPI',
    reader: 'laboratory',
    when: ({ labs }) => labs.creatinine !== undefined,
    critical: [],
    compute: ({ ageYears, sex, labs }) => ckdEpi({ creatinineUmolL: labs.creatinine, ageYears, sex }),
  },
  correctedCalcium: {
    name: 'Calcium, corrected for albumin',
    reader: 'laboratory',
    when: ({ labs }) => labs.calcium !== undefined,
    critical: [],
    compute: ({ labs }) => correctedCalcium({ calciumMmolL: labs.calcium, albuminGL: labs.albumin }),
  },
} as const satisfies Readonly<Record<string, AskedScore>>
