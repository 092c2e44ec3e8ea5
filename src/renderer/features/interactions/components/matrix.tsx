import { memo, useEffect, useId, useRef, useState } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { SeverityMark } from './severity-mark.tsx'
import { pairKey } from '@renderer/features/interactions/check-result.ts'
import {
  matrixSize,
  moveIn,
  type Cell,
  type Cells,
  type MatrixPlace,
  type MatrixSize,
} from '@renderer/features/interactions/matrix.ts'
import { severityWords } from '@renderer/features/interactions/strings-finding.ts'
import { matrixStrings as s } from '@renderer/features/interactions/strings.ts'
import './matrix.css'

/** Height of a row in the dense matrix, in rem; the same as in the style sheet. */
const DENSE_ROW_REM = 1.9

export interface MatrixProps {
  readonly names: readonly string[]
  readonly cells: Cells
  /** Date of the knowledge, for "nothing found in …". */
  readonly version: string
  readonly selected: MatrixPlace | null
  readonly onSelect: (place: MatrixPlace) => void
}

function wordsOf(cell: Cell, version: string): string {
  const also = cell.inGroup ? [s.inGroup] : []
  switch (cell.kind) {
    case 'finding':
      return [
        severityWords[cell.finding.severity],
        ...(cell.more > 0 ? [s.more(cell.more)] : []),
        ...(cell.open === null ? [] : [s.partOpen[cell.open]]),
        ...also,
      ].join(', ')
    case 'clear':
      return [cell.adviceOnly ? s.adviceOnly : s.clear(version), ...also].join(', ')
    case 'asking':
      return [s.asking, ...also].join(', ')
    case 'unchecked':
      return [s.unchecked, ...also].join(', ')
  }
}

function CellFace(props: { readonly cell: Cell; readonly size: MatrixSize }) {
  const { cell, size } = props
  const wide = size === 'wide'
  switch (cell.kind) {
    case 'finding':
      return (
        <>
          <SeverityMark severity={cell.finding.severity} letters={!wide} />
          {wide && <span className="ix-cell-word">{s.face[cell.finding.severity]}</span>}
          {cell.more > 0 && <sup className="ix-cell-more">+{cell.more}</sup>}
          {cell.open !== null && <sup className="ix-cell-more">?</sup>}
        </>
      )
    case 'clear':
      return (
        <span className="ix-cell-quiet">
          {cell.adviceOnly ? (wide ? s.face.adviceOnly : 'AI') : wide ? s.face.clear : '–'}
        </span>
      )
    case 'asking':
      return <span className="ix-cell-asking">{wide ? s.asking : '…'}</span>
    case 'unchecked':
      return <span className="ix-cell-unchecked">{wide ? s.face.unchecked : '?'}</span>
  }
}

const unsaid: Cell = { kind: 'unchecked', unchecked: null, inGroup: false }

interface RowProps {
  readonly row: number
  readonly names: readonly string[]
  readonly cells: Cells
  readonly version: string
  readonly size: MatrixSize
  readonly gridId: string
  /** Column of the active cell, when it is in this row. */
  readonly active: number | null
  readonly selected: number | null
  readonly onSelect: (place: MatrixPlace) => void
}

const MatrixRow = memo(function MatrixRow(props: RowProps) {
  const { row, names, cells, size, gridId } = props
  const name = names[row] ?? ''
  return (
    <div role="row" className="ix-row" aria-rowindex={row + 1}>
      <div role="rowheader" className="ix-row-head" data-active={props.active !== null} title={name}>
        <span className="ix-row-name">{name}</span>
      </div>
      {Array.from({ length: row }, (_, column) => {
        const cell = cells.get(pairKey(row, column)) ?? unsaid
        return (
          <div
            key={column}
            role="gridcell"
            id={`${gridId}-${row}-${column}`}
            className="ix-cell"
            data-kind={cell.kind}
            data-severity={cell.kind === 'finding' ? cell.finding.severity : undefined}
            data-group={cell.inGroup}
            data-active={props.active === column}
            aria-selected={props.selected === column}
            aria-colindex={column + 2}
            onClick={() => props.onSelect({ row, column })}
          >
            <span className="visually-hidden">
              {s.and(name, names[column] ?? '')}: {wordsOf(cell, props.version)}
            </span>
            <span className="ix-face" aria-hidden="true">
              <CellFace cell={cell} size={size} />
            </span>
          </div>
        )
      })}
    </div>
  )
})

function remInPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
}

/** All pairs as a lower triangle. One stop of the Tab key; arrow keys move, Enter opens. */
export function Matrix(props: MatrixProps) {
  const { names, cells, version, selected } = props
  const count = names.length
  const size = matrixSize(count)
  const dense = size === 'dense'
  const gridId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [wanted, setWanted] = useState<MatrixPlace | null>(null)
  const at = wanted ?? selected ?? { row: 1, column: 0 }
  const active = at.row < count ? at : { row: 1, column: 0 }
  const rows = useVirtualizer({
    count: dense ? count - 1 : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => DENSE_ROW_REM * remInPixels(),
    overscan: 6,
  })
  const scrolledTo = useRef<MatrixPlace | null>(null)
  // After every render, since a row of the dense matrix is only there once it has been scrolled to.
  useEffect(() => {
    if (wanted === null || scrolledTo.current === wanted) return
    const cell = document.getElementById(`${gridId}-${wanted.row}-${wanted.column}`)
    if (cell === null) return
    scrolledTo.current = wanted
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  const choose = (place: MatrixPlace): void => {
    setWanted(place)
    props.onSelect(place)
  }
  const shown = dense ? rows.getVirtualItems() : null
  const indices =
    shown?.map((item) => item.index + 1) ?? Array.from({ length: count - 1 }, (_, index) => index + 1)
  const before = shown?.[0]?.start ?? 0
  const after = shown === null ? 0 : rows.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <div className="ix-matrix" data-size={size} ref={scroller}>
      <div
        role="grid"
        className="ix-grid"
        tabIndex={0}
        aria-label={s.label}
        aria-description={s.help}
        aria-rowcount={count}
        aria-colcount={count}
        aria-activedescendant={`${gridId}-${active.row}-${active.column}`}
        onFocus={() => setWanted(active)}
        onBlur={() => setWanted(null)}
        onKeyDown={(event) => {
          if (event.altKey || event.metaKey) return
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault()
            props.onSelect(active)
            return
          }
          const next = moveIn(active, event.key, event.ctrlKey, count)
          if (next === null) return
          event.preventDefault()
          if (dense) rows.scrollToIndex(next.row - 1)
          choose(next)
        }}
      >
        <div role="row" className="ix-row ix-head-row" aria-rowindex={1}>
          <div role="columnheader" className="ix-row-head ix-corner">
            <span className="visually-hidden">{s.label}</span>
          </div>
          {names.slice(0, -1).map((name, column) => (
            <div
              key={column}
              role="columnheader"
              className="ix-column-head"
              data-active={wanted !== null && active.column === column}
              title={name}
            >
              <span className="ix-column-name">{name}</span>
            </div>
          ))}
        </div>
        <div role="presentation" style={{ paddingTop: before, paddingBottom: after }}>
          {indices.map((row) => (
            <MatrixRow
              key={row}
              row={row}
              names={names}
              cells={cells}
              version={version}
              size={size}
              gridId={gridId}
              active={wanted !== null && active.row === row ? active.column : null}
              selected={selected?.row === row ? selected.column : null}
              onSelect={choose}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

/** What the faces of the matrix mean. */
export function MatrixLegend(props: { readonly version: string }) {
  return (
    <ul className="ix-legend" aria-label={s.legend}>
      {(['contraindicated', 'major', 'moderate', 'minor'] as const).map((severity) => (
        <li key={severity}>
          <SeverityMark severity={severity} letters />
          {severityWords[severity].toLowerCase()}
        </li>
      ))}
      <li>
        <span className="ix-cell ix-key" data-kind="clear" aria-hidden="true">
          –
        </span>
        {s.clear(props.version)}
      </li>
      <li>
        <span className="ix-cell ix-key" data-kind="unchecked" aria-hidden="true">
          ?
        </span>
        {s.unchecked}
      </li>
      <li>
        <span className="ix-cell ix-key" data-kind="asking" aria-hidden="true">
          …
        </span>
        {s.asking}
      </li>
      <li>
        <span className="ix-cell ix-key" data-group="true" aria-hidden="true" />
        {s.inGroup}
      </li>
    </ul>
  )
}
