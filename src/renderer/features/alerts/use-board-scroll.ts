import { useEffect, useRef } from 'react'
import { useList } from './use-alerts.ts'

interface Scroller {
  scrollToIndex(index: number, options: { align: 'auto' }): void
  scrollToOffset(offset: number): void
}

/**
 * Where the list scrolls by itself: to the row that was just selected, and to the top when a row came in there,
 * unless somebody is pointing at a row. A wall shows the top always: nobody scrolls it.
 */
export function useBoardScroll(
  scroller: Scroller,
  shown: readonly string[],
  selectedId: string | null,
  wall: boolean,
): void {
  const holding = useList((state) => state.holding)
  const latest = useRef({ shown, holding })
  useEffect(() => {
    latest.current = { shown, holding }
  }, [shown, holding])
  useEffect(() => {
    const place = selectedId === null ? -1 : latest.current.shown.indexOf(selectedId)
    if (place >= 0 && !wall) scroller.scrollToIndex(place, { align: 'auto' })
  }, [selectedId, scroller, wall])
  const first = shown[0]
  const firstBefore = useRef(first)
  useEffect(() => {
    const before = firstBefore.current
    firstBefore.current = first
    const cameIn = first !== before && before !== undefined && latest.current.shown.includes(before)
    if (wall || (cameIn && !latest.current.holding)) scroller.scrollToOffset(0)
  }, [first, scroller, wall])
}
