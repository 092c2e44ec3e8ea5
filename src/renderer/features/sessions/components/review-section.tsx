import { useState } from 'react'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import type { EmergencyEntry } from '@shared/features/sessions/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatClock } from '@renderer/ui/time-format.ts'

const s = peopleStrings.reviews

function Verdict(props: { readonly entry: EmergencyEntry; readonly onDone: () => void }) {
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, ask } = useAsked({ sayFailures: true })
  const decide = async (verdict: 'justified' | 'not-justified'): Promise<void> => {
    setTried(true)
    if (note.trim() === '') return
    const reply = await ask('emergency.review', { id: props.entry.id, verdict, note }, s.saved)
    if (reply.ok) props.onDone()
  }
  return (
    <>
      <TextField
        label={s.note}
        kind="area"
        value={note}
        onChange={setNote}
        maxLength={1_000}
        problem={tried && note.trim() === '' ? s.needed : null}
      />
      <div className="people-line">
        <Button label={s.justified} disabled={busy} onPress={() => void decide('justified')} />
        <Button
          label={s.notJustified}
          kind="danger"
          disabled={busy}
          onPress={() => void decide('not-justified')}
        />
      </div>
    </>
  )
}

function Entry(props: { readonly entry: EmergencyEntry; readonly onDone: () => void }) {
  const { entry } = props
  const { review } = entry
  return (
    <li className="people-review" data-waits={review === null}>
      <strong>{s.by(entry.userId, sessionStrings.roles[entry.role], entry.station)}</strong>
      <span className="people-muted">
        {s.time(formatClock(entry.begunAt), formatClock(entry.endedAt ?? entry.endsAt))}
      </span>
      <p className="selectable">{entry.reason}</p>
      {review === null ? (
        <Verdict entry={entry} onDone={props.onDone} />
      ) : (
        <>
          <p>{s.reviewed(s.verdicts[review.verdict], review.by, formatClock(review.at))}</p>
          <p className="people-muted selectable">{review.note}</p>
        </>
      )}
    </li>
  )
}

/** Every emergency access, those that wait for review first. */
export function ReviewSection() {
  const [round, setRound] = useState(0)
  const waiting = useOpenSession()?.reviewsWaiting ?? 0
  const answer = useRequest('emergency.queue', {}, `${round} ${waiting}`)
  if (answer.phase === 'asking') return <Empty kind="loading" title={peopleStrings.loading} />
  if (answer.phase === 'failed')
    return <Empty kind="failed" title={peopleStrings.failed} text={answer.failure.message} />
  const { entries } = answer.value
  if (entries.length === 0) return <Empty kind="nothing" title={s.none} text={s.noneText} />
  const ordered = [...entries].sort((a, b) => Number(a.review !== null) - Number(b.review !== null))
  return (
    <ul className="people-form">
      {ordered.map((entry) => (
        <Entry key={entry.id} entry={entry} onDone={() => setRound(round + 1)} />
      ))}
    </ul>
  )
}
