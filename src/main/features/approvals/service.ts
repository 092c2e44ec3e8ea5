import { asHubError, HubError } from '@main/hub/hub-error.ts'
import type { ApprovalQueue } from '@shared/features/approvals/contract.ts'
import { maySee } from '@shared/features/approvals/kinds.ts'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { ApprovalClock } from './deadlines.ts'
import { Duties } from './duties.ts'
import { dutiesOf } from './commit-arguments.ts'
import type { ApprovalInput } from './engine-command.ts'
import type { Change } from './engine-record.ts'
import { dayOf } from './engine-figures.ts'
import { ForeignRequests } from './foreign.ts'
import { LogWatch } from './log-watch.ts'
import type { ApprovalPorts } from './ports.ts'
import { Queue } from './queue.ts'
import { QueueReplica } from './replica.ts'
import { restoreLost } from './restore.ts'
import type { ApprovalLogEntry } from './stored.ts'
import { transit, type Transition } from './transitions.ts'

const UPKEEP_MS = 3_600_000
const DAY_MS = 86_400_000
/** How long the hub keeps closed requests and the log; the audit keeps what was decided for years. */
const CLOSED_KEPT_DAYS = 30
/** Figures are kept over a year, for the yearly metrics. */
const FIGURES_KEPT_DAYS = 400
const MOST_WAITING = 10_000
/** A hub that refuses the queue is asked again this often: permissions and memory are mended while stations run. */
const REFUSED_AGAIN_MS = 10_000
const AGAIN_MS = 500

const NOT_PERMITTED =
  'The hub denies this station what approvals need. Ask for the permissions listed in docs/operations.md.'

/** The queue at one station: keeps it in step with the hub, meets its deadlines, and carries out what people decide. */
export class ApprovalService {
  readonly #ports: ApprovalPorts
  readonly policy: ApprovalPolicy
  readonly replica = new QueueReplica()
  readonly #queue: Queue
  readonly #watch: LogWatch
  readonly #clock: ApprovalClock
  readonly #duties: Duties
  readonly #foreign: ForeignRequests
  readonly #unreadable = new Set<string>()
  #upkeep: NodeJS.Timeout | null = null
  #again: NodeJS.Timeout | null = null
  #looks: NodeJS.Timeout | null = null
  #generation = 0
  #live = false
  #complete = false
  #problem: string | null = null
  /** Announcements that came before the queue was read. */
  #heard: string[] = []

