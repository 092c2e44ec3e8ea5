import { z } from 'zod'
import { UncheckedReason } from '@shared/features/interactions/check.ts'
import type { MedicationList } from '@shared/features/interactions/governance.ts'
import { Actor, PatientId } from '@shared/clinical/person.ts'
import type { Answer, Entry } from './answers.ts'
import type { FiledAnswer } from './answers-filed.ts'
import type { Pair } from './pair-key.ts'

const PairOnHub = z.tuple([z.string(), z.string()])

/** What stations tell each other on the channel. */
export const HubChange = z.discriminatedUnion('what', [
  z.object({ what: z.literal('answer'), pair: PairOnHub }),
  /** The station that asked the model got no answer: those who wait for it stop waiting. */
  z.object({ what: z.literal('failed'), pair: PairOnHub, reason: UncheckedReason }),
  z.object({ what: z.literal('verdict'), pair: PairOnHub }),
  /** More waits for pharmacists; what is known about pairs has not changed. */
  z.object({ what: z.literal('queue') }),
  z.object({ what: z.literal('demotions') }),
  z.object({ what: z.literal('medications'), patientId: PatientId }),
])
export type HubChange = z.infer<typeof HubChange>

export const Demotion = z.object({ until: z.number(), by: Actor, reason: z.string() })
export type Demotion = z.infer<typeof Demotion>

/** The hub's part in answers. Every call rejects with a HubError when it fails. */
export interface AnswerStore {
  isLive(): boolean
  /** Milliseconds since 1970 by the hub's clock, or this computer's until it is known. */
  now(): number
  /** In the order of the pairs; one round trip, one each on a Cluster. */
  read(pairs: readonly Pair[]): Promise<readonly Entry[]>
  write(pair: Pair, answer: Answer): Promise<void>
  remove(pair: Pair): Promise<void>
  /** Those of the pairs whose key holds something that is no text. */
  wrongTyped(pairs: readonly Pair[]): Promise<readonly Pair[]>
  /** True when nobody else is asking about this pair; it is then this token's for so long. */
  lock(pair: Pair, token: string, ms: number): Promise<boolean>
  release(pair: Pair, token: string): Promise<void>
  announce(change: HubChange): Promise<void>
}

/** What pharmacists decide about, shared by all stations. */
export interface GovernanceStore {
  queue(): Promise<readonly FiledAnswer[]>
  verdicts(): Promise<readonly FiledAnswer[]>
  /** What is filed about one pair: waiting and judged. */
  filed(pair: Pair): Promise<{ readonly waiting: FiledAnswer | null; readonly judged: FiledAnswer | null }>
  /** The same of many pairs in one round trip, in their order. */
  filedAll(
    pairs: readonly Pair[],
  ): Promise<readonly { readonly waiting: FiledAnswer | null; readonly judged: FiledAnswer | null }[]>
  /** Writes where the state says, if the pair still has the revision before; false when it has another. */
  put(filed: FiledAnswer): Promise<boolean>
  /** Puts a verdict back that the hub has lost, unless there is one about the pair again. */
  restore(verdict: FiledAnswer): Promise<void>
  demotions(): Promise<ReadonlyMap<string, Demotion>>
  /** Null restores the rule. */
  demote(key: string, demotion: Demotion | null): Promise<void>
}

/** Increments that are sent together. */
export interface Count {
  /** ISO date for the ledger; null for the figures of rules. */
  readonly day: string | null
  readonly field: string
  readonly by: number
}

export interface CountStore {
  /** All in one round trip; each is done or not by itself. Answers those that were refused or not sent. */
  add(counts: readonly Count[]): Promise<readonly Count[]>
  /** Adds to a counter of the day and answers its new value. */
  addNow(count: Count & { readonly day: string }): Promise<number>
  /** The counters of each day. */
  days(days: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]>
  /** The counters of rules. */
  figures(): Promise<ReadonlyMap<string, number>>
}

export interface MedicationStore {
  read(patientId: string): Promise<MedicationList | null>
  /** Writes if the stored list has the revision before this one's; false when it has another. */
  write(list: MedicationList): Promise<boolean>
}
