import { dismissMissed } from '@renderer/features/alerts/desk.ts'
import { boardStrings } from '@renderer/features/alerts/strings.ts'
import { useAlertsHost, useBoard } from '@renderer/features/alerts/use-alerts.ts'
import { Button } from '@renderer/ui/button.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './missed-card.css'

const s = boardStrings.missed

/** What happened while this station was not watching; stays until somebody has seen it. */
export function MissedCard() {
  const missed = useBoard((state) => state.missed)
  const { wall } = useAlertsHost()
  // A wall has no control to dismiss it with, and needs the room for what is open now.
  if (missed === null || wall) return null
  const now = Date.now()
  const { critical, warning, info } = missed.raised
  return (
    <section className="missed" aria-label={s.title} data-critical={critical > 0}>
      <div>
        <h2>{s.title}</h2>
        <p>{s.span(formatMoment(missed.from, now), formatMoment(missed.to, now))}</p>
        <p className="missed-figures">
          {s.raised(critical, warning, info)} {s.open(missed.stillOpen, missed.escalated)}
        </p>
      </div>
      <Button label={s.dismiss} kind="quiet" onPress={() => void dismissMissed()} />
    </section>
  )
}
