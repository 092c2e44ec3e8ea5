import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import type { ScoreReport } from '@shared/features/diagnostics/model.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import { formatValue } from '@renderer/ui/value-format.ts'

const s = resultStrings.scores

function Outcome(props: { readonly outcome: ScoreReport['outcome'] }) {
  const { outcome } = props
  switch (outcome.kind) {
    case 'scored':
      return (
        <>
          <span className="dx-score-value">{s.scored(formatValue(outcome.value), outcome.band)}</span>
          <span className="selectable">{outcome.meaning}</span>
        </>
      )
    case 'incomplete':
      return (
        <>
          <span>
            <Chip
              tone="unknown"
              text={s.incomplete(formatValue(outcome.lowest), formatValue(outcome.highest))}
            />
          </span>
          <span className="selectable">{s.missing(outcome.missing.join(', '))}</span>
          {outcome.possible.length > 0 && (
            <span className="dx-muted">{s.possible(outcome.possible.join(', '))}</span>
          )}
        </>
      )
    case 'refused':
      return (
        <>
          <span>
            <Chip tone="unknown" text={s.refused} />
          </span>
          <span className="selectable">{outcome.reason}</span>
        </>
      )
  }
}

/** The published scores that the specialists used, with what each lacks. */
export function Scores(props: { readonly scores: readonly ScoreReport[] }) {
  const { scores } = props
  return (
    <details className="dx-details">
      <summary>{s.title(scores.length)}</summary>
      {scores.length === 0 ? (
        <p className="dx-muted">{s.none}</p>
      ) : (
        <ul className="dx-scores">
          {scores.map((report) => (
            <li key={report.score}>
              <strong>{report.name}</strong>
              <Outcome outcome={report.outcome} />
              <span className="dx-muted selectable">{resultStrings.differential.source(report.source)}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
