import type { HubStatus } from '@shared/features/hub-health/model.ts'

/** No proof of life for this long is a technical alarm (DESIGN.md, alerts, point 6). */
export const SILENCE_LIMIT_MS = 2_000

/** The last status with the moment it came in, by this window's monotonic clock. */
export interface ReceivedStatus {
  readonly status: HubStatus
  readonly receivedAt: number
}

export type LinkView =
  | { readonly link: 'connecting' }
  | { readonly link: 'live'; readonly ageMs: number }
  /** `byWindow`: main itself has fallen silent, so this window raises the alarm on its own. */
  | {
      readonly link: 'lost'
      readonly since: number | null
      readonly byWindow: boolean
      readonly sentence: string
    }

/**
 * What the link is now. The age goes on growing between events; when no status has come for 2 s the window itself
 * says that the link is lost, because a main process that hangs sends nothing. `now` is monotonic.
 */
export function linkView(received: ReceivedStatus | null, now: number): LinkView {
  if (received === null) return { link: 'connecting' }
  const { status, receivedAt } = received
  const silence = Math.max(0, now - receivedAt)
  const since = status.lastProofAt
  if (status.link === 'lost') return { link: 'lost', since, byWindow: false, sentence: status.sentence }
  if (silence >= SILENCE_LIMIT_MS) return { link: 'lost', since, byWindow: true, sentence: '' }
  if (status.link === 'connecting') return { link: 'connecting' }
  return { link: 'live', ageMs: (status.lastProofAgeMs ?? 0) + silence }
}
