import { moneyWords, spanWords } from '@renderer/features/diagnostics/figures.ts'
import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import type { Ledger } from '@shared/features/diagnostics/model.ts'

const s = resultStrings.ledger

/** Time, calls and money of one run against its budget. */
export function LedgerLine(props: { readonly ledger: Ledger; readonly counted: boolean }) {
  const { ledger } = props
  const { budget } = ledger
  const figures = [
    [s.runTime, spanWords(ledger.runMs)],
    [s.modelTime, s.of(spanWords(ledger.modelMs), spanWords(budget.timeMs))],
    [s.calls, s.of(String(ledger.calls), String(budget.calls))],
    [s.money, s.of(moneyWords(ledger.moneyMicro), moneyWords(budget.moneyMicro))],
  ] as const
  return (
    <section className="dx-part" aria-label={s.title}>
      <h2>{s.title}</h2>
      {props.counted ? (
        <dl className="dx-costs">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="dx-muted">{s.later}</p>
      )}
      {ledger.spent !== null && <p className="dx-band">{s.spent[ledger.spent]}</p>}
    </section>
  )
}
