import { auditDesk as desk } from '@renderer/features/audit/store.ts'
import { auditStrings as s } from '@renderer/features/audit/strings.ts'
import { formatClockSeconds, formatDay } from '@renderer/ui/time-format.ts'
import type { AuditEntry } from '@shared/features/audit/model.ts'

function details({ about, code, why, session }: AuditEntry): string {
  const parts = [
    ...about,
    code,
    why === null ? null : s.why(why),
    session === null ? null : s.session(session),
  ]
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}

const moment = (at: number): string => `${formatDay(at)} ${formatClockSeconds(at)}`

function Line(props: { readonly entry: AuditEntry }) {
  const { entry } = props
  return (
    <tr>
      <td className="numeric">{entry.seq}</td>
      <td className="audit-time">{moment(entry.localAt)}</td>
      <td className="audit-time">{entry.hubAt === null ? s.noHubTime : formatClockSeconds(entry.hubAt)}</td>
      <td className="selectable">
        {entry.user}
        <span className="audit-note"> {entry.role}</span>
      </td>
      <td>{s.action(entry.action)}</td>
      <td>{s.kinds[entry.kind]}</td>
      <td>
        {entry.patients.map((patient) => (
          <button
            key={patient}
            type="button"
            className="audit-patient"
            title={s.filter.who}
            onClick={() => void desk.whoLooked(patient)}
          >
            {patient}
          </button>
        ))}
      </td>
      <td data-outcome={entry.outcome}>{s.outcomes[entry.outcome]}</td>
      <td className="selectable audit-note">{details(entry)}</td>
    </tr>
  )
}

/** Entries, newest first. Pressing a patient asks who looked at them. */
export function AuditTable(props: { readonly items: readonly AuditEntry[] }) {
  const { columns } = s
  return (
    <table className="table" aria-label={s.entries}>
      <thead>
        <tr>
          <th scope="col" className="numeric">
            {columns.seq}
          </th>
          <th scope="col">{columns.local}</th>
          <th scope="col">{columns.hub}</th>
          <th scope="col">{columns.person}</th>
          <th scope="col">{columns.action}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.patients}</th>
          <th scope="col">{columns.outcome}</th>
          <th scope="col">{columns.details}</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map((entry) => (
          <Line key={entry.seq} entry={entry} />
        ))}
      </tbody>
    </table>
  )
}
