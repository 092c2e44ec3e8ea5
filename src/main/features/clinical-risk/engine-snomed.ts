import { groupNames, type CharlsonGroup } from './engine-groups.ts'

const codes: Readonly<Partial<Record<CharlsonGroup | 'other', string>>> = {
  'myocardial-infarction': '22298006 399211009 401303003 401314000',
  'heart-failure': '84114007 88805009 42343007',
  'peripheral-vascular': '400047006 399957001',
  cerebrovascular: '230690007 266257000 422504002',
  dementia: '26929004 230265002 52448006 429998004',
  pulmonary: '13645005 185086009 87433001 195967001 233678006',
  'connective-tissue': '69896004 55464009 200936003',
  'peptic-ulcer': '13200003 51868009 397825006',
  'mild-liver': '128302006 61977001 328383001 19943007',
  'severe-liver': '59927004 13920009',
  diabetes: '44054006 46635009 73211009',
  'diabetes-complicated':
    '127013003 90781000119102 157141000119108 422034002 1551000119108 1501000119109 97331000119101 60951000119105 368581000119106',
  hemiplegia: '50582007 60389000 11538006',
  renal: '431855005 431856006 433144002 431857002 433146000 46177005 709044004',
  tumour:
    '254637007 254632001 424132000 425048006 422968005 67811000119102 67821000119109 67831000119107 254837009 363406005 109838007 93761005 126906006 363346000',
  metastatic: '423121009 67841000119103 94260004 314994000',
  leukaemia: '91861009 93143009 91857003 92814006 92818009',
  lymphoma: '118600007 118601006 109989006',
  aids: '62479008',
  other:
    '38341003 59621000 15777000 55822004 302870006 237602007 271737000 49436004 53741008 414545008 64859006 128613002 84757009 235595009 162864005 408512008 92691004 239873007 35489007 370143000 36971009 40055000 195662009 444814009 10509002 399261000 11687002',
}

/**
 * SNOMED CT codes of conditions as Synthea's modules write them, and a few common ones beside; null for those that are
 * known to be none of the index's. A code that is not here is read by its text.
 */
export const snomedCodes: ReadonlyMap<string, CharlsonGroup | null> = new Map(
  Object.entries(codes).flatMap(([name, text]) =>
    text.split(' ').map((code): [string, CharlsonGroup | null] => [code, toGroup(name)]),
  ),
)

function toGroup(name: string): CharlsonGroup | null {
  return groupNames.find((each) => each === name) ?? null
}

const form = /^\d{6,18}$/
export function isSnomed(code: string): boolean {
  return form.test(code)
}
