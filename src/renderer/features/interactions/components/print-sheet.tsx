import { createPortal } from 'react-dom'
import { factWords } from './facts-strip.tsx'
import { resultWords } from './result-line.tsx'
import { chipWords, findingTitle, groupUnchecked } from '@renderer/features/interactions/describe.ts'
import {
  cardStrings,
  findingListStrings,
  severityWords,
  tierOf,
} from '@renderer/features/interactions/strings-finding.ts'
import { printStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { matrixStrings, resultStrings } from '@renderer/features/interactions/strings.ts'
import type { Workbench } from '@renderer/features/interactions/use-workbench.ts'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import { formatClock, formatDay } from '@renderer/ui/time-format.ts'
import './print-sheet.css'

function FindingLine(props: { readonly finding: Finding; readonly result: CheckResult }) {
  const { finding, result } = props
  const { mechanism, action, effect, severity, missing } = finding
  return (
    <li className="ix-print-finding">
      <p>
        <strong>
          [{matrixStrings.marks[severity]}] {severityWords[severity]}: {findingTitle(finding)}
        </strong>{' '}
        ({tierOf(finding)})
      </p>
      <p>{effect}</p>
      {action !== '' && (
        <p>
          <strong>{cardStrings.action}:</strong> {action}
        </p>
      )}
      {mechanism !== '' && (
        <p>
          {cardStrings.mechanism}: {mechanism}
        </p>
      )}
      {missing.length > 0 && <p>{missing.map(cardStrings.missing).join('; ')}</p>}
      <p className="ix-print-small">
        {finding.sources.map((id) => result.citations[id] ?? id).join(' · ') || cardStrings.noSources}
      </p>
    </li>
  )
}

/** The check on paper: everything that the screen says, in full. On the screen it is not there. */
export function PrintSheet(props: { readonly bench: Workbench }) {
  const { state, names, answered } = props.bench
  if (answered === null) return null
  const { result, tally } = answered
  const now = Date.now()
  const open = tally.asking
  return createPortal(
    <div className="ix-print">
      {result.simulated && <p className="ix-print-demo">{s.demo}</p>}
      <p className="ix-print-title">{s.title}</p>
      <p>
        {s.printed(`${formatDay(now)} ${formatClock(now)}`)} · {resultStrings.knowledge(result.knowledge)}
        {state.patientId !== null && ` · ${s.patient(state.patientId)}`}
      </p>
      <p>{resultWords(state.entries.length, tally, result.allergiesNotUnderstood.length)}</p>
      {state.failure !== null && <p>{resultStrings.failedText(state.failure)}</p>}
      <p className="ix-print-head">{s.drugs}</p>
      <ol className="ix-print-drugs">
        {state.entries.map(({ id, drug }) => {
          const { main, note } = chipWords(drug, state.recognitions.get(id) ?? null)
          return <li key={id}>{note === null ? main : `${main}: ${note}`}</li>
        })}
      </ol>
      <p className="ix-print-head">{s.facts}</p>
      <p>
        {factWords(state.context)
          .map(({ text }) => text)
          .join(' · ')}
      </p>
      <p className="ix-print-head">{s.findings}</p>
      {result.findings.length === 0 && <p>{findingListStrings.none}</p>}
      <ul>
        {result.findings.map((finding) => (
          <FindingLine key={`${finding.key} ${finding.drugs.join()}`} finding={finding} result={result} />
        ))}
      </ul>
      {(result.unchecked.length + result.allergiesNotUnderstood.length > 0 || open > 0) && (
        <p className="ix-print-head">{s.unchecked}</p>
      )}
      <ul>
        {result.allergiesNotUnderstood.map((allergy) => (
          <li key={allergy}>{findingListStrings.allergy(allergy)}</li>
        ))}
        {groupUnchecked(result).map((group) => (
          <li key={`${group.sentence} ${group.places[0]?.join()}`} className="ix-print-finding">
            <p>
              <strong>
                {group.places.map((places) => places.map((at) => names[at] ?? '').join(' + ')).join(', ')}
              </strong>
            </p>
            <p>{group.sentence}</p>
          </li>
        ))}
      </ul>
      {open > 0 && <p>{s.open(open)}</p>}
      {tally.clear > 0 && <p>{s.clear(tally.clear, result.knowledge.version)}</p>}
      <p className="ix-print-foot">{s.foot}</p>
    </div>,
    document.body,
  )
}
