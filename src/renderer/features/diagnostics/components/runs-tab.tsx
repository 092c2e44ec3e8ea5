import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { ForeignList, ForeignPanel } from './foreign-runs.tsx'
import { RunPanel } from './run-panel.tsx'
import { desk, foreign, openRun, runs, screenStore } from '@renderer/features/diagnostics/desk.ts'
import { judgedWords, leadingWords } from '@renderer/features/diagnostics/describe.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import { useListKeys } from '@renderer/features/diagnostics/use-list-keys.ts'
import type { RunRow } from '@shared/features/diagnostics/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { OptionList } from '@renderer/ui/option-list.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './runs-tab.css'

const s = diagnosticStrings.list
const PACE_MS = 30_000

function elementId(sessionId: string): string {
  return `run-${sessionId.slice(-8)}`
}

function Row(props: {
  readonly row: RunRow
  readonly now: number
  readonly selected: boolean
  readonly opened: boolean
  readonly onOpen: (row: RunRow) => void
}) {
  const { row, now } = props
  return (
    <div
      id={elementId(row.sessionId)}
      className="dx-row"
      role="option"
      aria-selected={props.selected}
      data-opened={props.opened}
      data-risk={row.risk ?? 'none'}
      onClick={() => props.onOpen(row)}
    >
      <span className="dx-row-line">
        <span className="dx-row-name">{leadingWords(row)}</span>{' '}
        <span className="dx-row-at">{formatMoment(row.startedAt, now)}</span>
      </span>
      <span className="dx-row-line">
        <span className="dx-row-sub">{s.patient(row.patientId)}</span>{' '}
        <span className="dx-row-risk" data-status={row.status}>
          {row.risk === null ? diagnosticStrings.statuses[row.status] : diagnosticStrings.risks[row.risk]}
        </span>
      </span>
      <span className="dx-row-sub">
        {row.startedBy.user}
        {row.status === 'completed' && ` · ${judgedWords(row)}`}
      </span>
    </div>
  )
}

function List(props: { readonly rows: readonly RunRow[] }) {
  const { rows } = props
  const openedId = useStore(desk.store, ({ opened }) => opened?.row.sessionId ?? null)
  const { selectedId, select } = useListKeys({ rows, openedId, open: openRun })
  const now = useNow(PACE_MS)
  return (
    <OptionList
      className="dx-rows"
      label={s.label}
      selectedElementId={selectedId === null ? null : elementId(selectedId)}
    >
      {rows.map((row) => (
        <Row
          key={row.sessionId}
          row={row}
          now={now}
          selected={row.sessionId === selectedId}
          opened={row.sessionId === openedId}
          onOpen={(opened) => {
            select(opened.sessionId)
            openRun(opened)
          }}
        />
      ))}
    </OptionList>
  )
}

function NoRows(props: { readonly historyOf: string | null; readonly filtered: boolean }) {
  const { rights } = useDiagnosticsHost()
  if (props.filtered) return <Empty kind="nothing" title={s.filtered.title} />
  if (props.historyOf !== null)
    return <Empty kind="nothing" title={s.nonePatient.title} text={s.nonePatient.text} />
  return (
    <Empty kind="nothing" title={s.none.title} text={s.none.text}>
      {rights.run && (
        <Button label={diagnosticStrings.start} onPress={() => screenStore.setState({ tab: 'new' })} />
      )}
    </Empty>
  )
}

/** The rows, narrowed by what is typed; a patient's whole history is asked for by number. */
function ListSide() {
  const { phase, problem, rows, older, reading } = useStore(runs.store)
  const historyOf = useStore(screenStore, (state) => state.historyOf)
  const [text, setText] = useState('')
  const typed = text.trim()
  const shown = useMemo(
    () =>
      typed === ''
        ? rows
        : rows.filter(({ patientId }) => patientId.toLowerCase().includes(typed.toLowerCase())),
    [rows, typed],
  )
  return (
    <div className="dx-list">
      {historyOf === null ? (
        <form
          className="dx-list-filter"
          onSubmit={(event) => {
            event.preventDefault()
            if (typed !== '') screenStore.setState({ historyOf: typed })
          }}
        >
          <TextField label={s.filter} value={text} onChange={setText} maxLength={128} />
          {typed !== '' && (
            <Button
              label={s.ofPatient(typed)}
              kind="quiet"
              onPress={() => screenStore.setState({ historyOf: typed })}
            />
          )}
        </form>
      ) : (
        <div className="dx-list-filter">
          <p className="dx-history selectable">{s.history(historyOf)}</p>
          <Button
            label={s.everyone}
            kind="quiet"
            onPress={() => {
              setText('')
              screenStore.setState({ historyOf: null })
            }}
          />
        </div>
      )}
      <ForeignList patientId={historyOf} />
      {phase === 'loading' && rows.length === 0 && <Empty kind="loading" title={s.loading} />}
      {phase === 'failed' && rows.length === 0 && (
        <Empty kind="failed" title={s.failed} text={problem ?? ''}>
          <Button label={s.again} onPress={() => runs.refresh()} />
        </Empty>
      )}
      {problem !== null && rows.length > 0 && (
        <p className="dx-band" role="status">
          {s.stale(problem)}
        </p>
      )}
      {phase === 'ready' && shown.length === 0 && (
        <NoRows historyOf={historyOf} filtered={historyOf === null && rows.length > 0} />
      )}
      {shown.length > 0 && (
        <>
          <p className="dx-muted" role="status">
            {s.count(shown.length)}
          </p>
          <List rows={shown} />
          {older !== null && (
            <div className="dx-further">
              <Button
                label={s.further}
                kind="quiet"
                busyLabel={reading ? s.loading : null}
                onPress={() => runs.further()}
              />
            </div>
          )}
          <p className="dx-muted" aria-hidden="true">
            {s.keys}
          </p>
        </>
      )}
    </div>
  )
}

/** Runs, newest first, and the opened one beside them. */
export function RunsTab() {
  const isForeign = useStore(foreign.store, ({ openedId }) => openedId !== null)
  return (
    <div className="dx-runs">
      <ListSide />
      {isForeign ? <ForeignPanel /> : <RunPanel />}
    </div>
  )
}
