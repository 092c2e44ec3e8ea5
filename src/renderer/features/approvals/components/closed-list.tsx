import { useEffect, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { closed, review } from '@renderer/features/approvals/desk.ts'
import { costWords, kindWords } from '@renderer/features/approvals/describe.ts'
import { stepFrom } from '@renderer/features/approvals/queue-order.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { approvalStrings } from '@renderer/features/approvals/strings.ts'
import { useApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ClosedRow } from '@shared/features/approvals/contract.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { OptionList } from '@renderer/ui/option-list.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './closed-list.css'

const s = approvalStrings.closed
const PACE_MS = 30_000

function elementId(id: string): string {
  return `approval-closed-${id}`
}

function endWords({ kind, status }: ClosedRow): string {
  return status === 'approved' || status === 'denied' ? kindWordsOf[kind].past[status] : s.verdicts[status]
}

function Row(props: {
  readonly row: ClosedRow
  readonly now: number
  readonly selected: boolean
  readonly opened: boolean
  readonly onOpen: (row: ClosedRow) => void
}) {
  const { row, now } = props
  const { nameOf } = useApprovalsHost()
  const name = row.kind === 'prior_authorization' ? nameOf(row.subject) : null
  return (
    <div
      id={elementId(row.id)}
      className="ap-closed-row"
      role="option"
      aria-selected={props.selected}
      data-opened={props.opened}
      onClick={() => props.onOpen(row)}
    >
      <span className="ap-row-what">
        <span className="ap-row-subject">{row.subject}</span>
        <span className="ap-row-sub">
          {row.patientId !== null && `${approvalStrings.patient(row.patientId)} · `}
          {name ?? kindWords(row.kind, null)}
          {rulesOf(row.kind).course === 'seed' && ` · ${costWords(row.estimatedCost)}`}
        </span>
      </span>
      <span className="ap-closed-end">
        <span className="ap-row-main" data-status={row.status}>
          {endWords(row)} {row.decidedBy === null ? s.byNobody : s.by(row.decidedBy)}
        </span>
        <span className="ap-row-sub">{row.reason ?? ''}</span>
      </span>
      <span className="ap-closed-at">{formatMoment(row.closedAt, now)}</span>
    </div>
  )
}

function Rows(props: { readonly rows: readonly ClosedRow[] }) {
  const { rows } = props
  const [selectedId, select] = useState<string | null>(rows[0]?.id ?? null)
  const openedId = useStore(review.store, ({ opened }) => opened?.id ?? null)
  const now = useNow(PACE_MS)
  const move = (by: number): void =>
    select(
      stepFrom(
        selectedId,
        rows.map(({ id }) => id),
        by,
      ),
    )
  const onKey = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase()
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (key === 'j' || key === 'arrowdown') move(1)
    else if (key === 'k' || key === 'arrowup') move(-1)
    else if (key === 'enter') {
      const row = rows.find(({ id }) => id === selectedId)
      if (row !== undefined) review.open(row)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <OptionList
      className="ap-closed-rows"
      label={s.label}
      selectedElementId={selectedId === null ? null : elementId(selectedId)}
      onKeyDown={onKey}
    >
      {rows.map((row) => (
        <Row
          key={row.id}
          row={row}
          now={now}
          selected={row.id === selectedId}
          opened={row.id === openedId}
          onOpen={(opened) => {
            select(opened.id)
            review.open(opened)
          }}
        />
      ))}
    </OptionList>
  )
}

function Search(props: { readonly of: string | null; readonly onChange: (of: string | null) => void }) {
  const [text, setText] = useState('')
  const typed = text.trim()
  if (props.of !== null)
    return (
      <div className="ap-closed-search">
        <p className="selectable">{s.of(props.of)}</p>
        <Button label={s.everyone} kind="quiet" onPress={() => props.onChange(null)} />
      </div>
    )
  return (
    <form
      className="ap-closed-search"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed !== '') props.onChange(typed)
      }}
    >
      <TextField label={s.search} value={text} onChange={setText} maxLength={128} />
      {typed !== '' && <Button label={s.show(typed)} kind="quiet" onPress={() => props.onChange(typed)} />}
    </form>
  )
}

/** Requests that have come to an end, the latest first; a patient's by number, older ones page by page. */
export function ClosedList() {
  const [of, setOf] = useState<string | null>(null)
  const { phase, problem, rows, older, reading } = useStore(closed.store)
  const { see } = useApprovalsHost().rights
  const ofPatients = [...see].some((kind) => rulesOf(kind).course === 'seed')
  useEffect(() => closed.follow(of), [of])
  // Main looks through the list for those of the patient, or of the kinds that this person may see, a part at a time.
  const isPart = older !== null
  const none = of === null ? (isPart ? s.noneYet : s.none) : isPart ? s.nonePatientYet : s.nonePatient
  return (
    <div className="ap-closed">
      {ofPatients && <Search of={of} onChange={setOf} />}
      {phase === 'loading' && <Empty kind="loading" title={s.loading} />}
      {phase === 'failed' && (
        <Empty kind="failed" title={s.failed} text={problem ?? ''}>
          <Button label={approvalStrings.again} onPress={() => closed.again()} />
        </Empty>
      )}
      {phase === 'ready' && problem !== null && (
        <p className="ap-band" role="status">
          {s.stale(problem)}
        </p>
      )}
      {phase === 'ready' && rows.length === 0 && <Empty kind="nothing" title={none.title} text={none.text} />}
      {rows.length > 0 && (
        <>
          <p className="ap-count" role="status">
            {approvalStrings.count(rows.length, rows.length)}{' '}
            {(of !== null || !ofPatients) && isPart && s.searched}
          </p>
          <Rows key={of ?? ''} rows={rows} />
        </>
      )}
      {phase === 'ready' && (
        <div className="ap-closed-foot">
          {older === null ? (
            <p className="ap-keys">{rows.length > 0 && s.end}</p>
          ) : (
            <Button
              label={s.further}
              kind="quiet"
              busyLabel={reading ? s.reading : null}
              onPress={() => closed.further()}
            />
          )}
          {rows.length > 0 && (
            <p className="ap-keys" aria-hidden="true">
              {s.keys}
            </p>
          )}
        </div>
      )}
    </div>
  )
}
