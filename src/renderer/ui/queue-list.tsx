import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type HTMLAttributes, type ReactNode } from 'react'
import './queue-list.css'

/** Space between two lines, in CSS pixels. */
const GAP_PX = 4
/** Root font size of the station density, should the document not say its own. */
const USUAL_FONT_PX = 14

/** Where a line is drawn, in CSS pixels. */
export interface LinePlace {
  readonly index: number
  readonly top: number
  readonly height: number
}

/**
 * A list of any length, drawn only where it is in view. The list keeps the focus and names the selected line; each
 * line is an element of class `queue-line`, role `option`, with the id that `idOf` gives for its place.
 */
export function QueueList(props: {
  readonly label: string
  readonly count: number
  /** Place of the selected line; -1 while none is. */
  readonly place: number
  /** Names the selected line: it is scrolled to when this changes, not when its place does. */
  readonly selected: string | number | null
  readonly idOf: (place: number) => string
  /** Height of a line with its gap, in rem of the density. */
  readonly lineRem: number
  readonly onShown?: (first: number, last: number) => void
  /** Takes the focus when it appears, unless somebody writes elsewhere. */
  readonly takesFocus?: boolean
  readonly hold?: Pick<HTMLAttributes<HTMLElement>, 'onPointerMove' | 'onPointerLeave'>
  readonly children: (line: LinePlace) => ReactNode
}) {
  const { place, selected, onShown, takesFocus = false } = props
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useVirtualizer({
    count: props.count,
    getScrollElement: () => scroller.current,
    estimateSize: () =>
      props.lineRem *
      (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_FONT_PX),
    overscan: 8,
  })
  const latest = useRef(place)
  useEffect(() => {
    latest.current = place
  })
  useEffect(() => {
    if (latest.current >= 0) lines.scrollToIndex(latest.current, { align: 'auto' })
  }, [selected, lines])
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, button, [role="dialog"]') ?? null
    if (takesFocus && busy === null) scroller.current?.focus({ preventScroll: true })
  }, [takesFocus])
  const shown = lines.getVirtualItems()
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0]
  useEffect(() => onShown?.(first, last), [onShown, first, last])
  return (
    <div
      ref={scroller}
      className="queue-scroll"
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={shown.some(({ index }) => index === place) ? props.idOf(place) : undefined}
      {...props.hold}
    >
      <div role="presentation" className="queue-canvas" style={{ height: lines.getTotalSize() }}>
        {shown.map(({ index, start, size }) => props.children({ index, top: start, height: size - GAP_PX }))}
      </div>
    </div>
  )
}
