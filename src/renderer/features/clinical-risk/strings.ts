import type { RunState, RunStatus } from '@shared/features/clinical-risk/model.ts'

const states: Readonly<Record<RunState, string>> = {
  queued: 'Waiting to begin',
  reading: 'Reading the source',
  running: 'Under way',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  failed: 'Failed',
  done: 'Complete',
}

const formats: Readonly<Record<RunStatus['format'], string>> = {
  csv: 'CSV',
  parquet: 'Parquet',
  json: 'JSON',
  ndjson: 'NDJSON',
  fhir: 'FHIR R4',
  hub: 'Hub',
}

function patients(count: string): string {
  return count === '1' ? '1 patient' : `${count} patients`
}

/** A share of the whole; a small one keeps a digit, and what is not nothing never reads as 0 %. */
function percent(share: number): string {
  const value = share * 100
  if (value === 0 || value >= 9.95) return `${Math.round(value)} %`
  return value < 0.05 ? '< 0.1 %' : `${value.toFixed(1)} %`
}

/** Words of the Clinical risk tab: its frame, sources, runs and their progress. */
export const riskStrings = {
  label: 'Clinical risk',
  states,
  formats,
  patients,
  again: 'Try again',
  percent,
  mayNot: {
    title: 'You do not see clinical risk',
    text: 'Who may see it is set with the people of this station.',
  },
  linkLost: (since: string): string =>
    `No link to the hub since ${since}. A run over a file goes on at this station alone; what other stations do is not known until the link is back.`,
  linkLostEver:
    'No link to the hub. A run over a file goes on at this station alone; what other stations do is not known.',
  sources: {
    title: 'Sources',
    label: 'Files of the watched folder',
    folder: (folder: string): string => `Folder ${folder}`,
    watch: 'Start a run when a new file appears',
    watching: 'New files start a run.',
    notWatching: 'New files wait until a run is started here.',
    notes: (model: string): string =>
      `Notes are read by rules, with quotations; those of one patient at a time, and of a run when you choose it, also by ${model}.`,
    byModel: (model: string, most: number): string =>
      `Runs that I start let ${model} read notes too: of up to ${most} patients whom a disease in them could lift above 0.7`,
    notesByRules: 'Notes are read by rules, with quotations.',
    add: 'Add files…',
    adding: (name: string): string => `Adding ${name}…`,
    stillAdding: (name: string): string =>
      `${name} is still being added. These files were not; add them again when it is there.`,
    added: (name: string): string => `${name} lies in the folder now.`,
    addedAndStarts: (name: string): string => `${name} lies in the folder now; its run begins by itself.`,
    notRead: (name: string): string =>
      `${name} could not be read. It may have been moved or is no file. Nothing was added.`,
    tooLarge: (name: string, most: string, folder: string): string =>
      `${name} is larger than ${most} and was not added. Copy it into the folder itself: ${folder}`,
    drop: 'Let go to add these files to the folder',
    hub: 'Patients of the hub',
    hubHint: 'What the hub knows: drugs, allergies, vitals, laboratory',
    hubGone: 'No link to the hub: its patients cannot be read now.',
    start: 'Start',
    startOver: (name: string): string => `Start a run over ${name}`,
    starting: 'Starting…',
    files: (count: number): string => `${count} files`,
    unknownFormat: 'Not a format that can be read',
    neverRun: 'never run',
    lastRun: (state: string): string => `last run: ${state.toLowerCase()}`,
    ofFile: (name: string): string => ` over ${name}`,
    loading: 'Looking into the folder…',
    failed: 'The folder could not be looked into',
    none: {
      title: 'No file in the folder',
      text: 'CSV, Parquet, JSON, NDJSON and FHIR R4 files appear here. Add one, drop it on this screen, or copy it into the folder.',
    },
    mayNot: 'Runs are started by those who may run clinical risk; what they found is shown here.',
  },
  runs: {
    title: 'Runs',
    label: 'Runs, newest first',
    hub: 'Patients of the hub',
    high: (high: string, of: string): string => `${high} high of ${of}`,
    loading: 'Reading the runs…',
    failed: 'The runs could not be read',
    stale: (reason: string): string => `The list could not be renewed; it is shown as it was. ${reason}`,
    none: {
      title: 'No run yet',
      text: 'A run gives every patient of a file or of the hub an assessment. Runs of all stations appear here.',
    },
  },
  run: {
    label: (source: string): string => `Run over ${source}`,
    started: (at: string, by: string): string => `Started ${at} by ${by}`,
    ended: (at: string, took: string): string => `ended ${at} after ${took}`,
    cancel: 'Cancel the run',
    cancelling: 'Cancelling…',
    cancelled: 'The run was cancelled. What it has assessed was kept.',
    resume: 'Resume',
    resuming: 'Resuming…',
    resumed: 'The run goes on where it ended.',
    progress: 'Progress of the run',
    read: (done: string, of: string | null): string =>
      of === null ? `${done} records` : `${done} of ${of} records`,
    assessed: (count: string): string => `${patients(count)} assessed`,
    parts: (done: number, of: number): string => `part ${done} of ${of}`,
    perSecond: (count: string): string => `${count} per second`,
    workers: (count: number): string => (count === 1 ? '1 worker' : `${count} workers`),
    workersAre: (names: string): string => `Working on it: ${names}`,
    remaining: (span: string): string => `about ${span} left`,
    counting: 'The source is read and its rows are checked; then the patients are assessed part by part.',
    waiting: 'The run begins as soon as a station or an engine host is free.',
    interrupted:
      'The station that led this run stopped before its end. What was assessed was kept; resume it to assess the rest.',
    cancelledNote:
      'The run was cancelled before its end. What was assessed is shown; resume it to assess the rest.',
    failedNote: 'The run could not go on.',
    remarks: 'What was left out or went wrong',
    lowQuality: (count: string): string =>
      `${count} records were left out: their data quality is 0.95 or less, which is too little for an assessment.`,
    lowQualityOne:
      '1 record was left out: its data quality is 0.95 or less, which is too little for an assessment.',
    mended: (count: string): string => (count === '1' ? '1 row mended' : `${count} rows mended`),
    choose: {
      title: 'No run is open',
      text: 'Start one over a file or over the patients of the hub: its progress, its results and why each patient stands where they stand appear here.',
    },
    said: (source: string, state: string): string => `Run over ${source}: ${state.toLowerCase()}.`,
    saidProgress: (source: string, share: string): string => `Run over ${source}: ${share} assessed.`,
  },
  spans: {
    seconds: (count: number): string => `${count} s`,
    minutes: (count: number): string => `${count} min`,
    hours: (hours: number, minutes: number): string => `${hours} h ${minutes} min`,
  },
} as const
