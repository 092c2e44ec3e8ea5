import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Overview } from './overview.tsx'
import { PatientsPart } from './patients-part.tsx'
import { RejectsPart } from './rejects-part.tsx'
import { RunHead } from './run-head.tsx'
import { screenStore } from '@renderer/features/clinical-risk/desk.ts'
import { assessedOf, countWords, isUnderWay, sourceWords } from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { Segments } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

const r = resultStrings.list

function Parts(props: { readonly run: RunStatus }) {
  const part = useStore(screenStore, (state) => state.part)
  return (
    <Segments
      label={r.parts}
      hideLabel
      value={part}
      choices={[
        { value: 'patients', label: r.patients },
        { value: 'rejects', label: r.rejects(countWords(props.run.rejected)) },
      ]}
      onChange={(chosen) => screenStore.setState({ part: chosen })}
    />
  )
}

function Part(props: { readonly run: RunStatus }) {
  const { run } = props
  const part = useStore(screenStore, (state) => state.part)
  const parts = run.rejected > 0 ? <Parts run={run} /> : null
  if (part === 'rejects') return <RejectsPart run={run} parts={parts} />
  if (isUnderWay(run)) {
    return (
      <>
        {parts !== null && <div className="cr-toolbar">{parts}</div>}
        <Empty kind="loading" title={r.underWay.title} text={r.underWay.text} />
      </>
    )
  }
  if (run.state !== 'failed' || assessedOf(run) > 0) return <PatientsPart run={run} parts={parts} />
  return parts === null ? null : <div className="cr-toolbar">{parts}</div>
}

/** One run: where it stands, its result at a glance, its patients and the rows that could not be read. */
export function RunView(props: { readonly run: RunStatus }) {
  const { run } = props
  const part = useStore(screenStore, (state) => state.part)
  const rows = run.rejected > 0
  useEffect(() => {
    if (!rows && part === 'rejects') screenStore.setState({ part: 'patients' })
  }, [rows, part])
  return (
    <section className="cr-run" aria-label={s.run.label(sourceWords(run))}>
      <RunHead run={run} />
      {(assessedOf(run) > 0 || run.state === 'done') && <Overview run={run} live={!isUnderWay(run)} />}
      <Part run={run} />
    </section>
  )
}
