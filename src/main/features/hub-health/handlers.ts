import type { Handlers } from '@main/ipc/router.ts'
import type { hubHealthRequests } from '@shared/features/hub-health/contract.ts'
import type { HubHealthService } from './service.ts'

export function hubHealthHandlers(service: HubHealthService): Handlers<keyof typeof hubHealthRequests> {
  return {
    'hub.status': () => service.status(),
    'hub.report': () => service.report(),
  }
}
