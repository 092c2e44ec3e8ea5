import { CounterFigures, LatencyFigures, LinkFigures, ServerFigures } from './hub-figures.tsx'
import { LastErrors, QuarantineTable } from './hub-tables.tsx'
import { hubStrings as s } from '@renderer/features/hub-health/strings.ts'
import { useHubStatus } from '@renderer/features/hub-health/use-link.ts'
import { useHubReport } from '@renderer/features/hub-health/use-report.ts'
import type { HubStatus } from '@shared/features/hub-health/model.ts'
import { Empty } from '@renderer/ui/empty.tsx'
import './hub-screen.css'

/** The one sentence on top: what is wrong, or that nothing is. */
function verdict(status: HubStatus): {
  readonly text: string
  readonly tone: 'live' | 'warned' | 'lost' | 'waiting'
} {
  if (status.link === 'lost') return { text: status.sentence, tone: 'lost' }
  if (status.link === 'connecting')
    return { text: status.sentence === '' ? s.connecting : status.sentence, tone: 'waiting' }
  if (status.warnings.length > 0) return { text: s.liveButWarned(status.warnings.length), tone: 'warned' }
  return { text: s.live, tone: 'live' }
}

/** How the hub does: one sentence, the link, latency, counters, the server, what was not understood. */
export function HubScreen(props: { readonly theme: string }) {
  const { report, failure } = useHubReport()
  const latest = useHubStatus()
  const status = latest ?? report?.status ?? null
  const said = status === null ? null : verdict(status)
  return (
    <div className="hub-screen">
      <h1>{s.title}</h1>
      {said !== null && (
        <p className="hub-verdict" data-tone={said.tone}>
          {said.text}
        </p>
      )}
      {status !== null && status.warnings.length > 0 && (
        <ul className="hub-warnings" aria-label={s.warnings}>
          {status.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {failure !== null && <Empty kind="failed" title={s.failed} text={failure} />}
      {report === null && failure === null && <Empty kind="loading" title={s.loading} />}
      {report !== null && (
        <div className="hub-grid">
          <LatencyFigures report={report} theme={props.theme} />
          <LinkFigures report={report} />
          <CounterFigures report={report} />
          <ServerFigures report={report} />
          <QuarantineTable report={report} />
          <LastErrors report={report} />
        </div>
      )}
    </div>
  )
}
