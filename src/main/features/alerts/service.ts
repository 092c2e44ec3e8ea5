import { HubError } from '@main/hub/hub-error.ts'
import type { BoardSnapshot, DeliveryStamp, TransitionReply } from '@shared/features/alerts/contract.ts'
import { type Alert, isOpen } from '@shared/features/alerts/model.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { Board } from './board.ts'
import { Calls } from './calls.ts'
import { DeadlineClock } from './deadline-clock.ts'
import { type Command, decideCommand } from './engine-commands.ts'
import { alertFailure, explainHubError } from './errors.ts'
import { takeIn } from './intake.ts'
import { MissedWatch } from './missed-watch.ts'
import { Receipts } from './receipts.ts'
import { Reconciler } from './reconciler.ts'
import type { AlertServicePorts } from './service-ports.ts'
import { StampQueue } from './stamp-queue.ts'
import type { UnitReplica } from './unit-replica.ts'
import { UnitWatch } from './unit-watch.ts'
import { WatchedUnits } from './watched-units.ts'

const UPKEEP_MS = 60_000
const DAY_MS = 86_400_000
const MAX_ROUNDS = 10

/** The alerts of one station: takes messages in, keeps the board, calls people, and carries their answers out. */
export class AlertService {
  readonly #ports: AlertServicePorts
  readonly units: WatchedUnits
  readonly board: Board
  readonly calls: Calls
  readonly missed: MissedWatch
  readonly #watch: UnitWatch
  readonly #clock: DeadlineClock
  readonly #reconciler: Reconciler
  readonly #stamps: StampQueue
  readonly #receipts: Receipts
  #upkeep: NodeJS.Timeout | null = null
  #live = false
  /** Changes confirmed by the hub since attaching began. */
  #meanwhile: Alert[] = []
  /** Nothing was published before now that this station has not taken in. */
  #complete = false

