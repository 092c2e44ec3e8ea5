import { createContext, useContext, type ComponentType } from 'react'

/** What the shell lends to this feature. */
export interface ClinicalRiskHost {
  readonly rights: {
    /** See runs, results and why. */
    readonly read: boolean
    /** Sources, start, cancel, resume, rows that could not be read. */
    readonly run: boolean
    readonly export: boolean
  }
  /** Null while the link is there; else since when it is not (null when it never was). */
  readonly linkLost: { readonly since: number | null } | null
  /** Who the patient is, as far as this station knows. */
  readonly Banner: ComponentType<{ readonly patientId: string }>
  /** Null for those who may not see patients. */
  readonly openPatient: ((patientId: string) => void) | null
}

export const ClinicalRiskHostContext = createContext<ClinicalRiskHost>({
  rights: { read: false, run: false, export: false },
  linkLost: null,
  Banner: () => null,
  openPatient: null,
})

export function useClinicalRiskHost(): ClinicalRiskHost {
  return useContext(ClinicalRiskHostContext)
}
