import { z } from 'zod'
import { ModelSettings, noModel } from '@shared/features/interactions/governance.ts'
import { interactionFailure } from './errors.ts'

const SETTINGS = 'interactions.model'
const KEY = 'interactions.model-key'

/** Named values in the encrypted journal. */
export interface KeptModel {
  read<T>(name: string, schema: z.ZodType<T>): T | null
  write(name: string, value: unknown): void
  remove(name: string): void
}

export interface ModelView {
  readonly settings: ModelSettings
  readonly hasKey: boolean
}

/** A model that can be asked. */
export interface ConfiguredModel extends ModelSettings {
  readonly baseUrl: string
  /** Never leaves main, and never goes into a log. */
  readonly key: string | null
}

/** A model that whoever starts a host without a window has named, with its key. */
export interface GivenModel {
  readonly settings: ModelSettings
  readonly key: string | null
}

/** Which model this station asks, kept in the encrypted journal together with its key. */
export class ModelConfiguration {
  readonly #kept: KeptModel
  readonly #given: GivenModel | null
  readonly #watchers = new Set<() => void>()
  #settings: ModelSettings

  /**
   * @param given replaces what the journal holds, as long as this process runs; nothing of it is written down.
   * Throws a RequestFailure when its address is none that may be asked.
   */
  constructor(kept: KeptModel, given: GivenModel | null = null) {
    this.#kept = kept
    this.#given = given
    if (given !== null) checkedOrigin(given.settings)
    this.#settings = given?.settings ?? kept.read(SETTINGS, ModelSettings) ?? noModel
  }

  /** Null when no model is configured. */
  get model(): ConfiguredModel | null {
    const { baseUrl } = this.#settings
    return baseUrl === null ? null : { ...this.#settings, baseUrl, key: this.#key() }
  }

  get settings(): ModelSettings {
    return this.#settings
  }

  /** What a window may know: whether there is a key, not the key. */
  view(): ModelView {
    return { settings: this.#settings, hasKey: this.#key() !== null }
  }

  /** Calls back after every change; returns the way to stop. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  /**
   * @param key null keeps the stored one, an empty text removes it. A stored key is never sent to another host: when
   * the address changes to one it has to be given again.
   */
  save(settings: ModelSettings, key: string | null): ModelView {
    if (this.#given !== null)
      throw interactionFailure(
        'interactions.bad-model-settings',
        'The model of this host is named by its settings file and can only be changed there. Nothing was changed.',
      )
    const origin = checkedOrigin(settings)
    const moved = origin !== originOf(this.#settings.baseUrl)
    if (key === '' || (key === null && moved)) this.#kept.remove(KEY)
    else if (key !== null) this.#kept.write(KEY, key)
    this.#settings = settings
    this.#kept.write(SETTINGS, settings)
    for (const changed of this.#watchers) changed()
    return this.view()
  }

  #key(): string | null {
    if (this.#given !== null) return this.#given.key
    return this.#kept.read(KEY, z.string().min(1))
  }
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The address as others may reach it; throws a RequestFailure when the settings name none that may be asked. */
export function checkedOrigin({ baseUrl, model }: ModelSettings): string | null {
  if (baseUrl === null) return null
  const url = new URL(baseUrl)
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
  if (!safe || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw interactionFailure(
      'interactions.bad-model-settings',
      'The address must begin with https (http only on this computer) and hold no user name, password or question mark. Nothing was changed.',
    )
  }
  if (model.trim() === '') {
    throw interactionFailure(
      'interactions.bad-model-settings',
      'Name the model that the address serves. Nothing was changed.',
    )
  }
  return url.origin
}

function originOf(baseUrl: string | null): string | null {
  return baseUrl === null ? null : new URL(baseUrl).origin
}
