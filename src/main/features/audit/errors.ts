import type { AuditErrorCode } from '@shared/features/audit/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

export function auditFailure(code: AuditErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message)
}

/** Why nothing can be recorded, for people. */
export function blockedSentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk of this station is full, so the audit cannot be written. Free space on it, or call your IT.'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'The folder of the audit cannot be written. Call your IT.'
    default:
      return 'The audit could not be written to the disk of this station. Call your IT.'
  }
}

/** The refusal of an act that could not be put on record. */
export function notRecorded(blocked: string): RequestFailure {
  return auditFailure(
    'audit.not-written',
    `This was not done, because it could not be recorded. ${blocked} Alerts go on being received and sounded.`,
  )
}
