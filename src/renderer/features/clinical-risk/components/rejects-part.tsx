import { useState, type ReactNode } from 'react'
import { RejectEditor } from './reject-editor.tsx'
import { runs } from '@renderer/features/clinical-risk/desk.ts'
import { countWords } from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { useClinicalRiskHost } from '@renderer/features/clinical-risk/use-host.ts'
import type { Reject, RunStatus } from '@shared/features/clinical-risk/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import './rejects-part.css'

const r = resultStrings.rejects
const PAGE = 100

function lineWords({ line }: Reject): string {
  return r.line(line === null ? null : countWords(line))
}

function Rows(props: {
  readonly rejects: readonly Reject[]
  readonly chosen: number | null
  readonly onChoose: (id: number) => void
}) {
  return (
    <ul className="cr-reject-rows" aria-label={r.label}>
      {props.rejects.map((reject) => (
        <li key={reject.id}>
          <button
            type="button"
            className="cr-reject-row"
            aria-current={reject.id === props.chosen}
            onClick={() => props.onChoose(reject.id)}
          >
            <span className="cr-reject-line">{lineWords(reject)}</span>
            <span className="cr-reject-reason">{reject.reason}</span>
            <span className="cr-reject-text">{reject.text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Page(props: {
  readonly offset: number
  readonly shown: number
  readonly total: number
  readonly onTurn: (offset: number) => void
}) {
  const { offset, shown, total } = props
  if (total <= PAGE) return <p className="cr-muted">{r.count(countWords(total))}</p>
  return (
    <div className="cr-reject-page">
      <p className="cr-muted">
        {r.place(countWords(offset + 1), countWords(offset + shown), countWords(total))}
      </p>
      <Button
        label={r.earlier}
        kind="quiet"
        disabled={offset === 0}
        onPress={() => props.onTurn(Math.max(0, offset - PAGE))}
      />
      <Button
        label={r.later}
        kind="quiet"
        disabled={offset + shown >= total}
        onPress={() => props.onTurn(offset + PAGE)}
      />
    </div>
  )
}

function Asked(props: { readonly run: RunStatus }) {
  const { run } = props
  const [offset, setOffset] = useState(0)
  const [chosen, setChosen] = useState<number | null>(null)
  const [asks, setAsks] = useState(0)
  const answer = useRequest(
    'clinical-risk.rejects',
    { id: run.id, offset, limit: PAGE },
    `${run.rejected} ${run.mended} ${asks}`,
  )
  if (answer.phase === 'asking') return <Empty kind="loading" title={r.loading} />
  if (answer.phase === 'failed') {
    return answer.failure.code === 'clinical-risk.elsewhere' ? (
      <Empty kind="nothing" title={r.elsewhere} text={answer.failure.message} />
    ) : (
      <Empty kind="failed" title={r.failed} text={answer.failure.message}>
        <Button label={s.again} onPress={() => setAsks(asks + 1)} />
      </Empty>
    )
  }
  const { rejects, total } = answer.value
  if (total === 0) return <Empty kind="nothing" title={r.none.title} text={r.none.text} />
  // A row that was mended or discarded gives its place to the next one.
  const reject = rejects.find(({ id }) => id === chosen) ?? rejects[0]
  return (
    <div className="cr-rejects">
      <div className="cr-rejects-list">
        <Rows rejects={rejects} chosen={reject?.id ?? null} onChoose={setChosen} />
        <Page offset={offset} shown={rejects.length} total={total} onTurn={setOffset} />
      </div>
      {reject === undefined ? (
        <Empty kind="nothing" title={r.choose.title} text={r.choose.text} />
      ) : (
        <RejectEditor
          key={reject.id}
          runId={run.id}
          reject={reject}
          title={lineWords(reject)}
          onGone={(moved) => {
            const place = rejects.indexOf(reject)
            setChosen((rejects[place + 1] ?? rejects[place - 1])?.id ?? null)
            if (rejects.length === 1) setOffset(Math.max(0, offset - PAGE))
            runs.took(moved)
            setAsks(asks + 1)
          }}
        />
      )}
    </div>
  )
}

/** Rows that could not be read, with the reason; each can be mended or discarded. */
export function RejectsPart(props: {
  readonly run: RunStatus
  /** The choice between the parts of the result. */
  readonly parts: ReactNode
}) {
  const { rights } = useClinicalRiskHost()
  return (
    <>
      <div className="cr-toolbar">
        {props.parts}
        {rights.run && <p className="cr-muted cr-toolbar-count">{r.intro}</p>}
      </div>
      {rights.run ? (
        <Asked key={props.run.id} run={props.run} />
      ) : (
        <Empty kind="nothing" title={r.label} text={r.mayNot} />
      )}
    </>
  )
}
