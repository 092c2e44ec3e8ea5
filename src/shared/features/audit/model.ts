import { z } from 'zod'
import { AuditKind, AuditOutcome } from '@shared/ipc/audit-record.ts'

const Instant = z.number().int().nonnegative()
const Seq = z.number().int().positive()
const Hex32 = z.string().regex(/^[0-9a-f]{64}$/)

/** What the audit keeps about one act, before the chain gives it a number and a time. */
export const AuditEvent = z.object({
  user: z.string().max(200),
  role: z.string().max(60),
  session: z.string().max(200).nullable(),
  kind: AuditKind,
  /** The request's name, or the name of an act that no request caused (`session.expired`). */
  action: z.string().min(1).max(120),
  patients: z.array(z.string().max(200)).max(2_000),
  /** Wards, settings and other things that are no patient. */
  about: z.array(z.string().max(300)).max(200),
  outcome: AuditOutcome,
  /** The code of a refusal or failure. */
  code: z.string().max(120).nullable(),
  /** The reason that the person gave, where one was asked. */
  why: z.string().max(2_000).nullable(),
})
export type AuditEvent = z.infer<typeof AuditEvent>

export const AuditEntry = AuditEvent.extend({
  seq: Seq,
  station: z.string(),
  stationName: z.string(),
  /** By the hub's clock; null when there was no live hub. */
  hubAt: Instant.nullable(),
  /** By this computer's clock, with its offset from UTC in minutes. */
  localAt: Instant,
  utcOffset: z.number().int().min(-1_440).max(1_440),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** Which entries are looked for; null leaves a field open. Texts match parts, case ignored. */
export const AuditFilter = z.object({
  patient: z.string().trim().max(200).nullable(),
  /** True: the patient must match exactly; false: a part is enough. */
  patientExact: z.boolean(),
  user: z.string().trim().max(200).nullable(),
  action: z.string().trim().max(120).nullable(),
  kind: AuditKind.nullable(),
  outcome: AuditOutcome.nullable(),
  from: Instant.nullable(),
  to: Instant.nullable(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const openFilter: AuditFilter = {
  patient: null,
  patientExact: false,
  user: null,
  action: null,
  kind: null,
  outcome: null,
  from: null,
  to: null,
}

/** A part of the search, newest first. Not `complete`: ask again with `next` to go further back. */
export const AuditPage = z.object({
  items: z.array(AuditEntry),
  next: Seq.nullable(),
  complete: z.boolean(),
  /** Local time of the oldest entry looked at; null when none was. */
  backTo: Instant.nullable(),
  looked: z.number().int().nonnegative(),
  /** Entries that could not be opened: damaged, or sealed with a key that is gone. They may match. */
  unreadable: z.number().int().nonnegative(),
})
export type AuditPage = z.infer<typeof AuditPage>

/** The signed state of a chain after one entry. Holds no patient data: it is given to the hub and to other stations. */
export const ChainHead = z.object({
  station: z.uuid(),
  seq: Seq,
  hash: Hex32,
  at: Instant,
  publicKey: Hex32,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type ChainHead = z.infer<typeof ChainHead>

export const FaultKind = z.enum([
  'edited',
  'missing',
  'out-of-order',
  'truncated',
  'unfinished',
  'foreign',
  'rewritten',
  'unsigned',
  'no-own-head',
  'bad-head',
  'bad-tombstone',
])
export type FaultKind = z.infer<typeof FaultKind>

/** One fault of a chain and where it is: the entries between which it lies. */
export const AuditFault = z.object({
  kind: FaultKind,
  /** The file's number; 0 when the fault lies in no single file. */
  segment: z.number().int().nonnegative(),
  fromSeq: z.number().int().nonnegative(),
  toSeq: z.number().int().nonnegative(),
  sentence: z.string(),
})
export type AuditFault = z.infer<typeof AuditFault>

/** How many signed heads of each origin the chain was compared with; null: this origin could not be asked. */
export const Compared = z.object({
  own: z.number().int().nullable(),
  journal: z.number().int().nullable(),
  hub: z.number().int().nullable(),
  witnesses: z.number().int().nullable(),
  files: z.number().int().nullable(),
})
export type Compared = z.infer<typeof Compared>

export const VerifyReport = z.object({
  station: z.string(),
  intact: z.boolean(),
  entries: z.number().int().nonnegative(),
  segments: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  firstSeq: z.number().int().nonnegative(),
  lastSeq: z.number().int().nonnegative(),
  /** Entries up to this number were retired by policy and are not expected. */
  retiredThrough: z.number().int().nonnegative(),
  compared: Compared,
  /** At most 50; `faultCount` counts all. */
  faults: z.array(AuditFault),
  faultCount: z.number().int().nonnegative(),
  ms: z.number().nonnegative(),
})
export type VerifyReport = z.infer<typeof VerifyReport>

export const ExportFormat = z.enum(['csv', 'jsonl'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** A longer piece of work in main; at most one of each kind runs. */
const job = <R extends z.ZodType>(result: R) =>
  z.discriminatedUnion('phase', [
    z.object({ phase: z.literal('never') }),
    z.object({ phase: z.literal('running'), done: z.number(), total: z.number() }),
    z.object({ phase: z.literal('finished'), at: Instant, result }),
    z.object({ phase: z.literal('failed'), at: Instant, sentence: z.string() }),
  ])

export const ExportResult = z.object({
  entries: z.number().int(),
  unreadable: z.number().int(),
  cancelled: z.boolean(),
})

export const AuditStatus = z.object({
  station: z.string(),
  lastSeq: z.number().int().nonnegative(),
  /** Local time of the last durable entry. */
  lastAt: Instant.nullable(),
  /** Why nothing can be recorded, and so nothing done, at present; null when all is well. */
  blocked: z.string().nullable(),
  /** Local time when the hub last took this chain's head; null: never since the start. */
  publishedAt: Instant.nullable(),
  publishedSeq: z.number().int().nonnegative(),
  /** What this station saw of others' chains that cannot be: one sentence each. */
  conflicts: z.array(z.string()),
  copiesOf: z.number().int().nonnegative(),
  retentionYears: z.number(),
  verification: job(z.array(VerifyReport)),
  exporting: job(ExportResult),
})
export type AuditStatus = z.infer<typeof AuditStatus>
