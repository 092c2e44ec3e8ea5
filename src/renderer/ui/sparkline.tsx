import type { Priority } from '@shared/clinical/priority.ts'
import { sparkPath } from './spark-path.ts'
import './sparkline.css'

const WIDTH = 120
const HEIGHT = 32

/** The last values of a finding with the limit that was crossed; decoration only, the row's name says the value. */
export function Sparkline(props: {
  readonly points: readonly { readonly at: number; readonly value: number }[]
  readonly limit: number | null
  readonly priority: Priority
}) {
  const path = sparkPath(props.points, props.limit, WIDTH, HEIGHT)
  if (path === null) return <span className="spark" aria-hidden="true" />
  return (
    <svg
      className="spark"
      data-priority={props.priority}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {path.limitY !== null && (
        <line className="spark-limit" x1="0" x2={WIDTH} y1={path.limitY} y2={path.limitY} />
      )}
      <path className="spark-line" d={path.line} />
      <path className="spark-end" d={`M${path.endX} ${path.endY}h0.01`} />
    </svg>
  )
}
