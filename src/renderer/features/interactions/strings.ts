import type { MatchKind, Route } from '@shared/features/interactions/model.ts'
import type { CheckResult } from '@shared/features/interactions/check.ts'

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`

/** The frame of the Interactions screen. */
export const screenStrings = {
  title: 'Interactions',
  tabsLabel: 'Parts of the Interactions screen',
  tabs: { check: 'Check', queue: 'Queue', rules: 'Rules', formulary: 'Formulary', ledger: 'Ledger' },
  loading: 'Reading…',
  again: 'Try again',
} as const

export const routeWords: Readonly<Record<Route, string>> = {
  oral: 'by mouth',
  intravenous: 'intravenous',
  intramuscular: 'intramuscular',
  subcutaneous: 'subcutaneous',
  transdermal: 'patch',
  topical: 'on the skin',
  inhaled: 'inhaled',
  nasal: 'nasal',
  ophthalmic: 'eye',
  otic: 'ear',
  rectal: 'rectal',
  vaginal: 'vaginal',
}

const via: Readonly<Record<MatchKind, (matched: string) => string>> = {
  name: (matched) => matched,
  brand: (matched) => `${matched}, brand`,
  salt: (matched) => `${matched}, salt`,
  synonym: (matched) => `${matched}, other name`,
  combination: (matched) => `${matched}, combination`,
  spelling: (matched) => `spelt like ${matched}`,
}

/** Typing, chips, pasting. */
export const listStrings = {
  field: 'Add a drug',
  fieldHint:
    'Brand, generic or other name; spelling need not be exact. Several lines pasted here are read as a list.',
  enterAdds: (drug: string) => `Enter adds ${drug}`,
  suggestions: 'Drugs that could be meant',
  matches: (matches: number) => `${count(matches, 'drug', 'drugs')} could be meant. Arrow keys choose.`,
  noMatch: 'No known drug is near. Enter adds it as “could not check”.',
  readFrom: (typed: string) => `read from “${typed}”`,
  via,
  chips: 'Drugs on the list',
  reading: 'reading…',
  which: 'which one?',
  chooseFor: (text: string) => `“${text}” could be several drugs. Choose one.`,
  notKnown: 'could not check',
  suggestionsFor: (text: string) => `“${text}” is not known. Was one of these meant?`,
  noSuggestions: 'No name is near. Correct it, or take it off the list and check it elsewhere.',
  options: (name: string) => `${name}: reading and route`,
  meant: 'Meant is',
  route: 'Route',
  routeAsWritten: 'as written',
  remove: (name: string) => `Take ${name} off the list`,
  clear: 'Empty the list',
  paste: 'Paste a list',
  print: 'Print',
  full: 'Open in Interactions',
  copiedFrom: (patientId: string) =>
    `Copied from the list of patient ${patientId}. Changes here change nothing there.`,
  tooMany: (most: number) => `At most ${most} drugs are checked together.`,
  empty: {
    title: 'No drugs on the list yet',
    text: 'Type or paste two drugs or more. Every pair appears here with the worst finding beside it; what could not be checked is said as clearly as what was found.',
  },
  oneDrug: 'One drug alone: allergies and facts are checked. Pairs appear with a second drug.',
} as const

export const pasteStrings = {
  title: 'Paste a medication list',
  field: 'List',
  hint: 'From any text: one drug per line or separated by commas, with or without doses.',
  read: 'Read the list',
  reading: 'Reading…',
  failed: 'The list could not be read. What you pasted is kept.',
  lines: 'What was read',
  notDrug: 'no drug in this line',
  none: 'No line of this text names a drug.',
  take: (lines: number) => `Add ${count(lines, 'drug', 'drugs')}`,
  include: (text: string) => `Add “${text}”`,
  choose: 'Which one is meant?',
  leaveUnknown: 'as typed',
  edit: 'Change the text',
  unknownNote: 'Not known. Added, it stands on the list as “could not check”.',
  cancel: 'Cancel',
} as const

/** What is known of the patient. */
export const factStrings = {
  label: 'Patient facts',
  edit: 'Patient facts',
  title: 'What is known of the patient',
  note: 'Facts change severities. What is left empty is unknown, never assumed normal.',
  age: 'Age, years',
  pregnant: 'Pregnant',
  egfr: 'eGFR, ml/min/1.73 m²',
  childPugh: 'Liver, Child-Pugh class',
  potassium: 'Potassium, mmol/L',
  qtc: 'QTc, ms',
  allergies: 'Allergies',
  allergyText: 'Allergies, one per line',
  unknown: 'unknown',
  yes: 'yes',
  no: 'no',
  none: 'none known',
  some: 'known',
  problems: {
    ageYears: 'A number from 0 to 130, or empty for unknown.',
    egfr: 'A number from 0 to 250, or empty for unknown.',
    potassium: 'A number from 0 to 15, or empty for unknown.',
    qtc: 'A number from 100 to 900, or empty for unknown.',
    allergies: 'Name at least one allergy, each up to 200 characters, or choose “none known”.',
  },
  save: 'Use these facts',
  cancel: 'Cancel',
  chips: {
    age: (years: number | null) => (years === null ? 'age unknown' : `${years} years`),
    pregnant: (is: boolean | null) => (is === null ? 'pregnancy unknown' : is ? 'pregnant' : 'not pregnant'),
    egfr: (value: string | null) => (value === null ? 'kidney function unknown' : `eGFR ${value}`),
    childPugh: (value: string | null) => (value === null ? 'liver function unknown' : `Child-Pugh ${value}`),
    potassium: (value: string | null) => (value === null ? 'potassium unknown' : `K⁺ ${value} mmol/L`),
    qtc: (value: string | null) => (value === null ? 'QTc unknown' : `QTc ${value} ms`),
    noAllergies: 'no known allergies',
    allergiesUnknown: 'allergies unknown',
    allergy: (name: string) => `allergy: ${name}`,
  },
} as const

const consultedHub: Readonly<Record<CheckResult['consulted']['hub'], string | null>> = {
  consulted: null,
  'not-needed': null,
  unreachable:
    'The hub could not be reached: answers that other stations or pharmacists have stored were not consulted.',
}
const consultedModel: Readonly<Record<CheckResult['consulted']['model'], string | null>> = {
  off: null,
  'not-needed': null,
  asked: null,
  'over-budget': 'The AI model was not asked: today’s budget is spent. Local rules go on being checked.',
  paused: 'The AI model was not asked: it has failed several times and is left alone for a while.',
}

/** The answer as a whole. */
export const resultStrings = {
  consultedHub,
  consultedModel,
  failed: 'This list could not be checked',
  failedText: (message: string) =>
    `${message} The list is kept. Answers shown are from before the last change.`,
  again: 'Check again',
  asking: 'Checking…',
  live: 'Result of the check',
  drugs: (drugs: number, pairs: number) =>
    `${count(drugs, 'drug', 'drugs')}, ${count(pairs, 'pair', 'pairs')}`,
  severities: {
    contraindicated: (number: number) => `${number} contraindicated`,
    major: (number: number) => `${number} major`,
    moderate: (number: number) => `${number} moderate`,
    minor: (number: number) => `${number} minor`,
  },
  noPairs: 'no pair to check',
  unchecked: (pairs: number) => `${count(pairs, 'pair', 'pairs')} could not be checked`,
  allergies: (number: number) => `${count(number, 'allergy was', 'allergies were')} not understood`,
  askingPairs: (pairs: number) => `${count(pairs, 'pair is', 'pairs are')} being asked about`,
  clear: (pairs: number) => `nothing found in ${count(pairs, 'pair', 'pairs')}`,
  knowledge: ({ version, reviewed }: { version: string; reviewed: string | null }) =>
    `Knowledge of ${version}, ${reviewed === null ? 'not yet reviewed by a pharmacy' : `reviewed: ${reviewed}`}`,
  latency: (ms: string) => `answered in ${ms}`,
  simulated: 'DEMO',
} as const

/** The triangle of pairs. */
export const matrixStrings = {
  label: 'Pairs',
  help: 'Arrow keys move between pairs; Enter opens one.',
  and: (a: string, b: string) => `${a} and ${b}`,
  clear: (version: string) => `nothing found in the knowledge of ${version}`,
  adviceOnly: 'nothing found by a model only; no pharmacist has accepted that',
  asking: 'asking…',
  unchecked: 'could not check',
  more: (number: number) => `and ${number} more`,
  partOpen: { asking: 'a part is still being asked about', unchecked: 'a part could not be checked' },
  inGroup: 'also in a finding of several drugs',
  marks: { contraindicated: 'CI', major: 'Ma', moderate: 'Mo', minor: 'Mi' },
  legend: 'Legend',
  face: {
    clear: 'none found',
    adviceOnly: 'AI: none',
    unchecked: '? not checked',
    contraindicated: 'Contraind.',
    major: 'Major',
    moderate: 'Moderate',
    minor: 'Minor',
  },
} as const
