import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { type EmergencyEntry, reviewRequestOf } from '@shared/features/sessions/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatClock } from '@renderer/ui/time-format.ts'

const s = peopleStrings.reviews

/** Opens a request in the queue in which it is decided. */
export type OpenRequest = (id: string) => void

function Standing(props: { readonly entry: EmergencyEntry; readonly openRequest: OpenRequest }) {
  const { entry, openRequest } = props
  const { review } = entry
  const user = useOpenSession()?.user.id
  if (review !== null)
    return (
      <>
        <p>{s.reviewed(s.verdicts[review.verdict], review.by, formatClock(review.at))}</p>
        <p className="people-muted selectable">{review.note}</p>
      </>
    )
  if (entry.userId === user) return <p className="people-muted">{s.own}</p>
  return (
    <div className="people-line">
      <Button label={s.open} onPress={() => openRequest(reviewRequestOf(entry))} />
    </div>
  )
}

function Entry(props: { readonly entry: EmergencyEntry; readonly openRequest: OpenRequest }) {
  const { entry } = props
  return (
    <li className="people-review" data-waits={entry.review === null}>
      <strong>{s.by(entry.userId, sessionStrings.roles[entry.role], entry.station)}</strong>
      <span className="people-muted">
        {s.time(formatClock(entry.begunAt), formatClock(entry.endedAt ?? entry.endsAt))}
      </span>
      <p className="selectable">{entry.reason}</p>
      <Standing entry={entry} openRequest={props.openRequest} />
    </li>
  )
}

/** Every emergency access, those that wait for review first; reviewed they are in the queue of approvals. */
export function ReviewSection(props: { readonly openRequest: OpenRequest }) {
  const waiting = useOpenSession()?.reviewsWaiting ?? 0
  const answer = useRequest('emergency.queue', {}, waiting)
  if (answer.phase === 'asking') return <Empty kind="loading" title={peopleStrings.loading} />
  if (answer.phase === 'failed')
    return <Empty kind="failed" title={peopleStrings.failed} text={answer.failure.message} />
  const { entries } = answer.value
  if (entries.length === 0) return <Empty kind="nothing" title={s.none} text={s.noneText} />
  const ordered = [...entries].sort((a, b) => Number(a.review !== null) - Number(b.review !== null))
  return (
    <ul className="people-form">
      {ordered.map((entry) => (
        <Entry key={entry.id} entry={entry} openRequest={props.openRequest} />
      ))}
    </ul>
  )
}
