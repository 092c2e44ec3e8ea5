import type { ChainFiles } from './chain-folder.ts'
import type { AuditStatus, ChainHead } from '@shared/features/audit/model.ts'

/** Where this station's head is published and others' are found. */
export interface HeadBoard {
  /** Whether the hub can be asked now. */
  isLive(): boolean
  publish(head: ChainHead): Promise<void>
  /** Every head of a station that the hub holds; texts that are no genuine head come as null. */
  headsOf(station: string): Promise<readonly (ChainHead | null)[]>
  /** The newest head of each of these stations. */
  newestOf(stations: readonly string[]): Promise<ReadonlyMap<string, ChainHead>>
  stations(): Promise<readonly string[]>
  /** Puts a copy of another station's head, as this one (`witness`) holds it, where it survives the loss of the original. */
  witness(head: ChainHead, witness: string): Promise<void>
  /** Copies that other stations hold of this one's heads. */
  witnessesOf(station: string): Promise<readonly (ChainHead | null)[]>
}

/** Named values in the encrypted journal. */
export interface KeptChainValues {
  readSigningKey(): string | null
  writeSigningKey(text: string): void
  readHead(): { readonly seq: number; readonly hash: string } | null
  writeHead(head: { readonly seq: number; readonly hash: string }): void
}

export interface AuditClock {
  /** Milliseconds by the hub's clock; null without a live hub. */
  hub(): number | null
  /** Milliseconds by this computer's clock. */
  local(): number
}

/** Asks a person where to save; null when they cancel. */
export type AskSavePath = (suggestedName: string) => Promise<string | null>

export interface AuditPorts {
  readonly station: string
  readonly files: ChainFiles
  /** Copies of other stations' heads: one folder beside the own chain. */
  readonly copies: HeadCopies
  /** 64 hex digits. */
  readonly journalKeyHex: string
  readonly kept: KeptChainValues
  readonly clock: AuditClock
  readonly board: HeadBoard
  readonly stationName: () => string
  readonly askSavePath: AskSavePath
  readonly publish: (status: AuditStatus) => void
  readonly retentionYears: number
  /** Something failed that has no reply to fail in; without patient data. */
  readonly defect: (error: unknown) => void
}

/** Other stations' heads as this one holds them. */
export interface HeadCopies {
  newest(station: string): Promise<ChainHead | null>
  add(head: ChainHead): Promise<void>
  stations(): Promise<readonly string[]>
}
