import { z } from 'zod'
import { AuditFilter, AuditPage, AuditStatus, ExportFormat } from './model.ts'
import type { Subject } from '@shared/ipc/audit-record.ts'
import { event, request } from '@shared/ipc/contract.ts'

const Nothing = z.object({})

/** Asking who looked at a patient is itself a look at that patient; a part of a name is only a text. */
function searchedFor({ patient, patientExact }: AuditFilter): Subject | null {
  if (patient === null) return null
  return patientExact ? { patient } : { about: patient }
}

export const auditRequests = {
  'audit.status': request({ input: Nothing, output: AuditStatus, role: 'read-audit', audit: 'quiet' }),
  /** One part of a search; looking into the audit is itself on record. */
  'audit.search': request({
    input: z.object({
      filter: AuditFilter,
      /** The `next` of the part before; null for the newest. */
      before: z.number().int().positive().nullable(),
    }),
    output: AuditPage,
    role: 'read-audit',
    audit: 'read',
    subject: ({ filter }) => searchedFor(filter),
  }),
  /** Begins to verify; progress and result come by `audit.changed`. */
  'audit.verify': request({ input: Nothing, output: AuditStatus, role: 'read-audit', audit: 'write' }),
  /** Asks where to put the file, then writes it with its signature; the result comes by `audit.changed`. */
  'audit.export': request({
    input: z.object({ filter: AuditFilter, format: ExportFormat }),
    output: AuditStatus,
    role: 'export-audit',
    audit: 'write',
    kind: 'export',
    subject: ({ filter }) => searchedFor(filter),
  }),
} as const

export const auditEvents = {
  'audit.changed': event(AuditStatus, 'read-audit'),
} as const
