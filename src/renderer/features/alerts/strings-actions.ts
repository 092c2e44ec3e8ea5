import type { ActionKind } from './actions.ts'

interface ActionWords {
  readonly label: string
  readonly busy: string
  readonly done: (bed: string) => string
}

/** What each action is called, what it says while under way and when it is done. */
export const actionWords: Readonly<Record<ActionKind, ActionWords>> = {
  acknowledge: { label: 'Acknowledge', busy: 'Acknowledging…', done: (bed) => `${bed}: acknowledged.` },
  escalate: { label: 'Escalate', busy: 'Escalating…', done: (bed) => `${bed}: escalated.` },
  take: { label: 'Take', busy: 'Taking…', done: (bed) => `${bed}: with you.` },
  release: { label: 'Release', busy: 'Releasing…', done: (bed) => `${bed}: released.` },
  'read-back': { label: 'Read back', busy: 'Recording…', done: (bed) => `${bed}: read-back recorded.` },
  note: { label: 'Note', busy: 'Saving…', done: (bed) => `${bed}: note added.` },
  resolve: { label: 'Resolve', busy: 'Resolving…', done: (bed) => `${bed}: resolved.` },
}

/** Said when an action did not apply because somebody was first or the alert has moved on. */
export const unchangedWords = {
  acknowledged: (who: string, when: string) =>
    `Already acknowledged by ${who} at ${when}. Nothing was changed.`,
  held: (who: string) => `Already with ${who}. Nothing was changed.`,
  notHeld: 'Nobody had taken it. Nothing was changed.',
  readBack: (who: string, when: string) => `Already read back to ${who} at ${when}. Nothing was changed.`,
  resolved: (who: string) => `Already resolved by ${who}. Nothing was changed.`,
  expired: 'The alert has already expired. Nothing was changed.',
  escalated: (role: string) => `Already escalated to ${role}; the chain has no further step.`,
  other: 'The alert has changed meanwhile. Nothing was done; its present state is shown.',
  somebody: 'somebody else',
  theClock: 'the deadline clock',
} as const

export const dialogStrings = {
  cancel: 'Cancel',
  readBack: {
    title: (what: string) => `Read back ${what}`,
    text: 'A critical result counts as told when the person has repeated it.',
    toldTo: 'Who was told',
    repeatedBy: 'Who repeated it',
    same: 'The same person repeated it',
    submit: 'Record read-back',
    needed: 'Write a name.',
  },
  resolve: {
    title: (what: string) => `Resolve ${what}?`,
    text: 'The alert leaves the board on all stations. It stays in the history.',
    reason: 'Reason (optional)',
    submit: 'Resolve',
  },
  note: {
    title: (what: string) => `Note on ${what}`,
    text: 'Note',
    submit: 'Add note',
    needed: 'Write the note.',
  },
} as const

export const followStrings = {
  now: (name: string) => `${name} is followed on this station.`,
  no: (name: string) => `${name} is no longer followed.`,
  follow: 'Follow',
  following: 'Following',
} as const

export const muteStrings = {
  muted: 'Sounds of this station are silent for two minutes. Alerts go on flashing.',
  sounding: 'Sounds are on again.',
} as const
