import { useMemo, useState } from 'react'
import { ModelDialog } from './model-dialog.tsx'
import {
  byDay,
  formatMoney,
  formatSpan,
  layers,
  sumOf,
  type LedgerDay,
  type LedgerSum,
} from '@renderer/features/interactions/ledger-view.ts'
import { ledgerStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { screenStrings } from '@renderer/features/interactions/strings.ts'
import { useChanges } from '@renderer/features/interactions/use-changes.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import type { Ledger, LedgerLine } from '@shared/features/interactions/governance.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TimePlot } from '@renderer/ui/time-plot.tsx'
import { formatMillis, formatValue } from '@renderer/ui/value-format.ts'
import './governance.css'

const PLOT_HEIGHT = 175
const periods = ['7', '30', '90'] as const

function Figure(props: {
  readonly title: string
  readonly value: string
  readonly notes: readonly string[]
  readonly tone?: string
}) {
  return (
    <section className="ix-figure" data-tone={props.tone}>
      <h2>{props.title}</h2>
      <p className="ix-figure-value">{props.value}</p>
      {props.notes.map((note) => (
        <p key={note} className="ix-muted">
          {note}
        </p>
      ))}
    </section>
  )
}

const each = (value: number | null, words: (value: number) => string): string =>
  value === null ? s.unknown : words(value)

function Figures(props: { readonly sum: LedgerSum; readonly budget: Ledger['budget'] }) {
  const { sum, budget } = props
  return (
    <div className="ix-figures">
      <Figure
        title={s.answered}
        value={formatValue(sum.answered)}
        notes={[each(sum.withoutModel, (share) => s.withoutModel((share * 100).toFixed(1)))]}
      />
      <Figure title={s.latency} value={each(sum.msEach, formatMillis)} notes={[s.latencyNote]} />
      <Figure
        title={s.spent}
        value={formatMoney(sum.spent)}
        notes={[each(sum.costEach, (money) => s.perCheck(formatMoney(money)))]}
      />
      <Figure
        title={s.saved}
        value={formatMoney(sum.savedCost)}
        notes={[s.savedTime(formatSpan(sum.savedMs))]}
      />
      <Figure title={s.unchecked} value={formatValue(sum.unchecked)} notes={[s.uncheckedNote]} />
      <Figure
        title={s.budget.title}
        value={s.budget.of(formatMoney(budget.spentToday), formatMoney(budget.perDay))}
        notes={[s.budget.states[budget.state]]}
        tone={budget.state}
      />
    </div>
  )
}

