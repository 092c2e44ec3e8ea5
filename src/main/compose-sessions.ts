import { AccountCache } from './features/sessions/account-cache.ts'
import { checkNurse } from './features/sessions/demonstration.ts'
import { Drafts } from './features/sessions/drafts.ts'
import { EmergencyAccess } from './features/sessions/emergency.ts'
import type { SessionParts } from './features/sessions/handlers.ts'
import type { AuditTrail } from './features/sessions/ports.ts'
import { ProviderSignIn } from './features/sessions/provider.ts'
import { SessionService } from './features/sessions/service.ts'
import { SignIn } from './features/sessions/sign-in.ts'
import { UserAdministration } from './features/sessions/users.ts'
import type { HubSession } from './hub-session.ts'
import type { KeptValues } from './journal/kept-values.ts'
import type { Platform, WindowPort } from './platform/ports.ts'
import { kindOfError } from './platform/log.ts'
import type { StationOptions } from './station-options.ts'
import { isCalling } from '@shared/features/alerts/model.ts'
import type { Waiting } from '@shared/features/sessions/model.ts'
import { priorityOf } from '@shared/clinical/priority.ts'

interface SessionWiring {
  readonly options: StationOptions
  readonly platform: Platform
  /** The window behind the gate: content reaches only those who may see it. */
  readonly window: WindowPort
  readonly kept: KeptValues
  readonly stationId: string
  readonly audit: AuditTrail
  stationName(): string
  hubName(): string
  hubSession(): HubSession | null
  /** Patients that a person has opened here between two moments of the wall clock; null when nobody can tell. */
  looked(user: string, from: number, to: number): Promise<readonly string[] | null>
  /** True when this station is a wall display. */
  wall(): boolean
}

export interface WiredSessions extends SessionParts {
  /** Signs the demonstration nurse in as soon as the demonstration ward runs; for the start check. */
  signInForCheck(): void
  /** Tells a locked window how much waits. */
  waitingChanged(): void
  stop(): Promise<void>
}

const CHECK_AGAIN_MS = 200

/** Wires the sessions feature to the station. */
export function wireSessions(wiring: SessionWiring): WiredSessions {
  const { options, platform, window, kept, stationId } = wiring
  const wallNow = (): number => Date.now()
  const cache = new AccountCache(kept, () => wiring.hubName(), wallNow)
  const demonstration = (): boolean => wiring.hubSession()?.demonstration ?? false
  const waiting = (): Waiting => countWaiting(wiring.hubSession())
  const sessions = new SessionService({
    hub: () => wiring.hubSession()?.parts?.people ?? null,
    cache,
    audit: wiring.audit,
    idle: platform.idle,
    now: () => ({ mono: performance.now(), wall: Date.now() }),
    stationName: () => wiring.stationName(),
    givenLimitSeconds: options.sessionSeconds,
    waiting,
    demonstration,
    wall: () => wiring.wall(),
    provider: options.provider?.issuer.hostname ?? null,
    window: {
      changed: (view) => window.send('sessions.changed', view),
      remaining: (remaining) => window.send('sessions.remaining', { remaining }),
    },
    hubAnswered: () => void emergency.flush(),
    locked: () => {
      const parts = wiring.hubSession()?.parts
      parts?.alerts.board.unwatch()
      parts?.population.unwatch()
    },
    emergencyOver: (entry, at) => void emergency.over(entry, at),
    reviewWaits: (count) =>
      void platform.outputs.notify(
        {
          key: 'emergency-review',
          priority: 'medium',
          title: `Emergency access: ${count} to review`,
          body: 'Somebody used emergency access. Its review waits in Wardlight.',
          canAcknowledge: false,
        },
        { clicked: () => undefined, acknowledged: () => undefined },
      ),
  })
  const signIn = new SignIn({ sessions, cache, stationId, demonstration })
  const emergency = new EmergencyAccess({
    sessions,
    kept,
    now: wallNow,
    looked: (user, from, to) => wiring.looked(user, from, to),
    defect: (error) => options.log.error({ error: kindOfError(error) }, 'emergency access'),
  })
  void emergency.endKilled()
  const provider = options.provider
    ? new ProviderSignIn({
        settings: options.provider,
        openBrowser: (url) => platform.openBrowser(url),
        sessions,
        signIn,
      })
    : null
  let checking: NodeJS.Timeout | null = null
  let stopped = false
  function signInForCheck(): void {
    if (stopped || sessions.present !== null) return
    const again = (): void => void (checking = setTimeout(signInForCheck, CHECK_AGAIN_MS))
    signIn.asDemonstration(checkNurse).catch(again)
  }
  return {
    sessions,
    signIn,
    users: new UserAdministration(sessions),
    emergency,
    drafts: new Drafts(sessions, kept),
    provider: () => provider?.begin(),
    signInForCheck,
    waitingChanged: () => {
      if (sessions.present === null) window.send('sessions.waiting', waiting())
    },
    stop: async () => {
      stopped = true
      if (checking) clearTimeout(checking)
      provider?.stop()
      await sessions.stop()
      // The end of an emergency access may just have been put down; the journal closes behind this.
      await emergency.flush()
    },
  }
}

function countWaiting(session: HubSession | null): Waiting {
  const waiting = { high: 0, medium: 0, low: 0 }
  for (const alert of session?.parts?.alerts.board.all() ?? [])
    if (isCalling(alert)) waiting[priorityOf(alert.severity)] += 1
  return waiting
}
