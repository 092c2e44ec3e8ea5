import { HubError } from '@main/hub/hub-error.ts'
import type { Approval } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import type { ApprovalOwners, ApprovalPorts, ApprovalRecord, ApprovalStore } from './ports.ts'
import { type Duty, readRuled } from './stored.ts'

export interface DutyObserver {
  /** A program of others has written the key of this request. False when nothing is asked in it. */
  foreign(id: string, text: string, lifeMs: number): Promise<boolean>
  unreadable(id: string, text: string): void
  /** The feature that asked could not act on a ruling; it is told again later. */
  untold(error: unknown): void
}

/**
 * What follows a change of the record and lies elsewhere: the seed's key, the seed's channel, this station's audit, the
 * feature that asked. The record's script leaves each behind as a duty, and whoever has done it takes it away; a station
 * that is killed in between leaves it to the others. So each is done at least once, and doing one twice changes nothing.
 */
export class Duties {
  readonly #store: ApprovalStore
  readonly #record: ApprovalRecord
  readonly #owners: ApprovalOwners
  readonly #policy: ApprovalPolicy
  readonly #observer: DutyObserver

  constructor(
    { store, record, owners }: Pick<ApprovalPorts, 'store' | 'record' | 'owners'>,
    policy: ApprovalPolicy,
    observer: DutyObserver,
  ) {
    this.#store = store
    this.#record = record
    this.#owners = owners
    this.#policy = policy
    this.#observer = observer
  }

  /** In the seed's order: the key is written before its channel tells of it. Rejects with a HubError. */
  async perform(duties: readonly Duty[], approval: Approval | null): Promise<void> {
    for (const duty of duties) {
      const isDone =
        duty[0] === 'tell'
          ? await this.#tell(duty[4])
          : approval === null || (await this.#perform(duty, approval))
      if (isDone) await this.#store.done(duty)
    }
  }

  /** False when it could not be done here and is left to another station. */
  async #perform([what, rev, kind]: Duty, approval: Approval): Promise<boolean> {
    const { id } = approval
    if (what === 'publish') {
      await this.#store.publish(approval)
      return true
    }
    if (what === 'audit') return this.#audit(rev, kind, approval)
    const { seedLifeMs } = this.#policy
    const outcome = await this.#store.mirror(approval, seedLifeMs, null)
    if (outcome.kind === 'foreign' && !(await this.#observer.foreign(id, outcome.text, outcome.lifeMs)))
      // A program without a name has written a status over a request that people here have before them. What they
      // decide is what its readers shall find.
      await this.#store.mirror(approval, seedLifeMs, outcome.text)
    if (outcome.kind === 'other-type') this.#observer.unreadable(id, 'other-type')
    return true
  }

  /** False when nobody here acts on such rulings, or it could not be acted on: it is told again, here or elsewhere. */
  async #tell(text: string): Promise<boolean> {
    const ruled = readRuled(text)
    const owner = ruled === null ? undefined : this.#owners[ruled.kind]
    if (ruled === null || owner === undefined) return false
    try {
      await owner.ruled(ruled)
      return true
    } catch (error) {
      if (!(error instanceof HubError)) this.#observer.untold(error)
      return false
    }
  }

  async #audit(rev: number, kind: string, { id, content, contentDigest, ruling, firstApproval }: Approval) {
    const by = ruling ?? firstApproval
    try {
      await this.#record.put({
        actor: null,
        action: `approvals.${kind}`,
        concerns: content.kind,
        patientId: content.patientId,
        about: [
          `request: ${id} revision ${rev}`,
          `asked: ${contentDigest}`,
          ...(by === null ? [] : [`decided by: ${by.by.user}`, `digest: ${by.seen.digest}`]),
        ],
        why: by?.reason ?? null,
      })
      return true
    } catch {
      // The audit says aloud that it cannot write; the duty stays for a station that can.
      return false
    }
  }
}
