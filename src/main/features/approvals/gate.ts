import { ApprovalContent, type ApprovalStatus, type BasisLine } from '@shared/features/approvals/model.ts'
import { contentDigest } from './digest.ts'
import { approvalFailure, explainRefusal, NOT_FOUND, onHub } from './errors.ts'
import type { ApprovalStore } from './ports.ts'
import type { ApprovalService } from './service.ts'

const MOST_LINES = 200

/** What a feature asks of the queue. Costs in US dollars, confidence from 0 to 1, times in milliseconds since 1970. */
export interface ApprovalQuestion {
  readonly id: string
  readonly type: 'prior_authorization' | 'high_risk_diagnosis'
  readonly patientId: string
  readonly subject: string
  readonly estimatedCost: number | null
  readonly recommendation: string
  readonly confidence: number | null
  readonly justification: string
  readonly basis: readonly BasisLine[]
  readonly urgent: boolean
  readonly deadlineAt: number
  /** Of the run that asks: an older run changes nothing that a newer one has asked. */
  readonly fence: number
  readonly fourEyes: boolean
  /** The user who asks; null for a program. */
  readonly askedBy?: string | null
  /** The user who may not decide it. */
  readonly barred?: string
}

export interface GateAnswer {
  readonly status: ApprovalStatus
  readonly reason: string | null
  readonly decided: { readonly by: string; readonly at: number } | null
}

/** The gate that features put risky things before; supplied to them by the composition. */
export class Gate {
  readonly #service: ApprovalService
  readonly #store: ApprovalStore

  constructor(service: ApprovalService, store: ApprovalStore) {
    this.#service = service
    this.#store = store
  }

  /**
   * Asks; resolves once the hub holds the question. Asking the same again changes nothing. Rejects with a
   * RequestFailure when the hub does not answer or a newer run has asked, and with a defect for numbers that are none.
   * Texts that are longer than a screen can bear are cut, visibly.
   */
  async ask({ id, type, basis, fence, ...rest }: ApprovalQuestion): Promise<void> {
    // A record that stations could write and not read again would be lost: it is held to its schema before it is kept.
    const content = ApprovalContent.parse({
      ...rest,
      askedBy: rest.askedBy ?? null,
      subject: fitted(rest.subject, 2_000),
      recommendation: fitted(rest.recommendation, 2_000),
      justification: fitted(rest.justification, 20_000),
      deadlineAt: Math.round(rest.deadlineAt),
      kind: type,
      publishedType: type,
      basis: basis.slice(0, MOST_LINES).map(({ label, text, standing }) => ({
        label: fitted(label, 200),
        text: fitted(text, 2_000),
        standing,
      })),
      createdAt: this.#store.now(),
    })
    const asked = {
      kind: 'asked',
      id,
      content,
      contentDigest: contentDigest(content),
      fence,
      original: null,
    } as const
    await this.#settled(() => this.#service.settle(id, () => asked))
  }

  /**
   * What has become of it; null when the hub knows nothing of it (any more). A decision that can still be undone is
   * none: the request then reads `claimed`. `decided` is by whom and when, for a decision of a person. Rejects with a
   * RequestFailure when the hub does not answer.
   */
  async read(id: string): Promise<GateAnswer | null> {
    const approval = await onHub(() => this.#service.read(id))
    if (approval === null) return null
    const { status, ruling, withdrawnBecause, exchange } = approval
    const question = status === 'information_asked' ? (exchange.at(-1)?.question ?? null) : null
    return {
      status,
      reason: ruling?.reason ?? withdrawnBecause ?? question,
      decided: ruling === null ? null : { by: ruling.by.user, at: ruling.at },
    }
  }

  /** Takes a question back that the run no longer needs answered. One that is closed stays as it is. */
  async withdraw(id: string, fence: number, reason: string): Promise<void> {
    const isClosed = ({ why }: { why: string }): boolean => why === 'not-now'
    await this.#settled(
      () => this.#service.settle(id, () => ({ kind: 'withdraw', by: null, reason, fence })),
      isClosed,
    )
  }

  async #settled(
    settle: () => ReturnType<ApprovalService['settle']>,
    isFine: (refusal: { why: string }) => boolean = () => false,
  ): Promise<void> {
    const result = await onHub(settle)
    if (result.kind === 'refused' && !isFine(result)) throw explainRefusal(result.why)
    if (result.kind === 'not-found') throw approvalFailure('approvals.not-found', NOT_FOUND)
  }
}

function fitted(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}
