import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import { BoardRow, rowElementId } from './board-row.tsx'
import { list } from '@renderer/features/alerts/desk.ts'
import { boardStrings } from '@renderer/features/alerts/strings.ts'
import { useAlertsHost, useList } from '@renderer/features/alerts/use-alerts.ts'
import { useBoardScroll } from '@renderer/features/alerts/use-board-scroll.ts'
import { Button } from '@renderer/ui/button.tsx'
import { useHold } from '@renderer/ui/use-hold.ts'
import './board-list.css'

/** Row heights in pixels, gap included; the wall's rows are read from across the corridor. */
const ROW = { station: 64, wall: 108 } as const
const GAP = { station: 4, wall: 8 } as const

function WaitingStrip() {
  const waiting = useList((state) => state.waiting.length)
  if (waiting === 0) return null
  return (
    <div className="waiting" role="status">
      <span>{boardStrings.waiting(waiting)}</span>
      <Button label={boardStrings.showWaiting} kind="quiet" onPress={() => list.admit()} />
    </div>
  )
}

/**
 * The open alerts, drawn only where they are in view. The grid keeps the keyboard focus itself and names the
 * active row, so that a row coming in at the top never takes the focus away.
 */
export function BoardList() {
  const { wall } = useAlertsHost()
  const shown = useList((state) => state.shown)
  const selectedId = useList((state) => state.selectedId)
  const scroller = useRef<HTMLDivElement>(null)
  const density = wall ? 'wall' : 'station'
  const place = selectedId === null ? -1 : shown.indexOf(selectedId)
  // The selected row is drawn even out of view: assistive technology follows the grid's pointer to it.
  const rangeExtractor = useCallback(
    (range: Range): number[] => {
      const inView = defaultRangeExtractor(range)
      return place < 0 || inView.includes(place) ? inView : [...inView, place].sort((a, b) => a - b)
    },
    [place],
  )
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[density],
    overscan: 6,
    rangeExtractor,
  })
  useEffect(() => virtual.measure(), [density, virtual])
  useBoardScroll(virtual, shown, selectedId, wall)
  const hold = useHold(list.hold)
  // Nobody scrolls a wall: what does not fit is at least counted.
  const below = wall ? shown.length - 1 - (virtual.range?.endIndex ?? shown.length) : 0
  return (
    <div className="board-list">
      <WaitingStrip />
      <div
        ref={scroller}
        className="board-scroll"
        role="grid"
        tabIndex={0}
        aria-label={boardStrings.gridLabel}
        aria-rowcount={shown.length}
        aria-activedescendant={selectedId === null ? undefined : rowElementId(selectedId)}
        {...hold}
      >
        <div className="board-canvas" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const id = shown[item.index]
            if (id === undefined) return null
            return (
              <BoardRow
                key={id}
                id={id}
                index={item.index}
                top={item.start}
                height={ROW[density] - GAP[density]}
              />
            )
          })}
        </div>
      </div>
      {below > 0 && <p className="board-below">{boardStrings.wallMore(below)}</p>}
    </div>
  )
}
