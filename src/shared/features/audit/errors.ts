import { z } from 'zod'

export const AuditErrorCode = z.enum(['audit.not-written', 'audit.busy'])
export type AuditErrorCode = z.infer<typeof AuditErrorCode>
