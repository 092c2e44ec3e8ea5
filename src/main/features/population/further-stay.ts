import type { FurtherScore } from '@shared/features/population/board.ts'
import { braden } from '@shared/clinical/scores/braden.ts'
import { hospitalScore } from '@shared/clinical/scores/hospital-score.ts'
import { lace } from '@shared/clinical/scores/lace.ts'
import { morse } from '@shared/clinical/scores/morse.ts'
import { flagOf, newest, type KnownFlag, type KnownPatient } from './further-known.ts'
import { child, diabetes, either, shown, sourceOf, value } from './further-shown.ts'

/**
 * The comorbidity index in LACE's own weights (van Walraven 2010, table): at most what is certain, null when anything
 * that counts is not known.
 */
export function laceComorbidity(known: KnownPatient): number | null {
  const weights: readonly (readonly [number, KnownFlag])[] = [
    [1, known.has('myocardial-infarction')],
    [1, known.has('cerebrovascular')],
    [1, known.has('peripheral-vascular')],
    [known.has('diabetes-complicated') === true ? 2 : 1, diabetes(known)],
    [2, known.has('heart-failure')],
    [2, known.has('pulmonary')],
    [
      known.has('severe-liver') === true || known.has('renal') === true ? 4 : 2,
      either(known.has('mild-liver'), known.has('severe-liver'), known.has('renal')),
    ],
    [
      known.has('metastatic') === true ? 6 : 2,
      either(known.has('tumour'), known.has('metastatic'), known.has('leukaemia'), known.has('lymphoma')),
    ],
    [3, known.has('dementia')],
    [3, known.has('connective-tissue')],
    [4, known.has('aids')],
  ]
  if (weights.some(([, flag]) => flag === null)) return null
  return weights.reduce((sum, [weight, flag]) => sum + (flag === true ? weight : 0), 0)
}

export function laceOf(known: KnownPatient): FurtherScore {
  const result = lace({
    stayDays: value(known, 'stay_days'),
    acuteAdmission: flagOf(known, 'acute_admission'),
    comorbidityIndex: laceComorbidity(known),
    emergencyVisits: value(known, 'emergency_visits'),
  })
  const ages = {
    'Length of stay': newest(known, 'stay_days'),
    'acute admission': newest(known, 'acute_admission'),
    'Emergency visits': newest(known, 'emergency_visits'),
  }
  return shown('lace', 'LACE', result, sourceOf(result, lace({})), ages, { refused: child(known) })
}

export function hospitalOf(known: KnownPatient): FurtherScore {
  const metrics: readonly (readonly [string, string])[] = [
    ['Haemoglobin at discharge below 120 g/L', 'hemoglobin'],
    ['discharge from oncology', 'oncology'],
    ['Sodium at discharge below 135 mmol/L', 'sodium'],
    ['procedure during the stay', 'procedure'],
    ['urgent admission', 'acute_admission'],
    ['Admissions of the last year', 'admissions'],
    ['Stay of five days or more', 'stay_days'],
  ]
  const result = hospitalScore({
    haemoglobinGL: value(known, 'hemoglobin'),
    oncologyService: flagOf(known, 'oncology'),
    sodiumMmolL: value(known, 'sodium'),
    procedure: flagOf(known, 'procedure'),
    urgentAdmission: flagOf(known, 'acute_admission'),
    admissionsLastYear: value(known, 'admissions'),
    stayDays: value(known, 'stay_days'),
  })
  const ages = Object.fromEntries(metrics.map(([label, metric]) => [label, newest(known, metric)]))
  return shown('hospital', 'HOSPITAL', result, sourceOf(result, hospitalScore({})), ages, {
    refused: child(known),
  })
}

export function bradenOf(known: KnownPatient): FurtherScore {
  const metrics: readonly (readonly [string, string])[] = [
    ['sensory perception', 'braden_sensory'],
    ['moisture', 'braden_moisture'],
    ['activity', 'braden_activity'],
    ['mobility', 'braden_mobility'],
    ['nutrition', 'braden_nutrition'],
    ['friction and shear', 'braden_friction'],
  ]
  const result = braden({
    sensoryPerception: value(known, 'braden_sensory'),
    moisture: value(known, 'braden_moisture'),
    activity: value(known, 'braden_activity'),
    mobility: value(known, 'braden_mobility'),
    nutrition: value(known, 'braden_nutrition'),
    frictionAndShear: value(known, 'braden_friction'),
  })
  const ages = Object.fromEntries(metrics.map(([label, metric]) => [label, newest(known, metric)]))
  return shown('braden', 'Braden', result, sourceOf(result, braden({})), ages, { refused: child(known) })
}

const aids = ['none-or-nurse', 'crutches-cane-or-walker', 'furniture'] as const
const gaits = ['normal-or-bedrest', 'weak', 'impaired'] as const

export function morseOf(known: KnownPatient): FurtherScore {
  const metrics: readonly (readonly [string, string])[] = [
    ['fall within three months', 'morse_fall'],
    ['secondary diagnosis', 'morse_secondary'],
    ['walking aid', 'morse_aid'],
    ['intravenous access', 'morse_intravenous'],
    ['gait', 'morse_gait'],
    ['forgets own limits', 'morse_limits'],
  ]
  const result = morse({
    recentFall: flagOf(known, 'morse_fall'),
    secondaryDiagnosis: flagOf(known, 'morse_secondary'),
    walkingAid: aids[value(known, 'morse_aid') ?? -1] ?? null,
    intravenousAccess: flagOf(known, 'morse_intravenous'),
    gait: gaits[value(known, 'morse_gait') ?? -1] ?? null,
    forgetsLimits: flagOf(known, 'morse_limits'),
  })
  const ages = Object.fromEntries(metrics.map(([label, metric]) => [label, newest(known, metric)]))
  return shown('morse', 'Morse', result, sourceOf(result, morse({})), ages, { refused: child(known) })
}
