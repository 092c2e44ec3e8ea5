import { join } from 'node:path'
import { clinicalRiskHandlers } from './features/clinical-risk/handlers.ts'
import { Mending } from './features/clinical-risk/mending.ts'
import { NotesDesk } from './features/clinical-risk/notes-desk.ts'
import { NotesReader, type AskedModel } from './features/clinical-risk/notes-reader.ts'
import type { MedicationJudge, PatientSource } from './features/clinical-risk/ports.ts'
import { MOST_IN_WARD, type OwedAlert } from './features/clinical-risk/owed-alert.ts'
import { OwedFiles } from './features/clinical-risk/owed-files.ts'
import { RedisClinicalRisk } from './features/clinical-risk/redis.ts'
import { RedisTold } from './features/clinical-risk/redis-told.ts'
import { rememberingJudge } from './features/clinical-risk/remembering-judge.ts'
import { Results } from './features/clinical-risk/results.ts'
import { RiskFolder } from './features/clinical-risk/risk-folder.ts'
import { RunDesk } from './features/clinical-risk/run-desk.ts'
import { RunFiles } from './features/clinical-risk/run-files.ts'
import { SealedFolder } from './features/clinical-risk/sealed-file.ts'
import { SealedSpill } from './features/clinical-risk/sealed-spill.ts'
import { removeUnsealed, Sources } from './features/clinical-risk/sources.ts'
import { FolderWatch } from './features/clinical-risk/watched-folder.ts'
import { HubError } from './hub/hub-error.ts'
import type { Hub } from './hub/hub.ts'
import { JobQueue } from './hub/job-queue.ts'
import type { Handlers } from './ipc/router.ts'
import { dailyAllowance } from './platform/daily-allowance.ts'
import { kindOfError } from './platform/log.ts'
import type { WindowPort } from './platform/ports.ts'
import type { StationOptions } from './station-options.ts'
import type { clinicalRiskRequests } from '@shared/features/clinical-risk/contract.ts'

/** Ward of patients whose record names none. */
const NO_UNIT = 'general'
const MARK_LENGTH = 8
/** Patients whose notes one station has read by a model in a day. */
const NOTES_A_DAY = 500
/** The same for its runs. */
const RUN_NOTES_A_DAY = 2_000
/** Of the sealed files of runs; beside the folder that sources lie in. */
const RESULTS_FOLDER = 'clinical-risk-results'
const SOURCES_FOLDER = 'clinical-risk'
/** Of what a run sorts, sealed, while it is under way. */
const SPILLS_FOLDER = 'clinical-risk-spills'

interface ClinicalRiskWiring {
  readonly hub: Hub
  readonly clientName: string
  readonly window: WindowPort
  readonly stationId: string
  readonly dataFolder: string
  /** Where sources lie when not in the data folder. */
  readonly folder: string | null
  /** Seals results, rejects and added files. */
  readonly keyHex: string
  readonly log: StationOptions['log']
  readonly stationName: () => string
  readonly person: () => string
  readonly judge: () => MedicationJudge
  readonly patients: PatientSource
  /** The model that may read the notes of one patient; null when none is configured. */
  readonly notesModel: () => AskedModel | null
  /** Puts on record what of a model a person is about to be shown; rejects when that cannot be done. */
  readonly advice: (patientId: string, about: readonly string[]) => Promise<void>
  /** Raises an alert of this station's own; `text` is the seed's message as JSON. */
  readonly raise: (text: string) => Promise<void>
  /** Other sizes than those that a hospital needs. */
  readonly pace?: {
    /** Records of one part. */
    readonly partRecords: number
    /** Milliseconds after which the part of a host that is not heard of is given to another. */
    readonly lockMs: number
  }
}

export interface WiredClinicalRisk {
  readonly handlers: Handlers<keyof typeof clinicalRiskRequests>
  readonly desk: RunDesk
  readonly watch: FolderWatch
  /** What it listens to; a hub that denies it shows other stations' runs late. */
  readonly channels: readonly string[]
  start(): void
  receive(channel: string, payload: Buffer): void
  stop(): Promise<void>
}

