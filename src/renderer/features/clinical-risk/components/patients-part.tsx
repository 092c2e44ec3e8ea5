import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { MOST_REACHED, PatientList } from './patient-list.tsx'
import { WhyPanel } from './why-panel.tsx'
import { results, screenStore, showStanding } from '@renderer/features/clinical-risk/desk.ts'
import { assessedOf, countWords } from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { AssessmentStanding, type RunStatus } from '@shared/features/clinical-risk/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import './patients-part.css'

const r = resultStrings.list
const o = resultStrings.overview
const shared = ['high', 'review', 'possible'] as const
const ALL = 'all'
/** Typing pauses this long before the list is asked for anew, in milliseconds. */
const SETTLE_MS = 250
const MOST_SEARCH = 120

/** The patient number as typed, and in the store once the hand rests. */
function Search() {
  const search = useStore(screenStore, (state) => state.search)
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(() => {
    if (typed === null) return undefined
    const timer = setTimeout(() => {
      if (typed !== screenStore.getState().search) screenStore.setState({ search: typed, place: 0 })
      setTyped(null)
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return <TextField label={r.search} value={typed ?? search} onChange={setTyped} maxLength={MOST_SEARCH} />
}

/** How many fit, whether all of them are here, and whether all of them can be reached. */
function Count(props: { readonly run: RunStatus }) {
  const { phase, matching, question } = useStore(results.store)
  const standing = question?.standing ?? null
  const all = standing === null ? assessedOf(props.run) : props.run.counts[standing]
  const words =
    question?.search === '' && matching < all
      ? r.partOf(countWords(matching), countWords(all))
      : r.count(countWords(matching))
  return (
    <p className="cr-muted cr-toolbar-count" role="status">
      {phase === 'ready' && words}
      {phase === 'ready' && matching > MOST_REACHED && ` · ${r.cut(countWords(MOST_REACHED))}`}
    </p>
  )
}

function Rows(props: { readonly run: RunStatus }) {
  const { phase, failure, matching } = useStore(results.store)
  const narrowed = useStore(screenStore, ({ standing, search }) => standing !== null || search.trim() !== '')
  // Those at risk are on the hub for every station.
  const narrower = shared.find((standing) => props.run.counts[standing] > 0) ?? null
  if (phase === 'loading') return <Empty kind="loading" title={r.loading} />
  if (phase === 'failed') {
    return failure?.code === 'clinical-risk.elsewhere' ? (
      <Empty kind="nothing" title={r.elsewhere} text={failure.message}>
        {narrower !== null && (
          <Button label={o.show(resultStrings.standings[narrower])} onPress={() => showStanding(narrower)} />
        )}
      </Empty>
    ) : (
      <Empty kind="failed" title={r.failed} text={failure?.message ?? ''}>
        <Button label={s.again} onPress={() => results.again()} />
      </Empty>
    )
  }
  const none = narrowed ? r.filtered : r.none
  return (
    <>
      {failure !== null && (
        <p className="cr-band" role="status">
          {r.stale(failure.message)}
        </p>
      )}
      {matching === 0 ? (
        <Empty kind="nothing" title={none.title} text={none.text} />
      ) : (
        <PatientList key={props.run.id} count={Math.min(matching, MOST_REACHED)} />
      )}
      <p className="cr-muted" aria-hidden="true">
        {r.keys}
      </p>
    </>
  )
}

/** Who was assessed, the highest possible score first, and beside it why one of them stands there. */
export function PatientsPart(props: {
  readonly run: RunStatus
  /** The choice between the parts of the result; null while there is only this one. */
  readonly parts: ReactNode
}) {
  const { run } = props
  const standing = useStore(screenStore, (state) => state.standing)
  const search = useStore(screenStore, (state) => state.search)
  const patientId = useStore(screenStore, (state) => state.patientId)
  /** What a change of the run does to its results: more assessed, rows mended. */
  const moved = run.done + run.mended
  useEffect(() => {
    results.show({ id: run.id, standing, search: search.trim() }, moved)
  }, [run.id, standing, search, moved])
  useEffect(() => () => results.show(null), [])
  return (
    <>
      <div className="cr-toolbar">
        {props.parts}
        <Search />
        <Select
          label={r.standing}
          value={standing ?? ALL}
          choices={[
            { value: ALL, label: r.all },
            ...AssessmentStanding.options.map((value) => ({ value, label: resultStrings.standings[value] })),
          ]}
          onChange={(value) => showStanding(value === ALL ? null : value)}
        />
        <Count run={run} />
      </div>
      <div className="cr-patients" data-opened={patientId !== null}>
        <div className="cr-patients-list">
          <Rows run={run} />
        </div>
        {patientId !== null && <WhyPanel runId={run.id} patientId={patientId} again={moved} />}
      </div>
    </>
  )
}
