import type { StationOptions } from './station-options.ts'
import { type WiredApprovals, wireApprovals } from './approval-wiring.ts'
import { callingRules, quarantineOf, unitsInHistory } from './alert-wiring.ts'
import { AlertService } from './features/alerts/service.ts'
import type { SqliteAlertJournal } from './features/alerts/alert-journal.ts'
import { namelessChange } from './features/alerts/nameless.ts'
import { PatientView } from './features/alerts/patient-view.ts'
import type { ActingPerson } from './features/alerts/ports.ts'
import { RedisAlertStore } from './features/alerts/redis.ts'
import { RedisMissedMessages, RedisPatientRecords } from './features/alerts/redis-records.ts'
import type { InteractionService } from './features/interactions/service.ts'
import type { ApprovalRecord, Reviewer } from './features/approvals/ports.ts'
import { shippedKnowledge } from './features/interactions/knowledge-shipped.ts'
import { QuarantineShelf } from './features/hub-health/quarantine.ts'
import { HubHealthService } from './features/hub-health/service.ts'
import type { SessionHub } from './features/sessions/ports.ts'
import type { SettingsService } from './features/settings/service.ts'
import { type HubAddress } from './hub/address.ts'
import { buildFurtherScores } from './further-scores-wiring.ts'
import { createMedicationJudge } from './medication-judge.ts'
import { hubPatients } from './clinical-risk-patients.ts'
import { wireClinicalRisk, type WiredClinicalRisk } from './clinical-risk-wiring.ts'
import { recordAdvice } from './clinical-risk-advice.ts'
import { answerOwner } from './interaction-gate.ts'
import { attachInteractions, buildInteractions, type StationInteractions } from './interaction-wiring.ts'
import { wirePeople } from './emergency-wiring.ts'
import { type EmbeddedHub } from './hub/embedded-hub.ts'
import { Hub } from './hub/hub.ts'
import { opinionModel } from './opinion-model.ts'
import { HubKeys } from './hub/keys.ts'
import type { Platform } from './platform/ports.ts'
import { type WiredDiagnostics, wireDiagnostics } from './diagnostics-wiring.ts'
import { defaultApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { wirePriorAuth, type WiredPriorAuth } from './prior-auth-wiring.ts'
import { wirePopulation, type WiredPopulation } from './population-wiring.ts'

export interface HubSessionPorts {
  readonly options: StationOptions
  readonly platform: Platform
  readonly settings: SettingsService
  readonly journal: SqliteAlertJournal
  readonly embedded: EmbeddedHub
  readonly stationId: string
  readonly standingWarnings: readonly string[]
  readonly person: ActingPerson
  readonly interactions: StationInteractions
  /** True while the board is shown to whoever passes by: nothing may tell who the patients are. */
  nameless(): boolean
  /** Who sits here, with what they may do; null when nobody has signed in. */
  reviewer(): Reviewer | null
  readonly approvalRecord: ApprovalRecord
  /** Of the journal; seals what clinical risk keeps in files. */
  readonly keyHex: string
}

export interface SessionParts {
  readonly hub: Hub
  readonly alerts: AlertService
  readonly view: PatientView
  readonly store: RedisAlertStore
  readonly health: HubHealthService
  readonly interactions: InteractionService
  /** People and their sessions on this hub. */
  readonly people: SessionHub
  readonly approvals: WiredApprovals
  readonly priorAuth: WiredPriorAuth
  readonly diagnostics: WiredDiagnostics
  readonly population: WiredPopulation
  readonly clinicalRisk: WiredClinicalRisk
}

/** Ends everything in order, the link last. */
export async function endParts({
  health,
  alerts,
  interactions,
  hub,
  approvals,
  priorAuth,
  population,
  clinicalRisk,
}: SessionParts): Promise<void> {
  health.stop()
  priorAuth.stop()
  approvals.service.stop()
  alerts.stop()
  await interactions.stop()
  await clinicalRisk.stop()
  await population.stop()
  hub.stop()
}

/** Built at the first question: the knowledge of drugs takes a moment to read. */
function atFirst<T extends object>(build: () => T): () => T {
  let built: T | null = null
  return () => (built ??= build())
}

const deniedSentence =
  'The hub denies this station channels of newer features: what other stations change there shows late. Alerts are not concerned. Give the station the permissions that `npm run acl` prints.'

/** Wires the features of one hub to each other; features know each other only through these ports. */
export function buildParts(
  ports: HubSessionPorts,
  address: HubAddress,
  clientName: string,
  embedded: boolean,
  missing: string | null,
  demo: () => boolean,
): SessionParts {
  const { options, platform, settings, journal, stationId, person } = ports
  const keys = new HubKeys(options.keyPrefix)
  const hub = new Hub(address, keys, clientName)
  const store = new RedisAlertStore(hub, stationId)
  const records = new RedisPatientRecords(hub)
  const shelf = new QuarantineShelf(() => Date.now())
  const alerts: AlertService = new AlertService({
    keys,
    stationId,
    store,
    missed: new RedisMissedMessages(hub),
    publisher: records,
    journal,
    outputs: { ...platform.outputs, sound: (order) => platform.window.send('alerts.sound', order) },
    person,
    quarantine: quarantineOf(shelf),
    window: {
      push: (change) =>
        platform.window.send('alerts.changed', ports.nameless() ? namelessChange(change) : change),
      reset: (revision) => platform.window.send('alerts.reset', { revision }),
      open: (id) => platform.window.send('alerts.open', { id }),
    },
    link: { fault: (error) => hub.fault(error), reattach: () => hub.reattach() },
    probe: options.probe,
    units: () => settings.settings.units,
    rules: () => callingRules(settings),
    unitsOfPatient: (patientId) => unitsInHistory(records, patientId),
    restored: (count) =>
      health.note(
        `The hub had come back without its data; ${count} open alerts were restored from this station.`,
      ),
  })
  const view = new PatientView({
    store,
    records,
    open: () => alerts.board.all(),
    policyOf: (unit) => alerts.units.policyOf(unit),
    isFollowed: (patientId) => journal.followed().includes(patientId),
  })
  const health: HubHealthService = new HubHealthService({
    hub,
    quarantine: shelf,
    embedded,
    embeddedProblem: missing,
    standingWarnings: ports.standingWarnings,
    demo,
    counters: () => {
      const { received, raised, folded, duplicates } = alerts.units.counters
      return {
        received,
        raised,
        folded,
        duplicates,
        backlog: alerts.units.backlog,
        notificationsShown: alerts.calls.shownNotices,
        notificationsSuppressed: alerts.calls.suppressedNotices,
      }
    },
    publish: (status) => platform.window.send('hub.changed', status),
    lost: (lost) => {
      alerts.calls.setLinkLost(lost)
      if (lost) alerts.detach()
      if (lost) approvals.service.detach()
    },
  })
  const note = (sentence: string): void => health.note(sentence)
  const interactions: InteractionService = buildInteractions(hub, ports, {
    demo,
    note,
    gate: () => approvals.gate,
  })
  const interactionChanges = keys.interactionChanges()
  let followed: ReadonlySet<string> = new Set()
  hub.on('message', (channel, payload) => {
    // The population hears the care managers' channel also where it is no ward of this station.
    if (channel !== population.crossingsChannel || followed.has(channel))
      alerts.units.receive(channel, payload)
    if (channel === interactionChanges) interactions.receive(payload)
    approvals.receive(channel, payload)
    priorAuth.receive(channel)
    diagnostics.receive(channel, payload)
    population.receive(channel, payload)
    clinicalRisk.receive(channel, payload)
  })
  hub.onAttach(async () => {
    // A hub whose access list is older than a feature denies its channels; alerts must go on.
    const welcome = [
      interactionChanges,
      ...approvals.channels,
      ...diagnostics.channels,
      ...population.channels,
      ...clinicalRisk.channels,
    ]
    followed = new Set(alerts.channels())
    const denied = await hub.listenTo([...followed], welcome)
    if (denied.length > 0) health.note(deniedSentence)
    await alerts.attach()
    await attachInteractions(interactions, note)
    await approvals.attach()
    people.attach()
    interactions.gate.start()
    if (!(await diagnostics.attach())) health.note(deniedSentence)
    await population.attach()
  })
  hub.onProbe(() => alerts.probe())
  const people = wirePeople(hub, () => approvals.gate, options.log)
  const approvals = wireApprovals({
    hub,
    people: people.hub,
    shelf,
    station: ports,
    policy: options.policy?.approvals ?? defaultApprovalPolicy,
    owners: () => ({ emergency_access: people.reviewer, drug_answer: answerOwner(interactions) }),
    log: options.log,
  })
  const priorAuth = wirePriorAuth({
    hub,
    gate: approvals.gate,
    window: platform.window,
    stationId,
    log: options.log,
    noteModel: () => ports.interactions.model.model,
    person: () => ports.reviewer()?.actor.user ?? null,
  })
  const diagnostics = wireDiagnostics({
    hub,
    gate: approvals.gate,
    window: platform.window,
    stationId,
    log: options.log,
    model: () => {
      const { model } = ports.interactions.model
      return model === null ? null : opinionModel(model)
    },
    person: () => person.current(),
  })
  const judge = atFirst(() => createMedicationJudge((options.knowledge ?? shippedKnowledge)()))
  const patients = hubPatients(hub, records, () => interactions)
  const clinicalRisk = wireClinicalRisk({
    hub,
    clientName,
    window: platform.window,
    stationId,
    dataFolder: options.dataFolder,
    folder: options.riskFolder ?? null,
    keyHex: ports.keyHex,
    log: options.log,
    stationName: () => settings.settings.stationName,
    person: () => ports.reviewer()?.actor.user ?? 'station',
    judge,
    patients,
    notesModel: () => ports.interactions.model.model,
    advice: (patientId, about) => recordAdvice(ports.interactions, patientId, about),
    raise: (text) => alerts.raise(text),
  })
  const population = wirePopulation({
    hub,
    window: platform.window,
    stationId,
    log: options.log,
    actor: () => ports.reviewer()?.actor ?? null,
    further: (of) => {
      const scores = atFirst(() =>
        buildFurtherScores({ ...of, judge: judge(), record: (patientId) => patients.read(patientId) }),
      )
      return (patientId) => scores()(patientId)
    },
    demo,
    note,
  })
  return {
    hub,
    alerts,
    view,
    store,
    health,
    interactions,
    people: people.hub,
    approvals,
    priorAuth,
    diagnostics,
    population,
    clinicalRisk,
  }
}
