import type { HubError } from '@main/hub/hub-error.ts'
import type { HubKeys } from '@main/hub/keys.ts'
import type { BoardChange } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { MessageFault } from '@shared/clinical/message-fault.ts'
import type { Complaint, Finding } from './finding.ts'
import type { Arrival } from './intake.ts'
import type {
  ActingPerson,
  AlertJournal,
  AlertOutputs,
  AlertPublisher,
  AlertStore,
  CallingRules,
  MissedMessages,
} from './ports.ts'

export interface Counters {
  received: number
  raised: number
  folded: number
  duplicates: number
  overflowed: number
}

/** Where messages that were not fully understood are kept for the engineer; bounded. */
export interface Quarantine {
  add(arrival: Arrival, payload: Buffer, complaint: Complaint, shown: boolean): void
  addFinding(unit: string, finding: Finding, reason: MessageFault, shown: boolean): void
}

/** The window that shows the board; pushes are lost when there is none. */
export interface AlertWindow {
  push(change: BoardChange): void
  reset(revision: number): void
  open(alertId: string): void
}

export interface LinkControl {
  /** A hub call failed; the link decides whether it is lost. */
  fault(error: HubError): void
  /** Attach again: the set of units or patients has changed, or the hub lost its data. */
  reattach(): void
}

/** What bench and fault runs look at; nothing in the product depends on it. */
export interface AlertProbe {
  decided(finding: Finding, outcome: 'raised' | 'folded' | 'known'): void
  shown(alerts: readonly Alert[]): void
}

export interface AlertServicePorts {
  readonly keys: HubKeys
  readonly stationId: string
  readonly store: AlertStore
  readonly missed: MissedMessages
  readonly publisher: AlertPublisher
  readonly journal: AlertJournal
  readonly outputs: AlertOutputs
  readonly person: ActingPerson
  readonly quarantine: Quarantine
  readonly window: AlertWindow
  readonly link: LinkControl
  readonly probe: AlertProbe | null
  /** Units of the station's settings. */
  units(): readonly string[]
  rules(): CallingRules
  /** Wards named by the latest alerts of a followed patient. */
  unitsOfPatient(patientId: string): Promise<readonly string[]>
  /** The hub had lost its data; this many open alerts were put back from this station. */
  restored(count: number): void
}
