import { useState } from 'react'
import { plotLimits, plotSummary } from './detail-trend.tsx'
import { patientStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import { decimalsOf } from '@renderer/features/alerts/describe.ts'
import { useAlertsHost } from '@renderer/features/alerts/use-alerts.ts'
import type { PatientPage } from '@shared/features/alerts/contract.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Segments } from '@renderer/ui/choices.tsx'
import { TimePlot } from '@renderer/ui/time-plot.tsx'

type Metric = PatientPage['metrics'][number]

const spans = ['24', '72', '720'] as const
type Span = (typeof spans)[number]
const PLOT_HEIGHT = 150

function Trend(props: { readonly patientId: string; readonly metric: Metric; readonly span: Span }) {
  const { metric } = props
  const { theme } = useAlertsHost()
  const answer = useRequest('alerts.trend', {
    patientId: props.patientId,
    type: metric.type,
    hours: Number(props.span),
  })
  const decimals = decimalsOf({ type: metric.type, unitOfMeasure: metric.unit })
  const heading =
    metric.unit === null || metric.unit === '' ? metric.label : `${metric.label}, ${metric.unit}`
  return (
    <section className="trend-card" aria-label={heading}>
      <h3>{heading}</h3>
      {answer.phase === 'failed' && (
        <p className="detail-failed">{words.couldNotRead(answer.failure.message)}</p>
      )}
      {answer.phase === 'had' && answer.value.kind === 'could-not-read' && (
        <p className="detail-failed">{words.couldNotRead(answer.value.reason)}</p>
      )}
      {answer.phase === 'had' && answer.value.kind === 'nothing' && (
        <p className="detail-note">{s.trendNone}</p>
      )}
      {answer.phase === 'had' && answer.value.kind === 'found' && answer.value.points.length === 0 && (
        <p className="detail-note">{s.trendNone}</p>
      )}
      {answer.phase === 'had' && answer.value.kind === 'found' && answer.value.points.length > 0 && (
        <TimePlot
          points={answer.value.points}
          limits={plotLimits(answer.value.limits, decimals)}
          decimals={decimals}
          height={PLOT_HEIGHT}
          theme={theme}
          dots={answer.value.points.length <= 60}
          summary={plotSummary(metric.label, answer.value.points, decimals)}
        />
      )}
    </section>
  )
}

/** One plot for each series that the hub holds of the patient. */
export function PatientTrends(props: { readonly page: PatientPage }) {
  const { page } = props
  const [span, setSpan] = useState<Span>('24')
  return (
    <section className="patient-section" aria-label={s.trends}>
      <div className="patient-section-head">
        <h2>{s.trends}</h2>
        <Segments
          label={s.span}
          hideLabel
          value={span}
          choices={spans.map((value) => ({ value, label: s.spans[value] }))}
          onChange={setSpan}
        />
      </div>
      {!page.metricsKnown && <p className="detail-failed">{s.metricsUnknown}</p>}
      {page.metricsKnown && page.metrics.length === 0 && <p className="detail-note">{s.metricsNone}</p>}
      <div className="trend-cards">
        {page.metrics.map((metric) => (
          <Trend key={metric.type} patientId={page.card.patientId} metric={metric} span={span} />
        ))}
      </div>
    </section>
  )
}
