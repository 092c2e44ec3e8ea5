import { requestStrings as s } from '@renderer/features/approvals/strings-request.ts'
import type { ApprovalEvent, ApprovalEventKind, Exchange } from '@shared/features/approvals/model.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'

/** What was asked of the asker, and what was answered. */
export function RequestExchange(props: { readonly exchange: readonly Exchange[] }) {
  if (props.exchange.length === 0) return null
  const now = Date.now()
  return (
    <section className="ap-section">
      <h2>{s.exchange}</h2>
      <ol className="ap-exchange">
        {props.exchange.map(({ question, askedBy, askedAt, answer }) => (
          <li key={askedAt}>
            <p className="ap-muted">{s.question(askedBy.user, formatMoment(askedAt, now))}</p>
            <p className="selectable">{question}</p>
            {answer === null ? (
              <p className="ap-unanswered">{s.unanswered}</p>
            ) : (
              <>
                <p className="ap-muted">{s.answer(answer.by.user, formatMoment(answer.at, now))}</p>
                <p className="selectable">{answer.text}</p>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What a program does by asking; everything else that nobody did, a deadline did. */
const byProgram: ReadonlySet<ApprovalEventKind> = new Set([
  'asked',
  'changed',
  'asked_again',
  'fenced',
  'hastened',
])

function actorOf({ kind, actor }: ApprovalEvent): string {
  return actor?.user ?? (byProgram.has(kind) ? s.byProgram : s.byClock)
}

/** Who did what with the request, the latest first. */
export function RequestHistory(props: { readonly timeline: readonly ApprovalEvent[] }) {
  const now = Date.now()
  const lines = props.timeline.map((event, index) => ({ event, index })).toReversed()
  return (
    <section className="ap-section">
      <h2>{s.history}</h2>
      <ol className="ap-history">
        {lines.map(({ index, event }) => (
          <li key={index}>
            <span className="ap-muted">{formatMoment(event.at, now)}</span>
            <span className="selectable">
              {s.events[event.kind]}
              <span className="ap-muted">
                {' '}
                · {actorOf(event)}
                {event.text !== null && event.text !== '' && ` · ${event.text}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
