import type { RunStatus, SpecialistId } from '@shared/features/diagnostics/model.ts'

const specialists: Readonly<Record<SpecialistId, string>> = {
  cardiology: 'Cardiology',
  neurology: 'Neurology',
  radiology: 'Radiology',
  laboratory: 'Laboratory',
  infectious_disease: 'Infectious disease',
  pharmacology: 'Pharmacology',
  general_medicine: 'General medicine',
  challenger: 'Challenger',
  steward: 'Steward',
}

const statuses: Readonly<Record<RunStatus, string>> = {
  running: 'Under way',
  completed: 'Complete',
  cancelled: 'Cancelled',
  abandoned: 'Abandoned',
}

/** Words of the Diagnostics screen: its frame, the list of runs, and the opened run's head and lanes. */
export const diagnosticStrings = {
  title: 'Diagnostics',
  tabsLabel: 'Parts of Diagnostics',
  tabs: { new: 'New run', runs: 'Runs', figures: 'Figures' },
  start: 'Start a diagnostic run',
  demo: 'DEMO',
  specialists,
  statuses,
  risks: { low: 'Low risk', moderate: 'Moderate risk', high: 'High risk' },
  percent: (share: number): string => `${Math.round(share * 100)} %`,
  linkLost: (since: string): string =>
    `No link to the hub since ${since}. What is shown is as it was then; nothing can be started, cancelled or judged until the link is back.`,
  linkLostEver: 'No link to the hub. Runs cannot be read, and nothing can be started until it is there.',
  mayNot: {
    title: 'You do not see diagnostic runs',
    text: 'How often runs were right and what they cost is under Figures.',
  },
  list: {
    label: 'Runs, newest first',
    filter: 'Patient number',
    ofPatient: (id: string): string => `All runs of ${id}`,
    history: (id: string): string => `Runs of patient ${id}`,
    everyone: 'Show everyone’s runs',
    count: (shown: number): string => (shown === 1 ? '1 run' : `${shown} runs`),
    further: 'Show older runs',
    patient: (id: string): string => `Patient ${id}`,
    noLeading: 'no hypothesis',
    notYet: 'no result yet',
    judged: { right: 'was right', partly: 'was partly right', wrong: 'was wrong' },
    unjudged: 'not judged',
    loading: 'Reading the runs…',
    failed: 'The runs could not be read',
    stale: (reason: string): string => `The list could not be renewed; it is shown as it was. ${reason}`,
    again: 'Try again',
    none: {
      title: 'No diagnostic run yet',
      text: 'Runs of all stations appear here, the newest on top: their lanes while they go on, then what they found.',
    },
    nonePatient: {
      title: 'No run of this patient',
      text: 'Runs are kept on the hub. None is known for this number.',
    },
    filtered: { title: 'No run shown fits this number' },
    keys: 'J K move · Enter opens',
  },
  run: {
    label: 'Opened run',
    choose: {
      title: 'No run is open',
      text: 'Open one from the list: its specialists, its differential, what must not be missed and what it cost appear here.',
    },
    loading: 'Reading the run…',
    failed: 'The run could not be read',
    stale: (reason: string): string => `Shown as last read. ${reason}`,
    gone: {
      title: 'This run is no longer on the hub',
      text: 'Runs are kept for a limited time. The audit trail still says that it took place.',
    },
    started: (at: string, by: string): string => `Started ${at} by ${by}`,
    ended: (at: string): string => `ended ${at}`,
    fromCache: 'The same findings were weighed within the last hour; that result was taken over.',
    cancel: 'Cancel the run',
    cancelling: 'Cancelling…',
    cancelled: 'The run was cancelled. Nothing of it is acted on.',
    again: 'Start another with these findings',
    endedWithout: {
      cancelled: 'The run was cancelled before it had a result.',
      abandoned:
        'The run came to no result: it was begun again several times or took too long. Start another; the findings are kept with it.',
    },
  },
  lanes: {
    label: 'Specialists',
    local: 'Local rules',
    model: 'Model',
    states: {
      waiting: 'waiting',
      working: 'at work',
      done: 'done',
      unheard: 'nothing to read',
      stopped: 'stopped',
    },
    modelStates: {
      asked: 'asked',
      failed: 'failed',
      'not-asked': 'not asked',
      unanswered: 'no answer',
    },
    confidence: (share: string): string => `${share} confident`,
    noHypothesis: 'names nothing',
    summary: (done: number, all: number): string => `${done} of ${all} specialists are done`,
    words: (name: string, state: string): string => `${name}: ${state}`,
    noModel: 'No model opinion in this run: the local rules are complete without one.',
  },
  foreign: {
    title: 'Runs of other programs',
    label: 'Run of another program',
    row: (id: string): string => `Patient ${id}`,
    states: { running: 'Under way', ended: 'Ended' },
    progress: (done: number, all: number): string => `${done} of ${all} heard of are done`,
    heard: (at: string): string => `First heard of ${at}`,
    explain: {
      running:
        'A program of others works on this patient. Only its progress is told; findings and result are in that program. What it published before this station listened is not known here.',
      ended:
        'That program no longer holds the patient’s lock: its run has come to an end. Its result is in that program.',
    },
    none: 'Nothing was heard of its specialists yet.',
    noConfidence: 'done',
    working: 'at work',
    close: 'Close',
    ofPatient: 'Another program is making a diagnostic run for this patient.',
    show: 'Show it',
  },
  steps: {
    started: 'started',
    resumed: 'taken over by another station',
    from_cache: 'taken from a similar case',
    budget_spent: 'budget spent, no further model is asked',
    synthesised: 'put together',
    approval_asked: 'physician asked',
    completed: 'complete',
    cancelled: 'cancelled',
    abandoned: 'abandoned',
  },
} as const
