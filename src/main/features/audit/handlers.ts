import type { Handlers } from '@main/ipc/router.ts'
import type { auditRequests } from '@shared/features/audit/contract.ts'
import type { AuditService } from './service.ts'

export function auditHandlers(service: AuditService): Handlers<keyof typeof auditRequests> {
  return {
    'audit.status': () => service.status(),
    'audit.search': ({ filter, before }) => service.search(filter, before),
    'audit.verify': () => service.beginVerify(),
    'audit.export': ({ filter, format }) => service.beginExport(filter, format),
  }
}
