import { hostname } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { type HubAddress, readHubAddress } from '@main/hub/address.ts'
import type { KeptValues } from '@main/journal/kept-values.ts'
import {
  FixableSetting,
  type HubTarget,
  type SettingsView,
  StationSettings,
} from '@shared/features/settings/model.ts'
import type { SettingsErrorCode } from '@shared/features/settings/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { z } from 'zod'

const SETTINGS = 'settings.station'
const HUB_URL = 'settings.hub-url'

export interface SettingsPorts {
  readonly kept: KeptValues
  readonly secretStoreNote: string | null
  /** A hub address given at start; wins over the stored one and is not stored. */
  readonly givenHub: HubAddress | null
  /** What the policy of this computer has fixed. */
  readonly fixed: Partial<Pick<StationSettings, FixableSetting>>
  /** Why no hub of the hospital can be used here; null when one can. */
  readonly remoteRefusal: string | null
  /** Whether the given hub comes from that policy. */
  readonly hubIsFixed: boolean
  /** Wards shown on a first start with the embedded hub. */
  readonly firstUnits: readonly string[]
  publish(view: SettingsView): void
  /** Units or other things that need a new attach have changed. */
  changed(settings: StationSettings): void
  /** Another hub is wanted: the station's connections are built anew. */
  hubChanged(): void
}

/** This workstation's settings, kept in the encrypted journal; so is the hub's address with its password. */
export class SettingsService {
  readonly #ports: SettingsPorts
  #settings: StationSettings

  constructor(ports: SettingsPorts) {
    this.#ports = ports
    this.#settings = {
      ...(ports.kept.read(SETTINGS, StationSettings) ??
        StationSettings.parse({
          stationName: hostname().slice(0, 60) || 'station',
          units: [...ports.firstUnits],
        })),
      ...ports.fixed,
    }
  }

  get settings(): StationSettings {
    return this.#settings
  }

  /** The remote hub to use, or null for the embedded one. */
  remoteHub(): HubAddress | null {
    return this.#ports.givenHub ?? this.#storedHub()
  }

  view(): SettingsView {
    const { secretStoreNote } = this.#ports
    return { settings: this.#settings, hub: this.#target(), secretStoreNote, fixed: this.#fixed() }
  }

  /** Throws a RequestFailure when something else is wanted than the policy of this computer has fixed. */
  save(settings: StationSettings): SettingsView {
    const against = this.#fixed().filter((name) => !isDeepStrictEqual(settings[name], this.#settings[name]))
    if (against.length > 0) {
      throw failure(
        'settings.fixed',
        'This setting is fixed on this computer by a policy of your IT department. Nothing was changed.',
      )
    }
    this.#settings = settings
    this.#ports.kept.write(SETTINGS, settings)
    this.#ports.changed(settings)
    const view = this.view()
    this.#ports.publish(view)
    return view
  }

  /** Stores another hub's address, or null for the embedded hub. Throws a RequestFailure for a bad address. */
  connectHub(url: string | null): SettingsView {
    if (this.#ports.hubIsFixed) {
      throw failure(
        'settings.fixed',
        'The hub is fixed on this computer by a policy of your IT department. Nothing was changed.',
      )
    }
    if (this.#ports.givenHub !== null) {
      throw failure(
        'settings.not-stored',
        'This station was started with a hub address on its command line or environment; that one stays in force. Start it without to use this setting.',
      )
    }
    if (url !== null && this.#ports.remoteRefusal !== null)
      throw failure('settings.no-key-store', this.#ports.remoteRefusal)
    if (url === null) {
      this.#ports.kept.remove(HUB_URL)
    } else {
      const reading = readHubAddress(url)
      if (!reading.ok) throw failure('settings.bad-hub-address', `${reading.sentence} Nothing was changed.`)
      this.#ports.kept.write(HUB_URL, url)
    }
    const view = this.view()
    this.#ports.publish(view)
    this.#ports.hubChanged()
    return view
  }

  #fixed(): FixableSetting[] {
    return FixableSetting.options.filter((name) => this.#ports.fixed[name] !== undefined)
  }

  #storedHub(): HubAddress | null {
    const url = this.#ports.kept.read(HUB_URL, z.string())
    const reading = url === null ? null : readHubAddress(url)
    return reading?.ok ? reading.address : null
  }

  #target(): HubTarget {
    const given = this.#ports.givenHub
    const address = given ?? this.#storedHub()
    if (!address) return { kind: 'embedded', display: 'embedded hub', hasPassword: true, from: 'default' }
    return {
      kind: 'remote',
      display: address.display,
      hasPassword: address.password !== null,
      from: this.#ports.hubIsFixed ? 'policy' : given ? 'environment' : 'settings',
    }
  }
}

function failure(code: SettingsErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message)
}
