import { asHubError, type HubError } from '@main/hub/hub-error.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { bundleKey, decideFinding } from './engine.ts'
import { type Assessment, assess } from './engine-grade.ts'
import type { Finding } from './finding.ts'
import type { AlertStore, CommitItem } from './ports.ts'
import { bundleKeyOf } from './stored.ts'
import type { UnitReplica } from './unit-replica.ts'

const BATCH = 256
/** Above this many waiting messages the oldest leave memory: they remain in alert_history and are reconciled. */
const MAX_WAITING = 100_000
const MAX_ROUNDS = 20
const CONTENDED_MS = 200

export interface BridgeObserver {
  /** The hub holds these states, in this order: what it accepted, and what it answered instead. */
  learned(alerts: readonly Alert[]): void
  /** The station decided on a message: raised or folded it, or found that it is known. */
  decided(finding: Finding, outcome: 'raised' | 'folded' | 'known'): void
  /** Nothing can be shown: an unknown type, and nobody said how urgent it is. */
  undecidable(finding: Finding): void
  /** Shown, but with a doubt about what it means. */
  doubtful(finding: Finding, assessment: Assessment): void
  failed(error: HubError): void
  overflow(): void
}

/**
 * Brings one unit's findings into its log, in order of arrival. Decides on the replica and lets the hub accept
 * or refuse; a refusal brings the newer state and the decision is made again. A message leaves the queue only
 * when the hub has answered, so an interruption loses nothing.
 */
export class Bridge {
  #replica: UnitReplica
  readonly #store: AlertStore
  readonly #observer: BridgeObserver
  #waiting: Finding[] = []
  readonly #settling = new Map<string, () => void>()
  #offered = 0
  #running = false
  #open = false

  constructor(replica: UnitReplica, store: AlertStore, observer: BridgeObserver) {
    this.#replica = replica
    this.#store = store
    this.#observer = observer
  }

  /** Findings ever taken in; together with `waiting` it says how many have been answered for. */
  get offered(): number {
    return this.#offered
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** False while the hub is away. */
  get isOpen(): boolean {
    return this.#open
  }

  /** Decides on this replica from now on. */
  use(replica: UnitReplica): void {
    this.#replica = replica
  }

  /** Takes a finding in; the promise resolves when the hub has answered for it. */
  async settle(finding: Finding): Promise<void> {
    const settled = new Promise<void>((resolve) => this.#settling.set(finding.messageId, resolve))
    this.offer(finding)
    await settled
  }

  offer(finding: Finding): void {
    this.#waiting.push(finding)
    this.#offered += 1
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.splice(0, BATCH)
      this.#observer.overflow()
    }
    void this.#pump()
  }

  /** The replica is in step with the hub; waiting messages are decided. */
  resume(): void {
    this.#open = true
    void this.#pump()
  }

  pause(): void {
    this.#open = false
  }

  async #pump(): Promise<void> {
    if (this.#running) return
    this.#running = true
    try {
      while (this.#open && this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, BATCH)
        const undecided = await this.#commit(batch)
        this.#waiting.splice(0, batch.length, ...undecided)
        if (undecided.length > 0) await new Promise((resolve) => setTimeout(resolve, CONTENDED_MS))
      }
    } catch (error) {
      this.#open = false
      this.#observer.failed(asHubError(error))
    } finally {
      this.#running = false
    }
  }

  /** The findings that the hub still refuses after many rounds: other stations are changing the same alerts. */
  async #commit(batch: readonly Finding[]): Promise<readonly Finding[]> {
    let pending = batch
    for (let round = 0; pending.length > 0 && round < MAX_ROUNDS; round += 1) {
      const decisions = this.#decide(pending)
      const outcomes = await this.#store.commit(
        this.#replica.unit,
        decisions.map((decision) => decision.item),
      )
      const again: Finding[] = []
      const learned: Alert[] = []
      decisions.forEach(({ finding, item, assessment }, index) => {
        const outcome = outcomes[index]
        if (outcome?.kind === 'applied') {
          const changes = item.changes.map(({ change }) => change)
          learned.push(...changes.map(({ next }) => next).filter((next) => this.#replica.apply(next)))
          const folded = changes.some((change) => change.kind === 'repeated')
          this.#replica.remember(finding.messageId, changes.at(-1)?.next.id ?? '')
          this.#decided(finding, folded ? 'folded' : 'raised')
          this.#observer.doubtful(finding, assessment)
        } else if (outcome?.kind === 'known') {
          this.#decided(finding, 'known')
        } else if (outcome) {
          // To be told as well: the log will mention them, but the replica then has them already.
          learned.push(...outcome.current.filter((alert) => this.#replica.apply(alert)))
          again.push(finding)
        }
      })
      this.#observer.learned(learned)
      pending = again
    }
    return pending
  }

  #decided(finding: Finding, outcome: 'raised' | 'folded' | 'known'): void {
    this.#observer.decided(finding, outcome)
    this.#settling.get(finding.messageId)?.()
    this.#settling.delete(finding.messageId)
  }

  /** Decides in order; each finding sees what the ones before it in the batch will have done. */
  #decide(
    findings: readonly Finding[],
  ): { readonly finding: Finding; readonly item: CommitItem; readonly assessment: Assessment }[] {
    const ahead = new Map<string, Alert | null>()
    const now = this.#store.now()
    const { unit, policy } = this.#replica
    return findings.flatMap((finding) => {
      const assessment = assess(finding, policy)
      if (assessment === null) {
        this.#observer.undecidable(finding)
        this.#settling.get(finding.messageId)?.()
        this.#settling.delete(finding.messageId)
        return []
      }
      const key = bundleKey(finding.card.patientId, assessment)
      const open = ahead.has(key) ? (ahead.get(key) ?? null) : this.#replica.inBundle(key)
      const decision = decideFinding(unit, finding, assessment, open, policy, now)
      const changes =
        decision.kind === 'fold'
          ? [decision.folded]
          : [...(decision.superseded ? [decision.superseded] : []), decision.raised]
      const last = changes.at(-1)
      if (last) ahead.set(bundleKeyOf(last.next), last.next)
      const item: CommitItem = {
        messageId: finding.messageId,
        bundle: { key, expected: open?.id ?? null },
        changes: changes.map((change) => ({
          change,
          expectedRev: change.next.id === open?.id ? open.rev : 0,
        })),
      }
      return [{ finding, item, assessment }]
    })
  }
}
