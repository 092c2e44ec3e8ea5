import { segmentsOf } from '@renderer/features/population/describe.ts'
import { populationStrings as s } from '@renderer/features/population/strings.ts'
import { bandFrom } from '@shared/features/population/bands.ts'
import { RiskMetric, type BoardRow } from '@shared/features/population/model.ts'
import './score-bar.css'

/** Points below which a piece is too thin for a gap beside it. */
const THIN = 2

/**
 * A score from 0 to 100, split by what gives it. What is hatched is not known: with the missing metrics the score may
 * reach that far. Decoration for the eye; the row's name says the same.
 */
export function ScoreBar(props: {
  readonly row: Pick<BoardRow, 'score' | 'contributions' | 'missing' | 'foreign'>
  readonly tall?: boolean
}) {
  const { row } = props
  const segments = row.foreign ? [] : segmentsOf(row.contributions)
  return (
    <span className="score-bar" data-tall={props.tall === true} aria-hidden="true">
      {row.missing.length > 0 && !row.foreign && (
        <span className="score-bar-unknown" style={{ left: `${row.score ?? 0}%` }} />
      )}
      {row.foreign && <span className="score-bar-foreign" style={{ width: `${row.score ?? 0}%` }} />}
      {segments.map(({ metric, from, width }) => (
        <span
          key={metric}
          className="score-bar-part"
          data-metric={metric}
          data-thin={width < THIN}
          style={{ left: `${from}%`, width: `${width}%` }}
        />
      ))}
      <span className="score-bar-limit" style={{ left: `${bandFrom.high}%` }} />
    </span>
  )
}

/** What the pieces of the bars stand for. */
export function BarLegend() {
  return (
    <ul className="bar-legend" aria-label={s.legend.label}>
      {RiskMetric.options.map((metric) => (
        <li key={metric}>
          <span className="bar-key" data-metric={metric} aria-hidden="true" />
          {s.metrics[metric]}
        </li>
      ))}
      <li>
        <span className="bar-key" data-metric="unknown" aria-hidden="true" />
        {s.legend.unknown}
      </li>
      <li>
        <span className="bar-key-limit" aria-hidden="true" />
        {s.legend.limit}
      </li>
    </ul>
  )
}
