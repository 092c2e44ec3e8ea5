import { z } from 'zod'

export const SettingsErrorCode = z.enum([
  'settings.bad-hub-address',
  'settings.not-stored',
  'settings.fixed',
  'settings.no-key-store',
])
export type SettingsErrorCode = z.infer<typeof SettingsErrorCode>
