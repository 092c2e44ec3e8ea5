import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import type { NextTest } from '@shared/features/diagnostics/model.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

const s = resultStrings.tests

/** What to examine next, with what it costs, how it can harm and what it would tell. */
export function NextTests(props: { readonly tests: readonly NextTest[] }) {
  const { tests } = props
  return (
    <section className="dx-part" aria-label={s.title}>
      <h2>{s.title}</h2>
      {tests.length === 0 ? (
        <p className="dx-muted">{s.none}</p>
      ) : (
        <table className="table" aria-label={s.title}>
          <thead>
            <tr>
              <th scope="col">{s.test}</th>
              <th scope="col">{s.decides}</th>
              <th scope="col">{s.harm}</th>
              <th scope="col" className="numeric">
                {s.cost}
              </th>
            </tr>
          </thead>
          <tbody>
            {tests.map((test) => (
              <tr key={test.test}>
                <th scope="row" className="dx-row-head">
                  {test.name}
                </th>
                <td className="selectable">{test.decides.join(', ')}</td>
                <td>
                  {s.harms[test.harm]}
                  {test.harmText !== '' && <span className="dx-muted"> {test.harmText}</span>}
                </td>
                <td className="numeric dx-nowrap">{s.usd(formatValue(test.costUsd))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
