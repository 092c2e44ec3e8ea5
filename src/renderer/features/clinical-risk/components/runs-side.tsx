import { useStore } from 'zustand'
import { openRun, runs } from '@renderer/features/clinical-risk/desk.ts'
import { assessedOf, countWords, isUnderWay, sourceWords } from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings } from '@renderer/features/clinical-risk/strings.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './runs-side.css'

const s = riskStrings.runs
const PACE_MS = 30_000

function Line(props: { readonly run: RunStatus; readonly opened: boolean; readonly now: number }) {
  const { run } = props
  return (
    <li>
      <button
        type="button"
        className="cr-run-row"
        aria-current={props.opened}
        data-state={run.state}
        onClick={() => openRun(run.id)}
      >
        <span className="cr-run-row-line">
          <span className="cr-run-row-name">{sourceWords(run)}</span>{' '}
          <span className="cr-run-row-at">{formatMoment(run.startedAt, props.now)}</span>
        </span>
        <span className="cr-run-row-line">
          <span className="cr-run-row-state">{riskStrings.states[run.state]}</span>{' '}
          <span className="cr-run-row-count">
            {run.counts.high > 0
              ? s.high(countWords(run.counts.high), countWords(assessedOf(run)))
              : riskStrings.patients(countWords(assessedOf(run)))}
          </span>
        </span>
        {isUnderWay(run) && (
          <progress
            aria-hidden="true"
            {...(run.of === null ? {} : { value: run.done, max: Math.max(1, run.of) })}
          />
        )}
      </button>
    </li>
  )
}

/** Runs of all stations, newest first. */
export function RunsSide(props: { readonly openedId: string | null }) {
  const { phase, problem, runs: rows } = useStore(runs.store)
  const now = useNow(PACE_MS)
  return (
    <>
      <h2>{s.title}</h2>
      {phase === 'loading' && rows.length === 0 && <Empty kind="loading" title={s.loading} />}
      {phase === 'failed' && rows.length === 0 && (
        <Empty kind="failed" title={s.failed} text={problem ?? ''}>
          <Button label={riskStrings.again} onPress={() => runs.refresh()} />
        </Empty>
      )}
      {problem !== null && rows.length > 0 && (
        <p className="cr-band" role="status">
          {s.stale(problem)}
        </p>
      )}
      {phase === 'ready' && rows.length === 0 && (
        <p className="cr-muted">
          {s.none.title}. {s.none.text}
        </p>
      )}
      {rows.length > 0 && (
        <ul className="cr-run-rows" aria-label={s.label}>
          {rows.map((run) => (
            <Line key={run.id} run={run} opened={run.id === props.openedId} now={now} />
          ))}
        </ul>
      )}
    </>
  )
}
