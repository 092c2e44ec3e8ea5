import { useEffect, useRef, useState } from 'react'
import {
  AssessmentConfidence,
  AssessmentHead,
  AssessmentParts,
  AssessmentRecommendations,
  AssessmentVersion,
} from './assessment-view.tsx'
import { screenStore } from '@renderer/features/clinical-risk/desk.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { useClinicalRiskHost } from '@renderer/features/clinical-risk/use-host.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

const w = resultStrings.why

function Body(props: { readonly runId: string; readonly patientId: string; readonly again: number }) {
  const [retries, setRetries] = useState(0)
  const { runId, patientId } = props
  const answer = useRequest('clinical-risk.read', { id: runId, patientId }, `${props.again} ${retries}`)
  switch (answer.phase) {
    case 'asking':
      return <Empty kind="loading" title={w.loading} />
    case 'failed':
      return answer.failure.code === 'clinical-risk.elsewhere' ? (
        <Empty kind="nothing" title={w.elsewhere} text={answer.failure.message} />
      ) : (
        <Empty kind="failed" title={w.failed} text={answer.failure.message}>
          <Button label={s.again} onPress={() => setRetries(retries + 1)} />
        </Empty>
      )
    case 'had':
      return (
        <>
          <AssessmentHead assessment={answer.value} />
          <AssessmentRecommendations assessment={answer.value} />
          <AssessmentConfidence assessment={answer.value} />
          <AssessmentParts assessment={answer.value} />
          <AssessmentVersion assessment={answer.value} />
        </>
      )
  }
}

/** Why one patient of a run stands where they stand. */
export function WhyPanel(props: {
  readonly runId: string
  readonly patientId: string
  /** Changes when the run has assessed more. */
  readonly again: number
}) {
  const { patientId } = props
  const { Banner, openPatient } = useClinicalRiskHost()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    panel.current?.scrollTo(0, 0)
  }, [patientId])
  return (
    <section ref={panel} className="cr-why" aria-label={w.title(patientId)} tabIndex={0}>
      <div className="cr-why-head">
        <h2>{w.label}</h2>
        {openPatient !== null && (
          <Button label={w.patientPage} kind="quiet" onPress={() => openPatient(patientId)} />
        )}
        <Button label={w.close} kind="quiet" onPress={() => screenStore.setState({ patientId: null })} />
      </div>
      <Banner patientId={patientId} />
      <Body key={`${props.runId} ${patientId}`} {...props} />
    </section>
  )
}
