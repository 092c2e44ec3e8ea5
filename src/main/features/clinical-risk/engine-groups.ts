/** Comorbidities of Charlson's index, weights of 1987 (J Chronic Dis 1987;40:373-383, table 3). */
export const charlsonGroups = {
  'myocardial-infarction': group('myocardial infarction', 1, 'counts'),
  'heart-failure': group('heart failure', 1, 'counts'),
  'peripheral-vascular': group('peripheral vascular disease', 1, 'counts'),
  cerebrovascular: group('cerebrovascular disease', 1, 'counts'),
  dementia: group('dementia', 1, 'counts'),
  pulmonary: group('chronic pulmonary disease', 1, 'counts'),
  'connective-tissue': group('connective tissue disease', 1, 'counts'),
  'peptic-ulcer': group('peptic ulcer', 1, 'counts'),
  'mild-liver': group('mild liver disease', 1, 'open', 'liver'),
  'severe-liver': group('moderate to severe liver disease', 3, 'open', 'liver'),
  diabetes: group('diabetes without complications', 1, 'counts', 'diabetes'),
  'diabetes-complicated': group('diabetes with organ damage', 2, 'counts', 'diabetes'),
  hemiplegia: group('hemiplegia or paraplegia', 2, 'open'),
  renal: group('moderate to severe renal disease', 2, 'counts'),
  tumour: group('solid tumour', 2, 'open', 'tumour'),
  metastatic: group('metastatic solid tumour', 6, 'counts', 'tumour'),
  leukaemia: group('leukaemia', 2, 'open'),
  lymphoma: group('lymphoma or myeloma', 2, 'open'),
  aids: group('AIDS', 6, 'counts'),
} as const satisfies Readonly<Record<string, CharlsonGroupRow>>

export type CharlsonGroup = keyof typeof charlsonGroups

export interface CharlsonGroupRow {
  readonly label: string
  readonly weight: number
  /**
   * When the record says "history of" or that it is over: `counts` where the index counts a history of it (infarction,
   * stroke, ulcer) or it is hardly ever over (dementia, AIDS, diabetes, kidney and lung disease: a "history of" them
   * mostly means that they are there); `open` where a cured disease counts nothing but the record does not say when it
   * was (a tumour counts for five years): no points at least, its points at most.
   */
  readonly past: 'counts' | 'open'
  /** Of one family only the graver counts. Empty for a disease without grades: it is a family of its own. */
  readonly family: string
}

function group<const Past extends CharlsonGroupRow['past'], const Family extends string = ''>(
  label: string,
  weight: number,
  past: Past,
  family?: Family,
) {
  return { label, weight, past, family: family ?? '' } as const
}

/** The name under which of several grades only the greatest weight counts. */
export function familyOf(name: CharlsonGroup): string {
  const { family } = charlsonGroups[name]
  return family === '' ? name : family
}

/** Every group, in the index's order. */
export const groupNames: readonly CharlsonGroup[] = [
  'myocardial-infarction',
  'heart-failure',
  'peripheral-vascular',
  'cerebrovascular',
  'dementia',
  'pulmonary',
  'connective-tissue',
  'peptic-ulcer',
  'mild-liver',
  'severe-liver',
  'diabetes',
  'diabetes-complicated',
  'hemiplegia',
  'renal',
  'tumour',
  'metastatic',
  'leukaemia',
  'lymphoma',
  'aids',
]
