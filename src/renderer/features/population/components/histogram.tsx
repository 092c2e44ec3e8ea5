import { countText } from '@renderer/features/population/describe.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { bandFrom, bandOf } from '@shared/features/population/bands.ts'
import type { Distribution } from '@shared/features/population/board.ts'
import type { RiskBand } from '@shared/features/population/model.ts'

const s = figureStrings.distribution
/** Points of the score that one bin holds. */
const BIN = 5
const ticks = [0, 25, 50, 75, 100] as const

/** The band that a bin leads to: that of its middle, because 75 itself is not high. */
function bandOfBin(from: number): RiskBand {
  return bandOf(from + BIN / 2)
}

/** Scores in bins of five points with yesterday's outline. Every bar leads to the list of its band. */
export function Histogram(props: {
  readonly distribution: Distribution
  /** Null for those who may not see patients. */
  readonly onBand: ((band: RiskBand, order: 'score') => void) | null
}) {
  const { bins, patients } = props.distribution
  const { onBand } = props
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
          const words = s.bin(from, from + BIN, countText(now), countText(yesterday))
          const bars = (
            <>
              <span className="histogram-now" style={{ height: share(now) }} />
              <span className="histogram-before" style={{ height: share(yesterday) }} />
            </>
          )
          const left = { left: `${from}%`, width: `${BIN}%` }
          return onBand === null ? (
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
              onClick={() => onBand(bandOfBin(from), 'score')}
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
        {onBand !== null && <span className="fig-drill">{s.drill}</span>}
      </p>
    </section>
  )
}
