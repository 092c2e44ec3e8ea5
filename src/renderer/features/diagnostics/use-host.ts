import { createContext, useContext, type ComponentType } from 'react'

/** What the chart says that findings need; null for what it does not say. */
export interface ChartFacts {
  readonly ageYears: number | null
  readonly sex: 'male' | 'female' | null
}

/** What the shell lends to this feature. */
export interface DiagnosticsHost {
  readonly rights: { readonly read: boolean; readonly run: boolean; readonly figures: boolean }
  /** Null while the link is there; else since when it is not (null when it never was). */
  readonly linkLost: { readonly since: number | null } | null
  /** The hub is a demonstration: everything on it is simulated. */
  readonly demo: boolean
  /** Who the patient is, as far as this station knows. */
  readonly Banner: ComponentType<{ readonly patientId: string }>
  /** Null when it could not be read. */
  readonly readChart: (patientId: string) => Promise<ChartFacts | null>
  /** Opens the request where people decide it; null for those who may not see that screen. */
  readonly openApproval: ((id: string, patientId: string) => void) | null
  /** What the person here has begun; kept for them alone. */
  readonly drafts: {
    readonly read: (place: string) => string
    readonly keep: (place: string, text: string) => void
  }
}

export const DiagnosticsHostContext = createContext<DiagnosticsHost>({
  rights: { read: false, run: false, figures: false },
  linkLost: null,
  demo: false,
  Banner: () => null,
  readChart: () => Promise.resolve(null),
  openApproval: null,
  drafts: { read: () => '', keep: () => undefined },
})

export function useDiagnosticsHost(): DiagnosticsHost {
  return useContext(DiagnosticsHostContext)
}
