import { careManagementUnit } from '@main/hub/keys.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { type AlertPolicy, defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { Bridge } from './bridge.ts'
import type { Assessment } from './engine-grade.ts'
import type { Finding } from './finding.ts'
import { type Arrival, takeIn } from './intake.ts'
import type { HistoryMember } from './ports.ts'
import { PatientCards } from './patient-cards.ts'
import { restoreLost } from './restore.ts'
import type { AlertServicePorts, Counters } from './service-ports.ts'
import { UnitReplica } from './unit-replica.ts'

type Remembered = HistoryMember & { readonly patientId: string }

/** A reconciliation waits while this many findings wait to be decided. */
const ENOUGH_WAITING = 2_000
/** Wards beyond the station's own that messages may add; a publisher that invents names must not add more. */
const MAX_GUESTS = 40

/** The wards that a station follows: for each its replica and the bridge that brings messages into its log. */
export class WatchedUnits {
  readonly #ports: AlertServicePorts
  readonly #changed: (alerts: readonly Alert[]) => void
  readonly #overtaken: () => void
  readonly #bridges = new Map<string, Bridge>()
  readonly #cards = new PatientCards()
  readonly counters: Counters = { received: 0, raised: 0, folded: 0, duplicates: 0, overflowed: 0 }
  #replicas: ReadonlyMap<string, UnitReplica> = new Map()
  #overflowed = false

  /**
   * @param changed told about every alert that a bridged message has changed.
   * @param overtaken told when another station has brought a message in first.
   */
  constructor(ports: AlertServicePorts, changed: (alerts: readonly Alert[]) => void, overtaken: () => void) {
    this.#ports = ports
    this.#changed = changed
    this.#overtaken = overtaken
  }

  get replicas(): ReadonlyMap<string, UnitReplica> {
    return this.#replicas
  }

