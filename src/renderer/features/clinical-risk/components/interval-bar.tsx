import {
  HIGH_ABOVE,
  percentOf,
  REVIEW_ABOVE,
  type Interval,
} from '@renderer/features/clinical-risk/interval.ts'
import { resultStrings as r } from '@renderer/features/clinical-risk/strings-result.ts'
import type { AssessmentStanding } from '@shared/features/clinical-risk/model.ts'
import './interval-bar.css'

/**
 * A score from 0 to 1: filled as far as is certain, hatched from there to the highest that the missing leaves
 * possible, with the two limits. Decoration: the numbers stand beside it.
 */
export function IntervalBar(props: {
  readonly interval: Interval
  readonly tone: AssessmentStanding | 'part'
  readonly scale?: boolean
}) {
  const { low, high } = props.interval
  const open = high - low > 0.000_5
  return (
    <span className="cr-bar" data-tone={props.tone} data-scale={props.scale === true} aria-hidden="true">
      <span className="cr-bar-track">
        <span className="cr-bar-sure" style={{ width: percentOf(low) }} />
        {open && (
          <span className="cr-bar-open" style={{ left: percentOf(low), width: percentOf(high - low) }} />
        )}
        {props.tone !== 'part' && (
          <>
            <span className="cr-bar-limit" style={{ left: percentOf(REVIEW_ABOVE) }} />
            <span className="cr-bar-limit" data-limit="high" style={{ left: percentOf(HIGH_ABOVE) }} />
          </>
        )}
      </span>
      {props.scale === true && (
        <span className="cr-bar-scale">
          <span style={{ left: 0 }}>0</span>
          <span data-limit="review" style={{ left: percentOf(REVIEW_ABOVE) }}>
            {r.why.limitReview}
          </span>
          <span data-limit="high" style={{ left: percentOf(HIGH_ABOVE) }}>
            {r.why.limitHigh}
          </span>
          <span data-end="true" style={{ left: '100%' }}>
            1
          </span>
        </span>
      )}
    </span>
  )
}
