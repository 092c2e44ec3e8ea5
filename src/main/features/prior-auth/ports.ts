import type { FactDefinition } from '@shared/features/prior-auth/answers.ts'
import type { PriorAuthRecord, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import type { CacheEntry } from './identical-requests.ts'
import type { BatchProgress } from './batch-progress.ts'

/** One request handed to people: the approval queue keeps the seed's `approval_request:` key and announces it. */
export interface GateRequest {
  readonly id: string
  readonly type: 'prior_authorization' | 'high_risk_diagnosis'
  readonly patientId: string
  /** The procedure code. */
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
  /** The revision of the record: what is asked with an older one replaces nothing. */
  readonly fence: number
  readonly fourEyes: boolean
  readonly askedBy: string | null
  /** The user who may not decide it: who denied what it appeals against. */
  readonly barred?: string
}

export interface GateState {
  readonly status:
    'pending' | 'claimed' | 'approved' | 'denied' | 'information_asked' | 'withdrawn' | 'expired'
  readonly reason: string | null
  /** By whom and when (milliseconds since 1970); null or absent while nobody has, and where the queue cannot say. */
  readonly ruling?: { readonly by: { readonly user: string }; readonly at: number } | null
}

/** The queue of human decisions. Asking again with the same id is harmless. */
export interface ApprovalGate {
  ask(request: GateRequest): Promise<void>
  /** Null when the queue knows nothing of it. */
  read(id: string): Promise<GateState | null>
}

/** One fact as a model says the notes hold it. */
export interface SaidFact {
  readonly id: string
  readonly value: boolean | number | string
  readonly quotation: string
}

export type NoteReading =
  /** `by`: the model and the version of what it was asked. */
  | { readonly kind: 'said'; readonly facts: readonly SaidFact[]; readonly by: string }
  /** Nothing can be said about the notes: that is not "nothing found". */
  | { readonly kind: 'not-read'; readonly sentence: string }

/** Reads notes into facts. Never rejects. It is asked about facts, never about a decision. */
export interface NoteReader {
  read(notes: string, wanted: readonly FactDefinition[], stop: AbortSignal): Promise<NoteReading>
}

export interface Put {
  readonly record: PriorAuthRecord
  /** 0 for a record that is new. */
  readonly expectedRev: number
}

/** The stored record when another revision is there; null when it was written. */
export type PutOutcome = PriorAuthRecord | null

/** What the hub keeps of prior authorisations. Every call rejects with a HubError when the hub does not answer. */
export interface PriorAuthStore {
  /** Milliseconds since 1970 by the hub's clock. */
  now(): number
  /** In the order asked; null for none, and for what cannot be read. */
  cached(digests: readonly string[]): Promise<readonly (CacheEntry | null)[]>
  cache(entries: ReadonlyMap<string, CacheEntry>): Promise<void>
  /** Writes those whose stored revision is the expected one. */
  put(puts: readonly Put[]): Promise<readonly PutOutcome[]>
  read(ids: readonly string[]): Promise<readonly PriorAuthRecord[]>
  /** The request that this item of a sender's claim became last; null when none is known. */
  idOfClaim(of: Pick<PriorAuthRequest, 'patientId' | 'claim'>): Promise<string | null>
  /** Open by deadline, or closed with the latest first. @param from how many to leave out. */
  ids(
    which: 'open' | 'closed',
    limit: number,
    from?: number,
  ): Promise<{ readonly ids: readonly string[]; readonly total: number }>
  /** What came of the requests of a calendar year, as stored text. */
  outcomes(year: number): Promise<readonly string[]>
  /** Removes closed records older than this; their outcomes stay. */
  trim(before: number): Promise<void>
}

export interface BatchStore {
  create(progress: BatchProgress, source: string): Promise<void>
  read(id: string): Promise<BatchProgress | null>
  source(id: string): Promise<string | null>
  /** False when another station has written meanwhile. */
  put(progress: BatchProgress): Promise<boolean>
  /** The newest first. */
  ids(limit: number): Promise<readonly string[]>
}
