import { useState } from 'react'
import { moneyWords, spanWords, sumDays } from '@renderer/features/diagnostics/figures.ts'
import { figureStrings } from '@renderer/features/diagnostics/strings-result.ts'
import type { LedgerDay } from '@shared/features/diagnostics/contract.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

const s = figureStrings.ledger
const spans = ['7', '30', '90', '366'] as const
const choices = spans.map((value) => ({ value, label: s.dayChoices[value] }))

function Cells(props: { readonly line: Omit<LedgerDay, 'day'> }) {
  const { runs, calls, moneyMicro, modelMs, runMs } = props.line
  return (
    <>
      <td className="numeric">{runs}</td>
      <td className="numeric">{calls}</td>
      <td className="numeric">{moneyWords(moneyMicro)}</td>
      <td className="numeric">{spanWords(modelMs)}</td>
      <td className="numeric">{spanWords(runMs)}</td>
    </>
  )
}

function Table(props: { readonly days: readonly LedgerDay[]; readonly span: string }) {
  const { days } = props
  const used = days.filter(({ runs, calls }) => runs > 0 || calls > 0)
  if (used.length === 0) return <Empty kind="nothing" title={s.none.title} text={s.none.text} />
  return (
    <table className="table" aria-label={s.title}>
      <thead>
        <tr>
          <th scope="col">{s.day}</th>
          {[s.runs, s.calls, s.money, s.modelTime, s.runTime].map((name) => (
            <th key={name} scope="col" className="numeric">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr className="dx-sum">
          <th scope="row" className="dx-row-head">
            {props.span}
          </th>
          <Cells line={sumDays(used)} />
        </tr>
        {used.map((line) => (
          <tr key={line.day}>
            <th scope="row" className="dx-row-head">
              {line.day}
            </th>
            <Cells line={line} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What runs have cost by day: time, calls, money. */
export function LedgerFigures(props: { readonly again: number }) {
  const [span, setSpan] = useState<(typeof spans)[number]>('30')
  const [retries, setRetries] = useState(0)
  const answer = useRequest('diagnostics.ledger', { days: Number(span) }, `${props.again} ${retries}`)
  const problem =
    answer.phase === 'failed'
      ? answer.failure.message
      : answer.phase === 'had' && answer.value.kind === 'could-not-read'
        ? answer.value.reason
        : null
  const found = answer.phase === 'had' && answer.value.kind === 'found' ? answer.value : null
  return (
    <section className="dx-card" aria-label={s.title}>
      <div className="dx-part-head">
        <h2>{s.title}</h2>
        <div className="dx-span">
          <Select label={s.days} hideLabel value={span} choices={choices} onChange={setSpan} />
        </div>
      </div>
      {answer.phase === 'asking' && <Empty kind="loading" title={figureStrings.loading} />}
      {problem !== null && (
        <Empty kind="failed" title={figureStrings.failed} text={problem}>
          <Button label={figureStrings.again} onPress={() => setRetries(retries + 1)} />
        </Empty>
      )}
      {found !== null && (
        <>
          <p className="dx-muted">
            {s.budget(
              found.budget.calls,
              moneyWords(found.budget.moneyMicro),
              spanWords(found.budget.timeMs),
            )}
          </p>
          <Table days={found.days} span={s.dayChoices[span]} />
        </>
      )}
    </section>
  )
}
