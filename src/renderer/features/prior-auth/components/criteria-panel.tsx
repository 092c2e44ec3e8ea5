import { useEffect, useRef } from 'react'
import { CriteriaList } from './criteria-list.tsx'
import { countStates } from '@renderer/features/prior-auth/criteria-view.ts'
import { criteriaStrings as s } from '@renderer/features/prior-auth/strings.ts'
import { useExport } from '@renderer/features/prior-auth/use-export.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import type { Intake } from '@renderer/features/prior-auth/use-intake.ts'
import type { CriteriaAnswer, PriorAuthAnswer } from '@shared/features/prior-auth/answers.ts'
import type { Evaluation } from '@shared/features/prior-auth/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatMillis } from '@renderer/ui/value-format.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './criteria-panel.css'

/** How sure the rules are, and how many criteria are in which state. */
function Sum(props: { readonly evaluation: Evaluation }) {
  const { evaluation } = props
  if (evaluation.kind === 'unchecked') return null
  const { met, notMet, missing } = countStates(evaluation.criteria.map(({ state }) => state))
  return (
    <p className="pa-sum">
      <span>{s.count(met, notMet, missing)}</span>
      <span>
        {s.confidence} <strong>{s.percent(evaluation.confidence)}</strong>
      </span>
    </p>
  )
}

function Preview(props: { readonly answer: CriteriaAnswer }) {
  const { evaluation, route, faults } = props.answer
  return (
    <>
      <div className="pa-route" data-route={route.status} role="status">
        <p className="pa-route-title">{faults.length > 0 ? s.incomplete : s.route[route.status]}</p>
        {faults.length === 0 ? (
          <p>{route.sentence}</p>
        ) : (
          faults.map(({ sentence }) => <p key={sentence}>{sentence}</p>)
        )}
        <Sum evaluation={evaluation} />
      </div>
      <CriteriaList evaluation={evaluation} />
    </>
  )
}

function Result(props: {
  readonly result: PriorAuthAnswer
  readonly patientId: string
  readonly onNext: () => void
}) {
  const { result } = props
  const { openApproval } = usePriorAuthHost()
  const { busy, save } = useExport()
  const title = useRef<HTMLParagraphElement>(null)
  // What was sent is answered here: whoever works by keyboard goes on from the answer.
  useEffect(() => title.current?.focus(), [])
  const now = Date.now()
  const { status, approval_id: waiting } = result
  return (
    <>
      <div
        className="pa-route"
        data-route={status}
        data-final="true"
        role="status"
        aria-label={s.result.label}
      >
        <p className="pa-result-title" tabIndex={-1} ref={title}>
          {s.result[status]}
        </p>
        {status === 'pending_review' ? (
          <p>{result.reason}</p>
        ) : (
          <details>
            <summary>{s.result.why}</summary>
            <p className="selectable">{result.reason}</p>
          </details>
        )}
        <p className="pa-muted selectable">
          {[
            result.reference === null ? null : s.result.reference(result.reference),
            s.result.number(result.id),
            waiting === null ? null : s.result.due(formatMoment(result.deadlineAt, now)),
            result.estimated_wait === null ? null : s.result.wait(result.estimated_wait),
            s.result.took(formatMillis(result.latency_ms)),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        {result.notes !== null && <p>{result.notes}</p>}
        <div className="pa-route-actions">
          <Button label={s.result.next} kind="primary" onPress={props.onNext} />
          {waiting !== null && openApproval !== null && (
            <Button label={s.result.open} onPress={() => openApproval(waiting, props.patientId)} />
          )}
          <Button
            label={s.export}
            kind="quiet"
            busyLabel={busy ? s.exporting : null}
            onPress={() => void save(result.id)}
          />
        </div>
      </div>
      <Sum evaluation={result.evaluation} />
      <CriteriaList evaluation={result.evaluation} />
    </>
  )
}

/** Beside the form: what the policy says while one types, and what came of sending. */
export function CriteriaPanel(props: { readonly intake: Intake }) {
  const { intake } = props
  return (
    <aside className="pa-side" aria-label={s.label} tabIndex={0}>
      {intake.result !== null ? (
        <Result
          result={intake.result}
          patientId={intake.draft.patientId.trim()}
          onNext={() => intake.clear()}
        />
      ) : intake.criteriaFailure !== null ? (
        <Empty kind="failed" title={s.failed} text={intake.criteriaFailure} />
      ) : intake.criteria === null ? (
        <Empty kind="nothing" title={s.empty.title} text={s.empty.text} />
      ) : (
        <Preview answer={intake.criteria} />
      )}
    </aside>
  )
}
