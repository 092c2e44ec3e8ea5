import { useMemo } from 'react'
import { useStore } from 'zustand'
import { queue, review } from '@renderer/features/approvals/desk.ts'
import { undoSeconds, undoShare } from '@renderer/features/approvals/deadline.ts'
import { undoable } from '@renderer/features/approvals/queue-order.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { approvalStrings } from '@renderer/features/approvals/strings.ts'
import { actKeys } from '@renderer/features/approvals/use-keys.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import './undo-strip.css'

const s = approvalStrings.undo
/** Pace of the ring, in milliseconds. */
const PACE_MS = 200
const RADIUS = 15
const AROUND = 2 * Math.PI * RADIUS

function Line(props: { readonly row: ApprovalRow; readonly first: boolean; readonly live: boolean }) {
  const { row } = props
  const now = useNow(PACE_MS)
  const busy = useStore(review.store, (state) => state.busy)
  const { proposal } = row
  if (proposal === null) return null
  const seconds = undoSeconds(proposal.finalAt, now)
  return (
    <li className="ap-undo-line" data-verdict={proposal.verdict}>
      <span className="ap-ring" aria-hidden="true">
        <svg viewBox="0 0 36 36">
          <circle className="ap-ring-whole" cx="18" cy="18" r={RADIUS} />
          <circle
            className="ap-ring-left"
            cx="18"
            cy="18"
            r={RADIUS}
            strokeDasharray={AROUND}
            strokeDashoffset={AROUND * (1 - undoShare(proposal, now))}
            transform="rotate(-90 18 18)"
          />
        </svg>
        <span className="ap-ring-number">{seconds}</span>
      </span>
      <span className="ap-undo-text">
        <strong>{s.said(kindWordsOf[row.kind].past[proposal.verdict], row.subject)}</strong>
        <span aria-hidden="true"> {s.left(seconds)}</span>
      </span>
      <Button
        label={s.button}
        {...(props.first ? { shortcut: actKeys.undo } : {})}
        disabled={!props.live}
        busyLabel={busy === 'undo' ? s.busy : null}
        onPress={() => void review.undo(row)}
      />
    </li>
  )
}

/** The decisions of this person that can still be undone, each with the time that is left. */
export function UndoStrip(props: { readonly user: string; readonly live: boolean }) {
  const items = useStore(queue.store, (state) => state.items)
  const now = useNow(PACE_MS)
  const rows = useMemo(() => undoable(items, props.user, now), [items, props.user, now])
  const said = rows.map(({ proposal, subject, kind }) =>
    proposal === null ? '' : s.said(kindWordsOf[kind].past[proposal.verdict], subject),
  )
  return (
    <>
      <p className="visually-hidden" role="status">
        {said.join(' ')}
      </p>
      {rows.length > 0 && (
        <ul className="ap-undo" aria-label={s.label}>
          {rows.map((row, index) => (
            <Line key={row.id} row={row} first={index === 0} live={props.live} />
          ))}
        </ul>
      )}
    </>
  )
}
