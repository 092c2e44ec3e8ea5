import { useState } from 'react'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import type { Reject, RunStatus } from '@shared/features/clinical-risk/model.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'

const r = resultStrings.rejects
const MOST_TEXT = 1_000_000

function DiscardDialog(props: {
  readonly runId: string
  readonly reject: Reject
  readonly onClose: () => void
  readonly onGone: (run: RunStatus) => void
}) {
  const { onClose } = props
  const { busy, problem, ask } = useAsked()
  const discard = async (): Promise<void> => {
    const input = { id: props.runId, reject: props.reject.id, text: null }
    const reply = await ask('clinical-risk.mend', input, r.discarded)
    if (!reply.ok) return
    onClose()
    props.onGone(reply.value.run)
  }
  return (
    <Dialog title={r.discardTitle} open onClose={onClose}>
      <ConfirmForm
        confirm={r.discardDo}
        busyLabel={busy ? r.discarding : null}
        cancel={r.cancel}
        kind="danger"
        problem={problem}
        onConfirm={() => void discard()}
        onCancel={onClose}
      >
        <p className="dialog-note">{r.discardNote}</p>
      </ConfirmForm>
    </Dialog>
  )
}

/** The text of a row that could not be read: mended it is read again, or it is discarded after a question. */
export function RejectEditor(props: {
  readonly runId: string
  readonly reject: Reject
  readonly title: string
  /** The row is read or discarded; the run as it is then. */
  readonly onGone: (run: RunStatus) => void
}) {
  const { runId, reject, onGone } = props
  const [text, setText] = useState(reject.text)
  const [left, setLeft] = useState<Reject | null>(null)
  const [discarding, setDiscarding] = useState(false)
  const { busy, problem, ask } = useAsked()
  const replay = async (): Promise<void> => {
    const reply = await ask('clinical-risk.mend', { id: runId, reject: reject.id, text }, null)
    if (!reply.ok) return
    setLeft(reply.value.left)
    if (reply.value.left !== null) return
    say('told', r.replayed)
    onGone(reply.value.run)
  }
  const reason = (left ?? reject).reason
  return (
    <section className="cr-reject" aria-label={props.title}>
      <h3>{props.title}</h3>
      <p className="cr-reject-why selectable" role="status">
        {left !== null && <strong>{r.still} </strong>}
        {reason}
      </p>
      <TextField
        label={r.edit}
        kind="area"
        value={text}
        onChange={setText}
        maxLength={MOST_TEXT}
        {...(reject.columns.length === 0 ? {} : { hint: r.columns(reject.columns.join(', ')) })}
      />
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="cr-reject-actions">
        <Button label={r.discard} kind="quiet" onPress={() => setDiscarding(true)} />
        <Button
          label={r.replay}
          kind="primary"
          disabled={text.trim() === ''}
          busyLabel={busy ? r.replaying : null}
          onPress={() => void replay()}
        />
      </div>
      {discarding && (
        <DiscardDialog runId={runId} reject={reject} onClose={() => setDiscarding(false)} onGone={onGone} />
      )}
    </section>
  )
}
