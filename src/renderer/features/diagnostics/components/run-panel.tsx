import { useMemo } from 'react'
import { useStore } from 'zustand'
import { Lanes } from './lanes.tsx'
import { RunResult } from './run-result.tsx'
import { LedgerLine } from './run-ledger.tsx'
import { EnteredList } from './entered-list.tsx'
import { desk, wantForm } from '@renderer/features/diagnostics/desk.ts'
import { draftOf, enteredLines } from '@renderer/features/diagnostics/findings-draft.ts'
import { lanesOf } from '@renderer/features/diagnostics/lanes.ts'
import type { Opened } from '@renderer/features/diagnostics/run-desk.ts'
import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import type { Run } from '@shared/features/diagnostics/contract.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './run-panel.css'

const s = diagnosticStrings.run

function Head(props: { readonly opened: Opened }) {
  const { row, run, progress } = props.opened
  const { rights, linkLost } = useDiagnosticsHost()
  const busy = useStore(desk.store, (state) => state.busy)
  const now = hubTime()
  const last = progress.findLast(({ specialist }) => specialist === null)
  const step =
    last === undefined
      ? undefined
      : Object.entries(diagnosticStrings.steps).find(([name]) => name === last.event)
  return (
    <div className="dx-run-head">
      <span className="dx-status" data-status={row.status} role="status">
        {diagnosticStrings.statuses[row.status]}
        {row.status === 'running' && step !== undefined && `: ${step[1]}`}
      </span>
      <span className="dx-muted">
        {s.started(formatMoment(row.startedAt, now), row.startedBy.user)}
        {row.endedAt !== null && `, ${s.ended(formatMoment(row.endedAt, now))}`}
      </span>
      <span className="dx-run-buttons">
        {row.status === 'running' && rights.run && (
          <Button
            label={s.cancel}
            kind="danger"
            busyLabel={busy === 'cancel' ? s.cancelling : null}
            disabled={linkLost !== null}
            onPress={() => void desk.cancel()}
          />
        )}
        {row.status !== 'running' && rights.run && run !== null && (
          <Button
            label={s.again}
            kind="quiet"
            onPress={() => wantForm(row.patientId, draftOf(run.findings))}
          />
        )}
      </span>
    </div>
  )
}

function Entered(props: { readonly run: Run }) {
  const { findings } = props.run
  const lines = useMemo(() => enteredLines(draftOf(findings)), [findings])
  return (
    <details className="dx-details">
      <summary>{resultStrings.findings.title(lines.length)}</summary>
      <EnteredList lines={lines} />
    </details>
  )
}

function Body(props: { readonly opened: Opened }) {
  const { opened } = props
  const { row, run, progress, phase, problem } = opened
  const { Banner } = useDiagnosticsHost()
  const diagnosis = run?.diagnosis ?? null
  const lanes = useMemo(() => lanesOf(progress, diagnosis, row.status), [progress, diagnosis, row.status])
  if (phase === 'gone') return <Empty kind="nothing" title={s.gone.title} text={s.gone.text} />
  const ended = row.status === 'cancelled' || row.status === 'abandoned' ? row.status : null
  return (
    <div className="dx-run-scroll" tabIndex={0} role="group" aria-label={s.label}>
      <Banner patientId={row.patientId} />
      <Head opened={opened} />
      {problem !== null &&
        (run === null ? (
          <Empty kind="failed" title={s.failed} text={problem}>
            <Button label={diagnosticStrings.list.again} onPress={() => desk.again()} />
          </Empty>
        ) : (
          <p className="dx-band" role="status">
            {s.stale(problem)}
          </p>
        ))}
      {ended !== null && <p className="dx-band">{s.endedWithout[ended]}</p>}
      {row.source === 'cache' && <p className="dx-muted">{s.fromCache}</p>}
      <Lanes lanes={lanes} running={row.status === 'running'} />
      {run === null && phase === 'reading' && <Empty kind="loading" title={s.loading} />}
      {run !== null && diagnosis !== null && <RunResult run={run} diagnosis={diagnosis} />}
      {run !== null && (
        <>
          <LedgerLine ledger={run.ledger} counted={row.status !== 'running'} />
          <Entered run={run} />
        </>
      )}
    </div>
  )
}

/** The opened run: its lanes while it goes on, then what it found and what became of it. */
export function RunPanel() {
  const opened = useStore(desk.store, (state) => state.opened)
  return (
    <section className="dx-run" aria-label={s.label}>
      {opened === null ? (
        <Empty kind="nothing" title={s.choose.title} text={s.choose.text} />
      ) : (
        <Body key={opened.row.sessionId} opened={opened} />
      )}
    </section>
  )
}
