import { memo } from 'react'
import { ScoreBar } from './score-bar.tsx'
import { isSameButRank } from '@renderer/features/population/board-rows.ts'
import {
  bandText,
  changeOf,
  contactOf,
  countText,
  managerText,
  rowLabel,
  scoreText,
  whoLine,
} from '@renderer/features/population/describe.ts'
import { populationStrings as s } from '@renderer/features/population/strings.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import { formatDay } from '@renderer/ui/time-format.ts'

/** The id of a row's element; the grid names the active one by it. */
export function rowElementId(patientId: string): string {
  return `risk-row-${encodeURIComponent(patientId)}`
}

function Care(props: { readonly row: BoardRow; readonly user: string; readonly now: number }) {
  const { care } = props.row
  const contact = contactOf(care.nextContact, props.now)
  return (
    <>
      <span className="risk-line" data-mine={care.manager === props.user}>
        {managerText(care.manager, props.user)}
      </span>
      <span className="risk-chips">
        {contact !== null &&
          (contact.late ? <Chip tone="doubt" text={contact.text} /> : <span>{contact.text}</span>)}
      </span>
    </>
  )
}

function Basis(props: { readonly row: BoardRow }) {
  const { row } = props
  const missing = row.missing.map((metric) => s.metrics[metric]).join(', ')
  if (row.score === null) return <span title={s.row.unscoredLong}>{s.row.missing(missing)}</span>
  if (row.foreign) return <span title={s.row.foreignLong}>{s.row.foreign}</span>
  if (row.missing.length === 0) return null
  return <span>{s.row.missing(missing)}</span>
}

export interface RowProps {
  readonly row: BoardRow
  readonly index: number
  readonly top: number
  readonly height: number
  readonly selected: boolean
  readonly opened: boolean
  /** Null for those who may not do care work. */
  readonly ticked: boolean | null
  readonly isNew: boolean
  readonly user: string
  readonly now: number
  readonly onOpen: (row: BoardRow) => void
  readonly onTick: (row: BoardRow) => void
  readonly onPatient: (row: BoardRow) => void
}

interface FiguresProps {
  readonly row: BoardRow
  readonly isNew: boolean
  readonly user: string
  readonly now: number
}

/** What a row says but for its rank: somebody who comes first moves all others, and changes nothing of this. */
const Figures = memo(
  function Figures(props: FiguresProps) {
    const { row, isNew } = props
    const change = changeOf(row)
    const { snoozedUntil } = row.care
    return (
      <>
        <span role="gridcell" className="risk-who">
          <span className="risk-name">
            <span>{row.name ?? row.patientId}</span>
            {isNew && <Chip tone="doubt" text={s.row.new} />}
          </span>
          <span className="risk-line">
            {snoozedUntil !== null && snoozedUntil > props.now && (
              <strong className="risk-snoozed">{s.row.snoozed(formatDay(snoozedUntil))} · </strong>
            )}
            {row.name !== null && `${row.patientId} · `}
            {whoLine(row)}
          </span>
        </span>
        <span role="gridcell" className="risk-bar">
          <ScoreBar row={row} />
          <span className="risk-line">
            <Basis row={row} />
          </span>
        </span>
        <span role="gridcell" className="risk-score">
          {row.score !== null && row.missing.length > 0 && !row.foreign && (
            <span className="risk-least">{s.row.atLeast}</span>
          )}
          <span className="risk-number">{row.score === null ? '?' : scoreText(row.score)}</span>
        </span>
        <span role="gridcell" className="risk-band">
          <span className="risk-band-name">{bandText(row.band)}</span>
          <span className="risk-change" data-kind={change.kind}>
            {change.sign}
          </span>
        </span>
        <span role="gridcell" className="risk-care">
          <Care row={row} user={props.user} now={props.now} />
        </span>
      </>
    )
  },
  (before, after) =>
    before.isNew === after.isNew &&
    before.user === after.user &&
    before.now === after.now &&
    isSameButRank(before.row, after.row),
)

/** One patient of the risk board. */
export const RiskRow = memo(function RiskRow(props: RowProps) {
  const { row, isNew, ticked } = props
  return (
    <div
      id={rowElementId(row.patientId)}
      className="queue-line risk-row"
      role="row"
      aria-rowindex={props.index + 1}
      aria-selected={props.selected}
      aria-label={rowLabel(row, props.user, isNew, props.now)}
      data-band={row.band ?? 'unknown'}
      data-opened={props.opened}
      data-ticked={ticked === true}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onClick={() => props.onOpen(row)}
      onDoubleClick={() => props.onPatient(row)}
    >
      <span role="gridcell" className="risk-tick">
        {ticked !== null && (
          <input
            type="checkbox"
            tabIndex={-1}
            checked={ticked}
            aria-label={s.list.tick(row.name ?? row.patientId)}
            onClick={(event) => event.stopPropagation()}
            onChange={() => props.onTick(row)}
          />
        )}
      </span>
      <span role="gridcell" className="risk-rank">
        {row.rank === null ? '–' : countText(row.rank)}
      </span>
      <Figures row={row} isNew={isNew} user={props.user} now={props.now} />
    </div>
  )
})
