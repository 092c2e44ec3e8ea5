import { mergeTimeline, upcoming } from '@renderer/features/alerts/timeline.ts'
import { detailStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { useDerivedFromNow, useNow } from '@renderer/ui/ticker.ts'
import {
  formatClockMillis,
  formatClockSeconds,
  formatCountdown,
  formatMoment,
} from '@renderer/ui/time-format.ts'

/** Pace of looking for new delivery stamps of the alert in sight, in milliseconds. */
const STAMPS_PACE_MS = 3_000
const DAY_MS = 86_400_000

function timeText(at: number, kind: 'action' | 'stamp', now: number): string {
  if (now - at > DAY_MS) return formatMoment(at, now)
  return kind === 'stamp' ? formatClockMillis(at) : formatClockSeconds(at)
}

function DueLine(props: { readonly at: number; readonly text: string }) {
  const time = useDerivedFromNow((now) => {
    const left = formatCountdown(props.at, now)
    return left === null ? s.dueNow : s.dueIn(left)
  })
  return (
    <li className="timeline-due">
      <span className="timeline-time">{time}</span>
      <span>{props.text}</span>
    </li>
  )
}

/** What was delivered where and who did what, in order of time; what is still to come stands at the end. */
export function DetailTimeline(props: { readonly alert: Alert }) {
  const { alert } = props
  // Stamps of this and other stations arrive after the alert and do not change its revision.
  const look = useNow(STAMPS_PACE_MS)
  const answer = useRequest('alerts.stamps', { id: alert.id }, `${alert.rev} ${look}`)
  const stamps = answer.phase === 'had' && answer.value.kind === 'found' ? answer.value.stamps : []
  const unread =
    answer.phase === 'failed'
      ? answer.failure.message
      : answer.phase === 'had' && answer.value.kind === 'could-not-read'
        ? answer.value.reason
        : null
  const now = Date.now()
  return (
    <section className="detail-section">
      <h2>{s.delivery}</h2>
      <ol className="timeline">
        {mergeTimeline(alert.timeline, stamps).map((line) => (
          <li key={line.key} data-kind={line.kind}>
            <span className="timeline-time">{timeText(line.at, line.kind, now)}</span>
            <span className="selectable">{line.text}</span>
          </li>
        ))}
        {upcoming(alert).map((line) => (
          <DueLine key={line.text} at={line.at} text={line.text} />
        ))}
      </ol>
      {unread !== null && (
        <p className="detail-failed">
          {s.stampsFailed} {unread}
        </p>
      )}
    </section>
  )
}
