import type { Handlers } from '@main/ipc/router.ts'
import type { settingsRequests } from '@shared/features/settings/contract.ts'
import type { SettingsService } from './service.ts'

export function settingsHandlers(service: SettingsService): Handlers<keyof typeof settingsRequests> {
  return {
    'settings.read': () => service.view(),
    'settings.save': (settings) => service.save(settings),
    'settings.connect-hub': ({ url }) => service.connectHub(url === '' ? null : url),
  }
}
