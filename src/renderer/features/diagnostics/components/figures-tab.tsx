import { useState } from 'react'
import { CalibrationPlot } from './calibration-plot.tsx'
import { LedgerFigures } from './ledger-figures.tsx'
import { rightShare } from '@renderer/features/diagnostics/figures.ts'
import { figureStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import { useRunEnds } from '@renderer/features/diagnostics/use-run-ends.ts'
import type { CalibrationBucket } from '@shared/features/diagnostics/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import './figures-tab.css'

const s = figureStrings.calibration
const { percent } = diagnosticStrings

function Figure(props: { readonly label: string; readonly value: string; readonly hint?: string }) {
  return (
    <div className="dx-figure">
      <span className="dx-muted">{props.label}</span>
      <span className="dx-figure-value">{props.value}</span>
      {props.hint !== undefined && <span className="dx-muted">{props.hint}</span>}
    </div>
  )
}

type Line = Omit<CalibrationBucket, 'from' | 'to'> & { readonly head: string }

function Table(props: { readonly label: string; readonly head: string; readonly lines: readonly Line[] }) {
  return (
    <table className="table" aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">{props.head}</th>
          {[s.runs, s.right, s.partly, s.wrong, s.mean, s.share].map((name) => (
            <th key={name} scope="col" className="numeric">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.lines.map((line) => {
          const share = rightShare(line)
          return (
            <tr key={line.head}>
              <th scope="row" className="dx-row-head">
                {line.head}
              </th>
              <td className="numeric">{line.runs}</td>
              <td className="numeric">{line.right}</td>
              <td className="numeric">{line.partly}</td>
              <td className="numeric">{line.wrong}</td>
              <td className="numeric">{line.meanConfidence === null ? '–' : percent(line.meanConfidence)}</td>
              <td className="numeric">{share === null ? s.noShare : percent(share)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Calibration(props: { readonly again: number }) {
  const [retries, setRetries] = useState(0)
  const answer = useRequest('diagnostics.calibration', {}, `${props.again} ${retries}`)
  const problem =
    answer.phase === 'failed'
      ? answer.failure.message
      : answer.phase === 'had' && answer.value.kind === 'could-not-read'
        ? answer.value.reason
        : null
  const found = answer.phase === 'had' && answer.value.kind === 'found' ? answer.value : null
  return (
    <section className="dx-card" aria-label={s.title}>
      <h2>{s.title}</h2>
      {answer.phase === 'asking' && <Empty kind="loading" title={figureStrings.loading} />}
      {problem !== null && (
        <Empty kind="failed" title={figureStrings.failed} text={problem}>
          <Button label={figureStrings.again} onPress={() => setRetries(retries + 1)} />
        </Empty>
      )}
      {found !== null && found.judged === 0 && (
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      )}
      {found !== null && found.judged > 0 && (
        <>
          <p className="dx-muted">{s.text}</p>
          <div className="dx-calibration">
            <CalibrationPlot buckets={found.buckets} judged={found.judged} />
            <div className="dx-calibration-side">
              <div className="dx-figures-row">
                <Figure label={s.judged} value={String(found.judged)} />
                <Figure label={s.useful} value={percent(found.useful / found.judged)} />
                {found.brier !== null && (
                  <Figure label={s.brier} value={found.brier.toFixed(3)} hint={s.brierHint} />
                )}
              </div>
              <Table
                label={s.table}
                head={s.band}
                lines={found.buckets.map((each) => ({ ...each, head: s.rows(each.from, each.to) }))}
              />
              <Table
                label={s.monthTable}
                head={s.month}
                lines={found.months.map((each) => ({ ...each, head: each.month ?? s.noMonth }))}
              />
            </div>
          </div>
        </>
      )}
    </section>
  )
}

/** How right the runs have been, and what they cost; no patient. */
export function FiguresTab() {
  const ends = useRunEnds()
  return (
    <div className="dx-figures" tabIndex={0} role="group" aria-label={diagnosticStrings.tabs.figures}>
      <Calibration again={ends} />
      <LedgerFigures again={ends} />
    </div>
  )
}
