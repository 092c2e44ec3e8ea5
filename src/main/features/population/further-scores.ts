import type { FurtherScore } from '@shared/features/population/board.ts'
import { ascvd } from '@shared/clinical/scores/ascvd.ts'
import { cha2ds2Vasc } from '@shared/clinical/scores/cha2ds2-vasc.ts'
import { charlsonAgeAdjusted, type CharlsonInputs } from '@shared/clinical/scores/charlson.ts'
import { ckdEpi } from '@shared/clinical/scores/ckd-epi.ts'
import { kdigoCkd } from '@shared/clinical/scores/kdigo-ckd.ts'
import { sepsisScreen } from '@shared/clinical/scores/sepsis-screen.ts'
import { flagOf, newest, type KnownFlag, type KnownPatient, type KnownValue } from './further-known.ts'
import { news2Score } from './further-news2.ts'
import { child, diabetes, either, shown, sourceOf, value } from './further-shown.ts'
import { bradenOf, hospitalOf, laceOf, morseOf } from './further-stay.ts'

/**
 * Every score of the literature that the why card shows, in a fixed order. None is left out: what cannot be computed is
 * given with its bounds and with what is missing, what is not meant for this patient with the reason.
 */
export function furtherScoresOf(known: KnownPatient): FurtherScore[] {
  return [
    news2Score(known),
    sepsisOf(known),
    strokeOf(known),
    charlsonOf(known),
    kidneyOf(known),
    cohortOf(known),
    laceOf(known),
    hospitalOf(known),
    bradenOf(known),
    morseOf(known),
  ]
}

function sepsisOf(known: KnownPatient): FurtherScore {
  const DAYS = 1
  const result = sepsisScreen({
    temperatureCelsius: value(known, 'temperature', DAYS),
    heartRate: value(known, 'heart_rate', DAYS),
    respiratoryRate: value(known, 'respiratory_rate', DAYS),
    whiteCells: value(known, 'white_cells', DAYS),
    systolicMmHg: value(known, 'systolic', DAYS),
    glasgowComaScale: value(known, 'glasgow', DAYS),
    infectionSuspected: flagOf(known, 'infection', DAYS),
  })
  const ages = {
    'Suspected infection': newest(known, 'infection', DAYS),
    'Two or more SIRS criteria': oldest(
      known,
      ['temperature', 'heart_rate', 'respiratory_rate', 'white_cells'],
      DAYS,
    ),
    'qSOFA of two or more': oldest(known, ['respiratory_rate', 'systolic', 'glasgow'], DAYS),
  }
  return shown('sepsisScreen', 'Sepsis screens', result, sourceOf(result, sepsisScreen({})), ages, {
    refused: child(known),
  })
}

/** The oldest of the readings that a line rests on: no part of it is older. */
function oldest(known: KnownPatient, metrics: readonly string[], days: number): KnownValue | null {
  const values = metrics.flatMap((metric) => newest(known, metric, days) ?? [])
  return values.reduce<KnownValue | null>(
    (least, each) => (least === null || (each.at ?? Infinity) < (least.at ?? Infinity) ? each : least),
    null,
  )
}

function strokeOf(known: KnownPatient): FurtherScore {
  const fibrillates = either(known.has('atrial fibrillation'), known.has('atrial flutter'))
  const result = cha2ds2Vasc({
    ageYears: known.ageYears,
    sex: known.sex,
    heartFailure: known.has('heart-failure'),
    hypertension: known.has('hypertension'),
    diabetes: diabetes(known),
    strokeOrEmbolism: known.has('cerebrovascular'),
    vascularDisease: either(known.has('myocardial-infarction'), known.has('peripheral-vascular')),
  })
  return shown(
    'cha2ds2Vasc',
    'CHA₂DS₂-VASc',
    result,
    sourceOf(result, cha2ds2Vasc({})),
    {},
    {
      refused:
        fibrillates === false
          ? 'The score is made for atrial fibrillation, which the history does not hold.'
          : null,
      doubt: fibrillates === null ? 'whether there is atrial fibrillation' : null,
    },
  )
}

/** One of two grades; the graver decides, and an unknown graver one leaves the choice open. */
function graded<const Mild extends string, const Severe extends string>(
  severe: KnownFlag,
  mild: KnownFlag,
  names: readonly [Mild, Severe],
): 'none' | Mild | Severe | null {
  if (severe === true) return names[1]
  if (severe === null) return null
  return mild === true ? names[0] : mild === false ? 'none' : null
}

