import {
  OverrideReason,
  type RuleFigures,
  type WarningOutcome,
} from '@shared/features/interactions/governance.ts'
import type { Finding } from '@shared/features/interactions/check.ts'
import { onHub } from './errors.ts'
import { type Pair, pairOf } from './pair-key.ts'
import type { InteractionKnowledge } from './ports.ts'
import type { RuleDemotions } from './demotions.ts'
import type { InteractionLedger } from './ledger.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { CountStore } from './redis-ports.ts'
import type { RecentCheck } from './service-recent.ts'
import { ShownLately } from './shown-lately.ts'

const PAIR = 'pair:'

interface FigurePorts {
  readonly counts: CountStore
  readonly ledger: InteractionLedger
  readonly knowledge: () => InteractionKnowledge
  readonly verdicts: Verdicts
  readonly demotions: RuleDemotions
}

type Described = Pick<RuleFigures, 'label' | 'severity' | 'tier' | 'standing'>

/** How the warnings of each rule fare: shown, followed, overridden and why. Counted on the hub for all stations. */
export class RuleFigureBoard {
  readonly #ports: FigurePorts
  readonly #lately = new ShownLately(() => performance.now())

  constructor(ports: FigurePorts) {
    this.#ports = ports
  }

  /** Once per person, patient and key while a list is worked on. */
  shown(check: Pick<RecentCheck, 'inquirer' | 'patientId'>, findings: readonly Finding[]): void {
    for (const key of new Set(findings.map((finding) => finding.key)))
      if (this.#lately.isNew(check, key)) this.#ports.ledger.countFigure(`shown:${key}`)
  }

  accepted(key: string): void {
    this.#ports.ledger.countFigure(`accepted:${key}`)
  }

  overridden(key: string, reason: OverrideReason): void {
    this.#ports.ledger.countFigure(`overridden:${key}`)
    this.#ports.ledger.countFigure(`${reason}:${key}`)
  }

  /** Most often overridden first. Throws a RequestFailure without an answer of the hub. */
  async all(): Promise<RuleFigures[]> {
    const stored = await this.#stored()
    const keys = new Set([...stored.keys(), ...this.#ports.demotions.now().keys()])
    return [...keys]
      .flatMap((key) => this.#figuresOf(key, stored.get(key)) ?? [])
      .toSorted((a, b) => b.overridden - a.overridden || b.shown - a.shown || a.label.localeCompare(b.label))
  }

  /** Null when the key names no rule and no pair. */
  async of(key: string): Promise<RuleFigures | null> {
    return this.#figuresOf(key, (await this.#stored()).get(key))
  }

  /** What a key stands for; null when nothing is known by it. */
  describe(key: string): Described | null {
    const rule = this.#ports.knowledge().ruleOf(key)
    if (rule !== null)
      return { label: rule.label, severity: rule.severity, tier: rule.tier, standing: 'knowledge' }
    const pair = pairOfKey(key)
    if (pair === null) return null
    const verdict = this.#ports.verdicts.get(pair)
    return {
      label: pair.join(' + '),
      severity: verdict?.severity ?? 'moderate',
      tier: 'ward',
      standing: verdict?.state === 'validated' ? 'validated' : 'unvalidated',
    }
  }

  async #stored(): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
    const { ledger, counts } = this.#ports
    await ledger.flush()
    const byKey = new Map<string, Map<string, number>>()
    for (const [field, value] of await onHub(() => counts.figures())) {
      const split = field.indexOf(':')
      const key = field.slice(split + 1)
      const sums = byKey.get(key) ?? new Map<string, number>()
      byKey.set(key, sums.set(field.slice(0, split), value))
    }
    return byKey
  }

  #figuresOf(key: string, sums: ReadonlyMap<string, number> = new Map()): RuleFigures | null {
    const described = this.describe(key)
    if (described === null) return null
    const reasons: RuleFigures['reasons'] = {}
    for (const reason of OverrideReason.options) {
      const count = sums.get(reason)
      if (count !== undefined) reasons[reason] = count
    }
    const of = (what: WarningOutcome): number => sums.get(what) ?? 0
    return {
      key,
      ...described,
      shown: of('shown'),
      accepted: of('accepted'),
      overridden: of('overridden'),
      reasons,
      demotion: this.#ports.demotions.get(key),
    }
  }
}

/** The key of a finding that no rule of the knowledge made. */
export function keyOfPair([a, b]: Pair): string {
  return `${PAIR}${a}|${b}`
}

function pairOfKey(key: string): Pair | null {
  const [a = '', b = '', ...rest] = key.startsWith(PAIR) ? key.slice(PAIR.length).split('|') : []
  return a === '' || b === '' || rest.length > 0 ? null : pairOf(a, b)
}
