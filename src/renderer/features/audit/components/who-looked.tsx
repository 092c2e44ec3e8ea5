import { byPerson } from '@renderer/features/audit/by-person.ts'
import { auditDesk as desk, type AuditState } from '@renderer/features/audit/store.ts'
import { auditStrings as s } from '@renderer/features/audit/strings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { openFilter } from '@shared/features/audit/model.ts'

/** Everybody who had to do with one patient at this station: one line per person. */
export function WhoLooked(props: { readonly patient: string; readonly state: AuditState }) {
  const { patient, state } = props
  const people = byPerson(state.items)
  const now = Date.now()
  const { columns } = s.who
  return (
    <section className="audit-card" aria-label={s.who.title(patient)}>
      <div className="audit-head">
        <h2>{s.who.title(patient)}</h2>
        <Button label={s.who.back} kind="quiet" onPress={() => void desk.search(openFilter)} />
      </div>
      {(state.phase === 'paused' || state.phase === 'failed') && (
        <p className="audit-warning">{s.who.partial}</p>
      )}
      {people.length === 0 && state.phase === 'complete' && (
        <Empty kind="nothing" title={s.who.none} text={s.who.noneText} />
      )}
      {people.length > 0 && (
        <table className="table" aria-label={s.who.title(patient)}>
          <thead>
            <tr>
              <th scope="col">{columns.person}</th>
              <th scope="col">{columns.role}</th>
              <th scope="col" className="numeric">
                {columns.looks}
              </th>
              <th scope="col" className="numeric">
                {columns.acts}
              </th>
              <th scope="col">{columns.first}</th>
              <th scope="col">{columns.last}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={`${person.user} ${person.role}`}>
                <td className="selectable">{person.user}</td>
                <td>{person.role}</td>
                <td className="numeric">{person.looks}</td>
                <td className="numeric">{person.acts}</td>
                <td>{formatMoment(person.first, now)}</td>
                <td>{formatMoment(person.last, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
