import { useRef, useState, type ReactNode } from 'react'
import { openRun, runs } from '@renderer/features/clinical-risk/desk.ts'
import { riskStrings } from '@renderer/features/clinical-risk/strings.ts'
import type { FileAdding } from '@renderer/features/clinical-risk/use-add-files.ts'
import type { Sources } from '@renderer/features/clinical-risk/use-sources.ts'
import type { RequestInput } from '@shared/ipc/registry.ts'
import type { RunStatus, SourceFile } from '@shared/features/clinical-risk/model.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { type Answer } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Switch } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatBytes } from '@renderer/ui/value-format.ts'
import './sources-side.css'

const s = riskStrings.sources
const PACE_MS = 30_000
/** Patients of one run whose notes the model may read: what that costs has an end. */
const MOST_NOTES = 500
const ACCEPT = '.csv,.parquet,.json,.ndjson,.jsonl,.tsv,.txt'

/** One thing that a run can be started over. */
function Source(props: {
  readonly name: string
  readonly about: ReactNode
  readonly source: RequestInput<'clinical-risk.start'>['source'] | null
  /** A model reads notes too. */
  readonly byModel: boolean
}) {
  const { name, source, byModel } = props
  const { busy, ask } = useAsked({ sayFailures: true })
  const start = async (): Promise<void> => {
    if (source === null) return
    const reply = await ask('clinical-risk.start', byModel ? { source, notes: MOST_NOTES } : { source }, null)
    if (!reply.ok) return
    runs.took(reply.value)
    openRun(reply.value.id)
  }
  return (
    <li className="cr-source-line">
      <span className="cr-source-what">
        <span className="cr-source-name selectable" title={name}>
          {name}
        </span>
        <span className="cr-muted">{props.about}</span>
      </span>
      {source !== null && (
        <Button
          label={s.start}
          name={s.startOver(name)}
          busyLabel={busy ? s.starting : null}
          onPress={() => void start()}
        />
      )}
    </li>
  )
}

function About(props: { readonly file: SourceFile; readonly last: RunStatus | undefined }) {
  const { file, last } = props
  const now = useNow(PACE_MS)
  const facts =
    file.format === null
      ? s.unknownFormat
      : [
          riskStrings.formats[file.format],
          ...(file.files === 1 ? [] : [s.files(file.files)]),
          formatBytes(file.bytes),
          formatMoment(file.modifiedAt, now),
        ].join(' · ')
  return (
    <>
      {facts}
      {file.format !== null &&
        (last === undefined ? (
          file.lastRun === null && ` · ${s.neverRun}`
        ) : (
          <>
            {' · '}
            <button type="button" className="cr-link" onClick={() => openRun(last.id)}>
              {s.lastRun(riskStrings.states[last.state])}
              <span className="visually-hidden">{s.ofFile(file.name)}</span>
            </button>
          </>
        ))}
    </>
  )
}

function Watch(props: { readonly sources: Sources; readonly onChanged: () => void }) {
  const { busy, ask } = useAsked({ sayFailures: true })
  return (
    <Switch
      selected={props.sources.watched}
      disabled={busy}
      onChange={(watched) =>
        void ask('clinical-risk.watch', { watched }, watched ? s.watching : s.notWatching).then(() =>
          props.onChanged(),
        )
      }
    >
      {s.watch}
    </Switch>
  )
}

/** What runs can be started over: the files of the watched folder, and the patients of the hub. */
export function SourcesSide(props: {
  readonly answer: Answer<Sources>
  readonly known: readonly RunStatus[]
  readonly hubThere: boolean
  readonly adding: FileAdding
  readonly onLook: () => void
}) {
  const { answer, adding } = props
  const picker = useRef<HTMLInputElement>(null)
  const [wantsModel, setWantsModel] = useState(false)
  if (answer.phase === 'asking') return <Empty kind="loading" title={s.loading} />
  if (answer.phase === 'failed') {
    return (
      <Empty kind="failed" title={s.failed} text={answer.failure.message}>
        <Button label={riskStrings.again} onPress={props.onLook} />
      </Empty>
    )
  }
  const { folder, files, notesModel } = answer.value
  const byModel = notesModel !== null && wantsModel
  return (
    <>
      <div className="cr-side-head">
        <h2>{s.title}</h2>
        <Button
          label={s.add}
          busyLabel={adding.name === null ? null : s.adding(adding.name)}
          onPress={() => picker.current?.click()}
        />
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept={ACCEPT}
          aria-label={s.add}
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])]
            event.currentTarget.value = ''
            void adding.add(chosen)
          }}
        />
      </div>
      <Watch sources={answer.value} onChanged={props.onLook} />
      {notesModel !== null && (
        <Switch selected={wantsModel} onChange={setWantsModel}>
          {s.byModel(notesModel, MOST_NOTES)}
        </Switch>
      )}
      <ul className="cr-sources" aria-label={s.label}>
        <Source
          name={s.hub}
          about={props.hubThere ? s.hubHint : s.hubGone}
          source={props.hubThere ? 'hub' : null}
          byModel={byModel}
        />
        {files.map((file) => (
          <Source
            key={file.name}
            name={file.name}
            about={<About file={file} last={props.known.find(({ id }) => id === file.lastRun)} />}
            source={file.format === null ? null : { file: file.name }}
            byModel={byModel}
          />
        ))}
      </ul>
      {files.length === 0 && (
        <p className="cr-muted">
          {s.none.title}. {s.none.text}
        </p>
      )}
      <p className="cr-muted cr-folder selectable">
        {s.folder(folder)} · {notesModel === null ? s.notesByRules : s.notes(notesModel)}
      </p>
    </>
  )
}
