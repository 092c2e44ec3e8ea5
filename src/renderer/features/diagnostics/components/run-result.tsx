import { Approval } from './approval.tsx'
import { Differential } from './differential.tsx'
import { FeedbackForm } from './feedback-form.tsx'
import { MustNotMiss } from './must-not-miss.tsx'
import { Opinions } from './opinions.tsx'
import { Scores } from './scores.tsx'
import { NextTests } from './next-tests.tsx'
import { conditionName, worstFirst } from '@renderer/features/diagnostics/differential.ts'
import { resultStrings as s } from '@renderer/features/diagnostics/strings-result.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import type { Run } from '@shared/features/diagnostics/contract.ts'
import type { Diagnosis } from '@shared/features/diagnostics/model.ts'

const REASONS = 3

function Reasons(props: { readonly reasons: Diagnosis['risk']['reasons'] }) {
  return (
    <ul className="dx-reasons">
      {props.reasons.map(({ rule, level, text }) => (
        <li key={`${rule} ${text}`}>
          <span className="dx-rule" data-level={level}>
            {s.rule[rule]}
          </span>
          <span className="selectable">{text}</span>
        </li>
      ))}
    </ul>
  )
}

function Risk(props: { readonly risk: Diagnosis['risk'] }) {
  const { level } = props.risk
  const reasons = worstFirst(props.risk.reasons)
  const [first, others] = [reasons.slice(0, REASONS), reasons.slice(REASONS)]
  return (
    <section className="dx-risk" data-level={level} aria-label={s.risk.title}>
      <h2>{diagnosticStrings.risks[level]}</h2>
      {reasons.length === 0 ? (
        <p>{s.risk.noReason}</p>
      ) : (
        <>
          <Reasons reasons={first} />
          {others.length > 0 && (
            <details className="dx-details">
              <summary>{s.risk.more(others.length)}</summary>
              <Reasons reasons={others} />
            </details>
          )}
        </>
      )}
    </section>
  )
}

const ACTIONS = 4

function Steps(props: { readonly actions: readonly string[]; readonly from: number }) {
  return (
    <ol className="dx-actions" start={props.from}>
      {props.actions.map((text) => (
        <li key={text} className="selectable">
          {text}
        </li>
      ))}
    </ol>
  )
}

function Actions(props: { readonly actions: readonly string[] }) {
  const { actions } = props
  return (
    <section className="dx-part" aria-label={s.actions.title}>
      <h2>{s.actions.title}</h2>
      {actions.length === 0 ? (
        <p className="dx-muted">{s.actions.none}</p>
      ) : (
        <>
          <Steps actions={actions.slice(0, ACTIONS)} from={1} />
          {actions.length > ACTIONS && (
            <details className="dx-details">
              <summary>{s.actions.more(actions.length - ACTIONS)}</summary>
              <Steps actions={actions.slice(ACTIONS)} from={ACTIONS + 1} />
            </details>
          )}
        </>
      )}
    </section>
  )
}

function DissentList(props: { readonly diagnosis: Diagnosis }) {
  const { diagnosis } = props
  const { dissent } = diagnosis
  const title = dissent.length === 0 ? s.differential.dissent : s.dissent.title(dissent.length)
  return (
    <section className="dx-part" aria-label={title}>
      <h2>{title}</h2>
      {dissent.length === 0 ? (
        <p className="dx-muted">{s.dissent.none}</p>
      ) : (
        <ul className="dx-dissents">
          {dissent.map(({ specialist, origin, instead, why }) => (
            <li key={`${specialist} ${origin} ${instead ?? ''}`}>
              <strong>
                {diagnosticStrings.specialists[specialist]} ({s.dissent.origin[origin]})
                {instead !== null && `: ${conditionName(diagnosis, instead)}`}
              </strong>
              <span className="selectable">{why}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** What a run found, the most urgent first: risk, approval, what to do, differential with dissent, the rest. */
export function RunResult(props: { readonly run: Run; readonly diagnosis: Diagnosis }) {
  const { run, diagnosis } = props
  return (
    <>
      <div className="dx-top">
        <Risk risk={diagnosis.risk} />
        <div className="dx-top-side">
          <Approval
            approval={run.approval}
            patientId={run.patientId}
            high={diagnosis.risk.level === 'high'}
          />
          <Actions actions={diagnosis.actions} />
        </div>
      </div>
      <Differential diagnosis={diagnosis} />
      <div className="dx-columns">
        <DissentList diagnosis={diagnosis} />
        <MustNotMiss diagnosis={diagnosis} />
      </div>
      <NextTests tests={diagnosis.next} />
      {run.status === 'completed' && <FeedbackForm run={run} />}
      <Scores scores={diagnosis.scores} />
      <Opinions diagnosis={diagnosis} />
    </>
  )
}
