import { useStore } from 'zustand'
import { IntervalBar } from './interval-bar.tsx'
import { StandingChip } from './standing-chip.tsx'
import { results, screenStore } from '@renderer/features/clinical-risk/desk.ts'
import { intervalWords } from '@renderer/features/clinical-risk/interval.ts'
import { rowAt } from '@renderer/features/clinical-risk/results-store.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings as r } from '@renderer/features/clinical-risk/strings-result.ts'
import type { ResultRow } from '@shared/features/clinical-risk/model.ts'
import { useListKeys, useRest } from '@renderer/ui/list-keys.ts'
import { type LinePlace, QueueList } from '@renderer/ui/queue-list.tsx'

/** A browser draws no higher than some 33 million pixels; further rows are reached by narrowing. */
export const MOST_REACHED = 300_000
const LINE_REM = 4

function elementId(place: number): string {
  return `risk-row-${place}`
}

function missingWords({ missing }: ResultRow): string {
  return missing.length === 0 ? r.nothingMissing : r.missing(missing.length)
}

function Line(props: {
  readonly row: ResultRow | undefined
  readonly line: LinePlace
  readonly count: number
  readonly selected: boolean
  readonly opened: boolean
}) {
  const { row, line } = props
  return (
    <div
      id={elementId(line.index)}
      className="queue-line cr-line"
      role="option"
      aria-selected={props.selected}
      aria-setsize={props.count}
      aria-posinset={line.index + 1}
      data-opened={props.opened}
      style={{ transform: `translateY(${line.top}px)`, height: line.height }}
      onClick={() => {
        if (row !== undefined) screenStore.setState({ place: line.index, patientId: row.patientId })
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
            <span className="queue-sub cr-line-confidence">{r.confidence(s.percent(row.confidence))}</span>
            <span className="queue-sub">{missingWords(row)}</span>
          </span>
        </>
      )}
    </div>
  )
}

function open(place: number): void {
  const row = rowAt(results.store.getState(), place)
  if (row !== undefined) screenStore.setState({ patientId: row.patientId })
}

/** The rows of the question in the results store, drawn and read only where they are looked at. */
export function PatientList(props: { readonly count: number }) {
  const { count } = props
  const state = useStore(results.store)
  const wanted = useStore(screenStore, ({ place }) => place)
  const patientId = useStore(screenStore, (screen) => screen.patientId)
  const place = Math.min(wanted, count - 1)
  const rest = useRest()
  useListKeys({
    move: (by) => {
      const from = Math.min(count - 1, screenStore.getState().place)
      const next = Math.max(0, Math.min(count - 1, from + by))
      screenStore.setState({ place: next })
      if (patientId !== null) rest(() => open(next))
    },
    open: () => open(Math.min(count - 1, screenStore.getState().place)),
    close: () => screenStore.setState({ patientId: null }),
    scrolls: '.cr-why, .cr-side',
  })
  return (
    <QueueList
      label={r.list.label}
      count={count}
      place={place}
      selected={place}
      idOf={elementId}
      lineRem={LINE_REM}
      onShown={(from, to) => results.need(from, to)}
      takesFocus
    >
      {(line) => {
        const row = rowAt(state, line.index)
        return (
          <Line
            key={line.index}
            row={row}
            line={line}
            count={count}
            selected={line.index === place}
            opened={row !== undefined && row.patientId === patientId}
          />
        )
      }}
    </QueueList>
  )
}