/** Answers by layer and day as bars; every day's figures are in the table too. */
function LayerBars(props: { readonly days: readonly LedgerDay[] }) {
  const days = props.days.toReversed()
  const most = Math.max(1, ...days.map(({ sum }) => sum.answered))
  return (
    <section className="ix-panel">
      <h2>{s.layersTitle}</h2>
      <div className="ix-bars" role="img" aria-label={s.layersTitle}>
        {days.map(({ day, sum }) => (
          <div
            key={day}
            className="ix-bar-day"
            title={s.layersSummary(
              day,
              layers.map((layer) => `${s.layers[layer]} ${sum.byLayer[layer]}`).join(', '),
            )}
          >
            {layers.map((layer) => (
              <div
                key={layer}
                className="ix-bar-part"
                data-layer={layer}
                hidden={sum.byLayer[layer] === 0}
                style={{ height: `${(sum.byLayer[layer] / most) * 100}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <p className="ix-bar-axis" aria-hidden="true">
        <span>{days[0]?.day}</span>
        {days.length > 1 && <span>{days.at(-1)?.day}</span>}
      </p>
      <ul className="ix-swatches">
        {layers.map((layer) => (
          <li key={layer}>
            <span className="ix-swatch" data-layer={layer} aria-hidden="true" />
            {s.layers[layer]}
          </li>
        ))}
      </ul>
    </section>
  )
}

function SavedPlot(props: {
  readonly days: readonly LedgerDay[]
  readonly theme: string
  readonly sum: LedgerSum
}) {
  const { days } = props
  const points = useMemo(
    () => days.toReversed().map(({ day, sum }) => ({ at: Date.parse(day), value: sum.savedCost })),
    [days],
  )
  return (
    <section className="ix-panel">
      <h2>{s.savedTitle}</h2>
      {points.length < 2 ? (
        <p className="ix-muted">{s.savedTooFew}</p>
      ) : (
        <TimePlot
          points={points}
          decimals={2}
          height={PLOT_HEIGHT}
          theme={props.theme}
          summary={s.savedSummary(points.length, formatMoney(props.sum.savedCost))}
        />
      )}
    </section>
  )
}

function Table(props: { readonly lines: readonly LedgerLine[] }) {
  const c = s.columns
  const numeric = [c.local, c.cache, c.hub, c.model, c.unchecked, c.tokens, c.spent, c.saved, c.latency]
  const lines = props.lines.toSorted((a, b) =>
    a.day === b.day ? a.station.localeCompare(b.station) : a.day < b.day ? 1 : -1,
  )
  return (
    <section className="ix-panel">
      <table className="table" aria-label={s.table}>
        <thead>
          <tr>
            <th scope="col">{c.day}</th>
            <th scope="col">{c.station}</th>
            {numeric.map((title) => (
              <th key={title} scope="col" className="numeric">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const sum = sumOf([line])
            return (
              <tr key={`${line.day} ${line.station}`}>
                <td>{line.day}</td>
                <td className="selectable">{line.station}</td>
                {layers.map((layer) => (
                  <td key={layer} className="numeric">
                    {formatValue(line[layer])}
                  </td>
                ))}
                <td className="numeric">{formatValue(line.unchecked)}</td>
                <td className="numeric">
                  {formatValue(line.inputTokens)} / {formatValue(line.outputTokens)}
                </td>
                <td className="numeric">{formatMoney(line.spent)}</td>
                <td className="numeric">{formatMoney(sum.savedCost)}</td>
                <td className="numeric">{each(sum.msEach, formatMillis)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Body(props: { readonly ledger: Ledger }) {
  const { theme } = useInteractionsHost()
  const { lines, budget } = props.ledger
  const days = useMemo(() => byDay(lines), [lines])
  const sum = useMemo(() => sumOf(lines), [lines])
  return (
    <>
      <Figures sum={sum} budget={budget} />
      {lines.length === 0 ? (
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      ) : (
        <>
          <div className="ix-ledger-plots">
            <LayerBars days={days} />
            <SavedPlot days={days} theme={theme} sum={sum} />
          </div>
          <Table lines={lines} />
        </>
      )}
    </>
  )
}

/** What checking cost and saved, by layer, day and station. */
export function LedgerTab() {
  const { rights } = useInteractionsHost()
  const [days, setDays] = useState<(typeof periods)[number]>('30')
  const [again, askAgain] = useChanges('model')
  const [settings, setSettings] = useState(false)
  const answer = useRequest('interactions.ledger', { days: Number(days) }, again)
  return (
    <div className="ix-scroll" tabIndex={0} role="region" aria-label={s.label}>
      <div className="ix-ledger-head">
        <Segments
          label={s.period}
          hideLabel
          value={days}
          choices={periods.map((value) => ({ value, label: s.days[value] }))}
          onChange={setDays}
        />
        <p className="ix-muted">{s.baseline}</p>
        {rights.configure && <Button label={s.model} onPress={() => setSettings(true)} />}
      </div>
      {answer.phase === 'asking' && <Empty kind="loading" title={screenStrings.loading} />}
      {answer.phase === 'failed' && (
        <Empty kind="failed" title={s.failed} text={answer.failure.message}>
          <Button label={screenStrings.again} onPress={askAgain} />
        </Empty>
      )}
      {answer.phase === 'had' && <Body ledger={answer.value} />}
      {settings && <ModelDialog onClose={() => setSettings(false)} />}
    </div>
  )
}
