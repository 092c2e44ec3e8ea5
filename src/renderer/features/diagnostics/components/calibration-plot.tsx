import { calibrationPoints, LEAST_RUNS } from '@renderer/features/diagnostics/figures.ts'
import { figureStrings } from '@renderer/features/diagnostics/strings-result.ts'
import type { CalibrationBucket } from '@shared/features/diagnostics/model.ts'

const s = figureStrings.calibration
const SIZE = 300
const LEFT = 44
const BOTTOM = 40
const TOP = 10
const RIGHT = 12
const ticks = [0, 0.25, 0.5, 0.75, 1] as const

const x = (share: number): number => LEFT + share * (SIZE - LEFT - RIGHT)
const y = (share: number): number => SIZE - BOTTOM - share * (SIZE - BOTTOM - TOP)

/** Larger for more runs, within what can be told apart. */
function radius(runs: number): number {
  return Math.min(11, 4 + Math.sqrt(runs))
}

/** Confidence against outcome. The table beside it says the same in figures. */
export function CalibrationPlot(props: {
  readonly buckets: readonly CalibrationBucket[]
  readonly judged: number
}) {
  const points = calibrationPoints(props.buckets)
  return (
    <figure className="dx-plot">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={s.plot(props.judged)}>
        {ticks.map((tick) => (
          <g key={tick} className="dx-grid">
            <line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
            <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            <text x={x(tick)} y={y(0) + 15} textAnchor="middle">
              {Math.round(tick * 100)}
            </text>
            <text x={x(0) - 7} y={y(tick) + 4} textAnchor="end">
              {Math.round(tick * 100)}
            </text>
          </g>
        ))}
        <line className="dx-ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <polyline
          className="dx-calibration-line"
          points={points.map(({ confidence, right }) => `${x(confidence)},${y(right)}`).join(' ')}
        />
        {points.map(({ from, confidence, right, runs, few }) => (
          <circle
            key={from}
            className="dx-calibration-point"
            data-few={few}
            cx={x(confidence)}
            cy={y(right)}
            r={radius(runs)}
          />
        ))}
        <text className="dx-axis" x={x(0.5)} y={SIZE - 6} textAnchor="middle">
          {s.x}, %
        </text>
        <text className="dx-axis" transform={`translate(11 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
          {s.y}, %
        </text>
      </svg>
      <figcaption className="dx-muted">{s.few(LEAST_RUNS)}</figcaption>
    </figure>
  )
}
