import { clockWords, standingNow } from '@renderer/features/prior-auth/queue-view.ts'
import { countStates } from '@renderer/features/prior-auth/criteria-view.ts'
import { criteriaStrings } from '@renderer/features/prior-auth/strings.ts'
import { priorAuthStrings } from '@renderer/features/prior-auth/strings-queue.ts'
import type { QueueRow } from '@shared/features/prior-auth/answers.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import type { LinePlace } from '@renderer/ui/queue-list.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

const s = priorAuthStrings.queue

export function lineElementId(id: string): string {
  return `prior-auth-${id.replace(':', '-')}`
}

function Clock(props: { readonly row: QueueRow }) {
  const told = useDerivedFromNow((now) => `${standingNow(props.row, now)}\n${clockWords(props.row, now)}`)
  const [standing, text] = told.split('\n')
  return (
    <span className="pa-clock" data-standing={standing}>
      {text}
    </span>
  )
}

function Mark(props: { readonly row: QueueRow }) {
  const standing = useDerivedFromNow((now) => standingNow(props.row, now))
  if (standing === 'overdue') return <Chip tone="danger" text={priorAuthStrings.standings.overdue} />
  if (standing === 'escalated') return <Chip tone="doubt" text={priorAuthStrings.standings.escalated} />
  return null
}

/** One request of the queue with its clock. */
export function QueueLine(props: {
  readonly row: QueueRow
  readonly line: LinePlace
  readonly count: number
  readonly selected: boolean
  readonly opened: boolean
  readonly onOpen: (id: string) => void
}) {
  const { row, line } = props
  const { met, notMet, missing } = countStates(row.states)
  return (
    <div
      id={lineElementId(row.id)}
      className="queue-line pa-line"
      role="option"
      aria-selected={props.selected}
      aria-setsize={props.count}
      aria-posinset={line.index + 1}

      data-opened={props.opened}
      style={{ transform: `translateY(${line.top}px)`, height: line.height }}
      onClick={() => props.onOpen(row.id)}
    >
      <span className="queue-stack">
        <span className="visually-hidden">{s.clock}</span>
        <Clock row={row} />
        <span className="pa-line-marks">
          <Chip tone="plain" text={row.urgent ? s.expedited : s.standard} />
          <Mark row={row} />
        </span>
      </span>
      <span className="queue-stack">
        <span className="pa-line-name">
          {row.procedure} {row.procedureName !== row.procedure && row.procedureName}
        </span>
        <span className="queue-sub">
          {s.patient(row.patientId)} · {s.plan(row.payer, row.plan)}
        </span>
      </span>
      <span className="queue-stack">
        <span className="queue-main">{priorAuthStrings.status(row.status)}</span>
        <span className="queue-sub">
          {row.states.length === 0 ? s.unchecked : criteriaStrings.count(met, notMet, missing)}
        </span>
      </span>
      <span className="queue-sub pa-line-cost">
        {row.estimatedCost === null ? s.noCost : s.cost(formatValue(row.estimatedCost))}
      </span>
    </div>
  )
}
