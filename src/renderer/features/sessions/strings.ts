import type { LockReason } from '@shared/features/sessions/model.ts'
import type { Role } from '@shared/clinical/roles.ts'

const roles: Readonly<Record<Role, string>> = {
  nurse: 'nurse',
  'charge-nurse': 'charge nurse',
  physician: 'physician',
  pharmacist: 'pharmacist',
  'care-manager': 'care manager',
  'quality-research': 'quality and research',
  'privacy-officer': 'privacy officer',
  administrator: 'administrator',
}

const reasons: Readonly<Record<LockReason, string>> = {
  start: '',
  'signed-out': 'Signed out.',
  'timed-out': 'Locked after a time without activity. Half-finished notes are kept for whoever wrote them.',
  'screen-locked': 'Locked together with the computer.',
  suspended: 'Locked because the computer went to sleep.',
  'clock-changed': 'Locked because the clock of this computer was changed.',
  'ended-elsewhere': 'This session was ended from elsewhere.',
  'account-changed': 'Locked because your rights were changed. Sign in again.',
  displaced: '',
  'other-hub': 'Locked because this station uses another hub now.',
}

/** "2 high, 1 medium alerts wait": counts only, never who or where. */
function waiting(high: number, medium: number, low: number): string {
  const parts = [
    high > 0 ? `${high} high` : '',
    medium > 0 ? `${medium} medium` : '',
    low > 0 ? `${low} low` : '',
  ].filter((part) => part !== '')
  if (parts.length === 0) return 'No alert waits for an answer.'
  const total = high + medium + low
  return `${parts.join(', ')} ${total === 1 ? 'alert waits' : 'alerts wait'}`
}

export const sessionStrings = {
  roles,
  lock: {
    title: 'Wardlight is locked',
    label: 'Sign in',
    reasons,
    waiting,
    user: 'User name',
    secret: 'Password or PIN',
    signIn: 'Sign in',
    signingIn: 'Signing in…',
    badge: 'Or hold your badge to the reader.',
    provider: (host: string) => `Sign in with ${host}`,
    inBrowser: 'Go on in the browser; this screen opens when you are done.',
    demonstration: 'Demonstration users',
    demonstrationNote: 'DEMO: simulated patients; nobody here is real.',
    demoUser: (name: string) => `${name} (DEMO)`,
    noUsers: 'This hub has no users yet',
    noUsersText: 'Create the first administrator, who then adds everybody else.',
    createFirst: 'Create the first administrator',
    back: 'Back',
    id: 'User name',
    idHint: 'Small letters, digits, dot, dash; for example j.weber',
    name: 'Full name',
    newSecret: 'Password (8 characters or more)',
    create: 'Create and sign in',
    unknownUsers: 'The hub does not answer. People who have signed in at this station before still can.',
  },
  bar: {
    signOut: 'Sign out',
    left: (minutes: number) => `${minutes} min until this station locks`,
    ending: (seconds: number) => `locks in ${seconds} s`,
    warning: (seconds: number) =>
      `This station locks in ${seconds} seconds. Move the pointer or press a key to stay signed in.`,
  },
} as const
