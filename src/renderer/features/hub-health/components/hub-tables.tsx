import { hubStrings as s } from '@renderer/features/hub-health/strings.ts'
import type { HubReport } from '@shared/features/hub-health/model.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatBytes } from '@renderer/ui/value-format.ts'

/** Messages that were not fully understood, with the reason and what became of each. Holds no patient data. */
export function QuarantineTable(props: { readonly report: HubReport }) {
  const { quarantine } = props.report
  const q = s.quarantine
  const now = Date.now()
  return (
    <section className="hub-card hub-wide">
      <h2>{q.title}</h2>
      {quarantine.length === 0 ? (
        <p className="hub-note">{q.none}</p>
      ) : (
        <div className="hub-scroll" tabIndex={0} role="region" aria-label={q.title}>
          <table className="table" aria-label={q.title}>
            <thead>
              <tr>
                <th scope="col">{q.columns.time}</th>
                <th scope="col">{q.columns.reason}</th>
                <th scope="col">{q.columns.sentence}</th>
                <th scope="col">{q.columns.channel}</th>
                <th scope="col">{q.columns.outcome}</th>
                <th scope="col" className="numeric">
                  {q.columns.bytes}
                </th>
                <th scope="col">{q.columns.digest}</th>
              </tr>
            </thead>
            <tbody>
              {quarantine.map((item, index) => (
                <tr key={`${item.at}${item.digest}${index}`}>
                  <td>{formatMoment(item.at, now)}</td>
                  <td>{q.reasons[item.reason]}</td>
                  <td className="selectable">{item.sentence}</td>
                  <td>
                    {[q.channels[item.channelKind], item.unit].filter((part) => part !== null).join(' ')}
                  </td>
                  <td data-shown={item.shown}>{item.shown ? q.shown : q.notShown}</td>
                  <td className="numeric">{formatBytes(item.bytes)}</td>
                  <td className="selectable hub-digest">{item.digest}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

export function LastErrors(props: { readonly report: HubReport }) {
  const { lastErrors } = props.report
  const now = Date.now()
  return (
    <section className="hub-card hub-wide">
      <h2>{s.errors.title}</h2>
      {lastErrors.length === 0 ? (
        <p className="hub-note">{s.errors.none}</p>
      ) : (
        <ul className="hub-errors">
          {lastErrors.map((error, index) => (
            <li key={`${error.at}${index}`}>
              <span className="hub-note">{formatMoment(error.at, now)}</span>
              <span className="selectable">{error.sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
