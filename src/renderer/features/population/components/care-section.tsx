import { useState } from 'react'
import { dateText } from '@renderer/features/population/day-input.ts'
import { daysPast } from '@renderer/features/population/describe.ts'
import { careStrings as s } from '@renderer/features/population/strings-care.ts'
import { useCare } from '@renderer/features/population/use-care.ts'
import type { CareRecord } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatDay, formatMoment } from '@renderer/ui/time-format.ts'

/** Latest notes in sight; the others when they are asked for. */
const SHOWN_NOTES = 5

function contactText(date: string, now: number): string {
  const days = daysPast(date, now)
  return days > 0 ? s.contactOverdue(dateText(date), days) : dateText(date)
}

function Facts(props: { readonly record: CareRecord }) {
  const { manager, assignedAt, snooze, nextContact } = props.record
  const now = hubTime()
  const late = nextContact !== null && daysPast(nextContact, now) > 0
  return (
    <dl className="why-facts">
      <dt>{s.manager}</dt>
      <dd className="selectable">
        {manager === null
          ? s.nobody
          : assignedAt === null
            ? manager
            : s.since(manager, formatMoment(assignedAt, now))}
      </dd>
      <dt>{s.snooze}</dt>
      <dd className="selectable">
        {snooze === null || snooze.until <= now
          ? s.snoozeNot
          : s.snoozeUntil(formatDay(snooze.until), snooze.by, snooze.reason)}
      </dd>
      <dt>{s.contact}</dt>
      <dd data-late={late}>{nextContact === null ? s.contactNone : contactText(nextContact, now)}</dd>
    </dl>
  )
}

function Notes(props: { readonly record: CareRecord }) {
  const { outreach, olderNotes } = props.record
  const now = hubTime()
  const [all, setAll] = useState(false)
  const shown = all ? outreach : outreach.slice(0, SHOWN_NOTES)
  if (outreach.length === 0) return <p className="why-note">{s.notesNone}</p>
  return (
    <>
      <ul className="why-notes" aria-label={s.notes}>
        {shown.map((note) => (
          <li key={note.id}>
            <span className="why-note">
              {s.note(s.kinds[note.kind], note.by, formatMoment(note.at, now))},{' '}
              {note.reached ? s.reached : s.notReached}
            </span>
            <span className="selectable">{note.text}</span>
          </li>
        ))}
      </ul>
      {outreach.length > shown.length && (
        <div>
          <Button label={s.notesAll(outreach.length)} kind="quiet" onPress={() => setAll(true)} />
        </div>
      )}
      {olderNotes > 0 && shown.length === outreach.length && (
        <p className="why-note">{s.notesOlder(olderNotes)}</p>
      )}
    </>
  )
}

/** What care managers have agreed on for this patient. */
export function CareSection(props: { readonly patientId: string }) {
  const { record, problem } = useCare(props.patientId)
  return (
    <section className="why-part" aria-label={s.title}>
      <h3>{s.title}</h3>
      {record === null && problem === null && <p className="why-note">{s.loading}</p>}
      {problem !== null && (
        <p className="field-problem" role="alert">
          {s.failed}: {problem}
        </p>
      )}
      {record !== null && (
        <>
          <Facts record={record} />
          <Notes record={record} />
        </>
      )}
    </section>
  )
}
