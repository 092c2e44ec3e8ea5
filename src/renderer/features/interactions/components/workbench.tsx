import { useState } from 'react'
import { DecisionDialog } from './decision-dialog.tsx'
import { DrugChips } from './drug-chips.tsx'
import { DrugField } from './drug-field.tsx'
import { FactsStrip } from './facts-strip.tsx'
import { FindingCard } from './finding-card.tsx'
import { FindingList, UncheckedList } from './finding-list.tsx'
import { Matrix, MatrixLegend } from './matrix.tsx'
import { PairCard } from './pair-card.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import { PrintSheet } from './print-sheet.tsx'
import { ResultLine } from './result-line.tsx'
import type { CheckDesk } from '@renderer/features/interactions/check-desk.ts'
import { ROOMY_UP_TO } from '@renderer/features/interactions/matrix.ts'
import { cardStrings, decisionStrings, reasonWords } from '@renderer/features/interactions/strings-finding.ts'
import { listStrings as s } from '@renderer/features/interactions/strings.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import { useWorkbench, type Workbench } from '@renderer/features/interactions/use-workbench.ts'
import type { Finding } from '@shared/features/interactions/check.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { say } from '@renderer/ui/toast-store.ts'
import './workbench.css'

async function retryAll(desk: CheckDesk, pairs: readonly (readonly number[])[]): Promise<void> {
  for (const [a, b] of pairs) {
    if (a === undefined || b === undefined) continue
    const failed = await desk.retry(a, b)
    // The first refusal stands for all: the same reason would be told once per pair.
    if (failed !== null) return say('failed', failed)
  }
}

function Decided(props: { readonly desk: CheckDesk; readonly bench: Workbench; readonly finding: Finding }) {
  const { bench, finding, desk } = props
  const { rights } = useInteractionsHost()
  const name = bench.shown?.kind === 'finding' ? bench.shown.name : ''
  const decision = bench.state.decisions.get(name)
  if (!finding.interrupts) return null
  if (decision?.kind === 'overridden') {
    const words = decision.text === '' ? '' : ` (${decision.text})`
    return (
      <p className="ix-decided selectable">
        {cardStrings.overridden(`${reasonWords[decision.reason]}${words}`)}
      </p>
    )
  }
  if (!rights.decide) return <p className="ix-muted">{decisionStrings.notAllowed}</p>
  return (
    <p className="ix-undecided">
      {cardStrings.undecided}
      <Button label={cardStrings.decide} onPress={() => desk.decideNow(finding)} />
    </p>
  )
}

function Card(props: { readonly desk: CheckDesk; readonly bench: Workbench }) {
  const { desk, bench } = props
  const { shown, answered, names } = bench
  return (
    <section className="ix-card" aria-label={cardStrings.label} tabIndex={0}>
      {answered === null || shown === null ? (
        <Empty kind="nothing" title={cardStrings.none} text={cardStrings.noneText} />
      ) : shown.kind === 'finding' ? (
        <FindingCard
          finding={shown.finding}
          result={answered.result}
          heading="h2"
          decision={<Decided desk={desk} bench={bench} finding={shown.finding} />}
        />
      ) : (
        <PairCard
          key={`${shown.a} ${shown.b}`}
          a={names[shown.a] ?? ''}
          b={names[shown.b] ?? ''}
          cell={shown.cell}
          version={answered.result.knowledge.version}
          failure={bench.state.failure}
          onRetry={() => retryAll(desk, [[shown.a, shown.b]])}
        />
      )}
    </section>
  )
}

function Answers(props: { readonly desk: CheckDesk; readonly bench: Workbench }) {
  const { desk, bench } = props
  const { answered, names, ids, state, shown } = bench
  if (answered === null) return null
  const { result, cells } = answered
  const findings = (
    <div className="ix-panel">
      <FindingList
        result={result}
        ids={ids}
        decisions={state.decisions}
        selected={shown?.kind === 'finding' ? shown.name : null}
        onSelect={(name) => desk.select({ kind: 'finding', name })}
      />
      <UncheckedList result={result} names={names} onRetry={(pairs) => void retryAll(desk, pairs)} />
    </div>
  )
  const matrix = names.length > 1 && (
    <div className="ix-panel ix-panel-matrix">
      <Matrix
        names={names}
        cells={cells}
        version={result.knowledge.version}
        selected={bench.place}
        onSelect={({ row, column }) => {
          const [a, b] = [ids[row], ids[column]]
          if (a !== undefined && b !== undefined) desk.select({ kind: 'pair', ids: [a, b] })
        }}
      />
      <MatrixLegend version={result.knowledge.version} />
    </div>
  )
  const listLeads = names.length > ROOMY_UP_TO
  return (
    <div className="ix-answers">
      <div className="ix-answers-main">
        {names.length === 1 && <p className="ix-muted">{s.oneDrug}</p>}
        {listLeads ? findings : matrix}
        {listLeads ? matrix : findings}
      </div>
      <Card desk={desk} bench={bench} />
    </div>
  )
}

/** A list of drugs with its check: field, chips, facts, matrix, findings, card, decisions, paper. */
export function CheckWorkbench(props: {
  readonly desk: CheckDesk
  /** The list may be looked at only. */
  readonly readOnly?: boolean
  readonly autoFocus?: boolean
  /** On a page of its own scrolling; the card then stands below the fold of nothing. */
  readonly compact?: boolean
}) {
  const { desk, readOnly = false } = props
  const bench = useWorkbench(desk)
  const { rights } = useInteractionsHost()
  const [pasting, setPasting] = useState<string | null>(null)
  const { state } = bench
  const isEmpty = state.entries.length === 0
  return (
    <div className="ix-workbench" data-compact={props.compact === true}>
      <div className="ix-bar">
        {!readOnly && (
          <DrugField
            onAdd={(drug) => desk.add([drug])}
            onPasteList={setPasting}
            autoFocus={props.autoFocus ?? false}
          />
        )}
        <div className="ix-bar-buttons">
          {!readOnly && <Button label={`${s.paste}…`} kind="quiet" onPress={() => setPasting('')} />}
          <Button label={s.print} kind="quiet" disabled={isEmpty} onPress={() => window.print()} />
          {!readOnly && props.compact !== true && (
            <Button label={s.clear} kind="quiet" disabled={isEmpty} onPress={desk.empty} />
          )}
        </div>
      </div>
      <FactsStrip context={state.context} readOnly={readOnly} onChange={desk.setContext} />
      <DrugChips
        entries={state.entries}
        recognitions={state.recognitions}
        readOnly={readOnly}
        onChange={desk.change}
        onRemove={desk.remove}
      />
      <ResultLine bench={bench} onAgain={desk.again} />
      {isEmpty && props.compact !== true && (
        <Empty kind="nothing" title={s.empty.title} text={s.empty.text} />
      )}
      <Answers desk={desk} bench={bench} />
      {pasting !== null && <PasteDialog text={pasting} onTake={desk.add} onClose={() => setPasting(null)} />}
      {rights.decide && !readOnly && <DecisionDialog desk={desk} />}
      {!isEmpty && <PrintSheet bench={bench} />}
    </div>
  )
}
