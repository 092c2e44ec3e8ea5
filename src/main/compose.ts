import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { EmbeddedHub } from './hub/embedded-hub.ts'
import { wireSessions, type WiredSessions } from './compose-sessions.ts'
import { GatedWindow } from './ipc/gated-window.ts'
import { Router, type Sitting } from './ipc/router.ts'
import { Journal } from './journal/journal.ts'
import { journalKey, KeyStoreMissing } from './journal/journal-key.ts'
import { KeptValues } from './journal/kept-values.ts'
import { kindOfError } from './platform/log.ts'
import type { Platform } from './platform/ports.ts'
import { SqliteAlertJournal } from './features/alerts/alert-journal.ts'
import { sessionHandlers } from './features/sessions/handlers.ts'
import { interactionHandlers } from './features/interactions/handlers.ts'
import { ModelConfiguration } from './features/interactions/model-settings.ts'
import { settingsHandlers } from './features/settings/handlers.ts'
import type { Inquirer } from './features/interactions/service-recent.ts'
import { SettingsService } from './features/settings/service.ts'
import { auditHandlers } from './features/audit/handlers.ts'
import { patientsLookedAt } from './emergency-wiring.ts'
import { HubSession } from './hub-session.ts'
import { approvalRecord } from './approval-wiring.ts'
import { adviceTrail, auditTrail, buildAudit, type StationAudit } from './station-audit.ts'
import type { StationOptions } from './station-options.ts'
import { fixedSettings } from './policy.ts'
import { type Reply, RequestFailure } from '@shared/ipc/envelope.ts'
import { wallRights } from '@shared/clinical/permissions.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { StationInfo } from '@shared/features/station/contract.ts'

const STATION_ID = 'station.id'
/** Wards of the demonstration; a first start with the embedded hub watches them. */
const DEMO_UNITS = ['icu', '4b', 'care_management']

/** One station: everything that does not depend on Electron, wired together here and nowhere else. */
export class Station {
  readonly #options: StationOptions
  readonly #platform: Platform
  readonly #journal: Journal
  readonly #alertJournal: SqliteAlertJournal
  readonly #settings: SettingsService
  readonly #embedded: EmbeddedHub
  readonly #stationId: string
  readonly #keyHex: string
  readonly #secretNote: string | null
  readonly #people: WiredSessions
  readonly #audit: StationAudit
  readonly #kept: KeptValues
  readonly #model: ModelConfiguration
  #session: HubSession | null = null
  #routes: { readonly parts: HubSession['parts']; readonly router: Router } | null = null
  #changing: Promise<void> = Promise.resolve()