function comorbidity(known: KnownPatient): CharlsonInputs {
  const has = (condition: string): KnownFlag => known.has(condition)
  return {
    myocardialInfarction: has('myocardial-infarction'),
    heartFailure: has('heart-failure'),
    peripheralVascularDisease: has('peripheral-vascular'),
    cerebrovascularDisease: has('cerebrovascular'),
    dementia: has('dementia'),
    chronicPulmonaryDisease: has('pulmonary'),
    connectiveTissueDisease: has('connective-tissue'),
    pepticUlcer: has('peptic-ulcer'),
    liverDisease: graded(has('severe-liver'), has('mild-liver'), ['mild', 'moderate-to-severe']),
    diabetes: graded(has('diabetes-complicated'), has('diabetes'), ['uncomplicated', 'end-organ-damage']),
    hemiplegia: has('hemiplegia'),
    renalDisease: has('renal'),
    solidTumour: graded(has('metastatic'), has('tumour'), ['localised', 'metastatic']),
    leukaemia: has('leukaemia'),
    lymphoma: has('lymphoma'),
    aids: has('aids'),
  }
}

function charlsonOf(known: KnownPatient): FurtherScore {
  const result = charlsonAgeAdjusted({ ...comorbidity(known), ageYears: known.ageYears })
  return shown(
    'charlsonAgeAdjusted',
    'Charlson with age',
    result,
    sourceOf(result, charlsonAgeAdjusted({})),
    {},
    {},
  )
}

/** eGFR as the laboratory gives it, else from creatinine by CKD-EPI 2021. */
function filtration(known: KnownPatient): {
  readonly value: number | null
  readonly from: KnownValue | null
} {
  const given = newest(known, 'egfr')
  const creatinine = newest(known, 'creatinine')
  if (given !== null && (creatinine === null || (given.at ?? 0) >= (creatinine.at ?? 0)))
    return { value: given.value, from: given }
  const estimated = ckdEpi({
    creatinineUmolL: creatinine?.value ?? null,
    ageYears: known.ageYears,
    sex: known.sex,
  })
  return estimated.kind === 'scored'
    ? { value: estimated.value, from: creatinine }
    : { value: given?.value ?? null, from: given }
}

function kidneyOf(known: KnownPatient): FurtherScore {
  const gfr = filtration(known)
  const ratio = newest(known, 'albumin_creatinine_ratio')
  const result = kdigoCkd({ filtrationMlMin: gfr.value, albuminCreatinineMgG: ratio?.value ?? null })
  const older = (ratio?.at ?? Infinity) < (gfr.from?.at ?? Infinity) ? ratio : gfr.from
  const ages =
    result.kind === 'refused' ? {} : Object.fromEntries(result.items.map(({ label }) => [label, older]))
  return shown('kdigoCkd', 'KDIGO kidney risk', result, sourceOf(result, kdigoCkd({})), ages, {
    refused: child(known),
  })
}

function cohortOf(known: KnownPatient): FurtherScore {
  const has = either(
    known.has('myocardial-infarction'),
    known.has('cerebrovascular'),
    known.has('peripheral-vascular'),
  )
  const hypertension = known.has('hypertension')
  const treats = known.takes(['C02', 'C03', 'C07', 'C08', 'C09'])
  const result = ascvd({
    ageYears: known.ageYears,
    sex: known.sex,
    race: known.race,
    totalCholesterolMgDl: value(known, 'total_cholesterol'),
    hdlCholesterolMgDl: value(known, 'hdl_cholesterol'),
    systolicMmHg: value(known, 'systolic'),
    bloodPressureTreated:
      hypertension === false || treats === false ? false : hypertension === null ? null : treats,
    smoker: either(flagOf(known, 'smoker'), known.has('smoker') === true),
    diabetes: diabetes(known),
  })
  const ages = {
    'total cholesterol': newest(known, 'total_cholesterol'),
    'HDL cholesterol': newest(known, 'hdl_cholesterol'),
    'systolic blood pressure': newest(known, 'systolic'),
    smoking: newest(known, 'smoker'),
  }
  return shown('ascvd', 'Pooled cohort equations', result, sourceOf(result, ascvd({})), ages, {
    refused:
      has === true
        ? 'The equations are made for people without atherosclerotic disease; the history holds one.'
        : null,
    doubt: has === null ? 'whether there is atherosclerotic disease already' : null,
  })
}
