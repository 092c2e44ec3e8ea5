import type { Gate } from './features/approvals/gate.ts'
import { shippedKnowledge } from './features/interactions/knowledge-shipped.ts'
import type { KeptModel, ModelConfiguration } from './features/interactions/model-settings.ts'
import { RedisAnswers } from './features/interactions/redis-answers.ts'
import { RedisCounts } from './features/interactions/redis-counts.ts'
import { RedisGovernance, RedisMedications } from './features/interactions/redis-governance.ts'
import { InteractionService } from './features/interactions/service.ts'
import type { AdviceRecord, InteractionPorts } from './features/interactions/service-ports.ts'
import type { Inquirer } from './features/interactions/service-recent.ts'
import type { SettingsService } from './features/settings/service.ts'
import type { Hub } from './hub/hub.ts'
import { HubError } from './hub/hub-error.ts'
import { answerGate } from './interaction-gate.ts'
import type { Platform } from './platform/ports.ts'
import type { StationOptions } from './station-options.ts'
import type { Actor } from '@shared/clinical/person.ts'

/** What the station gives the interactions feature, whichever hub it talks to. */
export interface StationInteractions {
  readonly kept: KeptModel
  readonly model: ModelConfiguration
  inquirer(): Inquirer | null
  actor(): Actor
  advice(record: AdviceRecord): Promise<void>
  defect(error: unknown): void
}

interface Surroundings {
  readonly options: StationOptions
  readonly platform: Platform
  readonly settings: SettingsService
  readonly interactions: StationInteractions
}

interface Wiring {
  readonly demo: () => boolean
  readonly note: (sentence: string) => void
  /** The queue in which pharmacists decide; it is built later. */
  readonly gate: () => Gate
}

/** Wires the interactions feature to one hub. */
export function buildInteractions(
  hub: Hub,
  { options, platform, settings, interactions }: Surroundings,
  { demo, note, gate }: Wiring,
): InteractionService {
  const { kept, model } = interactions
  const ports: InteractionPorts = {
    knowledge: options.knowledge ?? shippedKnowledge,
    answers: new RedisAnswers(hub),
    governance: new RedisGovernance(hub),
    counts: new RedisCounts(hub),
    gate: () => answerGate(gate()),
    medications: new RedisMedications(hub),
    configuration: model,
    kept,
    window: platform.window,
    stationName: () => settings.settings.stationName,
    inquirer: () => interactions.inquirer(),
    actor: () => interactions.actor(),
    advice: (record) => interactions.advice(record),
    note,
    demonstration: demo,
    defect: (error) => interactions.defect(error),
  }
  return new InteractionService(ports)
}

/**
 * Joins what stations share about interactions. A hub whose access list is older than this feature refuses that; the
 * alerts must then go on, and interactions are checked with the station's own knowledge.
 */
export async function attachInteractions(
  interactions: InteractionService,
  note: (sentence: string) => void,
): Promise<void> {
  try {
    await interactions.attach()
  } catch (error) {
    if (error instanceof HubError && error.failure !== 'refused') throw error
    const code = error instanceof HubError ? error.code : 'unreadable'
    note(
      `What stations share about interactions cannot be used at this hub (${code}). Interactions are checked with the station's own knowledge only; give the station the permissions that \`npm run acl\` prints.`,
    )
  }
}
