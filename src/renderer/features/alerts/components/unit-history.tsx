import { useState } from 'react'
import { bedOf, findingOf, rowNameOf } from '@renderer/features/alerts/describe.ts'
import { historyStrings as s, words } from '@renderer/features/alerts/strings.ts'
import { useUnitHistory } from '@renderer/features/alerts/use-unit-history.ts'
import { EventKind } from '@shared/features/alerts/model.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { Segments } from '@renderer/ui/choices.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './history.css'

/** The event's name; a kind this version does not know is shown as it was written. */
function eventName(kind: string): string {
  const known = EventKind.safeParse(kind)
  return known.success ? words.timeline[known.data] : kind
}

/** Every event of a unit's alerts in the last 24 hours. */
export function UnitHistory(props: {
  readonly units: readonly string[]
  readonly onOpen: (patientId: string) => void
}) {
  const [chosen, setChosen] = useState<string | null>(null)
  const unit = chosen !== null && props.units.includes(chosen) ? chosen : (props.units[0] ?? '')
  const history = useUnitHistory(unit)
  const now = Date.now()
  return (
    <div className="history">
      {props.units.length > 1 && (
        <Segments
          label={s.unitLabel}
          hideLabel
          value={unit}
          choices={props.units.map((each) => ({ value: each, label: each }))}
          onChange={setChosen}
        />
      )}
      {history.phase === 'failed' && <Empty kind="failed" title={s.failed} text={history.failure ?? ''} />}
      {history.phase === 'had' && history.items.length === 0 && <Empty kind="nothing" {...s.empty(unit)} />}
      {history.items.length > 0 && (
        <div className="history-scroll" tabIndex={0} role="region" aria-label={s.tableLabel(unit)}>
          <table className="table" aria-label={s.tableLabel(unit)}>
            <thead>
              <tr>
                <th scope="col">{s.columns.time}</th>
                <th scope="col">{s.columns.event}</th>
                <th scope="col">{s.columns.bed}</th>
                <th scope="col">{s.columns.patient}</th>
                <th scope="col">{s.columns.finding}</th>
              </tr>
            </thead>
            <tbody>
              {history.items.map((item) => (
                <tr key={item.seq} onDoubleClick={() => props.onOpen(item.alert.patient.patientId)}>
                  <td>{formatMoment(item.at, now)}</td>
                  <td>{eventName(item.kind)}</td>
                  <td>{bedOf(item.alert)}</td>
                  <td>{rowNameOf(item.alert)}</td>
                  <td>
                    <span className="history-finding">
                      <PriorityMark kind={priorityOf(item.alert.severity)} calling={false} />
                      {findingOf(item.alert)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {history.phase === 'asking' && <p className="history-wait">{s.loading}</p>}
      {history.phase !== 'asking' && history.next !== null && (
        <Button label={s.more} kind="quiet" onPress={history.more} />
      )}
    </div>
  )
}
