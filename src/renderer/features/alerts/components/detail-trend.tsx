import { useMemo } from 'react'
import { decimalsOf, valueOf } from '@renderer/features/alerts/describe.ts'
import { detailStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import { useAlertsHost } from '@renderer/features/alerts/use-alerts.ts'
import type { Trend } from '@shared/features/alerts/contract.ts'
import type { Alert, Reading } from '@shared/features/alerts/model.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { TimePlot, type PlotLimit, type PlotPoint } from '@renderer/ui/time-plot.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

const HOURS = 24
const HEIGHT = 170

/** The words that stand for the picture. */
export function plotSummary(label: string, points: readonly PlotPoint[], decimals: number): string {
  const values = points.map((point) => point.value)
  const now = Date.now()
  return s.trend.summary(
    label,
    points.length,
    formatMoment(points[0]?.at ?? now, now),
    formatMoment(points.at(-1)?.at ?? now, now),
    formatValue(Math.min(...values), decimals),
    formatValue(Math.max(...values), decimals),
  )
}

/** The limits of a hub trend as the plot draws them. */
export function plotLimits(
  limits: Extract<Trend, { kind: 'found' }>['limits'],
  decimals: number,
): PlotLimit[] {
  return limits.map((limit) => ({
    value: limit.value,
    label: s.trend.limit(words.severities[limit.severity], formatValue(limit.value, decimals)),
    tone: priorityOf(limit.severity),
  }))
}

interface Picture {
  readonly points: readonly Reading[]
  readonly limits: readonly PlotLimit[]
  readonly note: string | null
}

function ownPicture(alert: Alert, note: string): Picture {
  const { limit } = alert.basis
  const severity = alert.ourSeverity ?? alert.severity
  const label =
    limit === null ? '' : s.trend.limit(words.severities[severity], formatValue(limit, decimalsOf(alert)))
  const limits = limit === null ? [] : [{ value: limit, label, tone: priorityOf(severity) }]
  return { points: alert.trend, limits, note }
}

/** Only the limits near the readings: a far one would press the curve flat. */
function nearLimits(limits: readonly PlotLimit[], alert: Alert, points: readonly Reading[]): PlotLimit[] {
  const values = points.map((point) => point.value)
  const span = Math.max(...values) - Math.min(...values) || Math.abs(alert.value) * 0.1 || 1
  const air = span * 0.4
  const [low, high] = [Math.min(...values) - air, Math.max(...values) + air]
  return limits.filter(
    (limit) => limit.value === alert.basis.limit || (limit.value >= low && limit.value <= high),
  )
}

/** The last day of this finding with its limits; the alert's own values when the hub has no series. */
export function DetailTrend(props: { readonly alert: Alert }) {
  const { alert } = props
  const { theme } = useAlertsHost()
  const input = { patientId: alert.patient.patientId, type: alert.type, hours: HOURS }
  const answer = useRequest('alerts.trend', input, alert.lastAt)
  const picture = useMemo((): Picture | null => {
    if (answer.phase === 'asking') return null
    if (answer.phase === 'failed') return ownPicture(alert, s.trend.fallback(answer.failure.message))
    const trend = answer.value
    if (trend.kind === 'could-not-read') return ownPicture(alert, s.trend.fallback(trend.reason))
    if (trend.kind === 'nothing' || trend.points.length < 2) return ownPicture(alert, s.trend.own)
    const limits = plotLimits(trend.limits, decimalsOf(alert))
    return { points: trend.points, limits: nearLimits(limits, alert, trend.points), note: null }
  }, [alert, answer])
  if (picture === null) return <p className="detail-note detail-trend-wait">{s.trend.loading}</p>
  if (picture.points.length < 2) {
    return (
      <p className="detail-note">
        {s.trend.one} {picture.note === s.trend.own ? s.trend.nothing : picture.note}
      </p>
    )
  }
  return (
    <>
      <TimePlot
        points={picture.points}
        limits={picture.limits}
        decimals={decimalsOf(alert)}
        height={HEIGHT}
        theme={theme}
        dots={picture.points.length <= 60}
        summary={`${plotSummary(alert.label, picture.points, decimalsOf(alert))}. ${valueOf(alert)}`}
      />
      {picture.note !== null && <p className="detail-note">{picture.note}</p>}
    </>
  )
}
