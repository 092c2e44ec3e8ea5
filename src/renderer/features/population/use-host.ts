import { createContext, useContext } from 'react'

/** What the shell lends to this feature. */
export interface PopulationHost {
  readonly user: string
  readonly rights: {
    /** See who stands where, and why. */
    readonly read: boolean
    /** Figures without patients. */
    readonly figures: boolean
    /** Assign, snooze, note, enter a reading, import the roster. */
    readonly manage: boolean
    readonly export: boolean
  }
  /** Null while the link is there; else since when it is not (null when it never was). */
  readonly linkLost: { readonly since: number | null } | null
  /** Changes with the theme, so that canvases draw themselves again. */
  readonly theme: string
  /** Null for those who may not see patients' pages. */
  readonly openPatient: ((patientId: string) => void) | null
}

export const PopulationHostContext = createContext<PopulationHost>({
  user: '',
  rights: { read: false, figures: false, manage: false, export: false },
  linkLost: null,
  theme: '',
  openPatient: null,
})

export function usePopulationHost(): PopulationHost {
  return useContext(PopulationHostContext)
}