  constructor(ports: ApprovalPorts, policy: ApprovalPolicy) {
    this.#ports = ports
    this.policy = policy
    const { store } = ports
    const failed = (error: HubError): void => this.#failed(error)
    this.#queue = new Queue(
      ports.window,
      () => ({
        complete: this.#complete,
        problem: this.#problem,
        unreadable: this.#unreadable.size,
      }),
      (kind) => maySee(ports.reviewer()?.held ?? null, kind),
    )
    this.#foreign = new ForeignRequests(store, {
      knows: (id) => this.replica.get(id) !== null,
      take: async (asked) => void (await this.#settle(asked.id, () => asked)),
      unreadable: (id, text) => this.#countUnreadable(id, text),
    })
    this.#duties = new Duties(ports, policy, {
      untold: (error) => ports.defect(error),
      foreign: (id, text, lifeMs) => this.#foreign.takeIn(id, text, lifeMs, false),
      unreadable: (id, text) => this.#countUnreadable(id, text),
    })
    this.#watch = new LogWatch(store, this.replica, {
      changed: (approvals, entries) => {
        for (const approval of approvals) this.#queue.put(approval)
        this.#announce(entries)
      },
      lostTrack: () => this.#beginAnew(null),
      failed,
    })
    this.#clock = new ApprovalClock(store, this.replica, this.#duties, policy, {
      applied: (change) => this.#follow(change),
      failed,
    })
  }

  /** Brings the queue in step with the hub; run on every new link, after subscribing. Rejects with a HubError. */
  async attach(): Promise<void> {
    this.detach()
    const generation = (this.#generation += 1)
    const { store } = this.#ports
    try {
      await this.#ports.listen()
      const before = this.replica.all()
      let position = await store.attach()
      const isShorter = this.replica.epoch !== position.epoch || position.seq < this.replica.seq
      if (this.replica.epoch !== null && isShorter) {
        await restoreLost(store, before, this.policy)
        position = await store.attach()
      }
      if (generation !== this.#generation) return
      this.replica.reset(position)
    } catch (error) {
      // Alerts share this link: a hub that denies the queue must not silence them.
      if (!(error instanceof HubError) || error.failure !== 'refused') throw error
      if (generation === this.#generation) this.#beginAnew(error)
      return
    }
    this.#problem = null
    this.#live = true
    this.#queue.reset(this.replica.open())
    this.#watch.start()
    this.#clock.start()
    this.#upkeep ??= setInterval(() => void this.#keepUp(), UPKEEP_MS)
    this.#looks ??= setInterval(() => void this.#lookAgain(), this.policy.lookEveryMs)
    for (const payload of this.#heard.splice(0)) this.heard(payload)
    void this.#lookThrough(generation)
  }

  /**
   * Begins anew after a failure of the queue's own: alerts share this link, and are not rebuilt for it. A hub that
   * refuses is asked again later, and the window says why nothing comes.
   */
  #beginAnew(failure: HubError | null): void {
    this.detach()
    const isRefused = failure?.failure === 'refused'
    if (isRefused) this.#problem = NOT_PERMITTED
    this.#again ??= setTimeout(
      () => {
        this.#again = null
        const attempt = this.attach()
        const generation = this.#generation
        attempt.catch((error: unknown) => {
          // The link has been lost or the station stopped meanwhile: the next link begins anew by itself.
          if (generation === this.#generation) this.#beginAnew(asHubError(error))
        })
      },
      isRefused ? REFUSED_AGAIN_MS : AGAIN_MS,
    )
  }

  /** The link is gone: nothing is decided until the next attach. */
  detach(): void {
    this.#generation += 1
    if (this.#again) clearTimeout(this.#again)
    this.#again = null
    if (this.#looks) clearInterval(this.#looks)
    this.#looks = null
    this.#live = false
    this.#complete = false
    this.#watch.stop()
    this.#clock.stop()
    this.#queue.touch()
  }

  stop(): void {
    this.detach()
    if (this.#upkeep) clearInterval(this.#upkeep)
    this.#queue.stop()
  }

  snapshot(): ApprovalQueue {
    return this.#queue.snapshot()
  }

  /** The log has grown. */
  woken(): void {
    if (this.#live) this.#watch.look()
  }

  /** A message of the seed's channel. */
  heard(payload: string): void {
    if (!this.#live) {
      // What does not fit here is under its key, and is found when the keys are looked through.
      if (this.#heard.length < MOST_WAITING) this.#heard.push(payload)
      return
    }
    void this.#foreign.heard(payload).catch((error: unknown) => this.#failed(error))
  }

  /** The newest state of a request; null when the hub knows none. Rejects with a HubError. */
  async read(id: string): Promise<Approval | null> {
    const [state] = await this.#ports.store.states([id])
    if (state !== undefined) this.#learn(state)
    return state ?? null
  }

  /** Puts an input to the engine and carries out what it decides. Rejects with a HubError when the hub does not answer. */
  async settle(id: string, inputOn: (state: Approval | null) => ApprovalInput): Promise<Transition> {
    try {
      return await this.#settle(id, inputOn)
    } catch (error) {
      if (error instanceof HubError) this.#failed(error)
      throw error
    }
  }

  async #settle(id: string, inputOn: (state: Approval | null) => ApprovalInput): Promise<Transition> {
    const { store } = this.#ports
    const learned = (approval: Approval): void => this.#learn(approval)
    const result = await transit(store, this.policy, this.replica.get(id), inputOn, learned)
    if (result.kind === 'applied') await this.#follow(result.change)
    return result
  }

  /** What follows a change that this station has made. It stands already: a failure here leaves the rest to others. */
  async #follow(change: Change): Promise<void> {
    this.#learn(change.next)
    try {
      await this.#duties.perform(dutiesOf(change), change.next)
    } catch (error) {
      this.#failed(error)
    }
  }

  #learn(approval: Approval): void {
    if (this.replica.apply(approval)) this.#queue.put(approval)
  }

  #failed(error: unknown): void {
    if (this.#live) this.#beginAnew(asHubError(error))
  }

  #countUnreadable(id: string, text: string): void {
    if (this.#unreadable.has(id)) return
    this.#unreadable.add(id)
    this.#ports.unreadable(id, text)
    this.#queue.touch()
  }

  #announce(entries: readonly ApprovalLogEntry[]): void {
    for (const { kind, id } of entries) {
      const approval = this.replica.get(id)
      if (approval === null) continue
      const { content } = approval
      if (kind === 'escalated' || kind === 'expired' || kind === 'overdue')
        this.#ports.announce(kind, content.kind)
      const isUrgent = content.urgent && isOpenApproval(approval)
      if (isUrgent && (kind === 'asked' || kind === 'hastened')) this.#ports.announce('urgent', content.kind)
    }
  }

  async #lookThrough(generation: number): Promise<void> {
    try {
      const whole = await this.#foreign.lookThrough(() => generation === this.#generation)
      if (!whole) return
      this.#complete = true
      this.#queue.touch()
    } catch (error) {
      if (generation === this.#generation) this.#failed(error)
    }
  }

  /**
   * From time to time, because a request may be written without a message. Notifications of the keyspace would tell
   * sooner, but an operator must have switched them on, and they too are lost while a station has no link.
   */
  async #lookAgain(): Promise<void> {
    if (!this.#live || !this.#complete) return
    const generation = this.#generation
    const notBefore = this.#ports.store.now() - this.policy.lookEveryMs
    try {
      await this.#foreign.lookThrough(() => generation === this.#generation, notBefore)
    } catch (error) {
      if (generation === this.#generation) this.#failed(error)
    }
  }

  async #keepUp(): Promise<void> {
    if (!this.#live) return
    const now = this.#ports.store.now()
    try {
      await this.#ports.store.trim(now - CLOSED_KEPT_DAYS * DAY_MS, dayOf(now - FIGURES_KEPT_DAYS * DAY_MS))
    } catch (error) {
      this.#failed(error)
    }
  }
}
