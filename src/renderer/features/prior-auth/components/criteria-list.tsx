import { CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import { inOrder } from '@renderer/features/prior-auth/criteria-view.ts'
import { criteriaStrings as s, intakeStrings } from '@renderer/features/prior-auth/strings.ts'
import type { CriterionResult, Evaluation } from '@shared/features/prior-auth/model.ts'
import './criteria.css'

const marks = { met: CircleCheck, 'not-met': CircleX, missing: CircleHelp } as const

function Criterion(props: { readonly result: CriterionResult }) {
  const { label, state, cited, lacking } = props.result
  const Mark = marks[state]
  return (
    <li className="pa-criterion" data-state={state}>
      <Mark aria-hidden="true" className="pa-criterion-mark" />
      <div className="pa-criterion-body selectable">
        <p>
          <span className="pa-criterion-label">{label}</span>{' '}
          <span className="pa-criterion-state">{s.states[state]}</span>
        </p>
        {cited.map((fact) => (
          <p key={`${fact.id} ${fact.text}`} className="pa-muted">
            {fact.text}
            {fact.source === 'note' && ` ${s.from(intakeStrings.sources.note)}`}
            {fact.quotation !== null && <q className="pa-quotation">{fact.quotation}</q>}
          </p>
        ))}
        {lacking.map((text) => (
          <p key={text} className="pa-lacking">
            {text}
          </p>
        ))}
      </div>
    </li>
  )
}

/** What the policy asks for, criterion by criterion; what is not met stands first. */
export function CriteriaList(props: { readonly evaluation: Evaluation }) {
  const { evaluation } = props
  if (evaluation.kind === 'unchecked')
    return (
      <div className="pa-unchecked">
        <p className="pa-unchecked-title">{s.unchecked}</p>
        <p>{evaluation.sentence}</p>
      </div>
    )
  return (
    <>
      <ul className="pa-criteria" aria-label={s.label}>
        {inOrder(evaluation.criteria).map((result) => (
          <Criterion key={result.id} result={result} />
        ))}
      </ul>
      {evaluation.remarks.length > 0 && (
        <div className="pa-unchecked">
          <p className="pa-unchecked-title">{s.remarks}</p>
          {evaluation.remarks.map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
        </div>
      )}
      <p className="pa-muted selectable">
        {s.policy(evaluation.policy, evaluation.policyVersion)}. {s.source(evaluation.policySource)}
      </p>
    </>
  )
}