  constructor(options: StationOptions, platform: Platform) {
    this.#options = options
    const window = new GatedWindow(platform.window, () => this.#sitting()?.held ?? null)
    this.#platform = {
      ...platform,
      window,
      outputs: {
        ...platform.outputs,
        attention: (count, flash) => {
          platform.outputs.attention(count, flash)
          this.#people.waitingChanged()
        },
      },
    }
    const { keyHex, note } = journalKey(
      options.dataFolder,
      platform.secrets,
      options.refuseKeyFile !== true || options.givenHub === null,
    )
    this.#secretNote = note
    this.#keyHex = keyHex
    this.#journal = Journal.open(join(options.dataFolder, 'journal.db'), keyHex)
    this.#alertJournal = new SqliteAlertJournal(this.#journal, (error) =>
      options.log.error({ error: kindOfError(error) }, 'journal not written'),
    )
    const kept = new KeptValues(this.#journal)
    this.#kept = kept
    this.#model = new ModelConfiguration(kept, options.model ?? null)
    this.#stationId = kept.read(STATION_ID, z.uuid()) ?? randomUUID()
    kept.write(STATION_ID, this.#stationId)
    this.#embedded = new EmbeddedHub(options.hubFolder)
    this.#settings = new SettingsService({
      kept,
      secretStoreNote: note,
      givenHub: options.givenHub,
      remoteRefusal: note !== null && options.refuseKeyFile === true ? new KeyStoreMissing().message : null,
      fixed: fixedSettings(options.policy ?? {}),
      hubIsFixed: options.policy?.hub !== undefined,
      firstUnits: options.givenHub === null && options.demo ? DEMO_UNITS : ['general'],
      publish: (view) => window.send('settings.changed', view),
      changed: (settings) => {
        platform.protectContent(settings.contentProtection)
        this.#session?.settingsChanged()
      },
      hubChanged: () => void this.#rebuild(),
    })
    // A hub that was stored at an earlier start counts as one that was given now.
    if (note !== null && options.refuseKeyFile === true && this.#settings.remoteHub() !== null) {
      this.#journal.close()
      throw new KeyStoreMissing()
    }
    platform.protectContent(this.#settings.settings.contentProtection)
    this.#audit = buildAudit({
      retentionYears: options.policy?.auditYears,
      dataFolder: options.dataFolder,
      stationId: this.#stationId,
      journalKeyHex: keyHex,
      kept,
      platform: this.#platform,
      log: options.log,
      session: () => this.#session,
      stationName: () => this.#settings.settings.stationName,
      unitsShown: () => this.#settings.settings.units,
    })
    this.#people = wireSessions({
      options,
      platform,
      window,
      kept,
      stationId: this.#stationId,
      audit: auditTrail(this.#audit.service.log),
      stationName: () => this.#settings.settings.stationName,
      hubName: () => this.#settings.remoteHub()?.display ?? 'embedded',
      hubSession: () => this.#session,
      looked: (user, from, to) => patientsLookedAt(this.#audit.service, user, from, to),
      wall: () => this.#isWall(),
    })
  }

  /** Who is here, and the ways to sign in. */
  get people(): WiredSessions {
    return this.#people
  }

  get session(): HubSession | null {
    return this.#session
  }

  get audit(): StationAudit {
    return this.#audit
  }

  /** Connects to the hub; resolves when trying has begun, not when the link is live. */
  async start(): Promise<void> {
    this.#session = await this.#newSession()
    this.#audit.service.start()
    this.#people.sessions.start()
    if (this.#options.signInDemonstration) this.#people.signInForCheck()
  }

  /** Answers one request of the window. Never rejects. */
  async answer(name: string, input: unknown, trusted: boolean): Promise<Reply<unknown>> {
    await this.#changing
    const session = this.#session
    if (!session)
      return { ok: false, error: { code: 'ipc.internal', message: 'The station is starting.', details: {} } }
    return this.#routerOf(session).answer(name, input, trusted)
  }

  /** The routes of one hub's parts; built again only when those are. */
  #routerOf(session: HubSession): Router {
    const { parts } = session
    if (this.#routes?.parts === parts) return this.#routes.router
    const router = new Router(
      {
        ...session.handlers(),
        ...interactionHandlers(session.interactions, this.#model, () => this.#signedIn()),
        ...settingsHandlers(this.#settings),
        ...auditHandlers(this.#audit.service),
        ...sessionHandlers(this.#people),
        'station.info': () => this.#info(),
      },
      {
        sitting: () => this.#sitting(),
        audit: (request) => this.#audit.requests.put(request),
        defect: (request, error) => this.#options.log.error({ request, error: kindOfError(error) }, 'defect'),
      },
    )
    this.#routes = { parts, router }
    return router
  }

  /** Stops everything in order; the embedded hub too unless another station uses it. */
  async stop(): Promise<void> {
    await this.#changing
    await this.#people.stop()
    await this.#audit.service.stop()
    await this.#session?.stop()
    this.#session = null
    this.#alertJournal.flush()
    this.#journal.close()
  }

  #rebuild(): Promise<void> {
    this.#changing = this.#changing.then(async () => {
      await this.#session?.stop()
      this.#people.sessions.hubChanged()
      this.#session = await this.#newSession()
      this.#platform.window.send('alerts.reset', { revision: 0 })
    })
    return this.#changing
  }

  async #newSession(): Promise<HubSession> {
    const session = new HubSession({
      options: this.#options,
      platform: this.#platform,
      settings: this.#settings,
      journal: this.#alertJournal,
      embedded: this.#embedded,
      stationId: this.#stationId,
      standingWarnings: [
        ...(this.#secretNote === null ? [] : [this.#secretNote]),
        ...(this.#journal.startedAnew
          ? [
              'The journal of this station could not be read and was begun anew; alerts already seen may be announced again.',
            ]
          : []),
      ],
      person: { current: () => this.#person() },
      interactions: {
        kept: this.#kept,
        model: this.#model,
        inquirer: () => inquirerOf(this.#sitting()),
        actor: () => this.#signedIn(),
        advice: adviceTrail(this.#audit.service.log),
        defect: (error) => this.#options.log.error({ error: kindOfError(error) }, 'interactions'),
      },
      nameless: () => this.#people.sessions.standing() === null,
      reviewer: () => {
        const standing = this.#people.sessions.standing()
        return standing && { actor: standing.actor, held: standing.held, session: standing.handle }
      },
      approvalRecord: approvalRecord(this.#audit.service.log),
      keyHex: this.#keyHex,
    })
    await session.start()
    return session
  }

  /** The person at this station, or what passers-by may see of a wall display. */
  #sitting(): Sitting | null {
    const standing = this.#people.sessions.standing()
    if (standing !== null || !this.#isWall()) return standing
    const actor = { user: '', role: 'wall-display', station: this.#settings.settings.stationName } as const
    return { actor, held: wallRights, serial: 0, handle: 'wall' }
  }

  #isWall(): boolean {
    return this.#settings.settings.density === 'wall'
  }

  /** Who answers alerts: also asked for a press on a notification, which does not come through the router. */
  #person(): Actor {
    const standing = this.#people.sessions.standing()
    if (standing?.held.has('answer-alerts') !== true)
      throw new RequestFailure('ipc.no-session', 'Nobody who may answer alerts is signed in at this station.')
    return standing.actor
  }

  #signedIn(): Actor {
    const standing = this.#people.sessions.standing()
    if (standing === null) throw new RequestFailure('ipc.no-session', 'Nobody is signed in at this station.')
    return standing.actor
  }

  #info(): StationInfo {
    const { stationName } = this.#settings.settings
    return { ...this.#options.versions, platform: process.platform, stationName }
  }
}

function inquirerOf(sitting: Sitting | null): Inquirer | null {
  if (sitting === null) return null
  const { actor, handle, serial } = sitting
  return { user: actor.user, role: actor.role, session: handle, serial }
}
