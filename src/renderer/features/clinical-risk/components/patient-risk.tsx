import { useState } from 'react'
import {
  AssessmentConfidence,
  AssessmentHead,
  AssessmentNotes,
  AssessmentParts,
  AssessmentRecommendations,
  AssessmentVersion,
} from './assessment-view.tsx'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import './patient-risk.css'

const c = resultStrings.card

/** The clinical risk of one patient from what the hub knows, with the same explanation as in a run. */
export function PatientRisk(props: { readonly patientId: string }) {
  const [asks, setAsks] = useState(0)
  const answer = useRequest('clinical-risk.assess', { patientId: props.patientId }, asks)
  // That nothing is known is an answer; that it could not be looked up is none.
  const unknown = answer.phase === 'failed' && answer.failure.code === 'clinical-risk.not-found'
  return (
    <section className="cr-card" aria-label={c.title}>
      <div className="cr-card-head">
        <h2>{c.title}</h2>
        {answer.phase === 'had' && <Button label={c.again} kind="quiet" onPress={() => setAsks(asks + 1)} />}
      </div>
      {answer.phase === 'asking' && <p className="cr-muted">{c.asking}</p>}
      {unknown && (
        <div className="cr-card-unknown">
          <p className="cr-muted">{c.unknown}</p>
          <Button label={c.again} kind="quiet" onPress={() => setAsks(asks + 1)} />
        </div>
      )}
      {answer.phase === 'failed' && !unknown && (
        <Empty kind="failed" title={c.failed} text={answer.failure.message}>
          <Button label={s.again} onPress={() => setAsks(asks + 1)} />
        </Empty>
      )}
      {answer.phase === 'had' && (
        <>
          <div className="cr-card-body">
            <div className="cr-card-side">
              <AssessmentHead assessment={answer.value} />
              <AssessmentConfidence assessment={answer.value} />
            </div>
            <AssessmentRecommendations assessment={answer.value} />
          </div>
          <AssessmentNotes assessment={answer.value} />
          <details className="cr-more">
            <summary>{c.more}</summary>
            <AssessmentParts assessment={answer.value} />
          </details>
          <AssessmentVersion assessment={answer.value} />
        </>
      )}
    </section>
  )
}
