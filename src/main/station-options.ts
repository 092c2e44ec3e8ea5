import type { AlertProbe } from './features/alerts/service-ports.ts'
import type { GivenModel } from './features/interactions/model-settings.ts'
import type { InteractionKnowledge } from './features/interactions/ports.ts'
import type { ProviderSettings } from './features/sessions/provider.ts'
import type { HubAddress } from './hub/address.ts'
import type { Logger } from './platform/log.ts'
import type { MachinePolicy } from './policy.ts'
import type { StationInfo } from '@shared/features/station/contract.ts'

export interface StationOptions {
  readonly dataFolder: string
  /** Where this user's embedded hub lives; two stations of one user share it. */
  readonly hubFolder: string
  /** A hub address given at start; null lets the settings decide. */
  readonly givenHub: HubAddress | null
  /** Whether the embedded hub comes with the demonstration ward. */
  readonly demo: boolean
  readonly demoSeed: number
  readonly demoSpeed: number
  /** Before every key and channel; empty outside of tests. */
  readonly keyPrefix: string
  readonly versions: Pick<StationInfo, 'version' | 'electron' | 'chrome' | 'node'>
  readonly log: Logger
  readonly probe: AlertProbe | null
  /** Signs the demonstration nurse in without being asked; has no effect without the demonstration ward. */
  readonly signInDemonstration: boolean
  /** Longest idleness at this station in seconds, as its administrator started it; null for what the policy says. */
  readonly sessionSeconds: number | null
  /** The hospital's identity provider; null for none. */
  readonly provider: ProviderSettings | null
  /** What the hospital's IT has fixed on this computer; absent for nothing. */
  readonly policy?: MachinePolicy
  /** Where sources of clinical risk lie, shared by stations and engine hosts; absent for the data folder. */
  readonly riskFolder?: string | null
  /** The model that a host without a window asks; absent for the one that the settings name. */
  readonly model?: GivenModel
  /** What is known of drugs; absent for the knowledge that ships with the application. */
  readonly knowledge?: () => InteractionKnowledge
  /** With a hub of the hospital the key of the encrypted data must lie in a key store. The embedded hub does without. */
  readonly refuseKeyFile?: boolean
}
