import { permissionsOf } from '@shared/clinical/permissions.ts'
import type { ShownApproval, TurnaroundLine } from '@shared/features/approvals/contract.ts'
import type { Approval, ApprovalKind, Verdict } from '@shared/features/approvals/model.ts'
import { mayDecide, maySee, maySpeak } from '@shared/features/approvals/kinds.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { assertNever } from '@shared/assert-never.ts'
import { seenLines, shownDigest } from './digest.ts'
import type { ApprovalInput } from './engine-command.ts'
import { dayOf, turnaround } from './engine-figures.ts'
import { approvalFailure, explainRefusal, NOT_FOUND, onHub } from './errors.ts'
import type { ApprovalPorts, Reviewer } from './ports.ts'
import type { ApprovalService } from './service.ts'

const DAY_MS = 86_400_000

export interface Named {
  readonly id: string
  /** Null where no single patient is concerned. */
  readonly patientId: string | null
}

/** What the person at this station does with requests. Everything rejects with a RequestFailure. */
export class ReviewDesk {
  readonly #service: ApprovalService
  readonly #ports: Pick<ApprovalPorts, 'record' | 'people' | 'reviewer' | 'store'>

  constructor(
    service: ApprovalService,
    ports: Pick<ApprovalPorts, 'record' | 'people' | 'reviewer' | 'store'>,
  ) {
    this.#service = service
    this.#ports = ports
  }

