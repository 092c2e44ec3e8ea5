import { createContext, useContext, type ComponentType } from 'react'
import type { ApprovalRights } from './queue-order.ts'

/** What the shell lends to this feature. */
export interface ApprovalsHost {
  readonly user: string
  readonly rights: ApprovalRights
  /** Null while the link is there; else since when it is not (null when it never was). */
  readonly linkLost: { readonly since: number | null } | null
  /** Who the patient is, as far as this station knows. */
  readonly Banner: ComponentType<{ readonly patientId: string }>
  readonly openPatient: (patientId: string) => void
  /** What a procedure code stands for; null for what this station's policies do not know. */
  readonly nameOf: (code: string) => string | null
  /** What the person here has begun to write; kept for them alone. */
  readonly drafts: {
    readonly read: (place: string) => string
    readonly keep: (place: string, text: string) => void
  }
}

export const ApprovalsHostContext = createContext<ApprovalsHost>({
  user: '',
  rights: { see: new Set(), decide: new Set(), speak: new Set() },
  linkLost: null,
  Banner: () => null,
  openPatient: () => undefined,
  nameOf: () => null,
  drafts: { read: () => '', keep: () => undefined },
})

export function useApprovalsHost(): ApprovalsHost {
  return useContext(ApprovalsHostContext)
}