/** Wires clinical risk to one hub. */
export function wireClinicalRisk(wiring: ClinicalRiskWiring): WiredClinicalRisk {
  const { hub, window, stationId, dataFolder, keyHex, log, patients } = wiring
  let remembering: MedicationJudge | null = null
  const judge = (): MedicationJudge => (remembering ??= rememberingJudge(wiring.judge()))
  const defect = (error: unknown): void => log.error({ error: kindOfError(error) }, 'clinical risk: defect')
  const mark = stationId.slice(0, MARK_LENGTH)
  const sealed = new SealedFolder(join(dataFolder, RESULTS_FOLDER), keyHex)
  const folder = new RiskFolder(wiring.folder ?? join(dataFolder, SOURCES_FOLDER), keyHex)
  const files = new RunFiles(sealed)
  const store = new RedisClinicalRisk(hub)
  const spills = join(dataFolder, SPILLS_FOLDER)
  const sources = new Sources(folder, patients, mark, spills, wiring.pace?.partRecords)
  // What runs ask a model takes nothing from what people ask of one patient.
  const runReader = new NotesReader({ model: wiring.notesModel, allow: dailyAllowance(RUN_NOTES_A_DAY) })
  const advice = (patientId: string, about: readonly string[]): Promise<boolean> =>
    wiring.advice(patientId, about).then(
      () => true,
      () => false,
    )
  const ports = {
    files,
    hub: store,
    sources,
    judge,
    notesModel: () => runReader.current(),
    advice,
    defect,
    station: stationId,
    worker: `${wiring.stationName()} ${mark}`,
    person: wiring.person,
    open: (...asked: Parameters<Sources['open']>) => sources.open(...asked),
    told: new RedisTold(hub),
    owed: new OwedFiles(sealed),
    alert: (alert: OwedAlert) => wiring.raise(messageOf(alert)),
    changed: (status: Parameters<typeof window.send<'clinical-risk.run'>>[1]) =>
      window.send('clinical-risk.run', status),
    jobs: (name: string) =>
      new JobQueue(name, {
        address: hub.address,
        clientName: wiring.clientName,
        prefix: hub.keys.clinicalRiskJobs(),
        ...(wiring.pace === undefined ? {} : { lockMs: wiring.pace.lockMs }),
        failed: (error) => log.warn({ error: kindOfError(error) }, 'clinical risk: job queue'),
      }),
  }
  const desk = new RunDesk(ports)
  const results = new Results(ports)
  const mending = new Mending(ports, desk, results)
  const watch = new FolderWatch({ folder, sources, desk, hub: store, station: stationId, sealed, defect })
  const reader = new NotesReader({ model: wiring.notesModel, allow: dailyAllowance(NOTES_A_DAY) })
  const notes = new NotesDesk({
    model: () => reader.current(),
    advice,
  })
  const wake = hub.keys.clinicalRiskWake()
  const told = new Map<string, NodeJS.Timeout>()
  const show = (id: string): void => {
    told.delete(id)
    desk.status(id).then(
      (status) => window.send('clinical-risk.run', status),
      (error: unknown) => {
        if (!(error instanceof HubError)) defect(error)
      },
    )
  }
  return {
    desk,
    watch,
    handlers: clinicalRiskHandlers({
      desk,
      results,
      mending,
      watch,
      folder,
      sources,
      files,
      hub: store,
      patients,
      judge,
      notes,
      told: ports.told,
      defect,
      notesModel: () => wiring.notesModel()?.model ?? null,
    }),
    channels: [wake],
    start: () => {
      void removeUnsealed(mark).catch(defect)
      void SealedSpill.removeOld(spills).catch(defect)
      desk.start()
      watch.start()
    },
    receive: (channel, payload) => {
      const id = payload.toString('utf8')
      // A run tells of every part; the window is told a few times a second.
      if (channel === wake && !told.has(id))
        told.set(
          id,
          setTimeout(() => show(id), SHOW_MS),
        )
    },
    stop: async () => {
      for (const timer of told.values()) clearTimeout(timer)
      notes.stop()
      await watch.stop()
      await desk.stop()
      results.close()
      await sources.close()
    },
  }
}

const SHOW_MS = 500

/**
 * The seed's alert message. A risk of years is no emergency of minutes: a warning, that stands until it is answered.
 * Its time is that of the assessment: whoever raises it again raises the same message, which the hub does not show twice.
 */
function messageOf({ kind, patientId, unit, score, foundAt }: OwedAlert): string {
  const isLast = kind === 'last'
  return JSON.stringify({
    patient_id: patientId,
    alert_type: isLast ? 'clinical_risk_and_more' : 'clinical_risk',
    value: Math.round(score * 1_000) / 1_000,
    unit: '',
    severity: 'warning',
    timestamp: new Date(foundAt).toISOString().replace('Z', ''),
    context: {
      unit: unit ?? NO_UNIT,
      source: 'clinical risk',
      note: isLast
        ? noteOfLast
        : 'Clinical risk above 0.8 by age, history and medication: physician review at once.',
    },
  })
}

const noteOfLast = `Clinical risk above 0.8: physician review at once. It is alert ${MOST_IN_WARD} of its run for this ward; further patients stand only in the list High risk of Clinical risk.`
