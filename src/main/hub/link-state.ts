import type { LinkTrouble } from '@shared/features/hub-health/model.ts'

/** How the link to the hub is, and since when. */
export interface LinkState {
  readonly link: 'connecting' | 'live' | 'lost'
  readonly trouble: LinkTrouble | null
  readonly sentence: string
  /** performance.now() of the last proof of life; null before the first. */
  readonly lastProof: number | null
  readonly since: number
}

/** Work on the link: subscribe and take a snapshot on each new one, or ask whether the hub still accepts us. */
export type LinkHook = () => Promise<void>
