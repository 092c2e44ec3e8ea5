import { z } from 'zod'
import { UnitName } from '@shared/clinical/ward.ts'

export const Theme = z.enum(['dark', 'light', 'high-contrast'])
export type Theme = z.infer<typeof Theme>
export const Density = z.enum(['station', 'wall'])
export type Density = z.infer<typeof Density>

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** One workstation's settings. They hold no patient data. */
export const StationSettings = z.object({
  stationName: z.string().trim().min(1).max(60),
  /** Wards whose alerts this station shows. `care_management` adds the care managers' channel. */
  units: z.array(UnitName).min(1).max(40),
  theme: Theme.default('dark'),
  density: Density.default('station'),
  sounds: z
    .object({
      /** 0 to 1. High priority is never played below 0.3. */
      volume: z.number().min(0).max(1).default(0.7),
      medium: z.boolean().default(true),
      low: z.boolean().default(true),
    })
    .default({ volume: 0.7, medium: true, low: true }),
  notifications: z
    .object({ medium: z.boolean().default(true), low: z.boolean().default(false) })
    .default({ medium: true, low: false }),
  /** Between these local times medium and low are neither sounded nor notified. High always is. */
  quietHours: z.object({ from: ClockTime, to: ClockTime }).nullable().default(null),
  /** Keeps the window out of screenshots and shared screens, where the system can (Windows, macOS). */
  contentProtection: z.boolean().default(false),
})
export type StationSettings = z.infer<typeof StationSettings>

/** Settings that the hospital's IT can fix on a computer. */
export const FixableSetting = z.enum(['stationName', 'units', 'density', 'contentProtection'])
export type FixableSetting = z.infer<typeof FixableSetting>

/** Where the hub is. The password never leaves main: the renderer sees `hasPassword` only. */
export const HubTarget = z.object({
  kind: z.enum(['embedded', 'remote']),
  /** Address without password, for display. */
  display: z.string(),
  hasPassword: z.boolean(),
  /** `policy`: fixed on this computer; wins over everything. `environment`: given at start by the command line or environment; wins over the stored one. */
  from: z.enum(['default', 'settings', 'environment', 'policy']),
})
export type HubTarget = z.infer<typeof HubTarget>

export const SettingsView = z.object({
  settings: StationSettings,
  hub: HubTarget,
  /** How secrets are kept on this system; a sentence when it is weaker than an OS key store. */
  secretStoreNote: z.string().nullable(),
  /** Settings that the policy of this computer has fixed; saving another value of them is refused. */
  fixed: z.array(FixableSetting),
})
export type SettingsView = z.infer<typeof SettingsView>
