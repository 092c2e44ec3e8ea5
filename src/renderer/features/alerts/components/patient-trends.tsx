import { useState } from 'react'
import { plotLimits, plotSummary } from './detail-trend.tsx'
import { detailStrings, patientStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import { decimalsOf } from '@renderer/features/alerts/describe.ts'
import { useAlertsHost } from '@renderer/features/alerts/use-alerts.ts'
import type { PatientPage, Trend as HubTrend } from '@shared/features/alerts/contract.ts'
import { useRequest, type Answer } from '@renderer/ipc/use-request.ts'
import { Segments } from '@renderer/ui/choices.tsx'
import { TimePlot } from '@renderer/ui/time-plot.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

type Metric = PatientPage['metrics'][number]

const spans = ['24', '72', '720'] as const
type Span = (typeof spans)[number]
const PLOT_HEIGHT = 150

function TrendBody(props: { readonly answer: Answer<HubTrend>; readonly metric: Metric }) {
  const { answer, metric } = props
  const { theme } = useAlertsHost()
  const decimals = decimalsOf({ type: metric.type, unitOfMeasure: metric.unit })
  if (answer.phase === 'asking') return <p className="detail-note">{detailStrings.trend.loading}</p>
  if (answer.phase === 'failed')
    return <p className="detail-failed">{words.couldNotRead(answer.failure.message)}</p>
  const trend = answer.value
  if (trend.kind === 'could-not-read')
    return <p className="detail-failed">{words.couldNotRead(trend.reason)}</p>
  const [first, second] = trend.kind === 'found' ? trend.points : []
  if (trend.kind === 'nothing' || first === undefined) return <p className="detail-note">{s.trendNone}</p>
  if (second === undefined) {
    const text = s.trendOne(formatValue(first.value, decimals), formatMoment(first.at, Date.now()))
    return <p className="detail-note">{text}</p>
  }
  return (
    <TimePlot
      points={trend.points}
      limits={plotLimits(trend.limits, decimals)}
      decimals={decimals}
      height={PLOT_HEIGHT}
      theme={theme}
      dots={trend.points.length <= 60}
      summary={plotSummary(metric.label, trend.points, decimals)}
    />
  )
}

function Trend(props: { readonly patientId: string; readonly metric: Metric; readonly span: Span }) {
  const { metric } = props
  const answer = useRequest('alerts.trend', {
    patientId: props.patientId,
    type: metric.type,
    hours: Number(props.span),
  })
  const heading =
    metric.unit === null || metric.unit === '' ? metric.label : `${metric.label}, ${metric.unit}`
  return (
    <section className="trend-card" aria-label={heading}>
      <h3>{heading}</h3>
      <TrendBody answer={answer} metric={metric} />
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