  /** Findings that wait for the hub. */
  get backlog(): number {
    let waiting = 0
    for (const bridge of this.#bridges.values()) waiting += bridge.waiting
    return waiting
  }

  policyOf(unit: string): AlertPolicy {
    return this.#replicas.get(unit)?.policy ?? defaultAlertPolicy
  }

  /** True once after messages had to leave memory: the histories must be read again. */
  takeOverflow(): boolean {
    const overflowed = this.#overflowed
    this.#overflowed = false
    return overflowed
  }

  /** Reads where every ward stands on the hub. Bridges stay paused until `resume`. */
  async attach(): Promise<void> {
    const replicas = new Map<string, UnitReplica>()
    for (const unit of await this.#units()) {
      replicas.set(unit, await this.#attachUnit(unit, this.#replicas.get(unit) ?? null))
    }
    this.#replicas = replicas
    for (const replica of replicas.values()) this.#cards.learnFrom(replica.all())
    for (const [unit, replica] of replicas) this.#bridgeOf(unit, replica)
  }

  resume(): void {
    for (const bridge of this.#bridges.values()) bridge.resume()
  }

  pause(): void {
    for (const bridge of this.#bridges.values()) bridge.pause()
  }

  /** A message of a subscribed channel. */
  receive(channel: string, payload: Buffer): void {
    const source = this.#ports.keys.readAlertChannel(channel)
    if (!source) return
    this.counters.received += 1
    const arrival: Arrival =
      source.kind === 'care-management' ? { ...source, unit: careManagementUnit } : source
    const unit = 'unit' in arrival ? arrival.unit : ''
    const finding = this.#understand(arrival, payload, unit, this.#ports.store.now())
    for (const home of finding?.units ?? []) this.offer(home, finding)
  }

  /** Hands a finding to a ward's bridge, adding the ward when it is new to this station. */
  offer(unit: string, finding: Finding | null): void {
    if (finding === null) return
    const bridge = this.#bridges.get(unit)
    if (bridge) {
      bridge.offer(finding)
      return
    }
    if (this.#bridges.size >= this.#ports.units().length + MAX_GUESTS) {
      this.#ports.quarantine.addFinding(unit, finding, 'ward-not-watched', false)
      return
    }
    this.#bridgeOf(unit, new UnitReplica(unit)).offer(finding)
    this.#ports.link.reattach()
  }

  /** As `offer`, but resolves when the hub has answered; a ward that is new to this station is not waited for. */
  async settle(unit: string, finding: Finding): Promise<void> {
    const bridge = this.#bridges.get(unit)
    if (bridge) await bridge.settle(finding)
    else this.offer(unit, finding)
  }

  /** A remembered message, on behalf of these wards where it belongs to them; waits while too many wait. */
  async offerOld(units: readonly string[], { patientId, payload, score }: Remembered): Promise<void> {
    // Its own time of receipt, so that a message without a time is the same one now as then.
    const at = Math.floor(Math.min(score * 1_000, this.#ports.store.now()))
    const [first = ''] = units
    const common = this.#understand({ kind: 'history', patientId }, payload, first, at)
    for (const home of common?.units ?? []) {
      const bridge = this.#bridges.get(home)
      if (!units.includes(home) || !bridge) continue
      // Wards may differ in which times they doubt.
      const own = this.policyOf(home) === this.policyOf(first)
      const finding = own ? common : this.#understand({ kind: 'history', patientId }, payload, home, at)
      if (finding) bridge.offer(finding)
      while (bridge.isOpen && bridge.waiting > ENOUGH_WAITING)
        await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** True when the hub has answered for everything that a ward's bridge holds now; false when the link is gone. */
  async decided(unit: string): Promise<boolean> {
    const bridge = this.#bridges.get(unit)
    const upTo = bridge?.offered ?? 0
    while (bridge?.isOpen && bridge.offered - bridge.waiting < upTo)
      await new Promise((resolve) => setTimeout(resolve, 20))
    return bridge?.isOpen ?? true
  }

  #understand(arrival: Arrival, payload: Buffer, unit: string, at: number): Finding | null {
    const intake = takeIn(arrival, payload, at, this.policyOf(unit))
    if (intake.kind === 'refused') {
      this.#ports.quarantine.add(arrival, payload, intake.complaint, false)
      return null
    }
    for (const complaint of intake.complaints) this.#ports.quarantine.add(arrival, payload, complaint, true)
    return { ...intake.finding, card: this.#cards.learn(intake.finding.card) }
  }

  async #units(): Promise<string[]> {
    const units = new Set([...this.#ports.units(), ...this.#bridges.keys()])
    for (const patientId of this.#ports.journal.followed()) {
      for (const unit of await this.#ports.unitsOfPatient(patientId)) units.add(unit)
    }
    return [...units]
  }

  async #attachUnit(unit: string, before: UnitReplica | null): Promise<UnitReplica> {
    const { store } = this.#ports
    const replica = new UnitReplica(unit)
    let position = await store.attach(unit)
    let open = await store.states(unit, position.openIds)
    const count = before === null ? 0 : await restoreLost(store, before, position, open)
    if (count > 0) {
      this.#ports.restored(count)
      position = await store.attach(unit)
      open = await store.states(unit, position.openIds)
    }
    replica.reset(position, open)
    return replica
  }

  #bridgeOf(unit: string, replica: UnitReplica): Bridge {
    const known = this.#bridges.get(unit)
    if (known) {
      known.use(replica)
      return known
    }
    const { probe, link } = this.#ports
    const bridge = new Bridge(replica, this.#ports.store, {
      learned: (alerts) => this.#changed(alerts),
      decided: (finding, outcome) => {
        this.#count(outcome)
        probe?.decided(finding, outcome)
      },
      undecidable: (finding) => this.#ports.quarantine.addFinding(unit, finding, 'unknown-type', false),
      doubtful: (finding, assessment) => this.#complain(unit, finding, assessment),
      failed: (error) => link.fault(error),
      overflow: () => {
        this.counters.overflowed += 1
        this.#overflowed = true
      },
    })
    this.#bridges.set(unit, bridge)
    return bridge
  }

  #count(outcome: 'raised' | 'folded' | 'known'): void {
    switch (outcome) {
      case 'raised':
        this.counters.raised += 1
        return
      case 'folded':
        this.counters.folded += 1
        return
      case 'known':
        this.counters.duplicates += 1
        this.#overtaken()
    }
  }

  #complain(unit: string, finding: Finding, { doubts }: Assessment): void {
    for (const doubt of doubts) {
      switch (doubt) {
        case 'unknown-type':
        case 'unknown-unit':
        case 'implausible-value':
          this.#ports.quarantine.addFinding(unit, finding, doubt, true)
          break
        case 'missing-unit':
          this.#ports.quarantine.addFinding(unit, finding, 'unknown-unit', true)
          break
        // Times are complained about at intake; a finding without limits is no fault of the message.
        case 'time-ahead':
        case 'time-ancient':
        case 'time-missing':
        case 'not-graded':
          break
      }
    }
  }
}
