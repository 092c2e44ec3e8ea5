import { useState } from 'react'
import { patientStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import { usePatientHistory } from '@renderer/features/alerts/use-patient-history.ts'
import type { HistoryItem } from '@shared/features/alerts/contract.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'
import './history.css'

function Line(props: { readonly item: HistoryItem; readonly now: number }) {
  const { item, now } = props
  if (item.unreadable !== null) {
    return (
      <tr>
        <td>{formatMoment(item.at, now)}</td>
        <td colSpan={4}>{s.unreadable(item.unreadable)}</td>
      </tr>
    )
  }
  const value = item.value === null ? '–' : `${formatValue(item.value)} ${item.unitOfMeasure ?? ''}`
  return (
    <tr>
      <td>{formatMoment(item.at, now)}</td>
      <td>{item.label}</td>
      <td className="numeric">{value}</td>
      <td>
        <span className="history-finding">
          {item.severity === null ? (
            s.notGraded
          ) : (
            <>
              <PriorityMark kind={priorityOf(item.severity)} calling={false} />
              {words.severities[item.severity]}
            </>
          )}
        </span>
      </td>
      <td>{item.unit}</td>
    </tr>
  )
}

/** Every stored alert message of the patient; "none" and "could not be read" look nothing alike. */
export function PatientHistory(props: { readonly patientId: string }) {
  const [search, setSearch] = useState('')
  const history = usePatientHistory(props.patientId, search.trim())
  const now = Date.now()
  return (
    <section className="patient-section" aria-label={s.history}>
      <div className="patient-section-head">
        <h2>{s.history}</h2>
        <TextField label={s.historySearch} value={search} onChange={setSearch} maxLength={120} />
      </div>
      {history.phase === 'failed' && (
        <Empty kind="failed" title={s.historyFailed} text={history.failure ?? ''} />
      )}
      {history.phase === 'had' && history.items.length === 0 && (
        <p className="detail-note">
          {search.trim() === '' ? s.historyNone : s.historyNoMatch(search.trim())}
        </p>
      )}
      {history.items.length > 0 && (
        <table className="table" aria-label={s.history}>
          <thead>
            <tr>
              <th scope="col">{s.columns.time}</th>
              <th scope="col">{s.columns.finding}</th>
              <th scope="col" className="numeric">
                {s.columns.value}
              </th>
              <th scope="col">{s.columns.severity}</th>
              <th scope="col">{s.columns.unit}</th>
            </tr>
          </thead>
          <tbody>
            {history.items.map((item, index) => (
              <Line key={`${item.at}-${index}`} item={item} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {history.phase === 'asking' && <p className="detail-note">{s.historyLoading}</p>}
      {history.phase !== 'asking' && history.next !== null && (
        <Button
          label={s.historyMore(history.items.length, history.total)}
          kind="quiet"
          onPress={history.more}
        />
      )}
    </section>
  )
}
