import type { AgeBand, RiskBand, RiskMetric } from '@shared/features/population/model.ts'

const bands: Readonly<Record<RiskBand, string>> = {
  high: 'high',
  raised: 'raised',
  moderate: 'moderate',
  low: 'low',
}

const metrics: Readonly<Record<RiskMetric, string>> = {
  a1c: 'HbA1c',
  bmi: 'BMI',
  blood_pressure: 'Systolic pressure',
}

const units: Readonly<Record<RiskMetric, string>> = { a1c: '%', bmi: 'kg/m²', blood_pressure: 'mmHg' }

const ages: Readonly<Record<AgeBand, string>> = {
  '0-17': '0 to 17',
  '18-39': '18 to 39',
  '40-64': '40 to 64',
  '65-79': '65 to 79',
  '80+': '80 and older',
}

const people = (count: number, shown: string): string => (count === 1 ? '1 patient' : `${shown} patients`)

/** Words of the risk board: its head, its filters and its rows. */
export const populationStrings = {
  bands,
  metrics,
  units,
  ages,
  sectionsLabel: 'What of the population',
  sections: { ranking: 'Ranking', distribution: 'Distribution', trends: 'Trends', care: 'Care work' },
  loading: 'Reading the risk board…',
  failed: 'The risk board could not be read',
  again: 'Try again',
  stale: (problem: string): string => `What is shown is from before: ${problem}`,
  silent: (time: string): string =>
    `Nothing has come from the hub since ${time}. Scores are as they were then; they are no longer current.`,
  reading: (read: string, of: string): string =>
    `${read} of ${of} patients read. Ranks, filters and search cover all once everybody is read.`,
  readingLabel: 'Patients read so far',
  demo: 'DEMO',
  simulated: 'Simulated patients are on this hub.',
  none: {
    title: 'Nobody is on the risk board yet',
    text: 'Patients appear here with their first HbA1c, BMI or systolic pressure, from any system on this hub or entered by hand, and with a roster.',
  },
  filtered: {
    title: 'Nobody matches',
    text: 'No patient of this population fits the filter and the search. A patient of whom the asked attribute is not known does not match it.',
    clear: 'Show everybody',
  },
  count: (matching: string, population: string, all: boolean): string =>
    all
      ? population === '1'
        ? '1 patient'
        : `${population} patients`
      : `${matching} of ${population} patients`,
  unscored: (count: string): string =>
    count === '1' ? '1 of them without any reading' : `${count} of them without any reading`,
  cut: (most: string): string => `The first ${most} can be scrolled to; narrow the filter for the others.`,
  search: 'Name or number',
  searchKey: '/',
  order: 'Order',
  orders: {
    score: 'Highest score',
    rise: 'Biggest rise',
    fall: 'Biggest fall',
    'next-contact': 'Next contact',
  },
  filters: {
    label: 'Filter',
    unit: 'Unit',
    unitAll: 'All units',
    age: 'Age',
    ageAll: 'All ages',
    condition: 'Condition',
    conditionAll: 'All conditions',
    manager: 'Care manager',
    managerAll: 'All care managers',
    nobody: 'With nobody',
    band: 'Band',
    bandAll: 'All bands',
    unscored: 'No reading yet',
    scores: (from: number, below: number | null): string =>
      below === null ? `Score ${from} and more` : `Score ${from} to below ${below}`,
    scoresOff: (scores: string): string => `${scores}: show all scores`,
    awake: 'Hide snoozed',
  },
  list: {
    label: 'Patients by risk',
    waiting: (count: number): string => (count === 1 ? '1 row will move' : `${count} rows will move`),
    move: 'Move now',
    moved: 'A row has just come in under the pointer. Press again.',
    keys: 'J K move · Enter why · Space tick · A assign · S snooze · N note · C contact · P patient · / search',
    keysRead: 'J K move · Enter why · P patient · / search',
    notHere: 'Reading…',
    tick: (name: string): string => `Tick ${name}`,
    ticked: (count: number): string => `${people(count, String(count))} ticked`,
    assign: 'Assign',
    untick: 'Untick all',
    tooMany: (most: number): string => `At most ${most} patients can be ticked at once.`,
  },
  row: {
    rank: (rank: string): string => `Rank ${rank}`,
    noRank: 'No rank',
    unscored: 'no reading yet',
    unscoredLong:
      'On the roster, but no HbA1c, BMI or systolic pressure is on this hub. The risk is not known; it is not low.',
    noName: 'Name not known',
    years: (age: number): string => `${age} y`,
    ageUnknown: 'age not known',
    unitUnknown: 'unit not known',
    noConditions: 'no conditions known',
    atLeast: 'at least',
    new: 'new > 75',
    newLong: 'newly above 75',
    foreign: 'foreign score',
    foreignLong:
      'Another program wrote this score. No reading is on this hub that explains it, so it cannot be split.',
    rose: (points: string): string => `▲ ${points}`,
    fell: (points: string): string => `▼ ${points}`,
    same: '= 0',
    noYesterday: 'none yesterday',
    roseLong: (points: string): string => `risen by ${points} since yesterday`,
    fellLong: (points: string): string => `fallen by ${points} since yesterday`,
    sameLong: 'as yesterday',
    nobody: 'with nobody',
    with: (manager: string): string => `with ${manager}`,
    mine: 'with you',
    snoozed: (until: string): string => `snoozed to ${until}`,
    contact: (day: string): string => `contact ${day}`,
    today: 'contact today',
    overdue: (days: number): string => (days > 365 ? 'contact > 1 y late' : `contact ${days} d late`),
    missing: (names: string): string => `${names} not known`,
    part: (metric: string, points: string): string => `${metric} ${points} points`,
    split: (parts: string): string => `of ${parts}`,
  },
  crossings: {
    label: 'Crossings of the threshold',
    entered: (who: string, score: string): string => `${who} has passed 75: ${score}.`,
    left: (who: string, score: string): string => `${who} has come down to ${score}.`,
    many: (entered: number, left: number): string =>
      `${people(entered, String(entered))} passed 75, ${left === 0 ? 'nobody' : people(left, String(left))} came down again.`,
  },
  legend: {
    label: 'Pieces of the bars',
    unknown: 'not known: the score may reach this far',
    limit: '75, high above',
  },
  actions: { record: 'Enter a reading', roster: 'Import a roster', export: 'Export' },
} as const
