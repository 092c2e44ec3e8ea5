import { createContext, useContext, type ComponentType } from 'react'

/** What the shell lends to this feature. */
export interface PriorAuthHost {
  readonly rights: {
    /** Ask, see the queue, run batches. */
    readonly request: boolean
    readonly figures: boolean
  }
  readonly linkLost: { readonly since: number | null } | null
  readonly Banner: ComponentType<{ readonly patientId: string }>
  /** Opens the request where people decide it; null for those who may not see that screen. */
  readonly openApproval: ((id: string, patientId: string) => void) | null
  /** What the person here has begun; kept for them alone. */
  readonly drafts: {
    readonly read: (place: string) => string
    readonly keep: (place: string, text: string) => void
  }
}

export const PriorAuthHostContext = createContext<PriorAuthHost>({
  rights: { request: false, figures: false },
  linkLost: null,
  Banner: () => null,
  openApproval: null,
  drafts: { read: () => '', keep: () => undefined },
})

export function usePriorAuthHost(): PriorAuthHost {
  return useContext(PriorAuthHostContext)
}
