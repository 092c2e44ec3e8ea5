import type { Handlers } from '@main/ipc/router.ts'
import type { sessionRequests } from '@shared/features/sessions/contract.ts'
import type { Drafts } from './drafts.ts'
import type { EmergencyAccess } from './emergency.ts'
import type { SessionService } from './service.ts'
import type { SignIn } from './sign-in.ts'
import type { UserAdministration } from './users.ts'

/** The services of this feature. */
export interface SessionParts {
  readonly sessions: SessionService
  readonly signIn: SignIn
  readonly users: UserAdministration
  readonly emergency: EmergencyAccess
  readonly drafts: Drafts
  /** Begins to sign in by the identity provider. */
  provider(): void
}

/** Maps the feature's requests to its services; decides nothing. */
export function sessionHandlers(parts: SessionParts): Handlers<keyof typeof sessionRequests> {
  const { sessions, signIn, users, emergency, drafts } = parts
  const me = (): string => sessions.present?.account.id ?? ''
  return {
    'sessions.view': () => sessions.view(),
    'sessions.sign-in': ({ userId, secret }) => signIn.withSecret(userId, secret),
    'sessions.badge': ({ badge }) => signIn.withBadge(badge),
    'sessions.demonstration': ({ userId }) => signIn.asDemonstration(userId),
    'sessions.provider': () => {
      parts.provider()
      return {}
    },
    'sessions.first-administrator': ({ id, name, secret }) => signIn.firstAdministrator(id, name, secret),
    'sessions.sign-out': () => {
      sessions.end('signed-out')
      return sessions.view()
    },
    'sessions.activity': () => {
      sessions.activity()
      return {}
    },
    'sessions.mine': async () => ({ sessions: await users.sessions(me()) }),
    'sessions.end-mine': async ({ handle }) => {
      await users.end(handle, me())
      return {}
    },
    'sessions.all': async () => ({ sessions: await users.sessions(null) }),
    'sessions.end-any': async ({ handle }) => {
      await users.end(handle, null)
      return {}
    },
    'sessions.policy': () => sessions.policy,
    'sessions.save-policy': async (policy) => {
      await sessions.savePolicy(policy)
      return policy
    },
    'users.list': async () => ({ users: await users.list() }),
    'users.add': ({ secret, ...facts }) => users.add(facts, secret),
    'users.change': (facts) => users.change(facts),
    'users.set-secret': ({ id, secret }) => users.setSecret(id, secret),
    'users.set-badge': ({ id, badge }) => users.setBadge(id, badge),
    'users.disable': ({ id, disabled }) => users.disable(id, disabled),
    'emergency.begin': ({ reason, minutes }) => emergency.begin(reason, minutes),
    'emergency.end': () => emergency.end(),
    'emergency.queue': async () => ({ entries: [...(await emergency.queue())] }),
    'drafts.keep': ({ place, text }) => {
      drafts.keep(place, text)
      return {}
    },
    'drafts.all': () => ({ drafts: drafts.all() }),
  }
}
