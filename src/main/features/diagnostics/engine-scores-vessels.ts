import { abcd2 } from '@shared/clinical/scores/abcd2.ts'
import { cha2ds2Vasc } from '@shared/clinical/scores/cha2ds2-vasc.ts'
import { hasBled } from '@shared/clinical/scores/has-bled.ts'
import { heart } from '@shared/clinical/scores/heart.ts'
import { nihss } from '@shared/clinical/scores/nihss.ts'
import { perc } from '@shared/clinical/scores/perc.ts'
import { wellsDvt } from '@shared/clinical/scores/wells-dvt.ts'
import { wellsPeTwoTier } from '@shared/clinical/scores/wells-pe.ts'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import type { AskedScore } from './engine-asked-score.ts'
import { both, ecgForHeart, either, overLimit, riskFactorCount } from './engine-inputs.ts'

const chestPain = ({ symptoms: s }: Findings): boolean =>
  s['chest-pain'] === true || s['chest-pain-exertional'] === true || s['chest-pain-radiating'] === true
const embolismAsked = (findings: Findings): boolean =>
  chestPain(findings) ||
  (['dyspnoea', 'chest-pain-pleuritic', 'haemoptysis', 'syncope'] as const).some(
    (id) => findings.symptoms[id] === true,
  )
const deficit = ({ symptoms: s }: Findings): boolean =>
  s['focal-weakness'] === true || s['speech-disturbance'] === true || s['visual-loss'] === true

/** Scores of heart, vessels and brain, and how the findings become their inputs: nothing is assumed. */
export const vesselScores = {
  heart: {
    name: 'HEART',
    reader: 'cardiology',
    when: chestPain,
    critical: ['high'],
    compute: ({ ageYears, history, labs, studies, judgements }) =>
      heart({
        history: judgements.acsSuspicion,
        ecg: ecgForHeart(studies),
        ageYears,
        riskFactorCount: riskFactorCount(history),
        atheroscleroticDisease: history.atherosclerosis,
        troponinTimesLimit: labs.troponinTimesLimit,
      }),
  },
  wellsPe: {
    name: 'Wells score of pulmonary embolism',
    reader: 'cardiology',
    when: embolismAsked,
    critical: [],
    compute: ({ symptoms, history, vitals, judgements }) =>
      wellsPeTwoTier({
        signsOfDvt: both(symptoms['leg-swelling-one'], symptoms['calf-tenderness']),
        noAlternativeMoreLikely: judgements.embolismLeads,
        heartRate: vitals.heartRate,
        immobilisedOrSurgery: history['surgery-or-immobile'],
        previousDvtOrPe: history['previous-vte'],
        haemoptysis: symptoms.haemoptysis,
        malignancy: history.cancer,
      }),
  },
  perc: {
    name: 'PERC rule',
    reader: 'cardiology',
    when: embolismAsked,
    critical: [],
    compute: ({ ageYears, symptoms, history, vitals }) =>
      perc({
        ageYears,
        heartRate: vitals.heartRate,
        saturationOnAirPercent: overLimit(vitals.inspiredOxygen, 0.21) === true ? null : vitals.saturation,
        haemoptysis: symptoms.haemoptysis,
        oestrogen: history['oestrogen-use'],
        previousDvtOrPe: history['previous-vte'],
        legSwelling: symptoms['leg-swelling-one'],
        surgeryOrTrauma: history['surgery-or-immobile'],
      }),
  },
  wellsDvt: {
    name: 'Wells score of deep vein thrombosis',
    reader: 'cardiology',
    when: ({ symptoms: s }) => s['leg-swelling-one'] === true || s['calf-tenderness'] === true,
    critical: [],
    compute: ({ symptoms, history, judgements }) =>
      wellsDvt({
        activeCancer: history.cancer,
        paralysisOrPlaster: history['leg-paralysis-or-cast'],
        bedriddenOrSurgery: history['surgery-or-immobile'],
        localisedTenderness: symptoms['calf-tenderness'],
        entireLegSwollen: symptoms['leg-swollen-whole'],
        calfSwelling: symptoms['leg-swelling-one'],
        pittingOedema: symptoms['pitting-one-leg'],
        collateralVeins: symptoms['collateral-veins'],
        previousDvt: history['previous-vte'],
        alternativeAsLikely: judgements.otherThanThrombosis,
      }),
  },
  cha2ds2Vasc: {
    name: 'CHA₂DS₂-VASc',
    reader: 'cardiology',
    when: ({ history, studies }) =>
      history['atrial-fibrillation'] === true || studies['ecg-atrial-fibrillation'] === true,
    critical: [],
    compute: ({ ageYears, sex, history }) =>
      cha2ds2Vasc({
        heartFailure: history['heart-failure'],
        hypertension: history.hypertension,
        ageYears,
        diabetes: history.diabetes,
        strokeOrEmbolism: history['previous-stroke'],
        vascularDisease: history.atherosclerosis,
        sex,
      }),
  },
  hasBled: {
    name: 'HAS-BLED',
    reader: 'pharmacology',
    when: ({ history }) => history.anticoagulant === true || history['atrial-fibrillation'] === true,
    critical: [],
    compute: ({ ageYears, history, vitals, labs }) =>
      hasBled({
        uncontrolledHypertension: overLimit(vitals.systolic, 160),
        abnormalRenalFunction: overLimit(labs.creatinine, 199.9),
        abnormalLiverFunction: history['liver-disease'],
        stroke: history['previous-stroke'],
        bleeding: history['blood-loss'],
        labileInr: history.anticoagulant === false ? false : null,
        ageYears,
        bleedingDrugs: either(history.antiplatelet, history.nsaid),
        alcohol: history['alcohol-excess'],
      }),
  },
  abcd2: {
    name: 'ABCD²',
    reader: 'neurology',
    when: ({ symptoms }) => symptoms['deficit-resolved'] === true,
    critical: ['high'],
    compute: ({ ageYears, symptoms, history, vitals, judgements }) =>
      abcd2({
        ageYears,
        systolicMmHg: vitals.systolic,
        diastolicMmHg: vitals.diastolic,
        features:
          symptoms['focal-weakness'] === true
            ? 'unilateral-weakness'
            : symptoms['focal-weakness'] === false && symptoms['speech-disturbance'] !== undefined
              ? symptoms['speech-disturbance']
                ? 'speech-disturbance-without-weakness'
                : 'other'
              : null,
        durationMinutes: judgements.deficitMinutes,
        diabetes: history.diabetes,
      }),
  },
  nihss: {
    name: 'NIH Stroke Scale',
    reader: 'neurology',
    when: deficit,
    critical: ['moderate-to-severe', 'severe'],
    compute: ({ judgements }) => nihss(judgements.nihss ?? {}),
  },
} as const satisfies Readonly<Record<string, AskedScore>>
