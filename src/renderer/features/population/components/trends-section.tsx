import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { Figure, FiguresState } from './figures-state.tsx'
import { countText } from '@renderer/features/population/describe.ts'
import { board } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { useFigures } from '@renderer/features/population/use-figures.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import type { MetricStatistics } from '@shared/features/population/board.ts'
import { Metric, RiskMetric } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Select } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { TimePlot } from '@renderer/ui/time-plot.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatChange, formatValue } from '@renderer/ui/value-format.ts'

const s = figureStrings.trends
/** Every reading of the population is looked at: seldom by itself, at once when asked for. */
const PACE_MS = 600_000
const PLOT_HEIGHT = 260
const MOST_DOTS = 80
const spans = ['24', '168', '720', '8760'] as const
type Span = (typeof spans)[number]
type Found = Extract<MetricStatistics, { kind: 'found' }>

/** Enough digits for a mean; the third would be noise. */
function meanText(value: number): string {
  return formatValue(Math.round(value * 100) / 100)
}

function nameOf(metric: string): string {
  const known = RiskMetric.options.find((each) => each === metric)
  return known === undefined ? metric : populationStrings.metrics[known]
}

function unitOf(metric: string): string {
  const known = RiskMetric.options.find((each) => each === metric)
  return known === undefined ? '' : ` ${populationStrings.units[known]}`
}

function Hours(props: { readonly found: Found }) {
  const { found } = props
  const { theme } = usePopulationHost()
  const points = useMemo(() => found.hours.map(({ at, average }) => ({ at, value: average })), [found.hours])
  const [first] = points
  if (first === undefined) return null
  if (points.length === 1)
    return <p className="fig-note">{s.oneHour(meanText(first.value), formatMoment(first.at, hubTime()))}</p>
  const values = points.map(({ value }) => value)
  return (
    <TimePlot
      points={points}
      decimals={1}
      height={PLOT_HEIGHT}
      theme={theme}
      dots={points.length <= MOST_DOTS}
      summary={s.summary(
        nameOf(found.metric),
        points.length,
        meanText(Math.min(...values)),
        meanText(Math.max(...values)),
      )}
    />
  )
}

function Quantiles(props: { readonly found: Found }) {
  const { quantiles, metric } = props.found
  return (
    <section className="fig-card" aria-label={s.quantiles}>
      <h2>{s.quantiles}</h2>
      <table className="table" aria-label={s.quantiles}>
        <thead>
          <tr>
            <th scope="col">{s.quantile}</th>
            <th scope="col" className="numeric">
              {s.value}
            </th>
          </tr>
        </thead>
        <tbody>
          {quantiles.map(({ q, value }) => (
            <tr key={q}>
              <td>{s.of100(formatValue(Math.round(q * 1_000) / 10))}</td>
              <td className="numeric">
                {meanText(value)}
                {unitOf(metric)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Body(props: { readonly found: Found }) {
  const { found } = props
  const unit = unitOf(found.metric)
  return (
    <>
      <div className="figs-row">
        <Figure label={s.patients} value={countText(found.patients)} />
        <Figure label={s.readings} value={countText(found.readings)} />
        <Figure label={s.mean} value={`${meanText(found.mean)}${unit}`} hint={s.newest} />
        <Figure label={s.median} value={`${meanText(found.median)}${unit}`} hint={s.newest} />
        <Figure
          label={s.trend}
          value={
            found.trendPerDay === null
              ? '–'
              : `${formatChange(0, Math.round(found.trendPerDay * 1_000) / 1_000)}${unit}`
          }
          {...(found.trendPerDay === null ? { hint: s.trendNone } : {})}
        />
      </div>
      <div className="figs-wide">
        <section className="fig-card" aria-label={s.hours}>
          <h2>
            {s.hours}: {nameOf(found.metric)}
            {unit === '' ? '' : `,${unit}`}
          </h2>
          <Hours found={found} />
          <p className="fig-note">
            {s.storage[found.storage]} {s.computed(formatMoment(found.computedAt, hubTime()))}{' '}
            {found.unreadable > 0 && s.unreadable(countText(found.unreadable))}
          </p>
        </section>
        <Quantiles found={found} />
      </div>
    </>
  )
}

function OtherMetric(props: { readonly onShow: (metric: string) => void }) {
  const [name, setName] = useState('')
  const bad = name.trim() !== '' && !Metric.safeParse(name.trim()).success
  const show = (): void => {
    if (!bad && name.trim() !== '') props.onShow(name.trim())
  }
  return (
    <form
      className="other-metric"
      onSubmit={(event) => {
        event.preventDefault()
        show()
      }}
    >
      <TextField
        label={s.otherName}
        value={name}
        onChange={setName}
        maxLength={64}
        problem={bad ? figureStrings.forms.record.badMetric : null}
      />
      <Button label={s.show} onPress={show} />
    </form>
  )
}

/** One metric over the population: hourly averages and how each patient's newest reading lies. */
export function TrendsSection() {
  const filter = useStore(board.store, ({ question }) => question.filter)
  const [chosen, setChosen] = useState<RiskMetric | 'other'>('a1c')
  const [other, setOther] = useState<string | null>(null)
  const [span, setSpan] = useState<Span>('168')
  const metric = chosen === 'other' ? (other ?? 'a1c') : chosen
  const asks = chosen !== 'other' || other !== null
  const figures = useFigures('population.statistics', { metric, filter, hours: Number(span) }, PACE_MS)
  const { value } = figures
  return (
    <div className="figs" tabIndex={0} role="group" aria-label={populationStrings.sections.trends}>
      <div className="figs-head">
        <Select
          label={s.metric}
          value={chosen}
          choices={[
            ...RiskMetric.options.map((each) => ({ value: each, label: populationStrings.metrics[each] })),
            { value: 'other' as const, label: s.other },
          ]}
          onChange={setChosen}
        />
        {chosen === 'other' && <OtherMetric onShow={setOther} />}
        <Segments
          label={s.span}
          value={span}
          choices={spans.map((each) => ({ value: each, label: s.spans[each] }))}
          onChange={setSpan}
        />
        <Button label={s.again} kind="quiet" onPress={figures.retry} />
      </div>
      {asks && <FiguresState figures={figures} />}
      {asks && value?.kind === 'nothing' && (
        <Empty kind="nothing" title={s.none.title} text={s.none.text(countText(value.patients))} />
      )}
      {asks && value?.kind === 'found' && <Body found={value} />}
    </div>
  )
}
