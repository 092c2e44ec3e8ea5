import {
  ApprovalContent,
  type ApprovalKind,
  type ApprovalStatus,
  type BasisLine,
  type Choice,
  type Ruling,
} from '@shared/features/approvals/model.ts'
import { contentDigest } from './digest.ts'
import { approvalFailure, explainRefusal, NOT_FOUND, onHub } from './errors.ts'
import type { ApprovalStore } from './ports.ts'
import type { ApprovalService } from './service.ts'

const MOST_LINES = 200

/** What every question has. Confidence from 0 to 1. */
interface Question {
  readonly id: string
  readonly subject: string
  readonly recommendation: string
  readonly confidence: number | null
  readonly justification: string
  readonly basis: readonly BasisLine[]
  readonly urgent: boolean
  /** Of the run that asks: an older run changes nothing that a newer one has asked. */
  readonly fence: number
  /** The user who asks; null for a program. */
  readonly askedBy?: string | null
}

/** A question about one patient. Cost in US dollars, the deadline in milliseconds since 1970. */
export interface PatientQuestion extends Question {
  readonly type: 'prior_authorization' | 'high_risk_diagnosis'
  readonly patientId: string
  readonly estimatedCost: number | null
  readonly deadlineAt: number
  readonly fourEyes: boolean
  /** The user who may not decide it. */
  readonly barred?: string
}

/**
 * A question about no single patient. The policy gives the time for an answer, counted from when the hub has the
 * question; it stays open beyond that, and the owner of its kind is told of the ruling (`ApprovalOwner`).
 */
export interface HouseQuestion extends Question {
  readonly type: 'drug_answer' | 'emergency_access'
  /** What an approval can name besides yes; null for a plain yes or no. */
  readonly choice?: Choice | null
  /** Given back with the ruling, at most 500 characters; another reference makes it another question. */
  readonly reference?: string | null
}

/** What a feature asks of the queue. */
export type ApprovalQuestion = PatientQuestion | HouseQuestion

/** What has become of a question. */
interface Standing {
  readonly status: ApprovalStatus
  /** Why it was decided so or withdrawn, or what is asked about it. */
  readonly reason: string | null
  readonly ruling: Ruling | null
  readonly reference: string | null
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
  async ask(question: ApprovalQuestion): Promise<void> {
    const { id, type, basis, fence } = question
    const now = this.#store.now()
    // A record that stations could write and not read again would be lost: it is held to its schema before it is kept.
    const content = ApprovalContent.parse({
      ...this.#terms(question, now),
      kind: type,
      publishedType: type,
      subject: fitted(question.subject, 2_000),
      recommendation: fitted(question.recommendation, 2_000),
      confidence: question.confidence,
      justification: fitted(question.justification, 20_000),
      basis: basis.slice(0, MOST_LINES).map(({ label, text, standing }) => ({
        label: fitted(label, 200),
        text: fitted(text, 2_000),
        standing,
      })),
      urgent: question.urgent,
      askedBy: question.askedBy ?? null,
      createdAt: now,
    })
    // A deadline that the queue has set is no part of the question: asked again later it is the same.
    const digested = 'deadlineAt' in question ? content : { ...content, deadlineAt: 0 }
    const asked = {
      kind: 'asked',
      id,
      content,
      contentDigest: contentDigest(digested),
      fence,
      original: null,
    } as const
    await this.#settled(() => this.#service.settle(id, () => asked))
  }

  /**
   * What has become of it; null when the hub knows nothing of it (any more). A decision that can still be undone is
   * none: the request then reads `claimed`. Rejects with a RequestFailure when the hub does not answer.
   */
  async read(id: string): Promise<Standing | null> {
    const approval = await onHub(() => this.#service.read(id))
    if (approval === null) return null
    const { status, ruling, withdrawnBecause, exchange, content } = approval
    const question = status === 'information_asked' ? (exchange.at(-1)?.question ?? null) : null
    const reason = ruling?.reason ?? withdrawnBecause ?? question
    return { status, reason, ruling, reference: content.reference }
  }

  /** The open questions of one kind, as far as this station knows them. */
  openOf(kind: ApprovalKind): readonly Pick<ApprovalQuestion, 'id' | 'fence'>[] {
    return [...this.#service.replica.open()]
      .filter(({ content }) => content.kind === kind)
      .map(({ id, fence }) => ({ id, fence }))
  }

  /** Takes a question back that the run no longer needs answered. One that is closed stays as it is. */
  async withdraw(id: string, fence: number, reason: string): Promise<void> {
    const isClosed = ({ why }: { why: string }): boolean => why === 'not-now'
    await this.#settled(
      () => this.#service.settle(id, () => ({ kind: 'withdraw', by: null, reason, fence })),
      isClosed,
    )
  }

  #terms(question: ApprovalQuestion, now: number) {
    if ('deadlineAt' in question) {
      const { patientId, estimatedCost, fourEyes, barred } = question
      const deadlineAt = Math.round(question.deadlineAt)
      return { patientId, estimatedCost, fourEyes, deadlineAt, ...(barred === undefined ? {} : { barred }) }
    }
    return {
      patientId: null,
      estimatedCost: null,
      fourEyes: false,
      choice: question.choice ?? null,
      reference: question.reference ?? null,
      deadlineAt: now + this.#service.policy.timeMs[question.type],
    }
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
