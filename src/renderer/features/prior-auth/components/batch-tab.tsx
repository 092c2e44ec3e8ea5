import { useRef, useState } from 'react'
import { priorAuthStrings } from '@renderer/features/prior-auth/strings-queue.ts'
import { type BatchDesk, useBatch } from '@renderer/features/prior-auth/use-batch.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import type { BatchStatus } from '@shared/features/prior-auth/answers.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { RefusedLines } from '@renderer/ui/refused-lines.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'
import './batch-tab.css'

const s = priorAuthStrings.batch

interface Chosen {
  readonly name: string
  readonly text: string
}

/** Lines after the first, for people; what counts as a row is main's to say. */
function lineCount(text: string): number {
  return Math.max(0, text.trim().split('\n').length - 1)
}

function Start(props: { readonly desk: BatchDesk; readonly live: boolean }) {
  const { desk, live } = props
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [name, setName] = useState('')
  const picker = useRef<HTMLInputElement>(null)
  const running = desk.batch?.state === 'running'
  const take = async (file: File): Promise<void> => {
    try {
      const text = await file.text()
      setChosen({ name: file.name, text })
      setName(file.name.replace(/\.csv$/i, ''))
    } catch {
      say('failed', s.notRead)
    }
  }
  const start = async (): Promise<void> => {
    if (chosen === null || name.trim() === '') return
    if (await desk.start(name.trim(), chosen.text)) setChosen(null)
  }
  return (
    <section className="pa-card" aria-label={s.start}>
      <p className="pa-muted selectable">{s.intro}</p>
      <div className="pa-batch-start">
        <Button
          label={s.choose}
          {...(chosen === null ? { kind: 'primary' as const } : {})}
          disabled={!live || running}
          onPress={() => picker.current?.click()}
        />
        {chosen !== null && (
          <>
            <span>{s.size(chosen.name, lineCount(chosen.text))}</span>
            <TextField label={s.name} value={name} onChange={setName} maxLength={120} />
            <Button
              label={s.start}
              kind="primary"
              disabled={!live || running || name.trim() === ''}
              busyLabel={desk.busy === 'start' ? s.starting : null}
              onPress={() => void start()}
            />
          </>
        )}
      </div>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".csv,text/csv"
        aria-label={s.choose}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file !== undefined) void take(file)
        }}
      />
      {desk.problem !== null && (
        <p className="field-problem" role="alert">
          {desk.problem}
        </p>
      )}
    </section>
  )
}

function Figure(props: { readonly label: string; readonly value: number; readonly tone?: 'failed' }) {
  return (
    <div className="pa-figure" data-tone={props.value > 0 ? props.tone : undefined}>
      <span className="pa-muted">{props.label}</span>
      <span className="pa-figure-value">{props.value}</span>
    </div>
  )
}

function Progress(props: { readonly desk: BatchDesk; readonly batch: BatchStatus; readonly live: boolean }) {
  const { desk, batch, live } = props
  const { state, done, rows } = batch
  return (
    <section className="pa-card" aria-label={batch.name}>
      <div className="pa-batch-head">
        <h2 className="selectable">{batch.name}</h2>
        <span className="pa-batch-state" data-state={state} role="status">
          {s.states[state]}
        </span>
        {state === 'running' && (
          <Button
            label={s.cancel}
            disabled={!live}
            busyLabel={desk.busy === 'cancel' ? s.cancelling : null}
            onPress={() => void desk.cancel()}
          />
        )}
        {(state === 'interrupted' || state === 'cancelled') && (
          <Button
            label={s.resume}
            kind="primary"
            disabled={!live}
            busyLabel={desk.busy === 'resume' ? s.resuming : null}
            onPress={() => void desk.resume()}
          />
        )}
      </div>
      {state === 'interrupted' && <p className="pa-muted">{s.interrupted}</p>}
      {state === 'cancelled' && <p className="pa-muted">{s.cancelled}</p>}
      <div className="pa-batch-progress">
        <progress aria-label={s.progress} value={done} max={Math.max(1, rows)} />
        <span>{s.done(done, rows)}</span>
      </div>
      <div className="pa-figures">
        <Figure label={s.automatic} value={batch.automatic} />
        <Figure label={s.pending} value={batch.pending} />
        <Figure label={s.failedRows} value={batch.failed} tone="failed" />
      </div>
    </section>
  )
}

function Summary(props: { readonly summary: NonNullable<BatchStatus['summary']> }) {
  return (
    <section className="pa-card" aria-label={s.summary}>
      <h2>{s.summary}</h2>
      <table className="table" aria-label={s.summary}>
        <thead>
          <tr>
            <th scope="col">{s.metric}</th>
            <th scope="col">{s.before}</th>
            <th scope="col">{s.after}</th>
            <th scope="col">{s.improvement}</th>
          </tr>
        </thead>
        <tbody>
          {props.summary.table.map((line) => (
            <tr key={line.metric}>
              <th scope="row" className="pa-row-head">
                {line.metric}
              </th>
              <td>{line.before}</td>
              <td className="pa-strong">{line.after}</td>
              <td>{line.improvement}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Failures(props: { readonly batch: BatchStatus }) {
  const { failures, failed } = props.batch
  return (
    <section className="pa-card" aria-label={s.failures}>
      <h2>{s.failures}</h2>
      {failed === 0 ? (
        <p className="pa-muted">{s.noFailures}</p>
      ) : (
        <>
          {failed > failures.length && <p className="pa-muted">{s.failuresCut(failures.length, failed)}</p>}
          <RefusedLines
            label={s.failures}
            line={s.row}
            reason={s.reason}
            lines={failures.map(({ row, reason }) => ({ line: row, reason }))}
          />
        </>
      )}
    </section>
  )
}

/** Many requests from one file: progress, what failed and why, and the summary. */
export function BatchTab() {
  const desk = useBatch()
  const { linkLost } = usePriorAuthHost()
  const live = linkLost === null
  const { batch } = desk
  return (
    <div className="pa-batch" tabIndex={0} role="group" aria-label={s.progress}>
      <Start desk={desk} live={live} />
      {batch !== null ? (
        <>
          <Progress desk={desk} batch={batch} live={live} />
          {batch.summary !== null && <Summary summary={batch.summary} />}
          {batch.done > 0 && <Failures batch={batch} />}
        </>
      ) : desk.phase === 'asking' ? (
        <Empty kind="loading" title={s.loading} />
      ) : desk.phase === 'failed' ? (
        <Empty kind="failed" title={s.failed} text={desk.failure} />
      ) : (
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      )}
    </div>
  )
}
