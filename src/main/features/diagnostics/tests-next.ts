import type { LabId, StudyId, VitalId } from '@shared/features/diagnostics/findings.ts'

export type Harm = 'none' | 'slight' | 'moderate' | 'considerable'

/** An examination that can be ordered. */
export interface Examination {
  readonly id: string
  readonly name: string
  /** US dollars; order of magnitude, house policy to be set to the hospital's own figures. */
  readonly costUsd: number
  readonly harm: Harm
  readonly harmText: string
  readonly numbers: readonly (VitalId | LabId)[]
  readonly studies: readonly StudyId[]
}

const exam = (
  id: string,
  name: string,
  costUsd: number,
  harm: Harm,
  harmText: string,
  gives: { numbers?: readonly (VitalId | LabId)[]; studies?: readonly StudyId[] },
): Examination => ({
  id,
  name,
  costUsd,
  harm,
  harmText,
  numbers: gives.numbers ?? [],
  studies: gives.studies ?? [],
})

const NEEDLE = 'One venepuncture.'
const CONTRAST =
  'Ionising radiation and iodinated contrast: kidney function, allergy and pregnancy have to be known.'
const RADIATION = 'A small dose of ionising radiation; ask about pregnancy.'

/** What the steward may propose. */
export const examinations: readonly Examination[] = [
  exam('vital-signs', 'Full set of vital signs', 0, 'none', '', {
    numbers: ['heartRate', 'systolic', 'diastolic', 'respiratoryRate', 'saturation', 'temperature', 'gcs'],
  }),
  exam('capillary-glucose', 'Capillary glucose', 2, 'none', '', { numbers: ['capillaryGlucose'] }),
  exam('ecg', 'ECG with twelve leads', 20, 'none', '', {
    studies: [
      'ecg-st-elevation',
      'ecg-st-depression',
      'ecg-other-abnormality',
      'ecg-diffuse-st',
      'ecg-atrial-fibrillation',
      'ecg-peaked-t',
    ],
  }),
  exam('urine', 'Urine dipstick', 5, 'none', '', {
    studies: ['urine-nitrite', 'urine-leucocytes', 'urine-blood'],
  }),
  exam('pregnancy-test', 'Pregnancy test', 8, 'none', '', { studies: ['pregnancy-test'] }),
  exam('troponin', 'Troponin, repeated', 30, 'slight', NEEDLE, { numbers: ['troponinTimesLimit'] }),
  exam('nt-probnp', 'NT-proBNP', 40, 'slight', NEEDLE, { numbers: ['ntProBnp'] }),
  exam('d-dimer', 'D-dimer', 30, 'slight', `${NEEDLE} Positive results without disease are frequent.`, {
    numbers: ['dDimer'],
  }),
  exam('blood-count', 'Blood count and CRP', 20, 'slight', NEEDLE, {
    numbers: ['whiteCells', 'neutrophils', 'haemoglobin', 'platelets', 'crp', 'esr'],
  }),
  exam('chemistry', 'Electrolytes, kidney and glucose', 20, 'slight', NEEDLE, {
    numbers: [
      'sodium',
      'potassium',
      'bicarbonate',
      'chloride',
      'calcium',
      'urea',
      'creatinine',
      'glucose',
      'osmolality',
    ],
  }),
  exam('liver', 'Liver values, lipase and INR', 30, 'slight', NEEDLE, {
    numbers: ['bilirubin', 'alt', 'albumin', 'lipaseTimesLimit', 'inr', 'ammonia'],
  }),
  exam('blood-gas', 'Blood gas with lactate and ketones', 25, 'slight', NEEDLE, {
    numbers: ['lactate', 'ph', 'pco2', 'po2', 'ketones'],
  }),
  exam('creatine-kinase', 'Creatine kinase', 15, 'slight', NEEDLE, { numbers: ['creatineKinase'] }),
  exam('hormones', 'Thyroxine and cortisol', 45, 'slight', NEEDLE, {
    numbers: ['freeT4TimesLimit', 'cortisol'],
  }),
  exam('drug-levels', 'Drug levels', 50, 'slight', NEEDLE, {
    numbers: ['paracetamolLevel', 'digoxinLevel', 'lithiumLevel'],
  }),
  exam('blood-cultures', 'Blood cultures', 60, 'slight', NEEDLE, { studies: ['blood-culture-positive'] }),
  exam('stool', 'Stool for Clostridioides difficile', 60, 'none', '', { studies: ['stool-difficile'] }),
  exam('strep-test', 'Streptococcal antigen test', 15, 'none', '', { studies: ['strep-test'] }),
  exam('malaria-film', 'Blood film and antigen test for malaria', 40, 'slight', NEEDLE, {
    studies: ['malaria-film'],
  }),
  exam('chest-radiograph', 'Chest radiograph', 60, 'slight', RADIATION, {
    studies: [
      'xray-consolidation',
      'xray-congestion',
      'xray-pneumothorax',
      'xray-effusion',
      'xray-wide-mediastinum',
      'free-air',
    ],
  }),
  exam('echocardiography', 'Echocardiography', 250, 'none', '', {
    studies: ['echo-tamponade', 'echo-reduced-function', 'echo-right-strain', 'echo-vegetation'],
  }),
  exam('leg-ultrasound', 'Compression ultrasound of the legs', 150, 'none', '', {
    studies: ['ultrasound-dvt'],
  }),
  exam('abdominal-ultrasound', 'Ultrasound of the abdomen', 150, 'none', '', {
    studies: ['ultrasound-cholecystitis', 'ultrasound-duct-dilated', 'aorta-aneurysm'],
  }),
  exam('pelvic-ultrasound', 'Transvaginal ultrasound', 180, 'slight', 'An intimate examination.', {
    studies: ['ectopic-seen'],
  }),
  exam('ct-head', 'CT of the head without contrast', 300, 'moderate', 'Ionising radiation.', {
    studies: ['ct-head-haemorrhage', 'ct-head-subarachnoid', 'ct-head-infarct'],
  }),
  exam('ct-pulmonary', 'CT pulmonary angiography', 450, 'considerable', CONTRAST, {
    studies: ['ct-pulmonary-embolus'],
  }),
  exam('ct-aorta', 'CT angiography of the aorta', 500, 'considerable', CONTRAST, {
    studies: ['ct-dissection', 'aorta-aneurysm', 'ct-mesenteric-occlusion'],
  }),
  exam('ct-abdomen', 'CT of the abdomen', 450, 'considerable', CONTRAST, {
    studies: [
      'ct-appendicitis',
      'ct-pancreatitis',
      'ct-obstruction',
      'ct-diverticulitis',
      'ct-kidney-stone',
      'free-air',
      'ct-mesenteric-occlusion',
    ],
  }),
  exam(
    'mri-spine',
    'Magnetic resonance imaging of the spine',
    900,
    'slight',
    'Metal and devices have to be known.',
    {
      studies: ['mri-cauda-compression'],
    },
  ),
  exam(
    'lumbar-puncture',
    'Lumbar puncture',
    250,
    'considerable',
    'Headache, bleeding, and herniation when pressure is raised; look at clotting first.',
    {
      studies: ['csf-leucocytes', 'csf-blood'],
    },
  ),
  exam('pleural-tap', 'Pleural aspiration', 200, 'moderate', 'Bleeding and pneumothorax.', {
    numbers: ['pleuralProtein', 'pleuralLdh', 'serumProtein', 'serumLdh', 'serumLdhLimit'],
  }),
]
