import { createContext, useContext } from 'react'

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
}

export const InteractionsHostContext = createContext<InteractionsHost>({
  theme: '',
  rights: { decide: false, medicate: false, validate: false, configure: false },
  drafts: { read: () => '', keep: () => undefined },
  openScreen: () => undefined,
})

export function useInteractionsHost(): InteractionsHost {
  return useContext(InteractionsHostContext)
}
