import { z } from 'zod'
import { Assessment, AssessmentStanding, Reject, ResultRow, RunId, RunStatus, SourceFile } from './model.ts'
import { PatientId } from '@shared/clinical/person.ts'
import { event, request } from '@shared/ipc/contract.ts'

const Nothing = z.object({})
const FileName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\\0]+$/)
const Reason = z.string().trim().min(5).max(500)
/** Patients whose notes one run may have read by a model. */
const MOST_NOTES_OF_RUN = 2_000
const MOST_FILE = 100_000_000
const Page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }

export const clinicalRiskRequests = {
  /**
   * One patient from what the hub knows: list of drugs, allergies, vitals, laboratory, history, notes. Notes are read by
   * rules and by the configured model.
   */
  'clinical-risk.assess': request({
    input: z.object({ patientId: PatientId }),
    output: Assessment,
    role: 'read-clinical-risk',
    audit: 'read',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  /** What lies in the watched folder, and whether a model reads notes. */
  'clinical-risk.sources': request({
    input: Nothing,
    output: z.object({
      folder: z.string(),
      watched: z.boolean(),
      files: z.array(SourceFile),
      /** The model that reads notes when one patient is assessed, and in runs for which that was chosen. */
      notesModel: z.string().nullable(),
    }),
    role: 'run-clinical-risk',
    audit: 'quiet',
  }),
  /** Puts a file into the watched folder, encrypted until it is read. */
  'clinical-risk.add-file': request({
    input: z.object({
      name: FileName,
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= MOST_FILE),
    }),
    output: SourceFile,
    role: 'run-clinical-risk',
    audit: 'write',
    subject: ({ name }) => ({ about: name }),
  }),
  'clinical-risk.watch': request({
    input: z.object({ watched: z.boolean() }),
    output: z.object({ watched: z.boolean() }),
    role: 'run-clinical-risk',
    audit: 'write',
    kind: 'setting',
  }),
  /** Begins a batch over a file of the folder, or over the patients of the hub. Answers when it has begun. */
  'clinical-risk.start': request({
    input: z.object({
      source: z.union([z.object({ file: FileName }), z.literal('hub')]),
      /** Of how many patients the configured model may read the notes, beside the rules; absent: by rules only. */
      notes: z.number().int().min(1).max(MOST_NOTES_OF_RUN).optional(),
    }),
    output: RunStatus,
    role: 'run-clinical-risk',
    audit: 'write',
    subject: ({ source }) => ({ about: source === 'hub' ? 'patients of the hub' : source.file }),
  }),
  /** The newest first. */
  'clinical-risk.runs': request({
    input: z.object({ limit: z.number().int().min(1).max(200) }),
    output: z.object({ runs: z.array(RunStatus) }),
    role: 'read-clinical-risk',
    audit: 'quiet',
  }),
  'clinical-risk.cancel': request({
    input: z.object({ id: RunId }),
    output: RunStatus,
    role: 'run-clinical-risk',
    audit: 'write',
    subject: ({ id }) => ({ about: id }),
  }),
  'clinical-risk.resume': request({
    input: z.object({ id: RunId }),
    output: RunStatus,
    role: 'run-clinical-risk',
    audit: 'write',
    subject: ({ id }) => ({ about: id }),
  }),
  /** Highest possible score first. */
  'clinical-risk.results': request({
    input: z.object({
      id: RunId,
      standing: AssessmentStanding.nullable(),
      search: z.string().max(120),
      ...Page,
    }),
    output: z.object({ rows: z.array(ResultRow), matching: z.number().int() }),
    role: 'read-clinical-risk',
    audit: 'read',
    subject: ({ id }) => ({ about: id }),
  }),
  'clinical-risk.read': request({
    input: z.object({ id: RunId, patientId: PatientId }),
    output: Assessment,
    role: 'read-clinical-risk',
    audit: 'read',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  'clinical-risk.rejects': request({
    input: z.object({ id: RunId, ...Page }),
    output: z.object({ rejects: z.array(Reject), total: z.number().int() }),
    role: 'run-clinical-risk',
    audit: 'read',
    subject: ({ id }) => ({ about: id }),
  }),
  /** Replays a rejected row as mended; a null text discards it. `left` when it still cannot be read. */
  'clinical-risk.mend': request({
    input: z.object({ id: RunId, reject: z.number().int(), text: z.string().max(1_000_000).nullable() }),
    output: z.object({ left: Reject.nullable(), run: RunStatus }),
    role: 'run-clinical-risk',
    audit: 'write',
    subject: ({ id }) => ({ about: id }),
  }),
  'clinical-risk.export': request({
    input: z.object({ id: RunId, standing: AssessmentStanding.nullable(), reason: Reason }),
    output: z.object({ text: z.string(), fileName: z.string(), rows: z.number().int() }),
    role: 'export-population',
    audit: 'write',
    kind: 'export',
    subject: ({ id }) => ({ about: id }),
    why: ({ reason }) => reason,
  }),
}

export const clinicalRiskEvents = {
  'clinical-risk.run': event(RunStatus, 'read-clinical-risk'),
} as const
