import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { IntervalBar } from './interval-bar.tsx'
import { StandingChip } from './standing-chip.tsx'
import { results, screenStore } from '@renderer/features/clinical-risk/desk.ts'
import { intervalWords } from '@renderer/features/clinical-risk/interval.ts'
import { rowAt } from '@renderer/features/clinical-risk/results-store.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings as r } from '@renderer/features/clinical-risk/strings-result.ts'
import type { ResultRow } from '@shared/features/clinical-risk/model.ts'
import { useListKeys } from '@renderer/ui/list-keys.ts'
import '@renderer/ui/queue-list.css'

/** A browser draws no higher than some 33 million pixels; further rows are reached by narrowing. */
export const MOST_REACHED = 300_000
const LINE_REM = 4
const GAP_PX = 4
/** A row passed by quickly is not read: every assessment that is shown is on record as looked at. */
const REST_MS = 180

function elementId(place: number): string {
  return `risk-row-${place}`
}

function restWords(row: ResultRow): string {
  const confidence = r.confidence(s.percent(row.confidence))
  return row.missing.length === 0 ? confidence : `${confidence} · ${r.missing(row.missing.length)}`
}

function Line(props: {
  readonly row: ResultRow | undefined
  readonly place: number
  readonly count: number
  readonly top: number
  readonly height: number
  readonly selected: boolean
  readonly opened: boolean
}) {
  const { row, place } = props
  return (
    <div
      id={elementId(place)}
      className="queue-line cr-line"
      role="option"
      aria-selected={props.selected}
      aria-setsize={props.count}
      aria-posinset={place + 1}
      data-opened={props.opened}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onClick={() => {
        if (row !== undefined) screenStore.setState({ place, patientId: row.patientId })
      }}
    >
      {row === undefined ? (
        <span className="queue-sub">{r.list.loadingRow}</span>
      ) : (
        <>
          <span className="cr-line-top">
            <span className="cr-line-name">{row.patientId}</span> <StandingChip standing={row.standing} />{' '}
            <span className="cr-line-score">{intervalWords(row)}</span>
          </span>
          <span className="cr-line-bottom">
            <IntervalBar interval={row} tone={row.standing} />
            <span className="queue-sub">{restWords(row)}</span>
          </span>
        </>
      )}
    </div>
  )
}

/** The rows of the question in the results store, drawn and read only where they are looked at. */
export function PatientList(props: { readonly count: number }) {
  const { count } = props
  const state = useStore(results.store)
  const wanted = useStore(screenStore, ({ place }) => place)
  const patientId = useStore(screenStore, (screen) => screen.patientId)
  const place = Math.min(wanted, count - 1)
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () =>
      LINE_REM * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 14),
    overscan: 8,
  })
  useEffect(() => {
    lines.scrollToIndex(place, { align: 'auto' })
  }, [place, lines])
  const shown = lines.getVirtualItems()
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0]
  useEffect(() => results.need(first, last), [first, last])
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, button, [role="dialog"]') ?? null
    if (busy === null) scroller.current?.focus({ preventScroll: true })
  }, [])
  const rest = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (rest.current !== null) clearTimeout(rest.current)
    },
    [],
  )
  const open = (at: number): void => {
    const row = rowAt(results.store.getState(), at)
    if (row !== undefined) screenStore.setState({ patientId: row.patientId })
  }
  useListKeys({
    move: (by) => {
      const next = Math.min(count - 1, Math.max(0, place + by))
      screenStore.setState({ place: next })
      if (rest.current !== null) clearTimeout(rest.current)
      if (patientId !== null) rest.current = setTimeout(() => open(next), REST_MS)
    },
    open: () => open(place),
    close: () => screenStore.setState({ patientId: null }),
    scrolls: '.cr-why, .cr-side',
  })
  return (
    <div
      ref={scroller}
      className="queue-scroll"
      role="listbox"
      tabIndex={0}
      aria-label={r.list.label}
      aria-activedescendant={first <= place && place <= last ? elementId(place) : undefined}
    >
      <div role="presentation" className="queue-canvas" style={{ height: lines.getTotalSize() }}>
        {shown.map(({ index, start, size }) => {
          const row = rowAt(state, index)
          return (
            <Line
              key={index}
              row={row}
              place={index}
              count={count}
              top={start}
              height={size - GAP_PX}
              selected={index === place}
              opened={row !== undefined && row.patientId === patientId}
            />
          )
        })}
      </div>
    </div>
  )
}
