import { useMemo, useState } from 'react'
import { QueueLine, lineElementId } from './queue-line.tsx'
import { RecordPanel } from './record-panel.tsx'
import { filterRows } from '@renderer/features/prior-auth/queue-view.ts'
import { priorAuthStrings } from '@renderer/features/prior-auth/strings-queue.ts'
import { usePriorAuthChanges } from '@renderer/features/prior-auth/use-changes.ts'
import { useListKeys } from '@renderer/features/prior-auth/use-list-keys.ts'
import type { QueueRow } from '@shared/features/prior-auth/answers.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Switch } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { QueueList } from '@renderer/ui/queue-list.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import './queue-tab.css'

const s = priorAuthStrings.queue
const MOST = 1_000
const LINE_REM = 4.6
const PACE_MS = 5_000

function List(props: {
  readonly rows: readonly QueueRow[]
  readonly selectedId: string | null
  readonly openedId: string | null
  readonly onOpen: (id: string) => void
}) {
  const { rows, selectedId } = props
  return (
    <QueueList
      label={s.label}
      count={rows.length}
      place={rows.findIndex(({ id }) => id === selectedId)}
      selected={selectedId}
      idOf={(place) => lineElementId(rows[place]?.id ?? '')}
      lineRem={LINE_REM}
    >
      {(line) => {
        const row = rows[line.index]
        if (row === undefined) return null
        return (
          <QueueLine
            key={row.id}
            row={row}
            line={line}
            count={rows.length}
            selected={row.id === selectedId}
            opened={row.id === props.openedId}
            onOpen={props.onOpen}
          />
        )
      }}
    </QueueList>
  )
}

/** Requests with the clock that runs for each; what was closed last stands behind the other choice. */
export function QueueTab() {
  const [which, setWhich] = useState<'open' | 'closed'>('open')
  const [text, setText] = useState('')
  const [late, setLate] = useState(false)
  const [retries, setRetries] = useState(0)
  const changes = usePriorAuthChanges()
  const answer = useRequest('prior-auth.list', { which, limit: MOST }, `${changes} ${retries}`)
  const now = useNow(PACE_MS)
  const all = answer.phase === 'had' ? answer.value.rows : null
  const rows = useMemo(
    () => (all === null ? [] : filterRows(all, { text, late }, now)),
    [all, text, late, now],
  )
  const { selectedId, openedId, open } = useListKeys(rows)
  const total = answer.phase === 'had' ? answer.value.total : 0
  return (
    <div className="pa-queue">
      <div className="pa-queue-main">
        <div className="pa-queue-head">
          <Segments
            label={s.which}
            hideLabel
            value={which}
            choices={[
              { value: 'open', label: s.open },
              { value: 'closed', label: s.closed },
            ]}
            onChange={setWhich}
          />
          <div className="pa-queue-search">
            <TextField label={s.search} value={text} onChange={setText} maxLength={120} />
          </div>
          {which === 'open' && (
            <Switch selected={late} onChange={setLate}>
              {s.late}
            </Switch>
          )}
        </div>
        {answer.phase === 'asking' && <Empty kind="loading" title={s.loading} />}
        {answer.phase === 'failed' && (
          <Empty kind="failed" title={s.failed} text={answer.failure.message}>
            <Button label={s.again} onPress={() => setRetries(retries + 1)} />
          </Empty>
        )}
        {all !== null && all.length === 0 && (
          <Empty kind="nothing" title={s.none[which].title} text={s.none[which].text} />
        )}
        {all !== null && all.length > 0 && (
          <>
            <p className="pa-muted" role="status">
              {s.count(rows.length, total)} {total > all.length && s.cut(all.length)}
            </p>
            {rows.length === 0 ? (
              <Empty kind="nothing" title={s.none.filtered.title} text={s.none.filtered.text} />
            ) : (
              <List rows={rows} selectedId={selectedId} openedId={openedId} onOpen={open} />
            )}
            <p className="pa-muted" aria-hidden="true">
              {s.keys.move} {' · '} {s.keys.open}
            </p>
          </>
        )}
      </div>
      <RecordPanel id={openedId} again={changes} />
    </div>
  )
}
