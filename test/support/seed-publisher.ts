import type { HubClient } from '@main/hub/client.ts'
import { openClient } from '@main/hub/open-client.ts'

export interface SeedMessage {
  patient_id: string
  alert_type: string
  value: number
  unit: string | null
  severity: string | null
  timestamp: string
  context: Record<string, unknown>
}

/** A message as the seed's Python writes it; give only what matters to the test. */
export function seedMessage(parts: Partial<SeedMessage> & { patient_id: string }): SeedMessage {
  return {
    alert_type: 'potassium',
    value: 6.8,
    unit: 'mmol/L',
    severity: null,
    timestamp: new Date().toISOString().replace('Z', '000'),
    context: { unit: 'icu', source: 'test' },
    ...parts,
  }
}

/** Publishes as the seed's `publish_critical_alert` does: two channels, then the history. */
export class SeedPublisher {
  readonly client: HubClient
  readonly #prefix: string

  /** @param hub a URL, or a client of a Cluster, which then ends with the publisher. */
  constructor(hub: string | HubClient, prefix = '') {
    this.client = typeof hub === 'string' ? openClient(hub) : hub
    this.#prefix = prefix
  }

  async publish(message: SeedMessage): Promise<void> {
    const text = JSON.stringify(message)
    const unit = typeof message.context['unit'] === 'string' ? message.context['unit'] : 'general'
    await this.client.publish(`${this.#prefix}alerts:${unit}`, text)
    await this.client.publish(`${this.#prefix}alerts:patient:${message.patient_id}`, text)
    await this.client.zadd(`${this.#prefix}alert_history:${message.patient_id}`, Date.now() / 1_000, text)
  }

  close(): void {
    this.client.disconnect()
  }
}
