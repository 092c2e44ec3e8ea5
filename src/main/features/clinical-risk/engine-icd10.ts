import { groupNames, type CharlsonGroup } from './engine-groups.ts'

/**
 * ICD-10 codes of each comorbidity as prefixes without the dot: Quan H et al. Coding algorithms for defining
 * comorbidities in ICD-9-CM and ICD-10 administrative data. Med Care 2005;43:1130-1139, table 1. `C86` (T- and NK-cell
 * lymphoma) entered ICD-10 later. Quan's one group of malignancies is divided as the index of 1987 does: leukaemia
 * (C91-C95, C901), lymphoma and myeloma (C81-C86, C88, C90, C96), solid tumours.
 */
const ranges: Readonly<Record<CharlsonGroup, string>> = {
  'myocardial-infarction': 'I21 I22 I252',
  'heart-failure': 'I099 I110 I130 I132 I255 I420 I425-I429 I43 I50 P290',
  'peripheral-vascular': 'I70 I71 I731 I738 I739 I771 I790 I792 K551 K558 K559 Z958 Z959',
  cerebrovascular: 'G45 G46 H340 I60-I69',
  dementia: 'F00-F03 F051 G30 G311',
  pulmonary: 'I278 I279 J40-J47 J60-J67 J684 J701 J703',
  'connective-tissue': 'M05 M06 M315 M32-M34 M351 M353 M360',
  'peptic-ulcer': 'K25-K28',
  'mild-liver': 'B18 K700-K703 K709 K713-K715 K717 K73 K74 K760 K762-K764 K768 K769 Z944',
  'severe-liver': 'I850 I859 I864 I982 K704 K711 K721 K729 K765-K767',
  diabetes: [10, 11, 12, 13, 14].map((type) => `E${type}0 E${type}1 E${type}6 E${type}8 E${type}9`).join(' '),
  'diabetes-complicated': [10, 11, 12, 13, 14].map((type) => `E${type}2-E${type}5 E${type}7`).join(' '),
  hemiplegia: 'G041 G114 G801 G802 G81 G82 G830-G834 G839',
  renal: 'I120 I131 N032-N037 N052-N057 N18 N19 N250 Z490-Z492 Z940 Z992',
  tumour: 'C00-C26 C30-C34 C37-C41 C43 C45-C58 C60-C76 C97',
  metastatic: 'C77-C80',
  leukaemia: 'C91-C95 C901',
  lymphoma: 'C81-C86 C88 C900 C902 C903 C96',
  aids: 'B20-B22 B24',
}

/** Every prefix of three or four characters with its group: a code belongs to the longest that it begins with. */
export const icd10Prefixes: readonly { readonly prefix: string; readonly group: CharlsonGroup }[] =
  groupNames.flatMap((group) =>
    ranges[group]
      .split(' ')
      .flatMap(expand)
      .map((prefix) => ({ prefix, group })),
  )

const byPrefix: ReadonlyMap<string, CharlsonGroup> = new Map(
  icd10Prefixes.map(({ prefix, group }) => [prefix, group]),
)

/** `I425-I429` as each of its codes; the ends differ in their last characters only. */
function expand(item: string): readonly string[] {
  const [first = '', last] = item.split('-')
  if (last === undefined) return [first]
  const digits = first.length - 1
  const from = Number(first.slice(1))
  return Array.from(
    { length: Number(last.slice(1)) - from + 1 },
    (_, at) => `${first.charAt(0)}${String(from + at).padStart(digits, '0')}`,
  )
}

const form = /^[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?$/

/** A code of ICD-10 (or of its national forms) without its dot, in capitals; null when the text is none. */
export function icd10Of(code: string): string | null {
  const text = code.trim().toUpperCase()
  return form.test(text) ? text.replace('.', '') : null
}

/** The comorbidity of an ICD-10 code without dot; null: it is none of the index's, since the mapping is complete. */
export function groupOfIcd10(code: string): CharlsonGroup | null {
  return byPrefix.get(code.slice(0, 4)) ?? byPrefix.get(code.slice(0, 3)) ?? null
}
