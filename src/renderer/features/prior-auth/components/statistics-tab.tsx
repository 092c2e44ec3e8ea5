import { useState } from 'react'
import { metricsCsv, metricLines } from '@renderer/features/prior-auth/statistics-view.ts'
import { shareWords, spanWords } from '@renderer/features/prior-auth/queue-view.ts'
import { saveFile } from '@renderer/ui/save-file.ts'
import { criteriaStrings } from '@renderer/features/prior-auth/strings.ts'
import { priorAuthStrings } from '@renderer/features/prior-auth/strings-queue.ts'
import { usePriorAuthChanges } from '@renderer/features/prior-auth/use-changes.ts'
import type { Statistics, Turnaround } from '@shared/features/prior-auth/answers.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { say } from '@renderer/ui/toast-store.ts'
import './batch-tab.css'

const s = priorAuthStrings.figures
const YEARS = 5

function Figure(props: { readonly label: string; readonly value: string; readonly late?: boolean }) {
  return (
    <div className="pa-figure" data-tone={props.late === true ? 'failed' : undefined}>
      <span className="pa-muted">{props.label}</span>
      <span className="pa-figure-value">{props.value}</span>
    </div>
  )
}

function time(ms: number | null): string {
  return ms === null ? s.noTime : spanWords(ms)
}

function TurnaroundLine(props: { readonly label: string; readonly line: Turnaround }) {
  const { line } = props
  return (
    <tr>
      <th scope="row" className="pa-row-head">
        {props.label}
      </th>
      <td className="numeric">{line.decided}</td>
      <td className="numeric">{time(line.averageMs)}</td>
      <td className="numeric">{time(line.medianMs)}</td>
      <td className="numeric">{time(line.p90Ms)}</td>
      <td className="numeric">{shareWords({ count: line.inTime, of: line.decided })}</td>
    </tr>
  )
}

function TurnaroundTable(props: { readonly turnaround: Statistics['turnaround'] }) {
  const { standard, expedited, automatic } = props.turnaround
  return (
    <section className="pa-card" aria-label={s.turnaround}>
      <h2>{s.turnaround}</h2>
      <table className="table" aria-label={s.turnaround}>
        <thead>
          <tr>
            <th scope="col">{s.kind}</th>
            {[s.decided, s.average, s.median, s.p90, s.inTime].map((name) => (
              <th key={name} scope="col" className="numeric">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <TurnaroundLine label={s.standard} line={standard} />
          <TurnaroundLine label={s.expedited} line={expedited} />
          <TurnaroundLine label={s.automatically} line={automatic} />
        </tbody>
      </table>
    </section>
  )
}

function Metrics(props: { readonly statistics: Statistics }) {
  const { metrics } = props.statistics
  const title = s.metrics(metrics.year)
  return (
    <section className="pa-card" aria-label={title}>
      <div className="pa-batch-head">
        <h2>{title}</h2>
        <Button
          label={s.export}
          kind="quiet"
          onPress={() => {
            const name = `prior-authorisation-metrics-${metrics.year}.csv`
            saveFile(name, metricsCsv(metrics), 'text/csv')
            say('told', criteriaStrings.exported(name))
          }}
        />
      </div>
      <table className="table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{s.metric}</th>
            <th scope="col" className="numeric">
              {s.value}
            </th>
          </tr>
        </thead>
        <tbody>
          {metricLines(metrics).map(([name, value]) => (
            <tr key={name}>
              <th scope="row" className="pa-row-head">
                {name}
              </th>
              <td className="numeric">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>{s.items(metrics.items.length)}</summary>
        <table className="table" aria-label={s.items(metrics.items.length)}>
          <thead>
            <tr>
              <th scope="col">{s.code}</th>
              <th scope="col">{s.name}</th>
            </tr>
          </thead>
          <tbody>
            {metrics.items.map(({ code, name }) => (
              <tr key={code}>
                <td className="selectable">{code}</td>
                <td className="selectable">{name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}

function Figures(props: { readonly statistics: Statistics }) {
  const { submitted, open, overdue, automatic, unreadable, turnaround } = props.statistics
  return (
    <>
      <div className="pa-figures">
        <Figure label={s.submitted} value={String(submitted)} />
        <Figure label={s.open} value={String(open)} />
        <Figure label={s.overdue} value={String(overdue)} late={overdue > 0} />
        <Figure label={s.automatic} value={shareWords(automatic)} />
      </div>
      {unreadable > 0 && <p className="pa-unchecked">{s.unreadable(unreadable)}</p>}
      <TurnaroundTable turnaround={turnaround} />
      <Metrics statistics={props.statistics} />
    </>
  )
}

/** Turnaround and the yearly public metrics; no patient. */
export function StatisticsTab() {
  const thisYear = new Date(hubTime()).getFullYear()
  const [year, setYear] = useState(thisYear)
  const [retries, setRetries] = useState(0)
  const changes = usePriorAuthChanges()
  const answer = useRequest('prior-auth.statistics', { year }, `${changes} ${retries}`)
  const years = Array.from({ length: YEARS }, (_, back) => String(thisYear - back))
  return (
    <div className="pa-statistics" tabIndex={0} role="group" aria-label={s.turnaround}>
      <div className="pa-year">
        <Select
          label={s.year}
          value={String(year)}
          choices={years.map((value) => ({ value, label: value }))}
          onChange={(value) => setYear(Number(value))}
        />
      </div>
      {answer.phase === 'asking' && <Empty kind="loading" title={s.loading} />}
      {answer.phase === 'failed' && (
        <Empty kind="failed" title={s.failed} text={answer.failure.message}>
          <Button label={s.again} onPress={() => setRetries(retries + 1)} />
        </Empty>
      )}
      {answer.phase === 'had' &&
        (answer.value.submitted === 0 && answer.value.unreadable === 0 ? (
          <Empty kind="nothing" title={s.none.title(year)} text={s.none.text} />
        ) : (
          <Figures statistics={answer.value} />
        ))}
    </div>
  )
}
