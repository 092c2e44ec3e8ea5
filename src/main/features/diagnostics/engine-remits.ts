import type { HistoryId, LabId, StudyId, SymptomId, VitalId } from '@shared/features/diagnostics/findings.ts'
import type { SpecialistId } from '@shared/features/diagnostics/model.ts'
import { assertNever } from '@shared/assert-never.ts'
import type { Probe } from './condition.ts'
import { askedScores } from './engine-scores.ts'

/** The specialists who weigh hypotheses; challenger and steward work on what they find. */
export const weighing = [
  'cardiology',
  'neurology',
  'radiology',
  'laboratory',
  'infectious_disease',
  'pharmacology',
  'general_medicine',
] as const satisfies readonly SpecialistId[]
export type WeighingSpecialist = (typeof weighing)[number]

interface Remit {
  readonly symptoms: ReadonlySet<SymptomId> | 'all'
  readonly history: ReadonlySet<HistoryId> | 'all'
  readonly numbers: ReadonlySet<VitalId | LabId>
  readonly studies: (id: StudyId) => boolean
}

const none: ReadonlySet<never> = new Set()
const allVitals: readonly VitalId[] = [
  'heartRate',
  'systolic',
  'diastolic',
  'respiratoryRate',
  'saturation',
  'temperature',
  'gcs',
  'capillaryGlucose',
  'inspiredOxygen',
  'urineMlPerDay',
]
const laboratoryStudy = /^(urine|csf|pregnancy|stool|strep|malaria|blood-culture)/
const infectionStudy = /^(urine-(nitrite|leucocytes)|csf|stool|strep|malaria|blood-culture|echo-vegetation)/
const brainStudy = /^(ct-head|csf|mri-cauda)/
const heartStudy = /^(ecg|echo)/

