import { useCallback, useEffect, useState } from 'react'
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
import { QueueList } from '@renderer/ui/queue-list.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { say } from '@renderer/ui/toast-store.ts'
import { useHold } from '@renderer/ui/use-hold.ts'
import './board-list.css'

const s = populationStrings.list
const ROW_REM = 4.2
/** Days count down at midnight; looking once a minute is enough. */
const PACE_MS = 60_000
/** A press within this time after rows moved under the pointer was meant for another row. */
const SETTLE_MS = 500

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

/** The ranked patients. Only rows in view are drawn, and only those near them are here. */
export function BoardList(props: { readonly old: boolean }) {
  const { user, rights, openPatient } = usePopulationHost()
  const { rows, offset, cursor, steps, page, question, since } = useStore(board.store)
  const openedId = useStore(screenStore, (state) => state.openedId)
  const ticked = useStore(screenStore, (state) => state.ticked)
  const now = useNow(PACE_MS)
  const count = Math.min(page?.matching ?? 0, MOST_ROWS)
  const hold = useHold(board.hold)
  const [shown, setShown] = useState({ first: 0, last: 0 })
  const onShown = useCallback((first: number, last: number) => setShown({ first, last }), [])
  useEffect(() => board.inView(shown.first, shown.last), [shown, rows, offset])
  const onPatient = useCallback((row: BoardRow) => openPatient?.(row.patientId), [openPatient])
  return (
    <div className="risk-list" data-old={props.old}>
      <WaitingStrip />
      <QueueList
        grid
        label={s.label}
        count={count}
        place={cursor.index}
        selected={steps}
        question={question}
        idOf={() => (cursor.patientId === null ? undefined : rowElementId(cursor.patientId))}
        lineRem={ROW_REM}
        onShown={onShown}
        hold={hold}
      >
        {({ index, top, height }) => {
          const row = rows[index - offset]
          if (row === undefined)
            return (
              <div
                key={`wait ${index}`}
                className="queue-line risk-row risk-row-wait"
                role="row"
                aria-rowindex={index + 1}
                style={{ transform: `translateY(${top}px)`, height }}
              >
                <span role="gridcell">{s.notHere}</span>
              </div>
            )
          return (
            <RiskRow
              key={row.patientId}
              row={row}
              index={index}
              top={top}
              height={height}
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
        }}
      </QueueList>
      <div className="risk-foot">
        <BarLegend />
        <span aria-hidden="true">{rights.manage ? s.keys : s.keysRead}</span>
      </div>
    </div>
  )
}
