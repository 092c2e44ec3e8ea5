import { useState } from 'react'
import { useStore } from 'zustand'
import { act, desk, openDialog } from '@renderer/features/alerts/desk.ts'
import { bedOf, findingOf } from '@renderer/features/alerts/describe.ts'
import { useAlertsHost } from '@renderer/features/alerts/use-alerts.ts'
import { dialogStrings as s } from '@renderer/features/alerts/strings-actions.ts'
import type { Action } from '@renderer/features/alerts/actions.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

function close(): void {
  openDialog(null, null)
}

/** Closes only when the action applied or was answered by somebody else's; what was typed is kept on a failure. */
async function submit(
  alert: Alert,
  action: Action,
  setSending: (sending: boolean) => void,
): Promise<boolean> {
  setSending(true)
  const applied = await act(alert, action)
  setSending(false)
  if (applied) close()
  return applied
}

function Foot(props: { readonly submit: string; readonly sending: boolean; readonly onSubmit: () => void }) {
  return (
    <div className="dialog-actions">
      <Button label={s.cancel} kind="quiet" onPress={close} />
      <Button
        label={props.submit}
        kind="primary"
        busyLabel={props.sending ? `${props.submit}…` : null}
        onPress={props.onSubmit}
      />
    </div>
  )
}

function ReadBackForm(props: { readonly alert: Alert }) {
  const [toldTo, setToldTo] = useState('')
  const [repeatedBy, setRepeatedBy] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [sending, setSending] = useState(false)
  const repeated = repeatedBy ?? toldTo
  const send = (): void => {
    setTried(true)
    if (toldTo.trim() === '' || repeated.trim() === '') return
    void submit(props.alert, { kind: 'read-back', toldTo, repeatedBy: repeated }, setSending)
  }
  const problem = (text: string): string | null => (tried && text.trim() === '' ? s.readBack.needed : null)
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p className="dialog-note">{s.readBack.text}</p>
      <TextField
        label={s.readBack.toldTo}
        value={toldTo}
        onChange={setToldTo}
        maxLength={120}
        problem={problem(toldTo)}
        autoFocus
      />
      <TextField
        label={s.readBack.repeatedBy}
        value={repeated}
        onChange={setRepeatedBy}
        maxLength={120}
        problem={problem(repeated)}
        hint={repeatedBy === null ? s.readBack.same : ''}
      />
      <Foot submit={s.readBack.submit} sending={sending} onSubmit={send} />
      <input type="submit" hidden />
    </form>
  )
}

function ResolveForm(props: { readonly alert: Alert }) {
  const [reason, setReason] = useState('')
  const [sending, setSending] = useState(false)
  const send = (): void => {
    const text = reason.trim()
    void submit(props.alert, { kind: 'resolve', reason: text === '' ? null : text }, setSending)
  }
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p className="dialog-note">{s.resolve.text}</p>
      <TextField label={s.resolve.reason} value={reason} onChange={setReason} maxLength={500} autoFocus />
      <Foot submit={s.resolve.submit} sending={sending} onSubmit={send} />
      <input type="submit" hidden />
    </form>
  )
}

function NoteForm(props: { readonly alert: Alert }) {
  const { drafts } = useAlertsHost()
  const place = `note ${props.alert.id}`
  const [text, setTyped] = useState(() => drafts.read(place))
  const setText = (typed: string): void => {
    setTyped(typed)
    drafts.keep(place, typed)
  }
  const [tried, setTried] = useState(false)
  const [sending, setSending] = useState(false)
  const send = (): void => {
    setTried(true)
    if (text.trim() === '') return
    void submit(props.alert, { kind: 'note', text }, setSending).then((sent) => {
      if (sent) drafts.keep(place, '')
    })
  }
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <TextField
        label={s.note.text}
        kind="area"
        value={text}
        onChange={setText}
        maxLength={1_000}
        problem={tried && text.trim() === '' ? s.note.needed : null}
        autoFocus
      />
      <Foot submit={s.note.submit} sending={sending} onSubmit={send} />
    </form>
  )
}

/** The one open dialog of the alerts feature, if any. */
export function StepDialogs() {
  const dialog = useStore(desk, (state) => state.dialog)
  if (dialog === null) return null
  const { kind, alert } = dialog
  const what = `${findingOf(alert)}, ${bedOf(alert)}`
  switch (kind) {
    case 'read-back':
      return (
        <Dialog title={s.readBack.title(what)} open onClose={close}>
          <ReadBackForm alert={alert} />
        </Dialog>
      )
    case 'resolve':
      return (
        <Dialog title={s.resolve.title(what)} open onClose={close}>
          <ResolveForm alert={alert} />
        </Dialog>
      )
    case 'note':
      return (
        <Dialog title={s.note.title(what)} open onClose={close}>
          <NoteForm alert={alert} />
        </Dialog>
      )
  }
}
