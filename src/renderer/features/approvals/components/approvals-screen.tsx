import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { ActDialog } from './act-dialog.tsx'
import { ClosedList } from './closed-list.tsx'
import { ApprovalList } from './approval-list.tsx'
import { RequestPanel } from './request-panel.tsx'
import { UndoStrip } from './undo-strip.tsx'
import { emptyList, list, queue, review } from '@renderer/features/approvals/desk.ts'
import { possibleActs } from '@renderer/features/approvals/possible.ts'
import { noFilter, type RowState } from '@renderer/features/approvals/queue-order.ts'
import { stateOf } from '@renderer/features/approvals/review-desk.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { approvalStrings as s } from '@renderer/features/approvals/strings.ts'
import { useApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import { useKeepClaim } from '@renderer/features/approvals/use-keep-claim.ts'
import { useApprovalKeys } from '@renderer/features/approvals/use-keys.ts'
import { type HeldRows, useHeldRows } from '@renderer/features/approvals/use-rows.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Select } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatClockSeconds } from '@renderer/ui/time-format.ts'
import './approvals-screen.css'

const states = ['free', 'mine', 'others', 'question', 'deciding'] as const satisfies readonly RowState[]
const noRows: readonly ApprovalRow[] = []
const stateChoices = [
  { value: 'any', label: s.any.state },
  ...states.map((value) => ({ value, label: s.states[value] })),
] as const

const whichChoices = [
  { value: 'waiting', label: s.which.waiting },
  { value: 'closed', label: s.which.closed },
] as const

function Which() {
  const which = useStore(list, (state) => state.which)
  return (
    <Segments
      label={s.which.label}
      hideLabel
      value={which}
      choices={whichChoices}
      onChange={(next) => list.setState({ which: next })}
    />
  )
}

function Filters() {
  const { see } = useApprovalsHost().rights
  const kindChoices = [
    { value: 'any', label: s.any.kind } as const,
    ...[...see].map((value) => ({ value, label: kindWordsOf[value].name })),
  ]
  const filter = useStore(list, (state) => state.filter)
  return (
    <div className="ap-filters">
      {see.size > 1 && (
        <Select
          label={s.filter.kind}
          hideLabel
          value={filter.kind}
          choices={kindChoices}
          onChange={(kind) => list.setState({ filter: { ...filter, kind } })}
        />
      )}
      <Select
        label={s.filter.state}
        hideLabel
        value={filter.state}
        choices={stateChoices}
        onChange={(state) => list.setState({ filter: { ...filter, state } })}
      />
    </div>
  )
}

/** What one has to know before trusting the list: no link, not all looked through, requests nobody can read. */
function Bands(props: { readonly lost: { readonly since: number | null } | null; readonly empty: boolean }) {
  const { phase, complete, unreadable } = useStore(queue.store)
  const { lost } = props
  return (
    <>
      {lost !== null && (
        <p className="ap-band" data-kind="lost" role="status">
          {lost.since === null ? s.link.lostEver : s.link.lost(formatClockSeconds(lost.since))}
        </p>
      )}
      {lost === null && phase !== 'loading' && !complete && !props.empty && (
        <p className="ap-band" role="status">
          {s.partial}
        </p>
      )}
      {unreadable > 0 && <p className="ap-band">{s.unreadable(unreadable)}</p>}
    </>
  )
}

function Rows(props: { readonly held: HeldRows; readonly user: string }) {
  const { rights } = useApprovalsHost()
  const { phase, failure, problem, complete, items } = useStore(queue.store)
  if (phase === 'loading') {
    if (failure === null) return <Empty kind="loading" title={s.loading} />
    return (
      <Empty kind="failed" title={s.failed} text={failure.message}>
        <Button label={s.again} onPress={() => queue.refresh()} />
      </Empty>
    )
  }
  if (problem !== null) return <Empty kind="failed" title={s.failed} text={problem} />
  if (props.held.rows.length > 0) return <ApprovalList held={props.held} user={props.user} />
  if (items.size > 0)
    return (
      <Empty kind="nothing" title={s.filtered.title}>
        <Button label={s.filtered.clear} onPress={() => list.setState({ filter: noFilter })} />
      </Empty>
    )
  if (!complete) return <Empty kind="loading" title={s.looking.title} text={s.looking.text} />
  const kinds = [...rights.see].map((kind) => kindWordsOf[kind].name.toLowerCase()).join(', ')
  return <Empty kind="nothing" title={s.empty.title} text={s.empty.text(kinds)} />
}

/** The queue and the opened request, for those who may read them. */
function Desk() {
  const { user, rights, linkLost } = useApprovalsHost()
  const held = useHeldRows()
  const live = linkLost === null
  const opened = useStore(review.store, (state) => state.opened)
  const all = useStore(queue.store, (state) => state.items.size)
  const filter = useStore(list, (state) => state.filter)
  const which = useStore(list, (state) => state.which)
  const now = useNow()
  const possible = useMemo(
    () => possibleActs(opened, { rights, user, live }, now),
    [opened, rights, user, live, now],
  )
  useEffect(() => queue.follow(), [])
  useEffect(() => {
    const end = review.start(user)
    return () => {
      end()
      list.setState(emptyList)
    }
  }, [user])
  useApprovalKeys({ rows: which === 'waiting' ? held.rows : noRows, possible, user, live })
  const claim = opened === null ? null : (stateOf(opened)?.claim ?? null)
  useKeepClaim(claim !== null && claim.by.user === user ? claim : null, live)
  const screen = useRef<HTMLDivElement>(null)
  const arrived = held.rows.length > 0
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, [role="dialog"]') ?? null
    const grid = screen.current?.querySelector('[role="listbox"]')
    if (busy === null && arrived && grid instanceof HTMLElement) grid.focus({ preventScroll: true })
  }, [arrived])
  const shown = held.rows.length
  return (
    <div className="ap-screen" ref={screen}>
      <div className="ap-main">
        <div className="ap-head">
          <h1>{s.title}</h1>
          {which === 'waiting' && (
            <span className="ap-count" role="status">
              {s.count(shown, filter === noFilter ? shown : all)}
            </span>
          )}
          <Which />
          {which === 'waiting' && <Filters />}
        </div>
        <Bands lost={linkLost} empty={shown === 0} />
        {which === 'waiting' ? <Rows held={held} user={user} /> : <ClosedList />}
        <UndoStrip user={user} live={live} />
        {shown > 0 && which === 'waiting' && (
          <p className="ap-foot ap-keys" aria-hidden="true">
            <span>{s.keys.move}</span>
            <span>{s.keys.open}</span>
          </p>
        )}
      </div>
      <RequestPanel possible={possible} live={live} />
      <ActDialog />
    </div>
  )
}

/** Every decision that waits for a person, of the kinds that the person here may see. */
export function ApprovalsScreen() {
  const { rights } = useApprovalsHost()
  if (rights.see.size > 0) return <Desk />
  return (
    <div className="ap-screen">
      <div className="ap-main">
        <div className="ap-head">
          <h1>{s.title}</h1>
        </div>
        <Empty kind="nothing" title={s.mayNotRead.title} text={s.mayNotRead.text} />
      </div>
    </div>
  )
}
