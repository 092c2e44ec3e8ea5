import { countText } from '@renderer/features/population/describe.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { bandFrom } from '@shared/features/population/bands.ts'
import type { Distribution } from '@shared/features/population/board.ts'
import type { ScoreSpan } from '@shared/features/population/model.ts'

const s = figureStrings.distribution
/** Points of the score that one bin holds. */
const BIN = 5
const ticks = [0, 25, 50, 75, 100] as const

/** The scores of a bin; the last holds 100 too. */
function spanOf(from: number): ScoreSpan {
  return { from, below: from + BIN >= 100 ? null : from + BIN }
}

/** Scores in bins of five points with yesterday's outline. Every bar leads to the list of those in it. */
export function Histogram(props: {
  readonly distribution: Distribution
  /** Null for those who may not see patients. */
  readonly onScores: ((scores: ScoreSpan) => void) | null
}) {
  const { bins, patients } = props.distribution
  const { onScores } = props
  const most = Math.max(1, ...bins.map(({ now, yesterday }) => Math.max(now, yesterday)))
  const share = (count: number): string => `${(count / most) * 100}%`
  return (
    <section className="fig-card" aria-label={s.histogram}>
      <h2>{s.histogram}</h2>
      <div className="histogram" role="group" aria-label={s.summary(countText(patients))}>
        <span className="histogram-most" aria-hidden="true">
          {countText(most)}
        </span>
        <span className="histogram-limit" style={{ left: `${bandFrom.high}%` }} aria-hidden="true">
          <span>{s.threshold}</span>
        </span>
        {bins.map(({ from, now, yesterday }) => {
          const words = s.bin(from, spanOf(from).below, countText(now), countText(yesterday))
          const bars = (
            <>
              <span className="histogram-now" style={{ height: share(now) }} />
              <span className="histogram-before" style={{ height: share(yesterday) }} />
            </>
          )
          const left = { left: `${from}%`, width: `${BIN}%` }
          return onScores === null ? (
            <span
              key={from}
              className="histogram-bin"
              style={left}
              role="img"
              aria-label={words}
              title={words}
            >
              {bars}
            </span>
          ) : (
            <button
              key={from}
              type="button"
              className="histogram-bin"
              style={left}
              aria-label={words}
              title={words}
              onClick={() => onScores(spanOf(from))}
            >
              {bars}
            </button>
          )
        })}
      </div>
      <div className="histogram-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${tick}%` }}>
            {tick}
          </span>
        ))}
      </div>
      <p className="fig-note histogram-legend">
        <span className="histogram-key" data-kind="now" aria-hidden="true" /> {s.now}
        <span className="histogram-key" data-kind="before" aria-hidden="true" /> {s.yesterday}
        {onScores !== null && <span className="fig-drill">{s.drill}</span>}
      </p>
    </section>
  )
}
