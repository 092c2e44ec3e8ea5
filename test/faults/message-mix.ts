import { takeIn } from '@main/features/alerts/intake.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { Dice } from './dice.ts'
import { chainOf } from './station-messages.ts'

/** Findings that stay on the high side, so that one patient and type is one chain of alerts. */
const kinds = [
  { type: 'potassium', unit: 'mmol/L', start: 6, step: 0.3, top: 9 },
  { type: 'heart_rate', unit: 'bpm', start: 112, step: 10, top: 240 },
  { type: 'blood_pressure_systolic', unit: 'mmHg', start: 162, step: 10, top: 280 },
  { type: 'respiratory_rate', unit: '/min', start: 21, step: 4, top: 60 },
] as const

const WORSENS = 0.08
const AGAIN = 0.03

export interface MixedMessage {
  readonly id: string
  readonly patientId: string
  readonly unit: string
  readonly chain: string
  /** By the publisher's clock; rises with every message. */
  readonly at: number
  readonly value: number
  readonly text: string
}

/**
 * What a ward publishes: first findings, repeats, worsenings up to critical ones, publishers' own severities, and now
 * and then the same message a second time (which is the same object again in the result).
 * @param count how many different messages.
 * @param base time of the first message, in milliseconds since 1970.
 */
export function mixMessages(
  seed: number,
  count: number,
  units: readonly [string, ...string[]],
  base: number,
): { readonly messages: readonly MixedMessage[]; readonly sequence: readonly MixedMessage[] } {
  const dice = new Dice(seed, 'messages')
  const patients = Math.max(4, Math.round(count / dice.pick([4, 20, 60])))
  const worst = new Map<string, number>()
  const messages: MixedMessage[] = []
  const sequence: MixedMessage[] = []
  for (let index = 0; index < count; index += 1) {
    const patient = Math.floor(patients * dice.next() ** 2)
    const patientId = `P${seed}-${patient}`
    const kind = dice.pick(kinds)
    const chain = chainOf(patientId, kind.type)
    const before = worst.get(chain) ?? kind.start
    const reached = dice.chance(WORSENS) ? Math.min(kind.top, before + kind.step) : before
    worst.set(chain, reached)
    const noise = reached === before ? dice.next() * kind.step * 0.8 : 0
    const value = Math.round(Math.max(kind.start, reached - noise) * 10) / 10
    const unit = units[patient % units.length] ?? units[0]
    const at = base + index
    const severity = dice.chance(0.1) ? dice.pick(['warning', 'critical', 'HIGH']) : null
    const text = JSON.stringify(
      seedMessage({
        patient_id: patientId,
        alert_type: kind.type,
        value,
        unit: kind.unit,
        severity,
        timestamp: new Date(at).toISOString().replace('Z', '000'),
        context: { unit, source: 'fault run', bed: `${unit}-${patient}` },
      }),
    )
    const message = { id: idOf(patientId, text, at), patientId, unit, chain, at, value, text }
    messages.push(message)
    sequence.push(message)
    if (dice.chance(AGAIN)) sequence.push(messages[dice.between(0, index)] ?? message)
  }
  return { messages, sequence }
}

function idOf(patientId: string, text: string, now: number): string {
  const intake = takeIn({ kind: 'history', patientId }, Buffer.from(text), now, defaultAlertPolicy)
  if (intake.kind === 'refused')
    throw new Error(`the mix made a message that is refused: ${intake.complaint.reason}`)
  return intake.finding.messageId
}