  /** True when whoever sits here may see requests of this kind. */
  readonly sees = (kind: ApprovalKind): boolean => maySee(this.#ports.reviewer()?.held ?? null, kind)

  /** The request as it is on the hub; null when it knows none for the person here, or not of this patient. */
  async read({ id, patientId }: Named): Promise<ShownApproval | null> {
    const approval = await this.#service.read(id)
    return this.#isTheirs(approval, patientId) ? shown(approval) : null
  }

  async claim(named: Named): Promise<ShownApproval> {
    const { actor } = this.#reviewer(await this.#present(named))
    return this.#settle(named, () => ({ kind: 'claim', by: actor }))
  }

  async release(named: Named & { readonly token: number }): Promise<ShownApproval> {
    const { actor } = this.#reviewer(await this.#present(named))
    return this.#settle(named, () => ({ kind: 'release', by: actor, token: named.token }))
  }

  /**
   * Puts on record what the reviewer saw, and then decides: what cannot be recorded is not decided. The decision counts
   * only for what was shown, which the digest proves on the very state that the hub is asked to change.
   */
  async decide(
    named: Named & {
      readonly token: number
      readonly digest: string
      readonly verdict: Verdict
      readonly reason: string
      /** An option of the request's choice; absent or null takes what was offered. */
      readonly chosen?: string | null
    },
  ): Promise<ShownApproval> {
    const { token, digest, verdict, chosen = null } = named
    const seenState = await this.#present(named)
    const reviewer = this.#reviewer(seenState)
    refuseUnseen(seenState, digest)
    const reason = named.reason === '' ? null : named.reason
    await this.#ports.record.put({
      actor: reviewer,
      action: `approvals.seen.${verdict}`,
      concerns: seenState.content.kind,
      patientId: named.patientId,
      about: [...seenLines(seenState, digest), ...(chosen === null ? [] : [`chosen: ${chosen}`])],
      why: reason,
    })
    return this.#settle(named, (state) => {
      refuseUnseen(state, digest)
      const seen = { digest, rev: state.rev }
      return { kind: 'decide', by: reviewer.actor, token, verdict, reason, chosen, seen }
    })
  }

  async undo(named: Named & { readonly token: number }): Promise<ShownApproval> {
    const { actor } = this.#reviewer(await this.#present(named))
    return this.#settle(named, () => ({ kind: 'undo', by: actor, token: named.token }))
  }

  async ask(named: Named & { readonly token: number; readonly text: string }): Promise<ShownApproval> {
    const { actor } = this.#reviewer(await this.#present(named))
    return this.#settle(named, () => ({ kind: 'ask', by: actor, token: named.token, text: named.text }))
  }

  async answer(named: Named & { readonly text: string }): Promise<ShownApproval> {
    const { actor } = this.#speaker(await this.#present(named))
    return this.#settle(named, () => ({ kind: 'answer', by: actor, text: named.text }))
  }

  async withdraw(named: Named & { readonly reason: string }): Promise<ShownApproval> {
    const { actor } = this.#speaker(await this.#present(named))
    return this.#settle(named, () => ({ kind: 'withdraw', by: actor, reason: named.reason, fence: null }))
  }

  async delegate(named: Named & { readonly to: string; readonly note: string }): Promise<ShownApproval> {
    const state = await this.#present(named)
    const { actor } = this.#reviewer(state)
    const role = await onHub(() => this.#ports.people.roleOf(named.to))
    if (role === null || !mayDecide(permissionsOf(role), state.content.kind))
      throw explainRefusal('no-such-delegate')
    const to = { user: named.to, role }
    return this.#settle(named, () => ({ kind: 'delegate', by: actor, to, note: named.note }))
  }

  /** Of the kinds that the person here may see. Rejects with a HubError. */
  async figures(days: number): Promise<TurnaroundLine[]> {
    const from = dayOf(this.#ports.store.now() - (days - 1) * DAY_MS)
    return turnaround(await this.#ports.store.figures(), from).filter(({ kind }) => this.sees(kind))
  }

  /** A request that the person may not see is one that they are not told of. */
  #isTheirs(approval: Approval | null, patientId: string | null): approval is Approval {
    return approval?.content.patientId === patientId && this.sees(approval.content.kind)
  }

  /** The newest state: a refusal must not rest on a copy that is a moment behind. */
  async #present({ id, patientId }: Named): Promise<Approval> {
    this.#anybody()
    const approval = await onHub(() => this.#service.read(id))
    if (!this.#isTheirs(approval, patientId)) throw approvalFailure('approvals.not-found', NOT_FOUND)
    return approval
  }

  #anybody(): Reviewer {
    const reviewer = this.#ports.reviewer()
    if (reviewer === null) throw new RequestFailure('ipc.no-session', 'Nobody is signed in at this station.')
    return reviewer
  }

  #reviewer({ content }: Approval): Reviewer {
    const reviewer = this.#anybody()
    if (!mayDecide(reviewer.held, content.kind))
      throw approvalFailure(
        'approvals.not-permitted',
        'Your role does not decide requests of this kind; nothing was changed.',
      )
    return reviewer
  }

  #speaker({ content }: Approval): Reviewer {
    const speaker = this.#anybody()
    if (!maySpeak(speaker.held, content.kind))
      throw approvalFailure(
        'approvals.not-permitted',
        'Your role neither answers for requests of this kind nor withdraws them; nothing was changed.',
      )
    return speaker
  }

  async #settle(
    { id, patientId }: Named,
    inputOn: (state: Approval) => ApprovalInput,
  ): Promise<ShownApproval> {
    const notFound = approvalFailure('approvals.not-found', NOT_FOUND)
    const result = await onHub(() =>
      this.#service.settle(id, (state) => {
        if (state?.content.patientId !== patientId) throw notFound
        return inputOn(state)
      }),
    )
    switch (result.kind) {
      case 'applied':
        return shown(result.change.next)
      case 'unchanged':
        return shown(result.approval)
      case 'refused':
        throw explainRefusal(result.why)
      case 'not-found':
        throw notFound
      default:
        return assertNever(result)
    }
  }
}

function refuseUnseen(state: Approval, digest: string): void {
  if (shownDigest(state) === digest) return
  throw approvalFailure(
    'approvals.changed-meanwhile',
    'The request has changed since it was shown; nothing was decided. Look at it as it is now and decide again.',
  )
}

function shown(approval: Approval): ShownApproval {
  const { original: _, ...view } = approval
  return { approval: view, digest: shownDigest(approval) }
}
