import { memo } from 'react'
import { useStore } from 'zustand'
import { list, review } from '@renderer/features/approvals/desk.ts'
import { deadlineView } from '@renderer/features/approvals/deadline.ts'
import { confidenceWords, costWords, kindWords, whoWords } from '@renderer/features/approvals/describe.ts'
import { rowState } from '@renderer/features/approvals/queue-order.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { approvalStrings as s } from '@renderer/features/approvals/strings.ts'
import { useApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import type { HeldRows } from '@renderer/features/approvals/use-rows.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { QueueList } from '@renderer/ui/queue-list.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './approval-list.css'

/** Height of a row in rem of the density, gap included. */
const ROW_REM = 5.2

function rowElementId(id: string): string {
  return `approval-row-${id}`
}

function Deadline(props: { readonly row: ApprovalRow }) {
  const told = useDerivedFromNow((now) => {
    const { text, tone } = deadlineView(props.row, now)
    return `${tone}\n${text}`
  })
  const [tone, text] = told.split('\n')
  return (
    <span className="ap-deadline" data-tone={tone}>
      {text}
    </span>
  )
}

function Who(props: { readonly row: ApprovalRow; readonly user: string }) {
  const told = useDerivedFromNow(
    (now) => `${rowState(props.row, props.user, now)}\n${whoWords(props.row, props.user, now)}`,
  )
  const [state, text] = told.split('\n')
  return (
    <span className="queue-sub ap-who" data-state={state}>
      {text}
    </span>
  )
}

function Marks(props: { readonly row: ApprovalRow }) {
  const { row } = props
  return (
    <>
      {row.urgent && <Chip tone="danger" text={s.urgent} />}
      {row.escalationLevel > 0 && <Chip tone="doubt" text={s.escalated(row.escalationLevel)} />}
      {row.fourEyes && <Chip tone="plain" text={s.fourEyes} />}
      {row.firstApprovedBy !== null && <Chip tone="doubt" text={s.second(row.firstApprovedBy.user)} />}
    </>
  )
}

/** What is recommended and how surely; where nobody recommends anything, since when it waits. */
function Advice(props: { readonly row: ApprovalRow }) {
  const { row } = props
  const { course } = rulesOf(row.kind)
  const said =
    row.recommendation !== ''
      ? s.recommendation(row.recommendation)
      : kindWordsOf[row.kind].recommendation === null
        ? s.asked(formatMoment(row.createdAt, Date.now()))
        : s.noRecommendation
  return (
    <span className="queue-stack ap-row-advice">
      <span className="queue-main ap-row-main">{said}</span>
      <span className="queue-sub">
        {course === 'seed' && `${confidenceWords(row.confidence)} · ${costWords(row.estimatedCost)}`}
      </span>
    </span>
  )
}

/** One request; the text that counts down renders by itself. */
const Row = memo(function Row(props: {
  readonly row: ApprovalRow
  readonly user: string
  readonly name: string | null
  readonly index: number
  readonly count: number
  readonly top: number
  readonly height: number
  readonly selected: boolean
  readonly opened: boolean
}) {
  const { row, user } = props
  return (
    <div
      id={rowElementId(row.id)}
      className="queue-line ap-row"
      role="option"
      aria-selected={props.selected}
      aria-setsize={props.count}
      aria-posinset={props.index + 1}

      data-opened={props.opened}
      data-urgent={row.urgent}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onClick={() => {
        list.setState({ selectedId: row.id })
        review.open(row)
      }}
    >
      <span className="ap-row-time">
        <span className="visually-hidden">{s.deadline.label}</span>
        <Deadline row={row} />
      </span>
      <span className="queue-stack">
        <span className="ap-row-subject">{row.subject}</span>
        <span className="queue-sub">
          {row.patientId !== null && `${s.patient(row.patientId)} · `}
          {props.name ?? kindWords(row.kind, null)}
        </span>
      </span>
      <Advice row={row} />
      <span className="queue-stack ap-row-end">
        <span className="ap-marks">
          <Marks row={row} />
        </span>
        <Who row={row} user={user} />
      </span>
    </div>
  )
})

/** The queue, drawn only where it is in view. The list keeps the focus and names the selected row. */
export function ApprovalList(props: { readonly held: HeldRows; readonly user: string }) {
  const { rows, waiting, admit, hold } = props.held
  const { nameOf } = useApprovalsHost()
  const selectedId = useStore(list, (state) => state.selectedId)
  const openedId = useStore(review.store, (state) => state.opened?.id ?? null)
  return (
    <div className="ap-list">
      {waiting > 0 && (
        <div className="ap-waiting" role="status">
          <span>{s.waitingRows(waiting)}</span>
          <Button label={s.showWaiting} kind="quiet" onPress={admit} />
        </div>
      )}
      <QueueList
        label={s.listLabel}
        count={rows.length}
        place={rows.findIndex(({ id }) => id === selectedId)}
        selected={selectedId}
        idOf={(place) => rowElementId(rows[place]?.id ?? '')}
        lineRem={ROW_REM}
        hold={hold}
      >
        {({ index, top, height }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <Row
              key={row.id}
              row={row}
              user={props.user}
              name={row.kind === 'prior_authorization' ? nameOf(row.subject) : null}
              index={index}
              count={rows.length}
              top={top}
              height={height}
              selected={row.id === selectedId}
              opened={row.id === openedId}
            />
          )
        }}
      </QueueList>
    </div>
  )
}
