import { scoreText } from '@renderer/features/population/describe.ts'
import { openWhy, screenStore } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { useCrossings } from '@renderer/features/population/use-crossings.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'

const s = figureStrings.crossings
const MOST = 50

/** Who passed the threshold last, and who came down from it; each leads to the reasons. */
export function Crossings() {
  const answer = useCrossings(MOST)
  const now = hubTime()
  const crossings = answer.phase === 'had' ? answer.value.crossings : []
  return (
    <section className="fig-card" aria-label={s.title}>
      <h2>{s.title}</h2>
      {answer.phase === 'asking' && <p className="fig-note">{s.loading}</p>}
      {answer.phase === 'failed' && (
        <p className="field-problem" role="alert">
          {s.failed}: {answer.failure.message}
        </p>
      )}
      {answer.phase === 'had' && crossings.length === 0 && <p className="fig-note">{s.none}</p>}
      {crossings.length > 0 && (
        <ul className="crossings" aria-label={s.title}>
          {crossings.map(({ patientId, kind, score, metric, at }) => (
            <li key={`${patientId} ${at} ${kind}`}>
              <button
                type="button"
                className="crossing"
                onClick={() => {
                  screenStore.setState({ section: 'ranking' })
                  openWhy(patientId)
                }}
              >
                <span className="fig-note">{formatMoment(at, now)}</span>
                <span className="crossing-who">{patientId}</span>
                <span>
                  {kind === 'entered' ? '▲ ' : '▼ '}
                  {s[kind](scoreText(score))}
                </span>
                <span className="fig-note">
                  {metric === null ? '' : s.by(populationStrings.metrics[metric])}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
