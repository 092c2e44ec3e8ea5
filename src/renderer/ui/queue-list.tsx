import { useEffect, useRef, type HTMLAttributes, type ReactNode } from 'react'
import { useEvenRows } from './even-rows.ts'
import './queue-list.css'

/** Space between two lines, in CSS pixels. */
const GAP_PX = 4
/** Root font size of the station density, should the document not say its own. */
const USUAL_FONT_PX = 14
/** Lines drawn beyond each edge, for a hand that scrolls. */
const SPARE = 5

/** Where a line is drawn, in CSS pixels. */
export interface LinePlace {
  readonly index: number
  readonly top: number
  readonly height: number
}

/**
 * A list of any length, drawn only where it is in view. The list keeps the focus and names the selected line, so that
 * lines that move never take it away; each line is an element of class `queue-line` with the id that `idOf` gives for
 * its place: an `option`, or in a grid a `row`.
 */
export function QueueList(props: {
  readonly label: string
  readonly grid?: boolean
  readonly count: number
  /** Place of the selected line; -1 while none is. */
  readonly place: number
  /** Names the selected line: it is scrolled to when this changes, not when its place does. */
  readonly selected: string | number | null
  /** Begins at the top again when this changes. */
  readonly question?: unknown
  /** Undefined for a line that is not here yet. */
  readonly idOf: (place: number) => string | undefined
  /** Height of a line with its gap, in rem of the density. */
  readonly lineRem: number
  readonly onShown?: (first: number, last: number) => void
  /** Takes the focus when it appears, unless somebody writes elsewhere. */
  readonly takesFocus?: boolean
  readonly hold?: Pick<HTMLAttributes<HTMLElement>, 'onPointerMove' | 'onPointerLeave'>
  readonly children: (line: LinePlace) => ReactNode
}) {
  const { count, grid = false, place, selected, question, onShown, takesFocus = false } = props
  const scroller = useRef<HTMLDivElement>(null)
  const height =
    props.lineRem * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_FONT_PX)
  const { first, last, total, scrollTo } = useEvenRows(scroller, { count, height, spare: SPARE })
  const latest = useRef(place)
  useEffect(() => {
    latest.current = place
  })
  useEffect(() => {
    if (latest.current >= 0) scrollTo(latest.current)
  }, [selected, scrollTo])
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0
  }, [question])
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, button, [role="dialog"]') ?? null
    if (takesFocus && busy === null) scroller.current?.focus({ preventScroll: true })
  }, [takesFocus])
  useEffect(() => onShown?.(first, Math.max(first, last)), [onShown, first, last])
  const lines: ReactNode[] = []
  for (let index = first; index <= last; index += 1)
    lines.push(props.children({ index, top: index * height, height: height - GAP_PX }))
  return (
    <div
      ref={scroller}
      className="queue-scroll"
      role={grid ? 'grid' : 'listbox'}
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={grid ? count : undefined}
      aria-activedescendant={place >= first && place <= last ? props.idOf(place) : undefined}
      {...props.hold}
    >
      <div role={grid ? 'rowgroup' : 'presentation'} className="queue-canvas" style={{ height: total }}>
        {lines}
      </div>
    </div>
  )
}
