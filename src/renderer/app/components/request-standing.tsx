import { useStore } from 'zustand'
import { queue } from '@renderer/features/approvals/desk.ts'
import { whoWords } from '@renderer/features/approvals/describe.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { useNow } from '@renderer/ui/ticker.ts'

/** Claims run out without a change of the queue. */
const PACE_MS = 1_000

/** Who has a request of the approvals' queue, as its row there says it; nothing for one that is not in it. */
export function RequestStanding(props: { readonly id: string }) {
  const user = useOpenSession()?.user.id ?? ''
  const row = useStore(queue.store, (state) => state.items.get(props.id))
  const now = useNow(PACE_MS)
  return row === undefined ? null : <span className="ix-muted">{whoWords(row, user, now)}</span>
}
