import { z } from 'zod'
import { SettingsView, StationSettings } from './model.ts'
import { event, request } from '@shared/ipc/contract.ts'

export const settingsRequests = {
  'settings.read': request({ input: z.object({}), output: SettingsView, role: 'anyone', audit: 'quiet' }),
  'settings.save': request({
    input: StationSettings,
    output: SettingsView,
    role: 'adjust-station',
    audit: 'write',
    kind: 'setting',
  }),
  /** Checks the address, stores it encrypted and connects. `null` returns to the embedded hub. */
  'settings.connect-hub': request({
    input: z.object({ url: z.string().trim().max(2_000).nullable() }),
    output: SettingsView,
    role: 'connect-hub',
    audit: 'write',
    kind: 'setting',
  }),
} as const

export const settingsEvents = {
  'settings.changed': event(SettingsView, 'anyone'),
} as const
