/** Words of the frame: status bar, rail, palette, alarms. */
export const frameStrings = {
  statusLabel: 'Station status',
  counters: {
    high: (count: number) => `${count} high priority`,
    medium: (count: number) => `${count} medium priority`,
    low: (count: number) => `${count} low priority`,
  },
  countersLabel: 'Open alerts',
  clock: 'Clock',
  railLabel: 'Screens',
  waitsForYou: (count: number) => `${count} waiting`,
  palettePrompt: 'Patient, bed, drug, command',
  paletteKey: 'Ctrl K',
  muted: (left: string) => `sounds off ${left}`,
  wall: { note: 'Wall display: no names. Hold your badge to the reader, or sign in.', signIn: 'Sign in' },
  demo: 'DEMO · simulated patients · nothing here is real',
  noLink: 'no link',
  noDataSince: (time: string) => `No data since ${time}.`,
  noDataYet: 'No data yet.',
  toasts: 'Messages',
  dismiss: 'Dismiss',
  announcements: 'New alerts',
  screens: {
    alerts: 'Alerts',
    interactions: 'Interactions',
    approvals: 'Approvals',
    diagnostics: 'Diagnostics',
    'prior-auth': 'Prior auth',
    risk: 'Risk',
    sessions: 'People',
    hub: 'Hub',
    audit: 'Audit',
    settings: 'Settings',
  },
  fatal: {
    title: 'Wardlight could not reach its own core',
    text: 'The window opened without its connection to the station. No alerts can be shown. Close Wardlight and start it again.',
  },
  crashed: {
    title: 'This screen failed',
    text: 'Alerts go on being received and sounded. Open the screen again; if it fails again, restart Wardlight.',
    again: 'Open again',
  },
} as const

export const paletteStrings = {
  label: 'Command palette',
  input: 'Search patients, beds, drugs and commands',
  none: 'Nothing matches. Patients with open alerts, drugs, screens and commands are found here.',
  groups: {
    patients: 'Patients with open alerts',
    drugs: 'Drugs',
    screens: 'Go to',
    commands: 'Commands',
  },
  drug: (name: string, matched: string) =>
    matched.toLowerCase() === name.toLowerCase() ? `Check ${name}` : `Check ${name} (${matched})`,
  patient: (bed: string, name: string) => `${bed} · ${name}`,
  mute: 'Mute sounds for two minutes',
  unmute: 'Sounds on again',
  newPriorAuth: 'New request for prior authorisation',
  riskBoard: 'Risk board of the population',
  riskFigures: 'Distribution of risk scores',
  clinicalRisk: 'Clinical risk',
  theme: { dark: 'Dark theme', light: 'Light theme', 'high-contrast': 'High-contrast theme' },
  density: { station: 'Station density', wall: 'Wall density' },
} as const

/** Words of the frame of the Risk screen. */
export const riskStrings = {
  title: 'Risk',
  tabsLabel: 'Risk',
  tabs: { population: 'Population', clinical: 'Clinical risk' },
  demo: 'DEMO',
} as const
