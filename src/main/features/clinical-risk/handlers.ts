import type { Handlers } from '@main/ipc/router.ts'
import type { clinicalRiskRequests } from '@shared/features/clinical-risk/contract.ts'
import type { ResultRow } from '@shared/features/clinical-risk/model.ts'
import { assessOne } from './assess-one.ts'
import { onHub, riskFailure } from './errors.ts'
import type { NotesDesk } from './notes-desk.ts'
import type { MedicationJudge, PatientSource } from './ports.ts'
import { formatOfSource, type RiskFolder } from './risk-folder.ts'
import type { Mending } from './mending.ts'
import type { Results } from './results.ts'
import type { RunDesk } from './run-desk.ts'
import type { RunFiles } from './run-files.ts'
import type { RedisClinicalRisk } from './redis.ts'
import type { RedisTold } from './redis-told.ts'
import type { Sources } from './sources.ts'
import type { FolderWatch } from './watched-folder.ts'

export interface HandlerPorts {
  readonly desk: RunDesk
  readonly results: Results
  readonly mending: Mending
  readonly watch: FolderWatch
  readonly folder: RiskFolder
  readonly sources: Sources
  readonly files: RunFiles
  readonly hub: RedisClinicalRisk
  readonly patients: PatientSource
  readonly judge: () => MedicationJudge
  readonly notes: NotesDesk
  readonly told: RedisTold
  readonly defect: (error: unknown) => void
  /** Name of the model that may read notes; null when there is none. */
  readonly notesModel: () => string | null
}

/** Maps requests to the feature; it knows no more than that. */
export function clinicalRiskHandlers(ports: HandlerPorts): Handlers<keyof typeof clinicalRiskRequests> {
  const { desk, results, mending, watch, folder, sources, files, hub } = ports
  const planOf = async (id: string) => {
    const plan = (await files.plan(id)) ?? (hub.isLive() ? await onHub(() => hub.plan(id)) : null)
    if (plan === null)
      throw riskFailure('clinical-risk.not-found', 'This run is neither here nor on the hub any more.')
    return plan
  }
  return {
    'clinical-risk.assess': ({ patientId }) => assessOne(ports, patientId),
    'clinical-risk.sources': async () => {
      const runs = await desk.list(200)
      const found = await folder.files()
      return {
        folder: folder.folder,
        watched: await watch.watched(),
        files: found.map((file) => ({
          name: file.name,
          files: file.members.length,
          bytes: file.bytes,
          modifiedAt: file.modifiedAt,
          format: formatOfSource(file),
          lastRun: runs.find(({ source }) => source === file.name)?.id ?? null,
        })),
        notesModel: ports.notesModel(),
      }
    },
    'clinical-risk.add-file': ({ name, bytes }) => folder.add(name, Buffer.from(bytes)),
    'clinical-risk.watch': async ({ watched }) => {
      await watch.watch(watched)
      return { watched }
    },
    'clinical-risk.start': async ({ source, notes }) => {
      const read = notes === undefined ? undefined : { most: notes }
      if (source === 'hub') {
        if (!hub.isLive())
          throw riskFailure(
            'clinical-risk.hub-unreachable',
            'No link to the hub: its patients cannot be read now.',
          )
        return desk.begin('hub', 'hub', read)
      }
      const status = await desk.begin(source.file, null, read)
      await watch.taken(await sources.digest(source.file))
      return status
    },
    'clinical-risk.runs': async ({ limit }) => ({ runs: [...(await desk.list(limit))] }),
    'clinical-risk.cancel': ({ id }) => onHub(() => desk.cancel(id)),
    'clinical-risk.resume': ({ id }) => onHub(() => desk.resume(id)),
    'clinical-risk.results': ({ id, standing, search, offset, limit }) =>
      onHub(() => results.page(id, standing, search, offset, limit)),
    'clinical-risk.read': async ({ id, patientId }) => {
      const plan = await planOf(id)
      return onHub(() => results.read(plan, patientId))
    },
    'clinical-risk.rejects': ({ id, offset, limit }) => onHub(() => mending.list(id, offset, limit)),
    'clinical-risk.mend': ({ id, reject, text }) => onHub(() => mending.mend(id, reject, text)),
    'clinical-risk.export': async ({ id, standing }) => {
      const rows = await onHub(() => results.all(id, standing))
      const name = `clinical-risk-${id.slice('risk:'.length)}-${standing ?? 'all'}.csv`
      return { text: csvOf(rows), fileName: name, rows: rows.length }
    },
  }
}

const head =
  'patient_id,standing,lowest_score,highest_score,age_low,age_high,medication_low,medication_high,history_low,history_high,confidence,physician_review,missing'

function csvOf(rows: readonly ResultRow[]): string {
  const lines = rows.map((row) =>
    [
      row.patientId,
      row.standing,
      row.low,
      row.high,
      row.age.low,
      row.age.high,
      row.medication.low,
      row.medication.high,
      row.history.low,
      row.history.high,
      row.confidence,
      row.requiresPhysicianReview ? 'yes' : 'no',
      row.missing.join('; '),
    ]
      .map(cellOf)
      .join(','),
  )
  return `${[head, ...lines].join('\r\n')}\r\n`
}

/** A cell of CSV. Spreadsheets take what begins like a formula for one; a quotation mark before it prevents that. */
function cellOf(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
