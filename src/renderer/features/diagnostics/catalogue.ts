import { findingStrings as s } from './strings-findings.ts'
import { historyIds, labIds, studyIds, symptomIds, vitalIds } from '@shared/features/diagnostics/findings.ts'
import { history, studies, symptoms } from '@shared/features/diagnostics/findings-clinical.ts'
import { labs, vitals, type MeasuredFinding } from '@shared/features/diagnostics/findings-measured.ts'

export const groupNames = ['symptoms', 'history', 'vitals', 'labs', 'studies', 'judgements'] as const
export type GroupName = (typeof groupNames)[number]
/** Where a value stands in the findings of the contract. */
export type Part = GroupName | 'nihss'

interface Common {
  readonly group: GroupName
  readonly part: Part
  readonly id: string
  /** Unique over all groups. */
  readonly key: string
  readonly label: string
}

/** One finding that can be entered. */
export type Entry =
  | (Common & { readonly kind: 'flag' })
  | (Common & { readonly kind: 'number'; readonly measure: MeasuredFinding; readonly whole: boolean })
  | (Common & {
      readonly kind: 'choice'
      readonly choices: readonly { readonly value: string; readonly label: string }[]
    })

function common(group: GroupName, part: Part, id: string, label: string): Common {
  return { group, part, id, key: `${part}.${id}`, label }
}

const flag = (group: GroupName, id: string, label: string): Entry => ({
  kind: 'flag',
  ...common(group, group, id, label),
})

const number = (
  group: GroupName,
  part: Part,
  id: string,
  measure: MeasuredFinding,
  whole = false,
): Entry => ({
  kind: 'number',
  ...common(group, part, id, measure.label),
  measure,
  whole,
})

/** Greatest value of each item of the NIH Stroke Scale, in its order (NINDS form). */
const nihssItems = [
  ['consciousness', 3],
  ['questions', 2],
  ['commands', 2],
  ['gaze', 2],
  ['visualFields', 3],
  ['facialPalsy', 3],
  ['leftArm', 4],
  ['rightArm', 4],
  ['leftLeg', 4],
  ['rightLeg', 4],
  ['ataxia', 2],
  ['sensory', 2],
  ['language', 3],
  ['dysarthria', 2],
  ['neglect', 2],
] as const

const judgements: readonly Entry[] = [
  {
    kind: 'choice',
    ...common('judgements', 'judgements', 'acsSuspicion', s.judged.acsSuspicion),
    choices: [
      { value: 'slightly-suspicious', label: s.acs['slightly-suspicious'] },
      { value: 'moderately-suspicious', label: s.acs['moderately-suspicious'] },
      { value: 'highly-suspicious', label: s.acs['highly-suspicious'] },
    ],
  },
  flag('judgements', 'embolismLeads', s.judged.embolismLeads),
  flag('judgements', 'otherThanThrombosis', s.judged.otherThanThrombosis),
  flag('judgements', 'infectionSuspected', s.judged.infectionSuspected),
  number('judgements', 'judgements', 'deficitMinutes', {
    label: s.judged.deficitMinutes,
    unit: s.minutes,
    low: 0,
    high: 100_000,
    decimals: 0,
  }),
  ...nihssItems.map(([id, high]) =>
    number('judgements', 'nihss', id, { label: s.nihss[id], unit: '', low: 0, high, decimals: 0 }, true),
  ),
]

/** Everything that can be entered, group by group. */
export const catalogue: readonly Entry[] = [
  ...symptomIds.map((id) => flag('symptoms', id, symptoms[id])),
  ...historyIds.map((id) => flag('history', id, history[id])),
  ...vitalIds.map((id) => number('vitals', 'vitals', id, vitals[id])),
  ...labIds.map((id) => number('labs', 'labs', id, labs[id])),
  ...studyIds.map((id) => flag('studies', id, studies[id])),
  ...judgements,
]

/** What people type for findings whose names here share no word with it. */
const otherWords: Readonly<Record<string, string>> = {
  'symptoms.dyspnoea': 'shortness of breath sob',
  'symptoms.syncope': 'faint collapse blackout',
  'symptoms.diaphoresis': 'diaphoresis clammy',
  'symptoms.focal-weakness': 'hemiparesis stroke',
  'symptoms.jaundice': 'icterus yellow',
  'symptoms.oliguria': 'anuria',
  'symptoms.rigors': 'chills',
  'history.hypertension': 'high blood pressure htn',
  'history.previous-vte': 'dvt pe thromboembolism',
  'history.hyperlipidaemia': 'lipids',
  'vitals.heartRate': 'pulse hr bpm',
  'vitals.systolic': 'bp sbp',
  'vitals.diastolic': 'bp dbp',
  'vitals.saturation': 'spo2 sats',
  'vitals.respiratoryRate': 'breathing rr',
  'vitals.temperature': 'fever',
  'vitals.gcs': 'gcs consciousness',
  'vitals.inspiredOxygen': 'fio2',
  'labs.whiteCells': 'wbc leucocytes leukocytes',
  'labs.troponinTimesLimit': 'hstn',
  'labs.bicarbonate': 'hco3',
  'labs.alt': 'alt gpt',
  'labs.creatineKinase': 'ck',
  'labs.esr': 'esr',
  'labs.sodium': 'na',
  'labs.potassium': 'k',
}

/** British and American spellings meet, and so do accents and case. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ao]e/g, 'e')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

const searched = catalogue.map((entry) => ({
  entry,
  words: plain(`${entry.label} ${entry.id} ${otherWords[entry.key] ?? ''}`).split(' '),
}))

/** Findings in which every typed word begins a word; all of them when nothing is typed. */
export function searchCatalogue(text: string): readonly Entry[] {
  const typed = plain(text)
    .split(' ')
    .filter((word) => word !== '')
  return searched
    .filter(({ words }) => typed.every((word) => words.some((each) => each.startsWith(word))))
    .map(({ entry }) => entry)
}
