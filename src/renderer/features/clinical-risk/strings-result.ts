import type { Assessment, AssessmentStanding, Recommendation } from '@shared/features/clinical-risk/model.ts'

const standings: Readonly<Record<AssessmentStanding, string>> = {
  high: 'High risk',
  review: 'For review',
  possible: 'Possibly high',
  lower: 'Lower',
}

/** Of the lowest possible score; `possible` and `lower` of the highest. */
const meanings: Readonly<Record<AssessmentStanding, string>> = {
  high: 'above 0.8',
  review: 'above 0.7',
  possible: 'may exceed 0.7',
  lower: '0.7 or less',
}

const parts: Readonly<Record<keyof Assessment['parts'], string>> = {
  age: 'Age',
  medication: 'Medication',
  history: 'History',
}

const urgencies: Readonly<Record<Recommendation['urgency'], string>> = {
  now: 'Now',
  soon: 'Soon',
  routine: 'Routine',
}

/** Words of results: counts, distribution, list, explanation, rows that could not be read, export. */
export const resultStrings = {
  standings,
  meanings,
  parts,
  range: (low: string, high: string): string => `${low} – ${high}`,
  confidence: (share: string): string => `${share} confident`,
  missing: (count: number): string => `${count} missing`,
  nothingMissing: 'nothing missing',
  overview: {
    label: 'Counts by standing',
    show: (standing: string): string => `Show only ${standing.toLowerCase()}`,
    distribution: 'Distribution',
    low: 'lowest possible',
    high: 'highest possible',
    summary: (assessed: string, over: string): string =>
      `Scores of ${assessed} assessed patients from 0 to 1; the highest possible score of ${over} lies above 0.7.`,
    bin: (from: string, to: string, low: string, high: string): string =>
      `${from} to ${to}: lowest possible score of ${low}, highest possible of ${high}`,
  },
  list: {
    parts: 'Parts of the result',
    patients: 'Patients',
    rejects: (count: string): string => `Rows not read (${count})`,
    label: 'Patients, highest possible score first',
    search: 'Patient number',
    all: 'All standings',
    standing: 'Standing',
    count: (matching: string): string => (matching === '1' ? '1 patient' : `${matching} patients`),
    cut: (most: string): string => `the first ${most} can be reached here, the others by standing or number`,
    partOf: (here: string, all: string): string =>
      `${here} of ${all} patients are here; the others lie at the station that ran this run`,
    loading: 'Reading the results…',
    loadingRow: 'reading…',
    failed: 'The results could not be read',
    elsewhere: 'Not all results of this run are here',
    stale: (reason: string): string => `Shown as last read. ${reason}`,
    keys: 'J K move · Enter opens · Escape closes',
    underWay: {
      title: 'The list appears when the run has ended',
      text: 'Counts and distribution move on meanwhile. Patients of high risk raise an alert as they are found, in a large run the first of them.',
    },
    none: {
      title: 'Nobody was assessed',
      text: 'No row of the source gave a record that could be assessed.',
    },
    filtered: { title: 'No patient fits', text: 'Choose another standing or clear the number.' },
  },
  why: {
    label: 'Why',
    title: (patientId: string): string => `Why patient ${patientId} stands here`,
    close: 'Close',
    patientPage: 'Patient page',
    loading: 'Reading the assessment…',
    failed: 'The assessment could not be read',
    elsewhere: 'What this result rests on is not here',
    choose: {
      title: 'Nobody is open',
      text: 'Open a patient from the list: the three parts, what is missing and what is recommended appear here.',
    },
    formula: 'Mean of three',
    mean: (age: string, medication: string, history: string): string =>
      `(${age} + ${medication} + ${history}) ÷ 3`,
    limitReview: '0.7 review',
    limitHigh: '0.8 high',
    physician: 'A physician has to look at this.',
    physicianPossible: 'A physician has to look at this: what is missing could lift the score above 0.7.',
    notNeeded: 'Even with what is missing the score does not exceed 0.7.',
    partSaid: (name: string, range: string): string => `${name}: ${range}`,
    basis: 'Rests on',
    input: 'Input',
    points: 'Points',
    noPoints: '–',
    nothingKnown: 'Nothing is known; every value is possible.',
    missing: 'Missing',
    missingNone: 'Nothing is missing.',
    missingHint: 'Each leaves the score open; none of it counts as low risk.',
    confidence: 'Confidence',
    confidenceHint: 'share of the needed inputs that is known, times the data quality',
    recommendations: 'Recommended',
    noRecommendation: 'No rule recommends anything for this patient.',
    urgencies,
    because: (reason: string): string => `Because: ${reason}`,
    source: (source: string): string => `Source: ${source}`,
    made: (at: string, version: string): string => `Assessed ${at} · tables and rules ${version}`,
  },
  rejects: {
    label: 'Rows that could not be read',
    intro:
      'These rows were left out; the others were assessed. Mend the text and try again: the row joins this run. Their text is kept encrypted until then.',
    none: {
      title: 'Every row could be read',
      text: 'Rows that cannot be read appear here with the reason, to be mended.',
    },
    loading: 'Reading the rows…',
    failed: 'The rows could not be read again',
    elsewhere: 'The rows lie at another station',
    mayNot: 'Rows are mended by those who may run clinical risk.',
    line: (line: string | null): string => (line === null ? 'No line' : `Line ${line}`),
    count: (total: string): string => (total === '1' ? '1 row' : `${total} rows`),
    earlier: 'Earlier rows',
    later: 'Later rows',
    place: (from: string, to: string, total: string): string => `${from} to ${to} of ${total}`,
    edit: 'Text of the row',
    columns: (names: string): string => `Columns in order: ${names}`,
    replay: 'Try again with this text',
    replaying: 'Reading…',
    replayed: 'The row was read and its patient assessed.',
    still: 'Still not readable.',
    discard: 'Discard…',
    discardTitle: 'Discard this row?',
    discardNote:
      'The row and its text are deleted. Its patient gets no assessment in this run. This cannot be undone.',
    discardDo: 'Discard the row',
    discarding: 'Discarding…',
    discarded: 'The row was discarded.',
    cancel: 'Cancel',
    choose: { title: 'No row is chosen', text: 'Choose one to see its text and mend it.' },
  },
  export: {
    open: 'Export…',
    title: 'Export results',
    note: 'The file contains patient numbers. Who exported what, and why, is put on record.',
    which: 'Which patients',
    reason: 'Reason',
    reasonHint: 'At least five letters, without names of patients.',
    cancel: 'Cancel',
    save: 'Export',
    saving: 'Exporting…',
    saved: (name: string, rows: string): string => `${name} with ${rows} patients is saved where you choose.`,
  },
  card: {
    title: 'Clinical risk',
    again: 'Assess again',
    asking: 'Assessing…',
    failed: 'The clinical risk could not be assessed',
    unknown:
      'The hub has no record, no list of drugs and no reading of this patient: nothing was assessed, which says nothing of the risk.',
    more: 'How it comes about',
    readBy: (model: string): string =>
      `Notes were read by rules and by ${model}. What only the model read can lift the highest score, and changes nothing else.`,
  },
} as const
