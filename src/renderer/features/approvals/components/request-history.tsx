import { requestStrings as s } from '@renderer/features/approvals/strings-request.ts'
import type { ApprovalEvent, Exchange } from '@shared/features/approvals/model.ts'
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

/** Who did what with the request, the latest first. */
export function RequestHistory(props: { readonly timeline: readonly ApprovalEvent[] }) {
  const now = Date.now()
  const lines = props.timeline.map((event, index) => ({ ...event, index })).toReversed()
  return (
    <section className="ap-section">
      <h2>{s.history}</h2>
      <ol className="ap-history">
        {lines.map(({ index, kind, at, actor, text }) => (
          <li key={index}>
            <span className="ap-muted">{formatMoment(at, now)}</span>
            <span className="selectable">
              {s.events[kind]}
              <span className="ap-muted">
                {' '}
                · {actor?.user ?? s.byProgram}
                {text !== null && text !== '' && ` · ${text}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