/** What each of them reads. A specialist says nothing about what lies outside of it. */
const remits: Readonly<Record<WeighingSpecialist, Remit>> = {
  cardiology: {
    symptoms: new Set([
      'chest-pain',
      'chest-pain-pleuritic',
      'chest-pain-exertional',
      'chest-pain-radiating',
      'chest-pain-on-palpation',
      'tearing-pain',
      'palpitations',
      'syncope',
      'dyspnoea',
      'orthopnoea',
      'leg-swelling-one',
      'leg-swelling-both',
      'calf-tenderness',
      'diaphoresis',
      'jugular-distension',
      'new-murmur',
      'pulse-deficit',
      'friction-rub',
    ]),
    history: new Set([
      'hypertension',
      'atherosclerosis',
      'heart-failure',
      'atrial-fibrillation',
      'aortic-disease',
      'previous-vte',
      'prosthetic-valve',
      'smoker',
    ]),
    numbers: new Set(['heartRate', 'systolic', 'diastolic', 'troponinTimesLimit', 'ntProBnp', 'dDimer']),
    studies: (id) => heartStudy.test(id),
  },
  neurology: {
    symptoms: new Set([
      'headache',
      'thunderclap-headache',
      'neck-stiffness',
      'photophobia',
      'visual-aura',
      'scalp-tenderness',
      'focal-weakness',
      'speech-disturbance',
      'visual-loss',
      'deficit-resolved',
      'vertigo',
      'vertigo-positional',
      'seizure',
      'confusion',
      'drowsiness',
      'agitation',
      'saddle-anaesthesia',
      'urinary-retention',
      'clonus',
      'muscle-rigidity',
      'tremor',
      'asterixis',
      'small-pupils',
    ]),
    history: new Set([
      'previous-stroke',
      'migraine',
      'epilepsy',
      'dementia',
      'head-injury',
      'atrial-fibrillation',
    ]),
    numbers: new Set(['gcs', 'capillaryGlucose', 'systolic']),
    studies: (id) => brainStudy.test(id),
  },
  radiology: {
    symptoms: none,
    history: none,
    numbers: none,
    studies: (id) => !laboratoryStudy.test(id) && !id.startsWith('ecg-'),
  },
  laboratory: {
    symptoms: none,
    history: none,
    numbers: new Set<VitalId | LabId>([
      'capillaryGlucose',
      'troponinTimesLimit',
      'ntProBnp',
      'dDimer',
      'whiteCells',
      'neutrophils',
      'haemoglobin',
      'platelets',
      'inr',
      'crp',
      'sodium',
      'potassium',
      'bicarbonate',
      'calcium',
      'creatinine',
      'glucose',
      'ketones',
      'osmolality',
      'lactate',
      'ph',
      'pco2',
      'bilirubin',
      'alt',
      'lipaseTimesLimit',
      'ammonia',
      'creatineKinase',
      'esr',
      'freeT4TimesLimit',
      'cortisol',
      'paracetamolLevel',
      'digoxinLevel',
      'lithiumLevel',
    ]),
    studies: (id) => laboratoryStudy.test(id),
  },
  infectious_disease: {
    symptoms: new Set([
      'fever',
      'rigors',
      'night-sweats',
      'cough',
      'purulent-sputum',
      'sore-throat',
      'tonsillar-exudate',
      'cervical-nodes',
      'neck-stiffness',
      'purpura',
      'diarrhoea',
      'dysuria',
      'skin-redness',
      'skin-crepitus',
      'new-murmur',
      'confusion',
    ]),
    history: new Set([
      'immunosuppression',
      'recent-chemotherapy',
      'injecting-drugs',
      'prosthetic-valve',
      'tropical-travel',
      'sick-contacts',
      'urinary-catheter',
      'recent-antibiotics',
      'nursing-home',
    ]),
    numbers: new Set([
      'temperature',
      'whiteCells',
      'neutrophils',
      'crp',
      'lactate',
      'systolic',
      'respiratoryRate',
    ]),
    studies: (id) => infectionStudy.test(id),
  },
  pharmacology: {
    symptoms: new Set([
      'urticaria',
      'facial-swelling',
      'small-pupils',
      'clonus',
      'muscle-rigidity',
      'tremor',
      'drowsiness',
      'agitation',
    ]),
    history: new Set([
      'allergen-exposure',
      'long-steroids',
      'anticoagulant',
      'antiplatelet',
      'nsaid',
      'insulin',
      'opioid',
      'serotonergic',
      'antipsychotic',
      'ace-inhibitor',
      'potassium-raising',
      'diuretic',
      'metformin',
      'digoxin',
      'lithium',
      'paracetamol-overdose',
      'recent-antibiotics',
      'recent-chemotherapy',
      'oestrogen-use',
      'injecting-drugs',
      'alcohol-excess',
      'kidney-disease',
    ]),
    numbers: new Set([
      'paracetamolLevel',
      'digoxinLevel',
      'lithiumLevel',
      'inr',
      'creatineKinase',
      'respiratoryRate',
      'heartRate',
      'temperature',
    ]),
    studies: () => false,
  },
  general_medicine: {
    symptoms: 'all',
    history: 'all',
    numbers: new Set(allVitals),
    studies: () => false,
  },
}

/** Whether a specialist reads what a probe asks. */
export function readsProbe(specialist: WeighingSpecialist, probe: Probe): boolean {
  const remit = remits[specialist]
  switch (probe.kind) {
    case 'symptom':
      return remit.symptoms === 'all' || remit.symptoms.has(probe.id)
    case 'history':
      return remit.history === 'all' || remit.history.has(probe.id)
    case 'study':
      return remit.studies(probe.id)
    case 'over':
    case 'under':
      return remit.numbers.has(probe.id)
    case 'older':
    case 'sex':
      return specialist === 'general_medicine'
    case 'infection-suspected':
      return specialist === 'infectious_disease' || specialist === 'general_medicine'
    case 'score':
      return askedScores[probe.id].reader === specialist
    default:
      return assertNever(probe)
  }
}
