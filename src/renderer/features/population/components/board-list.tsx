import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { RiskRow, rowElementId } from './board-row.tsx'
import { BarLegend } from './score-bar.tsx'
import { MOST_ROWS } from '@renderer/features/population/board-rows.ts'
import { board, openWhy, screenStore, tickRow } from '@renderer/features/population/desk.ts'
import { isNewlyHigh } from '@renderer/features/population/store.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { say } from '@renderer/ui/toast-store.ts'
import { useHold } from '@renderer/ui/use-hold.ts'
import './board-list.css'

const s = populationStrings.list
const ROW_REM = 4.2
const GAP_PX = 4
/** Days count down at midnight; looking once a minute is enough. */
const PACE_MS = 60_000
/** A press within this time after rows moved under the pointer was meant for another row. */
const SETTLE_MS = 500

function rowHeight(): number {
  return ROW_REM * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 14)
}

function justMoved(): boolean {
  const { holding, movedAt } = board.store.getState()
  return holding && performance.now() - movedAt < SETTLE_MS
}

function pressTick(row: BoardRow): void {
  if (justMoved()) return say('failed', s.moved)
  board.select(row.patientId)
  return tickRow(row)
}

function openRow(row: BoardRow): void {
  if (justMoved()) return say('failed', s.moved)
  board.select(row.patientId)
  return openWhy(row.patientId)
}

function WaitingStrip() {
  const waiting = useStore(board.store, (state) => state.waiting)
  if (waiting === 0) return null
  return (
    <div className="risk-waiting" role="status">
      <span>{s.waiting(waiting)}</span>
      <Button label={s.move} kind="quiet" onPress={() => board.admit()} />
    </div>
  )
}

/**
 * The ranked patients. Only rows in view are drawn and only those near them are here; the grid keeps the keyboard's
 * focus itself and names the active row, so that rows that move never take it away.
 */
export function BoardList(props: { readonly old: boolean }) {
  const { user, rights, openPatient } = usePopulationHost()
  const { rows, offset, cursor, steps, page, question, since } = useStore(board.store)
  const openedId = useStore(screenStore, (state) => state.openedId)
  const ticked = useStore(screenStore, (state) => state.ticked)
  const now = useNow(PACE_MS)
  const scroller = useRef<HTMLDivElement>(null)
  const count = Math.min(page?.matching ?? 0, MOST_ROWS)
  // Asked once: each new patient has the place of all hundred thousand rows counted again.
  const height = rowHeight()
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
  })
  const hold = useHold(board.hold)
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => board.inView(first, last), [first, last, rows, offset])
  const place = useRef(cursor.index)
  useEffect(() => {
    place.current = cursor.index
  })
  useEffect(() => {
    if (steps > 0) virtual.scrollToIndex(place.current, { align: 'auto' })
  }, [steps, virtual])
  useEffect(() => virtual.scrollToOffset(0), [question, virtual])
  const onPatient = useCallback((row: BoardRow) => openPatient?.(row.patientId), [openPatient])
  // Only a row that is drawn can be named.
  const active = items.some(({ index }) => index === cursor.index) ? cursor.patientId : null
  return (
    <div className="risk-list" data-old={props.old}>
      <WaitingStrip />
      <div
        ref={scroller}
        className="risk-scroll"
        role="grid"
        tabIndex={0}
        aria-label={s.label}
        aria-rowcount={count}
        aria-activedescendant={active === null ? undefined : rowElementId(active)}
        {...hold}
      >
        <div className="risk-canvas" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size }) => {
            const row = rows[index - offset]
            if (row === undefined)
              return (
                <div
                  key={`wait ${index}`}
                  className="risk-row risk-row-wait"
                  role="row"
                  aria-rowindex={index + 1}
                  style={{ transform: `translateY(${start}px)`, height: size - GAP_PX }}
                >
                  <span role="gridcell">{s.notHere}</span>
                </div>
              )
            return (
              <RiskRow
                key={row.patientId}
                row={row}
                index={index}
                top={start}
                height={size - GAP_PX}
                selected={row.patientId === cursor.patientId}
                opened={row.patientId === openedId}
                ticked={rights.manage ? ticked.has(row.patientId) : null}
                isNew={isNewlyHigh(row, since, now)}
                user={user}
                now={now}
                onOpen={openRow}
                onTick={pressTick}
                onPatient={onPatient}
              />
            )
          })}
        </div>
      </div>
      <div className="risk-foot">
        <BarLegend />
        <span aria-hidden="true">{rights.manage ? s.keys : s.keysRead}</span>
      </div>
    </div>
  )
}
