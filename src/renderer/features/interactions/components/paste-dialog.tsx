import { useEffect, useState } from 'react'
import { chipWords, shorten } from '@renderer/features/interactions/describe.ts'
import { drugsOf, pastedLines, type PastedLine } from '@renderer/features/interactions/paste-lines.ts'
import { pasteStrings as s } from '@renderer/features/interactions/strings.ts'
import type { ListedDrug } from '@shared/features/interactions/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import './paste-dialog.css'

const LATER = ''

function LineWords(props: { readonly line: PastedLine; readonly onChoose: (name: string | null) => void }) {
  const { recognition, text, chosen } = props.line
  if (recognition === null) return <span className="ix-muted">{s.notDrug}</span>
  if (recognition.kind === 'known') {
    const { main, note } = chipWords({ text: recognition.matched, chosen: null, route: null }, recognition)
    return (
      <span>
        <strong>{main}</strong>
        {note !== null && <span className="ix-muted"> {note}</span>}
      </span>
    )
  }
  const candidates = recognition.kind === 'ambiguous' ? recognition.candidates : recognition.suggestions
  const names = [...new Set(candidates.map(({ name }) => name))]
  return (
    <span className="ix-paste-open" data-kind={recognition.kind}>
      {recognition.kind === 'unknown' && chosen === null && <span>{s.unknownNote}</span>}
      {names.length > 0 && (
        <Select
          label={`${s.choose} ${shorten(text, 40)}`}
          hideLabel
          value={chosen ?? LATER}
          choices={[
            { value: LATER, label: recognition.kind === 'ambiguous' ? s.choose : s.leaveUnknown },
            ...names.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(name) => props.onChoose(name === LATER ? null : name)}
        />
      )}
    </span>
  )
}

function ReadLines(props: {
  readonly lines: readonly PastedLine[]
  readonly onPut: (index: number, part: Partial<PastedLine>) => void
}) {
  return (
    <ul className="ix-paste-lines" aria-label={s.lines}>
      {props.lines.map((line, index) => (
        <li key={index} className="ix-paste-line" data-kind={line.recognition?.kind ?? 'none'}>
          <label className="ix-paste-tick">
            <input
              type="checkbox"
              checked={line.taken}
              aria-label={s.include(shorten(line.text))}
              onChange={(event) => props.onPut(index, { taken: event.currentTarget.checked })}
            />
            <span className="ix-paste-text">{shorten(line.text, 90)}</span>
          </label>
          <LineWords
            line={line}
            onChoose={(chosen) => props.onPut(index, { chosen, ...(chosen === null ? {} : { taken: true }) })}
          />
        </li>
      ))}
    </ul>
  )
}

/** Reads a list of any form and shows line by line what was understood before anything is taken over. */
export function PasteDialog(props: {
  /** What was pasted already; it is read at once. */
  readonly text: string
  readonly onTake: (drugs: readonly ListedDrug[]) => void
  readonly onClose: () => void
}) {
  const { text: pasted } = props
  const [text, setText] = useState(pasted)
  const [lines, setLines] = useState<readonly PastedLine[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const read = async (of: string): Promise<void> => {
    if (of.trim() === '') return
    setBusy(true)
    const reply = await request('interactions.read-list', { text: of })
    setBusy(false)
    setFailure(reply.ok ? null : reply.error.message)
    if (reply.ok) setLines(pastedLines(reply.value.lines))
  }
  useEffect(() => {
    void read(pasted)
  }, [pasted])
  const put = (index: number, part: Partial<PastedLine>): void =>
    setLines((before) => before?.map((line, at) => (at === index ? { ...line, ...part } : line)) ?? null)
  const drugs = lines === null ? [] : drugsOf(lines)
  return (
    <Dialog title={s.title} open onClose={props.onClose}>
      <div className="dialog-form">
        {lines === null ? (
          <TextField
            label={s.field}
            kind="area"
            value={text}
            onChange={setText}
            hint={s.hint}
            maxLength={200_000}
            autoFocus
          />
        ) : lines.every(({ recognition }) => recognition === null) ? (
          <p>{s.none}</p>
        ) : (
          <ReadLines lines={lines} onPut={put} />
        )}
        {failure !== null && (
          <p className="field-problem" role="alert">
            {s.failed} {failure}
          </p>
        )}
        <div className="dialog-actions">
          <Button label={s.cancel} kind="quiet" onPress={props.onClose} />
          {lines === null ? (
            <Button
              label={s.read}
              kind="primary"
              busyLabel={busy ? s.reading : null}
              disabled={text.trim() === ''}
              onPress={() => void read(text)}
            />
          ) : (
            <>
              <Button label={s.edit} onPress={() => setLines(null)} />
              <Button
                label={s.take(drugs.length)}
                kind="primary"
                disabled={drugs.length === 0}
                onPress={() => {
                  props.onTake(drugs)
                  props.onClose()
                }}
              />
            </>
          )}
        </div>
      </div>
    </Dialog>
  )
}
