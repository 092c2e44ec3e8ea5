import { useState } from 'react'
import { ExportDialog } from './export-dialog.tsx'
import { runs } from '@renderer/features/clinical-risk/desk.ts'
import {
  assessedOf,
  canResume,
  countWords,
  isUnderWay,
  remainingMs,
  saidOf,
  sourceWords,
  spanWords,
} from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { useClinicalRiskHost } from '@renderer/features/clinical-risk/use-host.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { Button } from '@renderer/ui/button.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './run-head.css'

const s = riskStrings.run
const PACE_MS = 30_000

/** What may be done with the run as it stands. */
function Actions(props: { readonly run: RunStatus }) {
  const { run } = props
  const { rights } = useClinicalRiskHost()
  const [exporting, setExporting] = useState(false)
  const { busy, ask } = useAsked({ sayFailures: true })
  const act = async (name: 'clinical-risk.cancel' | 'clinical-risk.resume', done: string): Promise<void> => {
    const reply = await ask(name, { id: run.id }, done)
    if (reply.ok) runs.took(reply.value)
    else runs.refresh()
  }
  return (
    <div className="cr-run-actions">
      {rights.run && isUnderWay(run) && (
        <Button
          label={s.cancel}
          busyLabel={busy ? s.cancelling : null}
          onPress={() => void act('clinical-risk.cancel', s.cancelled)}
        />
      )}
      {rights.run && canResume(run) && (
        <Button
          label={s.resume}
          kind="primary"
          busyLabel={busy ? s.resuming : null}
          onPress={() => void act('clinical-risk.resume', s.resumed)}
        />
      )}
      {rights.export && !isUnderWay(run) && assessedOf(run) > 0 && (
        <Button label={resultStrings.export.open} kind="quiet" onPress={() => setExporting(true)} />
      )}
      {exporting && <ExportDialog run={run} onClose={() => setExporting(false)} />}
    </div>
  )
}

/** How far the run is, how fast, by whom, and how long the rest takes. */
function Progress(props: { readonly run: RunStatus }) {
  const { run } = props
  if (run.state === 'queued') return <p className="cr-muted">{s.waiting}</p>
  const left = remainingMs(run)
  const facts = [
    s.read(countWords(run.done), run.of === null ? null : countWords(run.of)),
    s.assessed(countWords(assessedOf(run))),
    ...(run.parts.of === 0 ? [] : [s.parts(run.parts.done, run.parts.of)]),
    ...(run.rowsPerSecond === null || run.state !== 'running'
      ? []
      : [s.perSecond(countWords(Math.round(run.rowsPerSecond)))]),
    ...(run.workers.length === 0 ? [] : [s.workers(run.workers.length)]),
    ...(left === null ? [] : [s.remaining(spanWords(left))]),
  ]
  return (
    <div className="cr-progress">
      <progress
        aria-label={s.progress}
        {...(run.of === null ? {} : { value: run.done, max: Math.max(1, run.of) })}
      />
      <p
        className="cr-facts"
        title={run.workers.length === 0 ? undefined : s.workersAre(run.workers.join(', '))}
      >
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {run.state === 'reading' && <p className="cr-muted">{s.counting}</p>}
    </div>
  )
}

function noteOf(run: RunStatus): string | null {
  switch (run.state) {
    case 'interrupted':
      return s.interrupted
    case 'cancelled':
      return s.cancelledNote
    case 'failed':
      // What went wrong stands in the remarks.
      return run.remarks.length === 0 ? s.failedNote : null
    case 'queued':
    case 'reading':
    case 'running':
    case 'done':
      return null
  }
}

/** What was left out or went wrong, as sentences. */
function Remarks(props: { readonly run: RunStatus }) {
  const { lowQuality, remarks } = props.run
  const lines = [
    ...remarks,
    ...(lowQuality === 0 ? [] : [lowQuality === 1 ? s.lowQualityOne : s.lowQuality(countWords(lowQuality))]),
  ]
  if (lines.length === 0) return null
  return (
    <ul className="cr-remarks selectable" data-state={props.run.state} aria-label={s.remarks}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

/** Format, who began it and when, when it ended, and what came of it. */
function aboutWords(run: RunStatus, now: number): string {
  const began = `${riskStrings.formats[run.format]} · ${s.started(formatMoment(run.startedAt, now), run.startedBy)}`
  if (isUnderWay(run)) return began
  const { endedAt, done, of, mended } = run
  return [
    endedAt === null
      ? began
      : `${began}, ${s.ended(formatMoment(endedAt, now), spanWords(endedAt - run.startedAt))}`,
    s.assessed(countWords(assessedOf(run))),
    ...(of === null || done === of ? [] : [s.read(countWords(done), countWords(of))]),
    ...(mended === 0 ? [] : [s.mended(countWords(mended))]),
  ].join(' · ')
}

/** The opened run: over what, by whom, where it stands, what may be done with it. */
export function RunHead(props: { readonly run: RunStatus }) {
  const { run } = props
  const now = useNow(PACE_MS)
  const note = noteOf(run)
  return (
    <div className="cr-run-head">
      <div className="cr-run-line">
        <h2 className="selectable">{sourceWords(run)}</h2>
        <span className="cr-state" data-state={run.state}>
          {riskStrings.states[run.state]}
        </span>
        <Actions run={run} />
        <span className="cr-muted cr-run-about">{aboutWords(run, now)}</span>
      </div>
      {isUnderWay(run) && <Progress run={run} />}
      {note !== null && (
        <p className="cr-note" data-state={run.state}>
          {note}
        </p>
      )}
      <Remarks run={run} />
      <p className="visually-hidden" role="status">
        {saidOf(run)}
      </p>
    </div>
  )
}
