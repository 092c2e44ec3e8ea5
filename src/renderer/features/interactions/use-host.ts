import { createContext, useContext, type ComponentType } from 'react'

/** What the shell lends to this feature: what the person may do, drafts, and the way to the full screen. */
export interface InteractionsHost {
  /** Changes with the theme, so that canvases draw themselves again. */
  readonly theme: string
  readonly rights: {
    readonly decide: boolean
    readonly medicate: boolean
    readonly validate: boolean
    readonly configure: boolean
  }
  /** What the person here has begun; kept for them alone. */
  readonly drafts: {
    readonly read: (place: string) => string
    readonly keep: (place: string, text: string) => void
  }
  readonly openScreen: () => void
  /** Opens a request for approval where it is decided; null for who does not see such requests. */
  readonly openRequest: ((id: string) => void) | null
  /** Who has such a request, or where it stands; nothing when that is not known here. */
  readonly RequestStanding: ComponentType<{ readonly id: string }>
}

export const InteractionsHostContext = createContext<InteractionsHost>({
  theme: '',
  rights: { decide: false, medicate: false, validate: false, configure: false },
  drafts: { read: () => '', keep: () => undefined },
  openScreen: () => undefined,
  openRequest: null,
  RequestStanding: () => null,
})

export function useInteractionsHost(): InteractionsHost {
  return useContext(InteractionsHostContext)
}
