import { useMemo } from 'react'
import { metricText, scoreText } from '@renderer/features/population/describe.ts'
import { whyStrings as s } from '@renderer/features/population/strings-card.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import { bandFrom } from '@shared/features/population/bands.ts'
import type { Why } from '@shared/features/population/board.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { TimePlot } from '@renderer/ui/time-plot.tsx'

const COURSE_HEIGHT = 140
const TREND_HEIGHT = 110
/** More readings than this are a line; their dots would be one band. */
const MOST_DOTS = 60
const threshold = [{ value: bandFrom.high, label: s.threshold, tone: 'plain' }] as const

function Course(props: { readonly course: Why['course'] }) {
  const { course } = props
  const { theme } = usePopulationHost()
  const points = useMemo(() => course.map(({ at, score }) => ({ at, value: score })), [course])
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || points.length < 2) return null
  return (
    <section className="why-part" aria-label={s.course}>
      <h3>{s.course}</h3>
      <TimePlot
        points={points}
        limits={threshold}
        height={COURSE_HEIGHT}
        theme={theme}
        floor={0}
        dots={points.length <= MOST_DOTS}
        summary={s.courseSummary(points.length, scoreText(first.value), scoreText(last.value))}
      />
    </section>
  )
}

function Trend(props: { readonly trend: Why['trend'][number] }) {
  const { metric, points } = props.trend
  const { theme } = usePopulationHost()
  const name = populationStrings.metrics[metric]
  const title = s.trend(name, populationStrings.units[metric])
  const last = points.at(-1)
  return (
    <section className="why-part" aria-label={title}>
      <h3>{title}</h3>
      {last === undefined ? (
        <p className="why-note">{s.noTrend}</p>
      ) : points.length === 1 ? (
        <p className="why-note">{s.one(metricText(metric, last.value), formatMoment(last.at, hubTime()))}</p>
      ) : (
        <TimePlot
          points={points}
          decimals={metric === 'blood_pressure' ? 0 : 1}
          height={TREND_HEIGHT}
          theme={theme}
          dots={points.length <= MOST_DOTS}
          summary={s.trendSummary(name, points.length, metricText(metric, last.value))}
        />
      )}
    </section>
  )
}

/** How the score went, and the readings that moved it. */
export function WhyTrends(props: { readonly why: Why }) {
  const { why } = props
  return (
    <>
      <Course course={why.course} />
      {why.trend.map((trend) => (
        <Trend key={trend.metric} trend={trend} />
      ))}
    </>
  )
}