  constructor(ports: AlertServicePorts) {
    this.#ports = ports
    const { store, journal, link } = ports
    const now = (): number => store.now()
    this.units = new WatchedUnits(
      ports,
      (alerts) => this.#take(alerts),
      () => this.#watch.nudge(),
    )
    this.#stamps = new StampQueue(store, () => ports.rules().stationName)
    this.#receipts = new Receipts(journal, this.#stamps, store)
    this.missed = new MissedWatch(store, journal)
    this.board = new Board({
      push: (change) => ports.window.push(change),
      reset: (revision) => ports.window.reset(revision),
      shown: (alerts) => {
        this.#receipts.shown(alerts)
        ports.probe?.shown(alerts)
      },
      settled: () => {
        if (this.#live) this.#receipts.settled(this.units.replicas.values())
      },
    })
    this.calls = new Calls(
      ports.outputs,
      {
        stamp: (alert, what, detail) => this.#stamps.add(alert, what, detail),
        clicked: (id) => ports.window.open(id),
        acknowledged: (id) =>
          void this.command(id, { kind: 'acknowledge' }).catch(() => ports.window.open(id)),
      },
      () => ports.rules(),
      now,
    )
    this.#watch = new UnitWatch(store, {
      changed: (_, alerts) => this.#take(alerts),
      hubLostData: () => link.reattach(),
      failed: (error) => link.fault(error),
    })
    this.#clock = new DeadlineClock(
      store,
      () => (this.#live ? this.units.replicas.values() : []),
      (_, changes) => this.#take(changes.map((change) => change.next)),
      (error) => link.fault(error),
    )
    this.#reconciler = new Reconciler(
      ports.missed,
      ports.stationId,
      {
        offer: (units, member) => this.units.offerOld(units, member),
        decided: (unit) => this.units.decided(unit),
      },
      now,
    )
  }

  /** Channels to listen to on every link. */
  channels(): string[] {
    const { keys, journal } = this.#ports
    return [
      ...this.#ports.units().map((unit) => keys.unitAlerts(unit)),
      ...journal.followed().map((patientId) => keys.patientAlerts(patientId)),
    ]
  }

  /** Brings the station in step with the hub; run on every new link, after subscribing. */
  async attach(): Promise<void> {
    this.detach()
    this.#meanwhile = []
    await this.units.attach()
    const replicas = this.units.replicas
    await this.missed.look([...replicas.values()])
    // What was confirmed while the wards were being read may be newer than what was read. Only for alerts that are
    // known open: another station may have closed one since, and the log tells about everything else.
    for (const alert of this.#meanwhile) {
      const replica = replicas.get(alert.unit)
      if (replica && replica.get(alert.id) !== null) replica.apply(alert)
    }
    const visible = [...replicas.values()].flatMap((replica) =>
      [...replica.all()].filter((alert) => this.#isVisible(alert)),
    )
    const known = this.#ports.journal.shown(visible.map((alert) => alert.id))
    this.calls.remember(visible.filter((alert) => known.has(alert.id)))
    this.board.reset(visible)
    this.#receipts.received(visible.filter((alert) => !known.has(alert.id)))
    this.calls.reset(visible)
    this.#live = true
    this.units.resume()
    this.#watch.start(replicas)
    this.#clock.start()
    this.#upkeep ??= setInterval(() => void this.#keepUp(), UPKEEP_MS)
    this.#reconcile()
  }

  /** Asks whether the hub still accepts what alerts need, and that its data are still there; rejects when not. */
  async probe(): Promise<void> {
    const [replica] = this.units.replicas.values()
    if (!this.#live || !replica) return
    const epoch = await this.#ports.store.probe(replica.unit)
    if (epoch !== replica.epoch) this.#ports.link.reattach()
  }

  /** The link is gone: nothing is decided until the next attach; what arrives waits. */
  detach(): void {
    this.#seen()
    this.#live = false
    this.#complete = false
    this.#watch.stop()
    this.#reconciler.stop()
    this.units.pause()
  }

  stop(): void {
    this.detach()
    this.calls.stop()
    this.#clock.stop()
    if (this.#upkeep) clearInterval(this.#upkeep)
    this.board.unwatch()
    this.#stamps.stop()
  }

  snapshot(): BoardSnapshot {
    return {
      ...this.board.snapshot(),
      missed: this.missed.summary,
      followed: [...this.#ports.journal.followed()],
    }
  }

  /**
   * Raises an alert of our own engines: logged first, then published as the seed would, so that programs of
   * others hear nothing that is not kept. `text` is the seed's message as JSON. Waits for the hub's return when
   * the link is lost. Throws a RequestFailure for a bad message and a HubError when publishing fails.
   */
  async raise(text: string): Promise<void> {
    const now = this.#ports.store.now()
    const intake = takeIn({ kind: 'patient', patientId: '' }, Buffer.from(text), now, defaultAlertPolicy)
    if (intake.kind === 'refused') throw alertFailure('alerts.bad-policy', intake.complaint.sentence)
    const { finding } = intake
    for (const unit of finding.units) await this.units.settle(unit, finding)
    for (const unit of finding.units)
      await this.#ports.publisher.publish(unit, finding.card.patientId, text, now)
  }

  /** Does what a person asks. `unchanged` when somebody was first; the alert shows who. */
  async command(id: string, command: Command): Promise<TransitionReply> {
    try {
      const replies: TransitionReply[] = []
      for (const replica of this.units.replicas.values()) {
        if (replica.get(id) !== null) replies.push(await this.#commandIn(replica, id, command))
      }
      const reply = replies.find(({ outcome }) => outcome === 'applied') ?? replies[0]
      if (reply) return reply
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      this.#ports.link.fault(error)
      throw explainHubError(error)
    }
    throw alertFailure(
      'alerts.not-found',
      'This alert is closed or no longer on the hub. The board is up to date.',
    )
  }

  /** Adds or drops a patient whose alerts this station shows from whatever ward. */
  follow(patientId: string, follow: boolean): readonly string[] {
    this.#ports.journal.follow(patientId, follow)
    this.#ports.link.reattach()
    return this.#ports.journal.followed()
  }

  /** Delivery stamps of all stations for one alert; rejects with a HubError. */
  async stampsOf(id: string): Promise<readonly DeliveryStamp[]> {
    for (const replica of this.units.replicas.values()) {
      if (replica.get(id) !== null) return this.#ports.store.stamps(replica.unit, id)
    }
    return []
  }

  async #commandIn(replica: UnitReplica, id: string, command: Command): Promise<TransitionReply> {
    let alert = replica.get(id)
    for (let round = 0; alert !== null && round < MAX_ROUNDS; round += 1) {
      const change = decideCommand(
        alert,
        command,
        this.#ports.person.current(),
        replica.policy,
        this.#ports.store.now(),
      )
      if (!change) return { outcome: 'unchanged', alert }
      const items = [{ messageId: '', bundle: null, changes: [{ change, expectedRev: alert.rev }] }]
      const [outcome] = await this.#ports.store.commit(replica.unit, items)
      if (outcome?.kind === 'applied') {
        if (replica.apply(change.next)) this.#take([change.next])
        this.#receipts.answered(change)
        return { outcome: 'applied', alert: change.next }
      }
      const current =
        outcome?.kind === 'conflict' ? outcome.current.find((state) => state.id === id) : undefined
      if (current && replica.apply(current)) this.#take([current])
      alert = current ?? null
    }
    throw alertFailure('alerts.not-found', 'This alert is no longer on the hub. The board is up to date.')
  }

  /** Alerts have changed on the hub. */
  #take(alerts: readonly Alert[]): void {
    if (!this.#live) this.#meanwhile.push(...alerts)
    const visible = alerts.filter((alert) => this.#isVisible(alert))
    const fresh = visible.filter((alert) => isOpen(alert) && this.board.get(alert.id) === null)
    for (const alert of visible) this.board.put(alert)
    this.#receipts.received(fresh)
    this.#receipts.escalated(visible)
    this.calls.update(visible)
  }

  #isVisible(alert: Alert): boolean {
    return (
      this.#ports.units().includes(alert.unit) ||
      this.#ports.journal.followed().includes(alert.patient.patientId)
    )
  }

  /** Up to now everything was on the screen: what a later absence misses begins here. */
  #seen(): void {
    if (this.#live && this.board.isSettled) this.#receipts.settled(this.units.replicas.values())
  }

  #reconcile(): void {
    this.#complete = false
    void this.#reconciler.start([...this.units.replicas.keys()]).then((complete) => {
      if (complete) this.#complete = this.#live
    })
  }

  /** Once a minute: the wards are complete up to now, and what policy no longer keeps is forgotten. */
  async #keepUp(): Promise<void> {
    this.#seen()
    if (!this.#live || this.units.backlog > 0) return
    if (this.units.takeOverflow() || !this.#complete) {
      this.#reconcile()
      return
    }
    const { store, missed, stationId, journal, link } = this.#ports
    const now = store.now()
    try {
      for (const { unit, policy } of this.units.replicas.values()) {
        await missed.done(unit, stationId, now)
        await store.trim(unit, now - policy.retentionDays * DAY_MS)
        journal.forgetBefore(now - policy.retentionDays * DAY_MS)
      }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      link.fault(error)
    }
  }
}
