import { metricText, scoreText } from '@renderer/features/population/describe.ts'
import { whyStrings as s } from '@renderer/features/population/strings-card.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import type { Why } from '@shared/features/population/board.ts'
import { RiskMetric, type BoardRow } from '@shared/features/population/model.ts'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatAge } from '@renderer/ui/time-format.ts'

function Age(props: { readonly at: number }) {
  return useDerivedFromNow((now) => s.ago(formatAge(props.at, now)))
}

/** The formula with its inputs, their ages and what each gives. What is missing is said, never counted as nothing. */
export function WhyParts(props: { readonly row: BoardRow; readonly why: Why }) {
  const { row, why } = props
  const rules = new Map(why.formula.map(({ metric, rule }) => [metric, rule]))
  return (
    <section className="why-part" aria-label={s.parts}>
      <h3>{s.parts}</h3>
      <table className="table why-table why-parts" aria-label={s.parts}>
        <thead>
          <tr>
            <th scope="col">{s.metric}</th>
            <th scope="col">{s.value}</th>
            <th scope="col" className="numeric">
              {s.points}
            </th>
          </tr>
        </thead>
        <tbody>
          {RiskMetric.options.map((metric) => {
            const part = row.contributions.find((each) => each.metric === metric)
            return (
              <tr key={metric} data-unknown={part === undefined}>
                <th scope="row" className="why-row-head">
                  <span
                    className="bar-key"
                    data-metric={part === undefined ? 'unknown' : metric}
                    aria-hidden="true"
                  />
                  <span>
                    {populationStrings.metrics[metric]}
                    <span className="why-rule">{rules.get(metric)}</span>
                  </span>
                </th>
                <td>
                  {part === undefined ? (
                    s.noReading
                  ) : (
                    <>
                      <strong>{metricText(metric, part.value)}</strong>
                      <span className="why-rule">
                        <Age at={part.at} />
                      </span>
                    </>
                  )}
                </td>
                <td className="numeric">{part === undefined ? s.unknown : scoreText(part.points)}</td>
              </tr>
            )
          })}
          <tr className="why-total">
            <th scope="row" colSpan={2} className="why-row-head">
              {row.score !== null && row.missing.length > 0 && !row.foreign ? s.totalMissing : s.total}
            </th>
            <td className="numeric">{row.score === null ? s.unknown : scoreText(row.score)}</td>
          </tr>
        </tbody>
      </table>
      <p className="why-note selectable">{s.source(why.source)}</p>
    </section>
  )
}
