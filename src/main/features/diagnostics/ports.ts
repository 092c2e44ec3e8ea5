import type { Actor } from '@shared/clinical/person.ts'
import type { RunPlace } from '@shared/features/diagnostics/contract.ts'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import type {
  Diagnosis,
  Feedback,
  Ledger,
  LocalOpinion,
  ModelOpinion,
  ProgressLine,
  RunStatus,
  SpecialistId,
} from '@shared/features/diagnostics/model.ts'

/** The queue of human decisions. Asking again with the same id is harmless. */
export interface ApprovalGate {
  ask(request: {
    readonly id: string
    readonly type: 'prior_authorization' | 'high_risk_diagnosis'
    readonly patientId: string
    readonly subject: string
    readonly estimatedCost: number | null
    readonly recommendation: string
    readonly confidence: number | null
    readonly justification: string
    readonly basis: readonly {
      readonly label: string
      readonly text: string
      readonly standing: 'for' | 'against' | 'missing'
    }[]
    readonly urgent: boolean
    readonly deadlineAt: number
    readonly fence: number
    readonly fourEyes: boolean
    readonly askedBy: string
  }): Promise<void>
  /** Null when the queue knows nothing of it. */
  read(id: string): Promise<{
    readonly status:
      'pending' | 'claimed' | 'approved' | 'denied' | 'information_asked' | 'withdrawn' | 'expired'
    readonly reason: string | null
  } | null>
}

/** What an answer of a model has cost. */
export interface ModelCost {
  /** Millionths of a US dollar. */
  readonly moneyMicro: number
}

export type ModelReply =
  | { readonly kind: 'answered'; readonly answer: unknown; readonly cost: ModelCost }
  | { readonly kind: 'failed'; readonly reason: string; readonly cost: ModelCost }

/**
 * A configured model. It is told a specialist and findings of the catalogue: no name, no id, no free text. Never
 * rejects; `answer` is what it said, which this feature parses by its own schema.
 */
export interface OpinionModel {
  readonly name: string
  readonly promptVersion: string
  /** What one question may cost at most, in millionths of a US dollar. */
  readonly priceCeilingMicro: number
  ask(
    question: { readonly specialist: SpecialistId; readonly prompt: string; readonly schema: object },
    stop: AbortSignal,
  ): Promise<ModelReply>
}

/** What the hub keeps of a run. */
export interface StoredRun {
  readonly sessionId: string
  readonly patientId: string
  readonly status: RunStatus
  readonly source: 'rules' | 'cache' | null
  readonly startedBy: Actor
  readonly startedAt: number
  readonly endedAt: number | null
  readonly attempts: number
  readonly findings: Findings
  readonly ledger: Ledger
  readonly local: readonly LocalOpinion[]
  readonly model: readonly ModelOpinion[]
  readonly diagnosis: Diagnosis | null
  /** The id of the question to the gate; empty when this installation has no queue; null when none was needed yet. */
  readonly approval: string | null
  readonly feedback: Feedback | null
}

/** The right to write a run: the lock's token and the fencing token that came with it. */
export interface Grip {
  readonly sessionId: string
  readonly token: string
  readonly fence: string
}

export type Begun =
  | { readonly kind: 'begun'; readonly grip: Grip }
  | { readonly kind: 'busy'; readonly freeInMs: number }
  | { readonly kind: 'ended'; readonly status: string }
  | { readonly kind: 'missing' }

export interface NewRun {
  readonly startedBy: Actor
  readonly findings: Findings
  readonly ledger: Ledger
}

/** One guarded write: fields of the run, lines of its progress, and whether it ends with it. */
export interface RunWrite {
  readonly fields: Readonly<Record<string, string>>
  readonly lines: readonly {
    readonly event: ProgressLine['event']
    readonly specialist: SpecialistId | null
    readonly confidence: number | null
  }[]
  readonly final: 'completed' | null
}

export type Ended = 'done' | 'alive' | 'missing' | { readonly ended: string }

export interface FeedbackFigure {
  readonly confidence: number
  readonly verdict: 'right' | 'partly' | 'wrong'
  readonly useful: boolean
  /** The month in which the run began (UTC, `2026-11`); null where an older version did not say. */
  readonly month: string | null
}

export interface SpentFigure {
  readonly calls: number
  readonly moneyMicro: number
  readonly modelMs: number
  readonly runMs: number
}

/** Runs on the hub. Every method rejects with a HubError when the hub does not answer. */
export interface DiagnosticStore {
  /** How long a lock lives without being renewed, in milliseconds. */
  readonly leaseMs: number
  /** The hub's clock, in milliseconds since 1970. */
  now(): number
  /** Takes the patient's lock for a new run, or for one that nobody works on any more. */
  begin(sessionId: string, token: string, run: NewRun | null): Promise<Begun>
  /** False when the run is not this grip's any more: nothing was written. Renews the lease. */
  write(grip: Grip, what: RunWrite): Promise<boolean>
  /** Gives the lock back while the run still runs, so that another may go on with it at once. */
  release(grip: Grip): Promise<void>
  end(sessionId: string, how: 'cancelled' | 'abandoned' | 'discarded', by: Actor | null): Promise<Ended>
  limit(sessionId: string): Promise<{ readonly allowed: boolean; readonly resetMs: number }>
  read(sessionId: string): Promise<StoredRun | null>
  progress(sessionId: string): Promise<readonly ProgressLine[]>
  /** Newest first, behind a place (null: from the newest). */
  placesOf(patientId: string | null, limit: number, after?: RunPlace | null): Promise<readonly RunPlace[]>
  /** True when the run is one that stations make and keep. */
  isOurs(sessionId: string): Promise<boolean>
  /** The token under which a patient's lock is held; null when nobody holds it. */
  lockOf(patientId: string): Promise<string | null>
  /** Notes when a running session has to be looked at; null: never again. */
  watch(sessionId: string, at: number | null): Promise<void>
  toLookAt(limit: number): Promise<readonly string[]>
  cached(digest: string): Promise<Diagnosis | null>
  cache(digest: string, diagnosis: Diagnosis): Promise<void>
  /** The status of the run when it is not completed; null when it is written. */
  feedback(sessionId: string, feedback: Feedback, figure: FeedbackFigure): Promise<string | null>
  feedbackFigures(): Promise<readonly FeedbackFigure[]>
  /** Notes what a run has cost, on the day on which it began; an older grip than one that has noted it changes nothing. */
  spent(grip: Pick<Grip, 'sessionId' | 'fence'>, startedAt: number, figure: SpentFigure): Promise<void>
  spentOn(day: string): Promise<readonly SpentFigure[]>
}
